"""The difference of two trees, line by line, with the lines above for context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from netops.dialects.rules import EMPTY
from netops.dialects.sequences import longest_increasing_subsequence
from netops.dialects.tree import Node, is_same_tree, ordered_groups
from netops.errors import Origin

Sign = Literal["-", "+", ">", " "]


class Cause(StrEnum):
    """Which side has moved: git or the device; unknown when nothing was ever applied."""

    UNDEPLOYED = "undeployed change"
    MANUAL = "manual change"
    UNKNOWN = "never deployed"
    SECRET = "secret changed by hand"  # noqa: S105 - the name of a cause
    OBSERVED = "observed state"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a difference: `-` is on the device, `+` is wanted, `>` has to move, a blank is a line above one of those.

    `path`: the texts of the lines above it and its own, without indentation and without secrets. `running_line` and `intended_line` count
    from 1 in the texts that were given, None on the side that lacks the line. `source_line`: the line of the rendered text that it comes
    from, 0 for none; of a line that should not be there, the one that replaces it: the wanted value of the setting, else a line of the same
    kind, else the section. `replaced`: another value of the same setting takes its place. `continued`: it belongs to the difference of the
    line before it, as the new value to the old one and a line of a section to its head. `template` and `values` are the places of that
    line, where the text was rendered with origins. `cause`: who moved, where that was asked.
    """

    sign: Sign
    path: tuple[str, ...]
    running_line: int | None = None
    intended_line: int | None = None
    source_line: int = 0
    replaced: bool = False
    continued: bool = False
    template: Origin | None = None
    values: tuple[Origin, ...] = ()
    cause: Cause | None = None

    @property
    def text(self) -> str:
        return self.path[-1]

    @property
    def depth(self) -> int:
        return len(self.path) - 1

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What the same line has in the differences to two configs."""
        return self.sign, self.path

    @property
    def differs(self) -> bool:
        """Whether it is more than context."""
        return self.sign != " "

    @property
    def origin(self) -> Origin | None:
        """The one place to go to: the first line of the company's data, else the template line (defaults of schemas come last)."""
        own = next((value for value in self.values if not value.file.removeprefix("netops:").startswith("schemas/")), None)
        return own or (self.values[0] if self.values else self.template)


Source = Callable[[int], int]
"""Gives the line of the rendered text that a line of a text comes from, 0 for none."""


def tree_difference(running: Node, intended: Node, source: Source, above: tuple[str, ...] = (), section: int = 0) -> Iterator[DiffLine]:
    """The lines in which two trees differ, in the order of the wanted one; what is too much stays at its place.

    `source` is of the lines of the wanted text; `section` is the rendered line of the section, with the texts in `above`.
    """
    moved = _moved(running, intended)
    extra = _extra_by_anchor(running, intended)
    kin = _kin(running, intended, source) if extra else {}

    def removed(anchor: str) -> Iterator[DiffLine]:
        for node in extra.get(anchor, ()):
            yield from _all("-", node, above, kin.get(_kind(intended, node), section))

    yield from removed("")
    for setting, aim in intended.children.items():
        there = running.children.get(setting)
        if aim.numbers:
            continue  # the sections that it lists have lines of their own
        if there is None:
            yield from _all("+", aim, above, source)
        else:
            yield from _both(there, aim, source, above, moved=setting in moved)
        yield from removed(setting)


def _both(there: Node, aim: Node, source: Source, above: tuple[str, ...], *, moved: bool) -> Iterator[DiffLine]:
    number, unlike = source(aim.line), not is_same_tree(there, aim)
    if there.key != aim.key:
        yield from (replace(line, replaced=True) for line in _lines("-", there, above, number))
        yield from (replace(line, continued=True) for line in _lines("+", aim, above, number))
    elif moved or unlike:
        yield from _lines(">" if moved else " ", aim, above, number, there)
    if unlike:
        yield from tree_difference(there, aim, source, (*above, aim.shown), number)


def _all(sign: Sign, node: Node, above: tuple[str, ...], source: Source | int, *, continued: bool = False) -> Iterator[DiffLine]:
    """A node with all that is below it. `source`: of each line, or the one line that all lead to."""
    number = source if isinstance(source, int) else source(node.line)
    yield from (replace(line, continued=True) if continued else line for line in _lines(sign, node, above, number))
    for child in node.children.values():
        yield from _all(sign, child, (*above, node.shown), source, continued=True)


def _lines(sign: Sign, node: Node, above: tuple[str, ...], source: int, there: Node | None = None) -> Iterator[DiffLine]:
    """A node as lines: a value of several lines gives several. All lines that should not be there lead to the same one."""
    running, intended = (node, None) if sign == "-" else (there, node)
    for offset, text in enumerate(node.shown.split("\n")):
        here, wanted = (side.line + offset if side and side.line else None for side in (running, intended))
        number = source + offset * (sign != "-") if source else 0
        yield DiffLine(sign, (*above, text), here, wanted, number, continued=offset > 0)


def _kind(section: Node, node: Node) -> object:
    """What lines of the same kind share: the rule of the rulebook; without one what is before ` = `, or all words but the last.

    Sections are of no kind: another interface is no place to go to.
    """
    if node.children or not (node.rule or section.book == EMPTY):
        return None
    if node.rule:
        return id(node.rule)
    name, equals, _ = node.key.partition(" = ")
    return (name if equals else node.key.rpartition(" ")[0]) or None


def _kin(running: Node, intended: Node, source: Source) -> dict[object, int]:
    """For each kind of line below a wanted section the rendered line of the first one that the device lacks, else of the first one."""
    found: dict[object, int] = {}
    for lacking in (False, True):
        for setting, aim in reversed(intended.children.items()):
            if (setting not in running.children) == lacking and (kind := _kind(intended, aim)) and (number := source(aim.line)):
                found[kind] = number
    return found


def _extra_by_anchor(running: Node, intended: Node) -> dict[str, list[Node]]:
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
    """The fewest ordered lines that have to move so that the others are in the wanted order."""
    moved: set[str] = set()
    places = {setting: place for place, setting in enumerate(running.children)}
    for settings in ordered_groups(intended).values():
        common = [s for s in settings if s in places]
        staying = longest_increasing_subsequence([places[s] for s in common])
        moved.update(s for i, s in enumerate(common) if i not in staying)
    return moved
