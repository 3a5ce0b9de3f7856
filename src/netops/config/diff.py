"""The difference of two trees, line by line, with the lines above for context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from netops.dialects.sequences import longest_increasing_subsequence
from netops.dialects.tree import Node, order, same

Sign = Literal["-", "+", ">", " "]


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a difference: `-` is on the device, `+` is wanted, `>` has to move, a blank is a line above one of those.

    `text` is without indentation and without secrets; `running_line` and `intended_line` count from 1 in the texts that were given,
    None on the side that lacks the line.
    """

    sign: Sign
    text: str
    depth: int
    running_line: int | None
    intended_line: int | None


def difference(running: Node, intended: Node, depth: int = 0) -> Iterator[DiffLine]:
    """The lines in which two trees differ, in the order of the wanted one; what is too much stands where it was."""
    moved = _moved(running, intended)
    after = _too_much_after(running, intended)
    yield from _all("-", after.get("", ()), depth)
    for setting, aim in intended.children.items():
        there = running.children.get(setting)
        if aim.numbers:
            continue  # the sections that it lists have lines of their own
        if there is None:
            yield from _all("+", (aim,), depth)
        else:
            yield from _both(there, aim, depth, moved=setting in moved)
        yield from _all("-", after.get(setting, ()), depth)


def _both(there: Node, aim: Node, depth: int, *, moved: bool) -> Iterator[DiffLine]:
    if there.key != aim.key:
        yield from _lines("-", there, depth, there.line, None)
        yield from _lines("+", aim, depth, None, aim.line)
    elif moved:
        yield from _lines(">", aim, depth, there.line, aim.line)
    elif not same(there, aim):
        yield from _lines(" ", aim, depth, there.line, aim.line)
    if not same(there, aim):
        yield from difference(there, aim, depth + 1)


def _lines(sign: Sign, node: Node, depth: int, running: int | None, intended: int | None) -> Iterator[DiffLine]:
    """A node as lines: a value of several lines gives several."""
    for offset, text in enumerate(node.shown.split("\n")):
        yield DiffLine(sign, text, depth, running + offset if running else None, intended + offset if intended else None)


def _all(sign: Sign, nodes: tuple[Node, ...] | list[Node], depth: int) -> Iterator[DiffLine]:
    for node in nodes:
        on_device = sign == "-"
        yield from _lines(sign, node, depth, node.line if on_device else None, None if on_device else node.line)
        yield from _all(sign, list(node.children.values()), depth + 1)


def _too_much_after(running: Node, intended: Node) -> dict[str, list[Node]]:
    """The lines that are too much, by the setting of the common line above them ("" for none)."""
    found: dict[str, list[Node]] = {}
    anchor = ""
    for setting, child in running.children.items():
        if setting in intended.children:
            anchor = setting
        else:
            found.setdefault(anchor, []).append(child)
    return found


def _moved(running: Node, intended: Node) -> set[str]:
    """The fewest ordered lines that have to move so that the others stand in the wanted order."""
    moved: set[str] = set()
    places = {setting: place for place, setting in enumerate(running.children)}
    for settings in order(intended).values():
        common = [s for s in settings if s in places]
        staying = longest_increasing_subsequence([places[s] for s in common])
        moved.update(s for i, s in enumerate(common) if i not in staying)
    return moved
