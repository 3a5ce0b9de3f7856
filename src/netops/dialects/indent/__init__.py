"""Configs by indentation: IOS, EOS, NX-OS, IOS XR, FRR, and flat lists of settings, such as the queues of a print server.

The commands are lines to paste in config mode, each below its context line; in a flat list the wanted line, or `no` and what it sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from netops.dialects.grammar import Grammar
from netops.dialects.indent.apply import apply
from netops.dialects.indent.commands import remediate
from netops.dialects.indent.ranges import split_section_ranges
from netops.dialects.indent.raw import raw_problems
from netops.dialects.indent.statements import statements
from netops.dialects.indent.text import drop_equivalent_lines, put_node, read, setting_of, write
from netops.dialects.sections import LineRange, PartFinder, TopLine, splice_managed_parts
from netops.dialects.tree import Node, Tree
from netops.dialects.written import Path, WrittenLine

__all__ = [
    "PATHS",
    "POSITIONS",
    "apply",
    "as_shown",
    "canonical",
    "compose",
    "heads",
    "lines",
    "pair",
    "place",
    "raw_lines",
    "raw_problems",
    "read",
    "remediate",
    "whole",
    "write",
    "written",
]

PATHS = False
POSITIONS = False


def pair(grammar: Grammar, running: Node, intended: Node) -> tuple[Node, Node]:
    """Both trees, without what makes no difference between them (see `drop_equivalent_lines`)."""
    for one, other in ((running, intended), (intended, running), (running, intended)):
        split_section_ranges(grammar, one, other)
    drop_equivalent_lines(grammar, running, intended)
    return running, intended


def place(grammar: Grammar, parent: Node, setting: str, node: Node) -> Node:
    """The node that a line is in, by the setting that it is now."""
    return put_node(grammar, parent, setting_of(grammar, node), node)


def lines(tree: Node) -> Iterator[Node]:
    """Every line of a tree, on its own."""
    return (node for _, node in tree.walk())


def heads(config: Tree) -> list[TopLine]:
    """The top-level lines of a config, read off its text: that needs no tree."""
    found: list[TopLine] = []
    least = 0
    for statement in statements(config.grammar, config.text):
        if not found or statement.indent <= least:
            least = statement.indent
            found.append(TopLine(statement.first, statement.text, 1))
        else:
            found[-1] = TopLine(found[-1].line, found[-1].name, found[-1].count + 1)
    return found


def compose(owner: PartFinder, running: Tree, intended: Tree) -> Iterable[LineRange]:
    """The managed sections as intended, the others with the device's own bytes."""
    return splice_managed_parts(owner, running, intended)


STAYING: Final = frozenset({"own", "left"})


def whole(running: Tree, intended: Tree) -> Iterator[LineRange]:
    """The intended text with the device's own lines that it does not name: they stay, also when the whole config is replaced."""
    rules = (rule for found in running.grammar.book.by_word.values() for rule in found)
    own = list(_own(running, intended)) if any(rule.flags & STAYING for rule in rules) else []
    lines = intended.text.rstrip("\n").split("\n")
    at = len(lines) - (lines[-1].strip() == "end") if own else len(intended.lines)
    yield LineRange(intended, 1, at)
    yield from own
    yield LineRange(intended, at + 1, len(intended.lines))


def _own(running: Tree, intended: Tree) -> Iterator[LineRange]:
    wanted = intended.root.children
    for setting, child in running.root.children.items():
        if child.flags & STAYING and child.line and setting not in wanted:
            yield LineRange(running, child.line, max([child.last, *(below.last for _, below in child.walk())]))


def written(grammar: Grammar, text: str) -> list[WrittenLine]:
    """The lines of a text as they are written, without comments, noise and words that end a section."""
    found: list[WrittenLine] = []
    stack: list[tuple[int, int]] = []
    for statement in statements(grammar, text):
        while stack and stack[-1][0] >= statement.indent:
            stack.pop()
        above: Path = ()
        if stack:
            number = stack[-1][1]
            above = found[number].path
            if not found[number].is_section:
                found[number] = replace(found[number], is_section=True)
        found.append(WrittenLine(statement.first, statement.last, (*above, _one_blank(statement.text))))
        stack.append((statement.indent, len(found) - 1))
    return found


def raw_lines(grammar: Grammar, text: str, groups: Sequence[tuple[Sequence[WrittenLine], int]]) -> list[list[str]]:
    """Groups of lines of a text as `raw_config` has them: each line below those that it is in, from a depth on."""
    texts = text.split("\n")
    above: list[WrittenLine] = []
    chains: dict[int, list[WrittenLine]] = {}
    for line in written(grammar, text) if groups else ():
        above = [*above[: len(line.path) - 1], line]
        chains[line.first] = above
    return [_below(texts, [chains[line.first] for line in lines], depth) for lines, depth in groups]


def _below(texts: Sequence[str], chains: Iterable[list[WrittenLine]], depth: int) -> list[str]:
    """Lines of a text, each with those that it is in; what two lines share is there once."""
    out: list[str] = []
    printed: list[WrittenLine] = []
    for chain in chains:
        base = _indent(texts[chain[depth].first - 1])
        known = sum(1 for one, other in zip(printed, chain[:-1], strict=False) if one == other)
        for line in chain[max(known, depth) :]:
            out += [texts[line.first - 1].rstrip()[base:], *(raw.rstrip() for raw in texts[line.first : line.last])]
        printed = chain
    return out


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _one_blank(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def as_shown(grammar: Grammar, tree: Node) -> str:
    """The text of a tree: there is one form."""
    return write(grammar, tree, sort=False)


def canonical(grammar: Grammar, tree: Node) -> str:
    """The canonical text of a tree."""
    if grammar.synonyms:
        tree = tree.copy()
        split_section_ranges(grammar, tree)
    return write(grammar, tree, sort=True)
