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

__all__ = ["apply", "canonical", "compose", "heads", "lines", "pair", "read", "remediate", "write"]


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


def canonical(platform: Platform, lens: Lens, text: str) -> str:
    """The canonical text of a config."""
    return write(platform, read(platform, lens, text), sort=True)
