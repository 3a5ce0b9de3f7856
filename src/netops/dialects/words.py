"""The words that the lines of a section can start with, so that a line typed in short words is read as the device reads it: `desc`, `sh`.

A device takes a word for the one that starts so, where there is one only. What a rulebook knows is less than what the device does, so a
word of which nothing is known stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netops.dialects.patterns import OPEN, is_optional

_SHORTEST = 2
"""Letters of a short word that is filled up; one letter says too little where not all words are known."""


@dataclass(slots=True)
class KeywordTree:
    """The words that may come next, each with those after it. `any`: those after a value; `short`: short words, and what each may be."""

    next: dict[str, KeywordTree] = field(default_factory=dict)
    any: KeywordTree | None = None
    short: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AbbreviatedWord:
    """A word of a line that is short for several: its place among the words from 0, and what it may be."""

    place: int
    text: str
    meant: tuple[str, ...]


def keyword_tree(patterns: Iterable[tuple[str, ...]]) -> KeywordTree:
    """The words of some patterns."""
    top = KeywordTree()
    for pattern in patterns:
        _add([top], pattern)
    return top


def _add(ends: list[KeywordTree], pattern: tuple[str, ...]) -> None:
    for word in pattern:
        before = list(ends) if is_optional(word) else []
        ends = [*before, *(_next(end, choice) for end in ends for choice in word.strip("[]").split("|"))]


def _next(above: KeywordTree, word: str) -> KeywordTree:
    if word in OPEN or "*" in word:
        above.any = above.any or KeywordTree()
        return above.any
    if word not in above.next:
        above.next[word] = KeywordTree()
        for length in range(_SHORTEST, len(word)):
            short = word[:length]
            if short.isalpha() and word[length] != "-":
                above.short[short] = tuple(sorted((*above.short.get(short, ()), word)))
    return above.next[word]


def expand_abbreviations(words: KeywordTree, line: str) -> str:
    """A line with its short words written out, as far as each has one meaning."""
    at, found, changed = words, line.split(" "), False
    for place, word in enumerate(found):
        after = at.next.get(word)
        if after is None and not at.next:  # most lines end in values
            after = at.any
        elif after is None:
            meant = _meant(at, word)
            if len(meant) == 1:
                found[place], after, changed = meant[0], at.next[meant[0]], changed or meant[0] != word
            elif not meant:
                after = at.any
        if after is None:
            break
        at = after
    return " ".join(found) if changed else line


def ambiguous_word(words: KeywordTree, line: str) -> AbbreviatedWord | None:
    """The word of a line that is short for several words."""
    return next((AbbreviatedWord(place, word, meant) for place, word, meant in _steps(words, line) if len(meant) > 1), None)


def _steps(words: KeywordTree, line: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Each word of a line that is known or short for one that is, with what it may be; up to the first of which nothing is known."""
    at = words
    for place, word in enumerate(line.split(" ")):
        if (after := at.next.get(word)) is None:
            meant = _meant(at, word)
            if meant:
                yield place, word, meant
            after = at.next[meant[0]] if len(meant) == 1 else None if meant else at.any
        if after is None:
            return
        at = after


def _meant(at: KeywordTree, word: str) -> tuple[str, ...]:
    """What a word is short for. A whole part of a word with hyphens (`domain` of `domain-name`) is a word of its own."""
    low = word if word.islower() else word.lower()
    if at.any is not None and len(word) <= _SHORTEST:
        return ()
    return (low,) if low in at.next else at.short.get(low, ())
