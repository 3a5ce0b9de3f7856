"""Sections that a device takes for several names at once, and shows one by one: `interface range GigabitEthernet1/0/1 - 4`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from netops.dialects.grammar import Grammar
from netops.dialects.indent.statements import ALIAS, Statement, lines_as_shown
from netops.dialects.tree import Node
from netops.errors import ConfigError

_PART = re.compile(
    r"(?P<type>[A-Za-z][A-Za-z-]*)? ?(?P<head>(?:\d+[/:])*)(?P<first>\d+)(?P<sub>\.\d+)?"
    r"(?: ?(?:-|to) ?(?:[A-Za-z][A-Za-z-]* ?)?(?:\d+[/:])*(?P<last>\d+))?"
)
_MOST = 1000
"""More members than any device has ports."""


def expand_section_ranges(grammar: Grammar, found: Iterable[Statement], there: Callable[[str], bool]) -> Iterator[Statement]:
    """The statements of commands, with those of a section for several names once for each name, when one of these is `there`.

    ConfigError for names that cannot be read.
    """
    if grammar.ranges is None:
        yield from found
        return
    heads: list[Statement] = []
    below: list[Statement] = []
    for statement in found:
        if heads and statement.indent > heads[0].indent:
            below.append(statement)
            continue
        yield from _each(heads, below)
        names = () if statement.indent else names_of(grammar, statement.text)
        heads = [replace(statement, text=name) for name in names] if any(map(there, names)) else []
        below = []
        if not heads:
            yield statement
    yield from _each(heads, below)


def _each(heads: list[Statement], below: list[Statement]) -> Iterator[Statement]:
    for head in heads:
        yield head
        yield from below


def names_of(grammar: Grammar, line: str) -> tuple[str, ...]:
    """The lines of the sections that a line is about, none when it is about one. ConfigError for names that cannot be read."""
    match = grammar.ranges.fullmatch(line) if grammar.ranges else None
    if match is None:
        return ()
    return tuple(lines_as_shown(grammar, f"{match['negation'] or ''}interface {name}") for name in _names(line, match["names"]))


def _names(line: str, text: str) -> Iterator[str]:
    kind = ""
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        kind = (match["type"] if match else None) or kind
        first, last = (int(match["first"]), int(match["last"] or match["first"])) if match else (1, 0)
        if match is None or not kind or last - first not in range(_MOST):
            raise ConfigError(f"{line!r} names interfaces that cannot be read", hint="write each interface as a section of its own")
        for number in range(first, last + 1):
            yield f"{kind}{match['head']}{number}{match['sub'] or ''}"


def split_section_ranges(grammar: Grammar, top: Node, other: Node | None = None) -> None:
    """Takes the sections for several names apart, and puts those of one thing together; only what `other` has, if it is given."""
    several = {setting: names for setting, child in top.children.items() if (names := _names_in(grammar, setting, child.text))}
    if not several:
        return
    known = (
        None if other is None else {*other.children, *(name for s, c in other.children.items() for name in _names_in(grammar, s, c.text))}
    )
    for setting, names in several.items():
        if known is None or (setting not in known and not known.isdisjoint(names)):
            child = top.children.pop(setting)
            for name in names:
                _join(top, name, child)


def _names_in(grammar: Grammar, setting: str, line: str) -> tuple[str, ...]:
    """The names of the sections that a line is about, where it is not the one section that its setting says."""
    name, alias, _ = setting.partition(ALIAS)
    return (name,) if alias else names_of(grammar, line)


def _join(top: Node, name: str, child: Node) -> None:
    twin = child.copy()
    twin.text = twin.shown = twin.key = name
    twin.rule = top.book.find(name)
    section = top.children.setdefault(name, twin)
    if section is not twin:
        section.children |= twin.children
