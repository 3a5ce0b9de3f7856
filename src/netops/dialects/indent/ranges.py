"""Sections that a device takes for several names at once, and may show one by one: `interface range GigabitEthernet1/0/1 - 4`, or
`vlan 10,20` with lines below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from netops.dialects.grammar import Grammar
from netops.dialects.indent import lists
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
    head: Statement | None = None
    below: list[Statement] = []
    for statement in found:
        if head and statement.indent > head.indent:
            below.append(statement)
            continue
        yield from _each(grammar, head, below)
        names = () if statement.indent else sections_of(grammar, statement.text)
        head = statement if any(map(there, names)) else None
        below = []
        if not head:
            yield statement
    yield from _each(grammar, head, below)


def _each(grammar: Grammar, head: Statement | None, below: list[Statement]) -> Iterator[Statement]:
    if head is None:
        return
    names = sections_of(grammar, head.text) if below else names_of(grammar, head.text)
    for name in names or (head.text,):
        yield replace(head, text=name)
        yield from below


def sections_of(grammar: Grammar, line: str) -> tuple[str, ...]:
    """The lines of the sections that a line with others below it is about, none when it is about one."""
    return names_of(grammar, line) or (() if grammar.negated(line) else tuple(lists.listed(grammar.book, line)))


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
    several = _several(grammar, top)
    if not several:
        return
    known = None
    if other is not None:
        names = (name for setting, child in other.children.items() for name in _names_in(grammar, setting, child))
        known = {*(setting for setting, child in other.children.items() if not child.numbers), *names}
    for setting, own in several.items():
        overlaps = lists.rule_of(top.book, setting) is not None and not top.children.keys().isdisjoint(own)
        if known is None or ((setting not in known or overlaps) and not known.isdisjoint(own)):
            _take_apart(top, setting, own)


def split_for(grammar: Grammar, top: Node, lines: Iterable[str]) -> None:
    """Takes the sections for several names apart of which a line is about some: `no vlan 10` where there is `vlan 10,20`."""
    several = {setting: names for setting, names in _several(grammar, top).items() if lists.rule_of(top.book, setting)}
    if not several:
        return
    positive = [grammar.positive(line) for line in lines]
    known = {name for line in positive for name in sections_of(grammar, line) or (line,)}
    for setting, own in several.items():
        if not known.isdisjoint(own) and setting not in positive:
            _take_apart(top, setting, own)


def _several(grammar: Grammar, top: Node) -> dict[str, tuple[str, ...]]:
    """The sections for several names, each with these."""
    return {setting: names for setting, child in top.children.items() if (names := _names_in(grammar, setting, child))}


def _take_apart(top: Node, setting: str, names: Iterable[str]) -> None:
    child = top.children.pop(setting)
    for name in names:
        _join(top, name, child)


def _names_in(grammar: Grammar, setting: str, child: Node) -> tuple[str, ...]:
    """The names of the sections that a line is about, where it is not the one section that its setting says."""
    name, alias, _ = setting.partition(ALIAS)
    return (name,) if alias else sections_of(grammar, child.text) if child.children else names_of(grammar, child.text)


def _join(top: Node, name: str, child: Node) -> None:
    """Adds a section to the one of that name; the later line wins."""
    twin = child.copy()
    twin.text = twin.shown = twin.key = name
    twin.rule = top.book.find(name)
    section = top.children.setdefault(name, twin)
    if section is not twin:
        first, last = (twin, section) if child.line < section.line and not section.listed else (section, twin)
        section.children = first.children | last.children
