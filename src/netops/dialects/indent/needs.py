"""Which lines have to be there before others: `%after=` and `%nested=` of a rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from netops.dialects.tree import Node

OWN: Final = ("*", "#", "=")
"""Words of `after=` that are words of the line: the first such word of the rule; `=` is the last word where the rule has no value."""


def in_creation_order(nodes: Sequence[Node]) -> list[Node]:
    """The lines in their order, but each after those that it needs."""
    if not any(has_needs(node) for node in nodes):
        return list(nodes)
    by_word: dict[str, list[Node]] = {}
    for node in nodes:
        by_word.setdefault(node.text.partition(" ")[0], []).append(node)
    placed: dict[Node, None] = {}
    open_ones: set[Node] = set()

    def put(node: Node) -> None:
        if node in placed or node in open_ones:
            return
        open_ones.add(node)
        for other in _needed(node, by_word) if has_needs(node) else ():
            put(other)
        placed[node] = None

    for node in nodes:
        put(node)
    return list(placed)


def is_needed_by(node: Node, other: Node) -> bool:
    """Whether a line has to be there before another one."""
    return other.rule is not node.rule and bool(other.rule) and _starts_with(node.text, _after(other))


def has_needs(node: Node) -> bool:
    """Whether a line may need others."""
    return node.rule is not None and ("after" in node.rule.options or "nested" in node.rule.options)


def _after(node: Node) -> tuple[str, ...]:
    """The starts of the lines that a line needs; `*`, `#` and `=` in them are the words of the line itself."""
    rule = node.rule
    starts = rule.options.get("after", ()) if rule else ()
    if rule is None or not any(word in start for start in starts for word in OWN):
        return starts
    words = list(zip(rule.words, node.text.split(" "), strict=False))
    own = {"=": words[-1][1], **{word: text for word, text in reversed(words) if word in OWN}}
    return tuple(" ".join(own.get(word, word) for word in start.split(" ")) for start in starts)


def _starts_with(text: str, starts: tuple[str, ...]) -> bool:
    return any(f"{text}$".startswith(start) and f"{text}$"[len(start) : len(start) + 1] in ("", " ", "\n", "$") for start in starts)


def _needed(node: Node, by_word: dict[str, list[Node]]) -> Iterator[Node]:
    for start in _after(node):
        found = by_word.get(start.partition(" ")[0].rstrip("$"), ())
        yield from (other for other in found if other.rule is not node.rule and _starts_with(other.text, (start,)))
    if node.rule and (nested := node.rule.options.get("nested")):
        names = {
            below.text[len(start) + 1 :].split(" ")[0] for _, below in node.walk() for start in nested if _starts_with(below.text, (start,))
        }
        siblings = by_word.get(node.text.partition(" ")[0], ()) if names else ()
        yield from (other for other in siblings if other.rule is node.rule and other.text.rsplit(" ", 1)[-1] in names)
