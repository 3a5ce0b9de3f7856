"""A Junos config as a list of `set` lines, one per leaf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from netops.config.dialects._indent_text import natural
from netops.config.dialects._junos_text import MODIFIERS, PROMPT, plain
from netops.config.lens import Lens
from netops.config.tree import Node
from netops.errors import ConfigError

SET: Final = "set"
ORDERED: Final = frozenset({"term", "rule", "policy"})
"""Words before the name of a statement whose place among its like decides (Routing Policies guide: terms are evaluated in order)."""
ORDERED_VALUES: Final = frozenset({"import", "export", "apply-groups", "authentication-order", "domain-search"})
"""Words before values whose order decides."""


class Trie(dict[str, "Trie"]):
    """Paths by their words."""


@dataclass(slots=True)
class Line:
    """A `set` (or `deactivate`, `protect`) line: its path as words to send, its path to compare, its text to show, its place."""

    verb: str
    words: tuple[str, ...]
    key: tuple[str, ...]
    shown: str
    first: int = 0
    last: int = 0


_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]+')


def split(text: str) -> tuple[str, ...]:
    """The words of a command without quotes that they do not need; a text in quotes is one word."""
    return tuple(map(plain, written(text)))


def written(text: str) -> tuple[str, ...]:
    """The words of a command with the quotes that they are written in."""
    return tuple(_WORDS.findall(text))


def set_lines(lens: Lens, text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith(("#", "/*")) or PROMPT.fullmatch(line):
            continue
        verb, *path = written(line.split(" ## ", 1)[0])
        if verb not in (SET, *MODIFIERS.values()) or not path:
            raise ConfigError(f"line {number}: expected 'set', 'deactivate' or 'protect' and a path, found {line[:60]!r}")
        yield from _expanded(lens, verb, path, number)


def _expanded(lens: Lens, verb: str, path: list[str], number: int) -> Iterator[Line]:
    ends = path[path.index("[") + 1 : -1] if "[" in path and path[-1] == "]" else None
    for words in [(*path[: path.index("[")], end) for end in ends] if ends is not None else [tuple(path)]:
        shown, key = lens.views(" ".join(map(plain, (verb, *words))))
        yield Line(verb, words, split(key)[1:], shown, number, number)


def flat_of(node: Node) -> Node:
    """A tree as a list of `set` lines; a list stays as it is."""
    return node if node.text == SET else flat(_leaf_lines(node, (), (), ()))


def _leaf_lines(node: Node, words: tuple[str, ...], key: tuple[str, ...], shown: tuple[str, ...]) -> Iterator[Line]:
    for kid in node.kids.values():
        texts, keys, views = written(kid.text), split(kid.key), split(kid.shown)
        marks = sum(1 for word in texts if word in MODIFIERS)
        w, k, s = (*words, *texts[marks:]), (*key, *keys[marks:]), (*shown, *views[marks:])
        if not kid.kids:
            yield Line(SET, w, k, " ".join((SET, *s)), kid.line, kid.last)
        for mark in texts[:marks]:
            verb = MODIFIERS[mark]
            yield Line(verb, w, k, " ".join((verb, *s)), kid.line, kid.line)
        yield from _leaf_lines(kid, w, k, s)


def flat(lines: Iterable[Line]) -> Node:
    """The list of lines in canonical order. Those that another one implies are marked."""
    by_path = {(line.verb, line.key): line for line in lines}
    trie = Trie()
    for verb, key in by_path:
        spot = trie.setdefault(verb, Trie())
        for word in key:
            below = spot.get(word)
            if below is None:
                below = spot[word] = Trie()
            spot = below
    top = Node(SET, SET, SET)
    for verb in sorted(trie, reverse=True):
        for key, inner in _paths(trie[verb]):
            if line := by_path.get((verb, key)):
                node = Node(" ".join((verb, *line.words)), line.shown, " ".join((verb, *key)), line.first, line.last)
                node.group = group(key) if verb == SET else None
                node.implied = inner and verb == SET
                top.kids[node.key] = node
    return top


def settle(one: Node, other: Node) -> None:
    """Takes out of both lists the lines that only one of them has, when the other one implies them."""
    for here, there in ((one, other), (other, one)):
        implied = [key for key, kid in here.kids.items() if kid.implied and key not in there.kids]
        if implied:
            known = set(_above(there))
            for key in implied:
                if split(key)[1:] in known:
                    del here.kids[key]


def _above(node: Node) -> Iterator[tuple[str, ...]]:
    """The paths above the `set` lines of a list."""
    for key in node.kids:
        verb, *path = split(key)
        if verb == SET:
            yield from (tuple(path[:length]) for length in range(1, len(path)))


def _paths(trie: Trie) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The paths of a trie in canonical order, and whether there are others below: where the place of a name decides, in the order of
    the text."""
    stack: list[tuple[tuple[str, ...], Trie]] = [((), trie)]
    while stack:
        path, below = stack.pop()
        if path:
            yield path, bool(below)
        names = list(below)
        if len(names) > 1 and not (path and (path[-1] in ORDERED or path[-1] in ORDERED_VALUES)):
            names.sort(key=natural)
        stack += [((*path, name), below[name]) for name in reversed(names)]


def group(key: tuple[str, ...]) -> str | None:
    """The group of ordered statements that a line is in: its path up to the word before the name whose place decides."""
    for index, word in enumerate(key[:-1]):
        if word in ORDERED or word in ORDERED_VALUES:
            return " ".join(key[: index + 1])
    return None
