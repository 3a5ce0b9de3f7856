"""The candidate of a partly managed Junos device: managed statements as intended, all others with the device's own bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from netops.dialects.junos.text import Statement, parse_statements
from netops.dialects.sections import LineRange, PartFinder
from netops.dialects.tree import Tree
from netops.errors import ConfigError

Side = tuple[Tree, Statement]
"""A text, and one of its statements."""


def compose(owner: PartFinder, running: Tree, intended: Tree) -> list[LineRange]:
    """ConfigError where two statements of a text share a line."""
    ours, theirs = _side(running), _side(intended)
    for _, top in (ours, theirs):
        _check(top.children)
    last = ours[1].children[-1].last if ours[1].children else len(running.lines) - 1
    return [*_merged(owner, ours, theirs, ""), LineRange(running, last + 1, len(running.lines))]


def _side(config: Tree) -> Side:
    return config, Statement((), (), 0, 0, len(config.lines), leaf=False, children=parse_statements(config.text))


def _check(children: list[Statement]) -> None:
    for before, after in pairwise(children):
        if after.line <= before.last and after.line != before.line:
            raise ConfigError(f"line {after.line}: two statements on one line", hint="write one statement per line, as Junos does")
    for child in children:
        _check(child.children)


def _merged(owner: PartFinder, ours: Side, theirs: Side, path: str) -> Iterator[LineRange]:
    (source, here), (wanted, there) = ours, theirs
    placed: set[str] = set()
    end = here.opens
    for child in here.children:
        name = _name(path, child)
        gap = LineRange(source, end + 1, child.first - 1)
        end = max(end, child.last)
        if part := owner.part(name):
            yield from _wanted(owner, wanted, there, path, {part} - placed)
            placed.add(part)
        elif owner.is_above(name):
            yield gap
            yield from _both(owner, (source, child), (wanted, _like(there, child)), name)
        else:
            yield gap
            yield LineRange(source, max(child.first, 1), child.last)
    yield from _wanted(owner, wanted, there, path, set(owner.managed) - placed)
    yield from _only_wanted(owner, here, (wanted, there), path)


def _name(path: str, child: Statement) -> str:
    return " ".join((path, *child.words)).strip()


def _like(above: Statement, child: Statement) -> Statement:
    empty = Statement(child.words, (), 0, 0, 0, leaf=False)
    return next((other for other in above.children if other.words == child.words), empty)


def _both(owner: PartFinder, ours: Side, theirs: Side, name: str) -> Iterator[LineRange]:
    source, here = ours
    yield LineRange(source, here.first, here.opens)
    yield from _merged(owner, ours, theirs, name)
    if here.last > here.opens:
        yield LineRange(source, here.last, here.last)


def _wanted(owner: PartFinder, source: Tree, there: Statement, path: str, parts: set[str]) -> Iterator[LineRange]:
    """The statements of managed parts as they are intended."""
    for child in there.children:
        if owner.part(_name(path, child)) in parts:
            yield LineRange(source, child.first, child.last)


def _only_wanted(owner: PartFinder, here: Statement, theirs: Side, path: str) -> Iterator[LineRange]:
    """Containers that the device lacks, with the managed statements in them."""
    wanted, there = theirs
    known = {child.words for child in here.children}
    for child in there.children:
        name = _name(path, child)
        if child.words in known or owner.part(name) or not owner.is_above(name):
            continue
        inner = list(_merged(owner, (wanted, Statement(child.words, (), 0, 0, 0, leaf=False)), (wanted, child), name))
        if inner:
            yield from [LineRange(wanted, child.first, child.opens), *inner, LineRange(wanted, child.last, child.last)]
