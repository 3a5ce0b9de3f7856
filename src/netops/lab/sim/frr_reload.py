"""What frr-reload.py would send: the commands that lead from one config to another, each with the sections that it is in."""

from __future__ import annotations

from collections.abc import Iterator

from netops.lab.sim.frr_lines import Config, Line
from netops.lab.sim.frr_text import ordered_section_lines

Command = tuple[str, ...]
"""A command after its sections: ("interface eth1", "no shutdown")."""

KEPT = ("interface ",)
"""Sections that are emptied, not removed."""


def deletion_commands(running: Config, wanted: Config) -> list[Command]:
    return list(_deleted(running.root, wanted.root, ()))


def addition_commands(running: Config, wanted: Config) -> list[Command]:
    return list(_added(running.root, wanted.root, ()))


def format_command(command: Command) -> str:
    """A command as it is printed: one line per section, each a step deeper."""
    return "\n".join(f"{' ' * depth}{line}" for depth, line in enumerate(command))


def _deleted(old: Line, new: Line, path: Command) -> Iterator[Command]:
    texts = {line.text for line in new.lines.values()}
    for line in ordered_section_lines(old):
        opens = bool(line.rule and line.rule.opens)
        if line.text in texts or (opens and line.text.startswith(KEPT)):
            other = next((found for found in new.lines.values() if found.text == line.text), Line(line.text, line.rule))
            yield from _deleted(line, other, (*path, line.text))
        elif opens and line.text.startswith("address-family"):
            yield from _deleted(line, Line(line.text, line.rule), (*path, line.text))
        else:
            yield (*path, negate_line(line.text))


def _added(old: Line, new: Line, path: Command) -> Iterator[Command]:
    held = {line.text: line for line in old.lines.values()}
    for line in ordered_section_lines(new):
        other = held.get(line.text)
        if line.rule and line.rule.opens:
            if other is None and not line.text.startswith((*KEPT, "address-family")):
                yield (*path, line.text)
            yield from _added(other or Line(line.text, line.rule), line, (*path, line.text))
        elif other is None:
            yield (*path, line.text)


def negate_line(line: str) -> str:
    return line.removeprefix("no ") if line.startswith("no ") else f"no {line}"
