"""The differences of two configs as items: what is one change, such as another value of a setting, or a section with all its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from netops.config.diff import DiffLine
from netops.config.parsed import ConfigPair, ParsedConfig
from netops.dialects.tree import Node
from netops.errors import ConfigError


def item_numbers(lines: Sequence[DiffLine]) -> list[int]:
    """For each line of a difference the number of its item, counted from 1; 0 for context."""
    starts = accumulate(int(line.differs and not line.continued) for line in lines)
    return [number if line.differs else 0 for line, number in zip(lines, starts, strict=True)]


def with_chosen_items(pair: ConfigPair, chosen: Iterable[DiffLine]) -> ParsedConfig:
    """The wanted config of a pair with some lines of the difference as they run; all else stays as it is wanted.

    ConfigError when that is no config in which these lines differ from the wanted one, and no others.
    """
    keys = {one.key for one in chosen}
    lines = [line for line in pair.difference if line.key in keys]
    grammar = pair.wanted.grammar
    trees = pair.trees if grammar.dialect.POSITIONS else (pair.running.root, pair.wanted.root)
    tree = _Choice(lines).section(*trees)
    result = ParsedConfig(pair.wanted.platform, grammar.dialect.as_shown(grammar, tree))
    wanted = {line.key for line in lines if line.differs}
    found = {line.key for line in ConfigPair(result, pair.wanted).difference if line.differs}
    if not wanted <= found or not all(_is_above(path, wanted) for _, path in found - wanted):
        raise ConfigError("these lines cannot be separated from others that differ", hint="take the whole feature")
    return result


def _is_above(path: tuple[str, ...], keys: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
    """Whether a path is that of a section of one of some lines: an empty one may be the same as none."""
    return any(len(path) < len(below) and below[: len(path)] == path for _, below in keys)


class _Choice:
    """Lines of a difference by their places in the two texts."""

    def __init__(self, lines: Iterable[DiffLine]) -> None:
        lines = list(lines)
        self._removed = {line.running_line for line in lines if line.sign == "-"}
        self._added = {line.intended_line for line in lines if line.sign == "+"}
        self._moved = {line.intended_line for line in lines if line.sign == ">"}

    def section(self, running: Node, wanted: Node) -> Node:
        """The wanted section with the chosen lines as they run."""
        result = wanted.alone()
        result.children = dict(self._children(running, wanted))
        for setting in [setting for setting, child in wanted.children.items() if child.line in self._moved]:
            _move(result, setting, list(running.children))
        return result

    def _children(self, running: Node, wanted: Node) -> Iterator[tuple[str, Node]]:
        extra: dict[str, list[tuple[str, Node]]] = {}
        anchor = ""
        for setting, child in running.children.items():
            if setting in wanted.children:
                anchor = setting
            elif child.line in self._removed:
                extra.setdefault(anchor, []).append((setting, child.copy()))
        yield from extra.get("", ())
        for setting, aim in wanted.children.items():
            there = running.children.get(setting)
            if there is not None:
                yield setting, self._both(there, aim)
            elif aim.line not in self._added:
                yield setting, aim.copy()
            yield from extra.get(setting, ())

    def _both(self, there: Node, aim: Node) -> Node:
        result = self.section(there, aim)
        if there.line not in self._removed:
            return result
        old = there.alone()
        old.children = result.children
        return old


def _move(section: Node, setting: str, running: Sequence[str]) -> None:
    """Put a line of a section behind the nearest line that is above it on the device, in front of all others when none is."""
    moved = section.children.pop(setting)
    above = next((one for one in reversed(running[: running.index(setting)]) if one in section.children), None)
    children = dict(section.children)
    section.children = {} if above else {setting: moved}
    for one, child in children.items():
        section.children[one] = child
        if one == above:
            section.children[setting] = moved
