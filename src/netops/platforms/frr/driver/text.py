"""What FRR's programs print, as values: refused lines, differences, the config in the output of a command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

HEADER = ("frr version", "frr defaults", "service integrated-vtysh-config")
"""Lines that the installation decides: a candidate without them does not mean to remove them."""

_NOISE = re.compile(r"% Can't open configuration file|Note: this version of vtysh|% \[\w+\] Unknown command: XFRR_|^$")
_LINE = re.compile(r"line (?P<number>\d+): (?:% (?P<unknown>[^\[:]*)|Failure to communicate\[\d+\] to (?P<daemon>\S+), line)")
_FILLER = "The following commands were dynamically grouped"
_BLAMED = re.compile(r"- (?P<command>.+)")
_OPENER = re.compile(
    r"(interface|router|route-map|vrf|address-family|line|key chain|key|bfd|peer|profile|pbr-map|rpki|segment-routing|l2vpn) ?"
)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that FRR did not take, as far as it said which: `number` is 0 when it did not."""

    number: int
    line: str
    reason: str

    def after(self, header: str) -> RefusedLine:
        """The same line, counted from the end of a header."""
        return replace(self, number=max(0, self.number - header.count("\n")))

    def __str__(self) -> str:
        where = f"line {self.number} {self.line.strip()!r}" if self.number else "a line that FRR does not name"
        return f"{where}: {self.reason}"


def parse_refusals(output: str, candidate: str) -> list[RefusedLine]:
    """The lines of a candidate that `vtysh -f` or `vtysh -C -f` refused. FRR often ends with 0 after a refusal."""
    lines, found, said = candidate.splitlines(), [], list[str]()
    for text in (line.strip() for line in output.splitlines() if not _NOISE.match(line.strip())):
        match = _LINE.match(text)
        if match is None:
            said.append(text)
            continue
        number = int(match["number"])
        reason = match["unknown"] or "; ".join(said) or f"{match['daemon']} refuses it"
        found.append(RefusedLine(number, lines[number - 1] if number <= len(lines) else "", reason.strip()))
        said.clear()
    return [*found, *_unplaced(said, lines)]


def _unplaced(said: Sequence[str], lines: Sequence[str]) -> Iterator[RefusedLine]:
    """What was said without a line number; some daemons quote the command. What does not start with `%` is a remark, not a refusal."""
    if not any(text.startswith("%") or "locked by other VTY" in text for text in said):
        return
    numbers = {line.strip(): number for number, line in enumerate(lines, 1)}
    blamed = [match["command"] for text in said if (match := _BLAMED.fullmatch(text))]
    number = next((numbers[command] for command in blamed if command in numbers), 0)
    reason = "; ".join(dict.fromkeys(text for text in said if not _BLAMED.fullmatch(text) and not text.startswith(_FILLER)))
    yield RefusedLine(number, lines[number - 1] if number else "", reason)


def config_of(output: str) -> str:
    """The config in the output of `show running-config`; empty when it is not there from its first to its last line."""
    start = output.find("frr version")
    text = output[start:].replace("\r", "") if start >= 0 else ""
    return text if text.rstrip().endswith("\nend") else ""


def is_same_config(a: str, b: str) -> bool:
    """Whether two texts hold the same config lines: a saved file lacks `end`."""
    return _significant(a) == _significant(b)


def _significant(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip() not in ("", "!", "end")]


def missing_header_lines(candidate: str, running: str) -> str:
    """The installation's own lines that a candidate does not give, to put before it."""
    own = [line for line in running.splitlines() if line.startswith(HEADER)]
    given = tuple(_key(line) for line in candidate.splitlines() if line.startswith(HEADER))
    return "".join(f"{line}\n" for line in own if not given or not line.startswith(given))


def _key(line: str) -> str:
    return next(key for key in HEADER if line.startswith(key))


def reload_lines(output: str) -> list[str]:
    """The commands that `frr-reload.py --test` would send. Deletions are `no` commands under either of its titles."""
    kept = (line for line in output.splitlines() if line.strip() and not line.startswith(("Lines To ", "===")))
    return [line for line in kept if not _NOISE.match(line) and line.strip() != "end"]


def reload_diff(commands: Sequence[str], candidate: str) -> str:
    """The commands of `reload_lines` as a diff: `-` on the device, `+` wanted; a context line has no sign."""
    wanted = {line.strip() for line in candidate.splitlines()}
    return "\n".join(_signed(command, following, wanted) for command, following in zip_longest(commands, commands[1:], fillvalue=""))


def _signed(command: str, following: str, wanted: set[str]) -> str:
    word = command.strip()
    if word.startswith("no ") and word not in wanted:
        return f"-{command.replace('no ', '', 1)}"
    is_context = _OPENER.match(word) and following.startswith(" ")
    return f" {command}" if is_context else f"+{command}"


def merge_diff(running: str, commands: str) -> str:
    """What commands would change in a config, as a diff. A command that says what is there already is left out."""
    have, out = set(_paths(running)), list[str]()
    shown: tuple[str, ...] = ()
    for path in _paths(commands):
        context, line = path[:-1], _change(have, path[:-1], path[-1])
        if not line:
            continue
        if context != shown[: len(context)]:
            out += [f" {' ' * depth}{name}" for depth, name in enumerate(context)]
        out.append(f"{line[0]}{' ' * len(context)}{line[1:]}")
        shown = path
    return "\n".join(out)


def _change(have: set[tuple[str, ...]], context: tuple[str, ...], command: str) -> str:
    """A `no` that removes nothing which is shown may still set something: FRR shows some defaults only when they are negated."""
    if (*context, command) in have:
        return ""
    gone = command.removeprefix("no ")
    inside = (path[len(context)] for path in have if len(path) == len(context) + 1 and path[: len(context)] == context)
    match = min((line for line in inside if line == gone or line.startswith(f"{gone} ")), default="") if gone != command else ""
    return f"-{match}" if match else f"+{command}"


def _paths(text: str) -> Iterator[tuple[str, ...]]:
    """Each line with the lines that it stands in, whether the text is indented or typed flat with `exit`."""
    stack: list[tuple[int, str]] = []
    for line in text.splitlines():
        word, depth = line.strip(), len(line) - len(line.lstrip())
        if word.startswith("exit") and stack:
            stack.pop()
        if not word or word[0] == "!" or word.startswith("exit") or word == "end":
            continue
        while stack and (depth < stack[-1][0] or (depth == stack[-1][0] and (_is_top(word) or depth))):
            stack.pop()
        yield (*(name for _, name in stack), word)
        if _OPENER.match(word):
            stack.append((depth, word))


def _is_top(word: str) -> bool:
    """An opener typed at the margin starts over, but an address family, which stands in its router."""
    return bool(_OPENER.match(word)) and not word.startswith(("address-family", "key ", "peer", "profile"))
