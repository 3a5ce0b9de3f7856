"""The difference of two trees, line by line, with the lines above for context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from netops.dialects.rules import EMPTY
from netops.dialects.sequences import longest_increasing_subsequence
from netops.dialects.tree import Node, order, same
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
    kind, else the section. `template` and `values` are the places of that line, where the text was rendered with origins. `cause`: who
    moved, where that was asked.
    """

    sign: Sign
    path: tuple[str, ...]
    running_line: int | None = None
    intended_line: int | None = None
    source_line: int = 0
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


@dataclass(frozen=True, slots=True)
class _Section:
    """A place in both trees: the texts above, and the rendered line of the section, 0 for none."""

    path: tuple[str, ...] = ()
    source_line: int = 0


def difference(
    running: Node, intended: Node, source: Callable[[int], int] = lambda line: line, above: _Section | None = None
) -> Iterator[DiffLine]:
    """The lines in which two trees differ, in the order of the wanted one; what is too much stays at its place.

    `source` gives the line of the rendered text that a line of the wanted text is, 0 for none.
    """
    here = above or _Section()
    moved = _moved(running, intended)
    extra = _extra_by_anchor(running, intended)
    kin = _kin(running, intended, source) if extra else {}
    yield from _removed(extra.get("", ()), here, intended, kin)
    for setting, aim in intended.children.items():
        there = running.children.get(setting)
        if aim.numbers:
            continue  # the sections that it lists have lines of their own
        if there is None:
            yield from _added((aim,), here.path, source)
        else:
            yield from _both(there, aim, here, source, moved=setting in moved)
        yield from _removed(extra.get(setting, ()), here, intended, kin)


def _both(there: Node, aim: Node, here: _Section, source: Callable[[int], int], *, moved: bool) -> Iterator[DiffLine]:
    number = source(aim.line)
    if there.key != aim.key:
        yield from _lines("-", there, here.path, there.line, 0, number, step=0)
        yield from _lines("+", aim, here.path, 0, aim.line, number)
    elif moved or not same(there, aim):
        yield from _lines(">" if moved else " ", aim, here.path, there.line, aim.line, number)
    if not same(there, aim):
        yield from difference(there, aim, source, _Section((*here.path, aim.shown), number))


def _lines(sign: Sign, node: Node, above: tuple[str, ...], running: int, intended: int, source: int, step: int = 1) -> Iterator[DiffLine]:
    """A node as lines: a value of several lines gives several. `step`: 0 when all of them come from the same rendered line."""
    for offset, text in enumerate(node.shown.split("\n")):
        numbers = (running + offset if running else None, intended + offset if intended else None)
        yield DiffLine(sign, (*above, text), *numbers, source + offset * step if source else 0)


def _added(nodes: Iterable[Node], above: tuple[str, ...], source: Callable[[int], int]) -> Iterator[DiffLine]:
    for node in nodes:
        yield from _lines("+", node, above, 0, node.line, source(node.line))
        yield from _added(node.children.values(), (*above, node.shown), source)


def _removed(nodes: Iterable[Node], here: _Section, intended: Node, kin: Mapping[object, int]) -> Iterator[DiffLine]:
    """Lines that are too much, below a wanted section."""
    for node in nodes:
        kind = _kind(intended, node)
        source = kin.get(kind, here.source_line) if kind else here.source_line
        yield from _lines("-", node, here.path, node.line, 0, source, step=0)
        yield from _removed(node.children.values(), _Section((*here.path, node.shown), source), node, {})


def _kind(section: Node, node: Node) -> object:
    """What lines of the same kind share: the rule of the rulebook, else, where it has none for the section, all words but the last.

    Sections are of no kind: another interface is no place to go to.
    """
    if node.children:
        return None
    return id(node.rule) if node.rule else tuple(node.key.split(" ")[:-1]) if section.book == EMPTY else None


def _kin(running: Node, intended: Node, source: Callable[[int], int]) -> dict[object, int]:
    """For each kind of line below a wanted section the rendered line of the first one that the device lacks, else of the first one."""
    found: dict[object, int] = {}
    for wanted in (False, True):
        for setting, aim in reversed(intended.children.items()):
            if (kind := _kind(intended, aim)) and (number := source(aim.line)) and (setting not in running.children) == wanted:
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
    for settings in order(intended).values():
        common = [s for s in settings if s in places]
        staying = longest_increasing_subsequence([places[s] for s in common])
        moved.update(s for i, s in enumerate(common) if i not in staying)
    return moved
