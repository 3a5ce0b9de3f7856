"""The candidate of a partly managed Junos device: managed statements as intended, all others with the device's own bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from netops.dialects.junos.text import Statement, statements
from netops.dialects.sections import Owner
from netops.dialects.tree import Tree
from netops.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Source:
    """A text and its statements."""

    lines: list[str]
    top: Statement

    @classmethod
    def of(cls, text: str) -> Source:
        lines = text.split("\n")
        return cls(lines, Statement((), (), 0, 0, len(lines), leaf=False, children=statements(text)))

    def raw(self, first: int, last: int) -> list[str]:
        return self.lines[first - 1 : last]


def compose(owner: Owner, running: Tree, intended: Tree) -> str:
    """ConfigError where two statements of a text share a line."""
    ours, theirs = Source.of(running.text), Source.of(intended.text)
    for source in (ours, theirs):
        _check(source.top.children)
    merged = list(_merged(owner, (ours, ours.top), (theirs, theirs.top), ""))
    last = ours.top.children[-1].last if ours.top.children else len(ours.lines) - 1
    return "\n".join([*merged, *ours.lines[last:]])


def _check(children: list[Statement]) -> None:
    for before, after in pairwise(children):
        if after.line <= before.last and after.line != before.line:
            raise ConfigError(f"line {after.line}: two statements on one line", hint="write one statement per line, as Junos does")
    for child in children:
        _check(child.children)


Side = tuple[Source, Statement]


def _merged(owner: Owner, ours: Side, theirs: Side, path: str) -> Iterator[str]:
    (source, here), (wanted, there) = ours, theirs
    placed: set[str] = set()
    end = here.opens
    for child in here.children:
        name = _name(path, child)
        gap = source.raw(end + 1, child.line - 1)
        end = max(end, child.last)
        if feature := owner.feature(name):
            yield from _wanted(owner, wanted, there, path, {feature} - placed)
            placed.add(feature)
        elif _partly(owner, name):
            yield from gap
            yield from _both(owner, (source, child), (wanted, _like(there, child)), name)
        else:
            yield from gap
            yield from source.raw(max(child.line, 1), child.last)
    yield from _wanted(owner, wanted, there, path, set(owner.managed) - placed)
    yield from _only_wanted(owner, here, (wanted, there), path)


def _name(path: str, child: Statement) -> str:
    return " ".join((path, *child.words)).strip()


def _partly(owner: Owner, name: str) -> bool:
    """Whether some of the managed features are below a statement."""
    return any(start.startswith(name + " ") for feature in owner.managed for start in owner.grammar.features.get(feature, ()))


def _like(above: Statement, child: Statement) -> Statement:
    empty = Statement(child.words, (), 0, 0, 0, leaf=False)
    return next((other for other in above.children if other.words == child.words), empty)


def _both(owner: Owner, ours: Side, theirs: Side, name: str) -> Iterator[str]:
    source, here = ours
    yield from source.raw(here.line, here.opens)
    yield from _merged(owner, ours, theirs, name)
    yield from source.raw(here.last, here.last) if here.last > here.opens else ()


def _wanted(owner: Owner, source: Source, there: Statement, path: str, features: set[str]) -> Iterator[str]:
    """The statements of features as they are intended."""
    for child in there.children:
        if owner.feature(_name(path, child)) in features:
            yield from source.raw(child.line, child.last)


def _only_wanted(owner: Owner, here: Statement, theirs: Side, path: str) -> Iterator[str]:
    """Containers that the device lacks, with the managed statements in them."""
    wanted, there = theirs
    known = {child.words for child in here.children}
    for child in there.children:
        name = _name(path, child)
        if child.words in known or owner.feature(name) or not _partly(owner, name):
            continue
        inner = list(_merged(owner, (Source([], child), Statement(child.words, (), 0, 0, 0, leaf=False)), (wanted, child), name))
        if inner:
            yield from [*wanted.raw(child.line, child.opens), *inner, *wanted.raw(child.last, child.last)]
