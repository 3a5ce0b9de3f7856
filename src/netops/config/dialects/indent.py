"""Configs by indentation: IOS, EOS, NX-OS, IOS XR, FRR, and flat lists of settings, such as the queues of a print server.

The commands are lines to paste in config mode, each below its context line; in a flat list the wanted line, or `no` and what it sets.
"""

from __future__ import annotations

from collections.abc import Iterator

from netops.config.dialects._indent_apply import apply
from netops.config.dialects._indent_commands import remediate
from netops.config.dialects._indent_text import read, settle, statements, write
from netops.config.lens import Lens
from netops.config.rules import Platform
from netops.config.sections import Head, Owner, splice
from netops.config.tree import Node

__all__ = ["apply", "canonical", "carried", "compose", "heads", "lines", "pair", "read", "remediate", "write"]


def pair(platform: Platform, lens: Lens, running: str, intended: str) -> tuple[Node, Node]:
    """Both trees, without what makes no difference between them (see `settle`)."""
    one, other = read(platform, lens, running), read(platform, lens, intended)
    settle(platform, one, other)
    return one, other


def lines(platform: Platform, lens: Lens, text: str) -> Iterator[Node]:
    """Every line of a text, on its own."""
    return (node for _, node in read(platform, lens, text).walk())


def heads(platform: Platform, text: str) -> list[Head]:
    """The top-level lines of a text."""
    found: list[Head] = []
    least = 0
    for statement in statements(platform, text):
        if not found or statement.indent <= least:
            least = statement.indent
            found.append(Head(statement.first, statement.text, 1))
        else:
            found[-1] = Head(found[-1].line, found[-1].name, found[-1].count + 1)
    return found


def compose(owner: Owner, running: str, intended: str) -> str:
    """The managed sections as intended, the others with the device's own bytes."""
    return splice(owner, running, intended, heads)


def carried(platform: Platform, lens: Lens, running: str, intended: str) -> str:
    """The intended text with the device's own lines that it does not name: they stay, also when the whole config is replaced."""
    if not any("own" in rule.flags for rules in platform.book.by_word.values() for rule in rules):
        return intended
    wanted, lines = read(platform, lens, intended).kids, running.split("\n")
    own: list[str] = []
    for setting, kid in read(platform, lens, running).kids.items():
        if "own" in kid.flags and kid.line and setting not in wanted:
            own += lines[kid.line - 1 : max([kid.last, *(below.last for _, below in kid.walk())])]
    if not own:
        return intended
    body = intended.rstrip("\n").split("\n")
    at = len(body) - (body[-1].strip() == "end")
    return "\n".join([*body[:at], *own, *body[at:], ""])


def canonical(platform: Platform, lens: Lens, text: str) -> str:
    """The canonical text of a config."""
    return write(platform, read(platform, lens, text), sort=True)
