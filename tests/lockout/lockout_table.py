"""The table of changes: those by which a company cuts itself off, and ordinary ones. A file has cases of one platform.

A case is a line `== NAME @ TARGET` and differences of that target's rendered text: lines begin with a space when they are there, with `-`
when they go, with `+` when they come. A line `...` leaves out lines that are there. `@@` parts two differences, `@@ TARGET` goes to
another target. What only comes goes to the end of the text. TARGET `*` is every target of the platform that has all of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "cases"
PLATFORMS: Final = {
    "ios": "cisco_ios",
    "eos": "arista_eos",
    "nxos": "cisco_nxos",
    "xr": "cisco_xr",
    "junos": "juniper_junos",
    "frr": "frr",
    "linux": "linux",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A change. `hunks`: the target of each difference, and its lines with their signs."""

    name: str
    platform: str
    target: str
    hunks: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        return f"{self.platform}: {self.name}"

    def applied(self, texts: Mapping[str, str]) -> dict[str, str] | None:
        """The changed texts by target; None where one does not have the lines that a difference is made to."""
        changed: dict[str, str] = {}
        for name, hunk in self.hunks:
            lines = _applied(changed.get(name, texts[name]).splitlines(), hunk)
            if lines is None:
                return None
            changed[name] = "".join(f"{line}\n" for line in lines)
        return changed

    def at(self, target: str) -> Case:
        """The case with another target."""
        return replace(self, target=target, hunks=tuple((target, hunk) for _, hunk in self.hunks))


def _applied(lines: list[str], hunk: tuple[str, ...]) -> list[str] | None:
    if all(line[0] == "+" for line in hunk):
        end = lines[-1:] if lines[-1:] == ["end"] else []
        return [*lines[: len(lines) - len(end)], *(line[1:] for line in hunk), *end]
    at, made = -1, list[str]()
    for start in range(len(lines)):
        at, made = _matched(lines, start, hunk)
        if at >= 0:
            return [*lines[:start], *made, *lines[at:]]
    return None


def _matched(lines: list[str], start: int, hunk: tuple[str, ...]) -> tuple[int, list[str]]:
    """Where the lines end that a difference is made to, from a start on, and what becomes of them; -1 where they are not there."""
    at, made, skips = start, list[str](), False
    for line in hunk:
        if line == "...":
            skips = True
            continue
        if line[0] == "+":
            made.append(line[1:])
            continue
        while skips and at < len(lines) and lines[at] != line[1:]:
            made.append(lines[at])
            at += 1
        if at >= len(lines) or lines[at] != line[1:]:
            return -1, []
        made += [line[1:]] if line[0] == " " else []
        at, skips = at + 1, False
    return at, made


def cases(kind: str) -> list[Case]:
    """All cases of a kind (`cuts`, `ordinary`)."""
    return [case for name in PLATFORMS for case in read(name, kind)]


def read(name: str, kind: str) -> Iterator[Case]:
    path = FOLDER / f"{name}.{kind}"
    for block in path.read_text().split("\n== ")[1:] if path.exists() else ():
        head, *body = [line for line in block.split("\n") if line]
        title, _, target = head.rpartition(" @ ")
        yield Case(title, PLATFORMS[name], target, tuple(_hunks(target, body)))


def _hunks(target: str, lines: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    found: list[str] = []
    for line in [*lines, "@@"]:
        if line.startswith("@@"):
            yield target, tuple(found)
            found, target = [], line[3:] or target
        else:
            found.append(line)
