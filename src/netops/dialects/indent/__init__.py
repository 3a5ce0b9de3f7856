"""Configs by indentation: IOS, EOS, NX-OS, IOS XR, FRR, and flat lists of settings, such as the queues of a print server.

The commands are lines to paste in config mode, each below its context line; in a flat list the wanted line, or `no` and what it sets.
"""

from __future__ import annotations

from collections.abc import Iterator

from netops.dialects.grammar import Grammar
from netops.dialects.indent.apply import apply
from netops.dialects.indent.commands import remediate
from netops.dialects.indent.text import read, settle, statements, write
from netops.dialects.lens import Lens
from netops.dialects.sections import Head, Owner, splice
from netops.dialects.tree import Node

__all__ = ["PATHS", "apply", "canonical", "compose", "heads", "lines", "pair", "read", "remediate", "whole", "write"]

PATHS = False


def pair(grammar: Grammar, lens: Lens, running: str, intended: str) -> tuple[Node, Node]:
    """Both trees, without what makes no difference between them (see `settle`)."""
    one, other = read(grammar, lens, running), read(grammar, lens, intended)
    settle(grammar, one, other)
    return one, other


def lines(grammar: Grammar, lens: Lens, text: str) -> Iterator[Node]:
    """Every line of a text, on its own."""
    return (node for _, node in read(grammar, lens, text).walk())


def heads(grammar: Grammar, text: str) -> list[Head]:
    """The top-level lines of a text."""
    found: list[Head] = []
    least = 0
    for statement in statements(grammar, text):
        if not found or statement.indent <= least:
            least = statement.indent
            found.append(Head(statement.first, statement.text, 1))
        else:
            found[-1] = Head(found[-1].line, found[-1].name, found[-1].count + 1)
    return found


def compose(owner: Owner, running: str, intended: str) -> str:
    """The managed sections as intended, the others with the device's own bytes."""
    return splice(owner, running, intended, heads)


def whole(grammar: Grammar, lens: Lens, running: str, intended: str) -> str:
    """The intended text with the device's own lines that it does not name: they stay, also when the whole config is replaced."""
    if not any("own" in rule.flags for rules in grammar.book.by_word.values() for rule in rules):
        return intended
    wanted, lines = read(grammar, lens, intended).kids, running.split("\n")
    own: list[str] = []
    for setting, kid in read(grammar, lens, running).kids.items():
        if "own" in kid.flags and kid.line and setting not in wanted:
            own += lines[kid.line - 1 : max([kid.last, *(below.last for _, below in kid.walk())])]
    if not own:
        return intended
    body = intended.rstrip("\n").split("\n")
    at = len(body) - (body[-1].strip() == "end")
    return "\n".join([*body[:at], *own, *body[at:], ""])


def canonical(grammar: Grammar, lens: Lens, text: str) -> str:
    """The canonical text of a config."""
    return write(grammar, read(grammar, lens, text), sort=True)
