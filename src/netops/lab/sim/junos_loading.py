"""A whole configuration of a real Junos device: every statement is taken, and shown in its place.

A statement that the schema has keeps its behaviour. For another the device learns one that takes anything below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from netops.lab.sim.junos_schema import SCHEMA, Statement
from netops.lab.sim.junos_tree import SetStatement, is_set_format, set_words, tokens_of, unquote

HELD = frozenset({"...", "!", "?"})
"""The flags of a learned statement; `?` marks it as one."""


@dataclass(slots=True)
class ParsedStatement:
    """A statement of a text: its words, and those below it."""

    words: list[str]
    below: list[ParsedStatement] = field(default_factory=list)


def learned_schema(text: str) -> Statement:
    """The schema of a device that runs a text: it has every statement of it."""
    schema = deepcopy(SCHEMA)
    for branch in parse_statements(text):
        _learn(schema, branch.words, branch.below)
    return schema


def parse_statements(text: str) -> list[ParsedStatement]:
    """The statements of a text, with braces or as set commands."""
    if is_set_format(text):
        return [ParsedStatement(words[1:]) for words in map(set_words, text.splitlines()) if words]
    tokens, made = iter(tokens_of(text)), []
    while block := _block(tokens):  # a brace too many ends a block that nothing opened
        made += block
    return made


def _block(tokens: Iterator[str]) -> list[ParsedStatement]:
    made: list[ParsedStatement] = []
    words: list[str] = []
    for token in tokens:
        match token:
            case "{":
                made.append(ParsedStatement(words, _block(tokens)))
                words = []
            case ";":
                made.append(ParsedStatement(words))
                words = []
            case "}":
                return made
            case "inactive:":
                pass
            case _ if token.startswith("/*"):
                pass
            case _:
                words.append(unquote(token))
    return made


def _learn(kind: Statement, words: Sequence[str], below: Sequence[ParsedStatement]) -> None:
    """Adds to a schema what it lacks for a statement."""
    while words and not kind.open:
        found = kind.find(words)
        if found is None or not found.fits(words) or len(words) < len(found.words) or not _has_shape(found, words, below):
            _hold(kind, words, found)
            return
        words = words[len(found.words) :]
        if found.leaf:
            return
        if found.children or found.open:
            kind = found
        if not words and not below:
            found.flags |= {"!"}
    for branch in below if not kind.open else ():
        _learn(kind, branch.words, branch.below)


def _has_shape(found: Statement, words: Sequence[str], below: Sequence[ParsedStatement]) -> bool:
    """Whether a statement can have these values and what is below."""
    values = len(words) - len(found.words)
    if found.leaf:
        listed = words[len(found.words) : len(found.words) + 1] == ["["]
        return not below and ("=+" in found.flags if listed else values == 1)
    return bool(found.children or found.open) or not (below or values)


def _hold(kind: Statement, words: Sequence[str], known: Statement | None) -> None:
    """The statement itself, before all others; and what begins alike, where the schema has nothing of that name."""
    rank = 1 + max((child.rank for child in kind.children), default=kind.rank)
    head = words[: words.index("[")] if "[" in words else words
    kind.children.insert(0, Statement(tuple(head), HELD, rank))
    if known is None:
        kind.children.append(Statement((words[0],), HELD, rank))


def opaque_statements(item: SetStatement) -> int:
    """How many statements are only held: those of learned kinds, with all below them."""
    return sum(_leaves(child) if "?" in child.kind.flags else opaque_statements(child) for child in item.children.values())


def _leaves(item: SetStatement) -> int:
    return sum(map(_leaves, item.children.values())) or 1
