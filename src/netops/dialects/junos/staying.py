"""The statements of a Junos device that stay where a rendered config does not name them: the way to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from netops.dialects.junos.lines import SET, path_of, set_lines_of_node
from netops.dialects.junos.text import Statement, parse_statements
from netops.dialects.sections import LineRange
from netops.dialects.tree import Tree


def lines_to_preserve(running: Tree, intended: Tree) -> Iterator[LineRange]:
    """What is added to an intended text; nothing between a text in braces and one of `set` lines, which cannot be one text."""
    pattern = running.grammar.staying
    if pattern is None or (running.root.text == SET) != (intended.root.text == SET and bool(intended.root.children)):
        return iter(())
    return _lines(pattern, running, intended) if running.root.text == SET else _blocks(pattern, running, parse_statements(intended.text))


def _lines(pattern: re.Pattern[str], running: Tree, intended: Tree) -> Iterator[LineRange]:
    known = {path_of(key) for key in intended.root.children}
    for line in set_lines_of_node(running.root).children.values():
        match = pattern.match(path_of(line.key))
        if match and line.line and not any(f"{path} ".startswith(f"{match[0]} ") for path in known):
            yield LineRange(running, line.line, line.last)


def _blocks(pattern: re.Pattern[str], running: Tree, wanted: list[Statement]) -> Iterator[LineRange]:
    """Whole statements, and those below a top-level one in a block of their own, which Junos merges with the other of its name."""
    for line, same_line in groupby(parse_statements(running.text), lambda statement: statement.line):
        found = list(same_line)
        if all(_stays(pattern, "", one, wanted) for one in found):
            yield LineRange(running, found[0].first, found[-1].last)
            continue
        for above in found:
            name = " ".join(above.words)
            there = [child for one in wanted if one.words == above.words for child in one.children]
            inner = [child for child in above.children if child.line > above.opens and _stays(pattern, name, child, there)]
            if inner and above.line == line:
                yield LineRange(running, above.line, above.opens)
                yield from (LineRange(running, child.first, child.last) for child in inner)
                yield LineRange(running, above.last, above.last)


def _stays(pattern: re.Pattern[str], above: str, statement: Statement, wanted: list[Statement]) -> bool:
    path = " ".join((above, *statement.words)).strip()
    return pattern.fullmatch(path) is not None and all(one.words != statement.words for one in wanted)
