"""Text and tree of configs by indentation.

A line belongs to the nearest line above it that is indented less. Closing words (`exit`, `end`) and comments are not lines.
A section that comes twice is one section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from netops.config.lens import Lens
from netops.config.rules import Block, Book, Platform, Rule
from netops.config.tree import Node, check_depth, root
from netops.errors import ConfigError

NO: Final = "no "


@dataclass(frozen=True, slots=True)
class Statement:
    """A line that means something: its indentation, its words, its first and last line in the text (from 1)."""

    indent: int
    text: str
    first: int
    last: int


def statements(platform: Platform, text: str) -> Iterator[Statement]:
    """The lines of a text that mean something. ConfigError when a value of several lines does not end."""
    lines = text.split("\n")
    comments, noise, closers, hidden = platform.comments, platform.noise, platform.closers, platform.hidden
    index = -1
    while (index := index + 1) < len(lines):
        raw = lines[index]
        line = raw.strip()
        if not line or line.startswith(comments):
            continue
        indent = len(raw) - len(raw.lstrip())
        if (noise and not indent and noise.match(line)) or (closers and closers.fullmatch(line)) or (hidden and hidden.match(line)):
            continue
        first = index
        if block := _block(platform, line):
            index = _end(lines, index, *block)
            value = [one.rstrip() for one in lines[first + 1 : index + 1]]
            yield Statement(indent, "\n".join([line, *value]), first + 1, index + 1)
        else:
            yield Statement(indent, line, first + 1, first + 1)


def _block(platform: Platform, line: str) -> tuple[Block, re.Match[str]] | None:
    for block in platform.blocks:
        if match := block.start.match(line):
            closed = not block.end and match[1] in line[match.end(1) :]
            return None if closed else (block, match)
    return None


def _end(lines: list[str], first: int, block: Block, match: re.Match[str]) -> int:
    for index in range(first + 1, len(lines)):
        if lines[index].strip() == block.end if block.end else match[1] in lines[index]:
            return index
    wanted = block.end or match[1]
    raise ConfigError(f"line {first + 1}: {lines[first].strip()!r} never ends: expected {wanted!r}", hint="is the text complete?")


def spaced(book: Book, text: str) -> str:
    """A line with single blanks between its words, unless its blanks mean something."""
    if ("  " not in text and "\t" not in text) or "\n" in text:
        return text
    rule = book.find(text)
    return text if rule and "verbatim" in rule.flags else " ".join(text.split())


def positive(text: str) -> str:
    return text[len(NO) :] if text.startswith(NO) else text


def opposite(text: str) -> str:
    return text[len(NO) :] if text.startswith(NO) else NO + text


def make(platform: Platform, lens: Lens, parent: Node, statement: Statement, top: str) -> tuple[str, Node]:
    """The node of a line below another, and the setting that it is."""
    text = spaced(parent.book, statement.text)
    rule = parent.book.find(positive(text))
    shown, key = lens.views(text, top)
    node = Node(text, shown, key, statement.first, statement.last, rule)
    if "ordered" in parent.flags:
        node.group = ""
    elif rule and "sequence" in rule.flags:
        node.group = rule.name(text)
    return _setting(rule, key), node


def setting_of(kid: Node) -> str:
    """The setting that a line is, whatever stands beside it."""
    return _setting(kid.rule, kid.key)


def _setting(rule: Rule | None, key: str) -> str:
    if rule is None or not rule.valued:
        return key
    return NO + rule.setting(key[len(NO) :]) if key.startswith(NO) else rule.setting(key)


def read(platform: Platform, lens: Lens, text: str) -> Node:
    """The tree of a text, without sections that count as absent because they are empty."""
    top = root(platform.book)
    stack: list[tuple[int, Node]] = [(-1, top)]
    for statement in statements(platform, text):
        while stack[-1][0] >= statement.indent:
            stack.pop()
        check_depth(len(stack), statement.first)
        parent = stack[-1][1]
        setting, node = make(platform, lens, parent, statement, stack[1][1].text if len(stack) > 1 else "")
        stack.append((statement.indent, _read(parent, setting, node)))
    return pruned(top)


def _read(parent: Node, setting: str, node: Node) -> Node:
    """The node among its siblings. Lines of one text stand side by side, whatever the rules say: none is ever lost."""
    there = parent.kids.get(setting)
    return parent.kids.setdefault(setting if there is None or there.key == node.key else node.key, node)


def pruned(node: Node) -> Node:
    """The node without the empty sections below it that count as absent."""
    for setting, kid in list(node.kids.items()):
        if kid.kids:
            pruned(kid)
        if not kid.kids and "hides" in kid.flags:
            del node.kids[setting]
    return node


def without_kept(state: Node, wanted: Node) -> Node:
    """The first tree without lines that say nothing, are not wanted, and cannot be removed."""
    for setting, kid in list(state.kids.items()):
        if setting not in wanted.kids and not kid.kids and "keep" in kid.flags:
            del state.kids[setting]
    return state


def write(platform: Platform, node: Node, *, sort: bool, shown: bool = False) -> str:
    """The text of a tree. Sorted, equal trees give equal texts: lines whose place means nothing stand in the order of the rules."""
    out: list[str] = []
    _write(platform, node, 0, sort, shown, out)
    return "".join(f"{line}\n" for line in out)


def _write(platform: Platform, node: Node, depth: int, sort: bool, shown: bool, out: list[str]) -> None:
    for kid in in_order(node) if sort else node.kids.values():
        out.append(" " * (platform.indent * depth) + (kid.shown if shown else kid.text))
        _write(platform, kid, depth + 1, sort, shown, out)


def rank(parent: Node, kid: Node) -> int:
    return parent.book.other if kid.rule is None else kid.rule.rank


_DIGITS = re.compile(r"(\d+)")


def natural(text: str) -> list[tuple[int, str]]:
    """A key that sorts Ethernet2 before Ethernet10."""
    return [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part) for part in _DIGITS.split(text) if part]


def in_order(node: Node) -> list[Node]:
    """The lines below a node in canonical order. Ordered ones keep their order among themselves."""
    if node.rule and "ordered" in node.rule.flags:
        return list(node.kids.values())

    def key(kid: Node) -> tuple[int, list[tuple[int, str]]]:
        return rank(node, kid), natural(kid.group or kid.text)

    return sorted(node.kids.values(), key=key)
