"""What a device shows for a line that somebody types: other words, the lines that it implies, another section, a number of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from netops.dialects.patterns import any_of
from netops.dialects.tree import Node


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to type a line, and what is shown for it.

    `pattern` matches the typed line without its negation. `text` (with groups, or a function of the match) is what is shown, after the
    lines that it implies, each on a line of its own. `above` matches the line that it is typed below; `section` (with groups) is the
    section in there that shows it, or with a slash before it one at the top; a slash alone is the top. `negated`: its negation has
    the same form. `splits`: the lines before the last are parts of what was typed, so its negation takes all of them back.
    """

    pattern: re.Pattern[str]
    text: str | Callable[[re.Match[str]], str]
    section: str = ""
    above: re.Pattern[str] | None = None
    negated: bool = True
    splits: bool = False

    def shown(self, match: re.Match[str]) -> str:
        """The lines that are shown."""
        return _expanded(match, self.text) if isinstance(self.text, str) else self.text(match)


def _expanded(match: re.Match[str], text: str) -> str:
    """A text with what its groups caught; most name none, or all of it."""
    return match[0] if text == r"\g<0>" else match.expand(text) if "\\" in text else text


Pair = tuple[str, str | Callable[[re.Match[str]], str]]
"""A pattern of what is typed, and what is shown for it."""


def spellings_below(above: str, *pairs: Pair, section: str = "", negated: bool = True, splits: bool = False) -> Iterator[Spelling]:
    """Spellings of lines below a line that starts so; "" for those at the top."""
    return (Spelling(re.compile(typed), shown, section, re.compile(above or "$"), negated, splits) for typed, shown in pairs)


def spellings_anywhere(*pairs: Pair) -> Iterator[Spelling]:
    """Spellings of lines wherever they are."""
    return (Spelling(re.compile(typed), shown) for typed, shown in pairs)


@dataclass(frozen=True, slots=True)
class EntryNumbering:
    """A list whose entries get a number when they are typed without one.

    `pattern` matches such a line: group 1 is what all entries of the list begin with, group 2 the entry. `word` is before the number.
    A new entry gets the highest number and `step`, or the next multiple of it (`rounds`); one that is there keeps its own.
    """

    pattern: re.Pattern[str]
    word: str = "seq"
    step: int = 5
    rounds: bool = False

    def numbered(self, parent: Node, line: str) -> str:
        """The line with its number."""
        match = self.pattern.fullmatch(line)
        if match is None:
            return line
        start = f"{match[1]} {self.word} "
        found = dict(_numbers(parent, start))
        same = next((number for number, entry in found.items() if entry == match[2]), None)
        highest = max(found, default=0)
        return f"{start}{same or highest - (highest % self.step if self.rounds else 0) + self.step} {match[2]}"


def _numbers(parent: Node, start: str) -> Iterator[tuple[int, str]]:
    for child in parent.children.values():
        if child.text.startswith(start):
            number, _, entry = child.text[len(start) :].partition(" ")
            if number.isdecimal():
                yield int(number), entry


@dataclass(frozen=True, slots=True)
class HiddenLines:
    """Lines of a section that hold without being shown, unless a line beside the section says otherwise."""

    section: re.Pattern[str]
    line: re.Pattern[str]
    unless: str

    def mark(self, parent: Node) -> None:
        """Marks such lines below the sections of a line."""
        if self.unless in parent.children:
            return
        for section in parent.children.values():
            if self.section.match(section.text):
                for child in section.children.values():
                    child.implied = child.implied or self.line.fullmatch(child.text) is not None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """What is shown for a line: the section below the one that it was typed in, the lines that it implies, other parts of the line, the
    line itself."""

    section: str
    implied: tuple[str, ...]
    parts: tuple[str, ...]
    line: str


_FIRST: Final = re.compile(r"\(?(?:\(\?:(?P<some>[a-z0-9|-]+)\)|(?P<one>[a-z0-9-]+))(?: |\(\?: )")


def _first_words(pattern: str) -> frozenset[str]:
    """The words that a pattern begins with; none where it does not list them."""
    match = _FIRST.match(pattern)
    return frozenset((match["one"] or match["some"]).split("|")) if match else frozenset()


@dataclass(frozen=True, slots=True)
class SectionSpellings:
    """Spellings of lines below the same lines: what is above them, and what matches where one of them does."""

    above: re.Pattern[str] | None
    one_fits: re.Pattern[str]
    spellings: tuple[Spelling, ...]
    first_words: frozenset[str] = field(init=False, repr=False, compare=False)
    """The first words of all their lines; none where they are not known."""

    def __post_init__(self) -> None:
        words = [_first_words(spelling.pattern.pattern) for spelling in self.spellings]
        object.__setattr__(self, "first_words", frozenset().union(*words) if all(words) else frozenset())

    def fits(self, parent: Node, line: str) -> bool:
        """Whether one of the spellings is about a line below another."""
        return (self.above is None or self.above.match(parent.key) is not None) and self.one_fits.fullmatch(line) is not None


@dataclass(frozen=True, slots=True)
class Spellings:
    """All spellings of a platform; they are tried in their order, each on what the one before made of a line. Which ones are tried is
    decided by the first word that was typed."""

    lines: tuple[Spelling, ...] = ()
    lists: tuple[EntryNumbering, ...] = ()
    silent: tuple[HiddenLines, ...] = ()
    parts: tuple[SectionSpellings, ...] = field(init=False, repr=False, compare=False)
    by_word: Mapping[str, tuple[SectionSpellings, ...]] = field(init=False, repr=False, compare=False)
    """The parts that a line may fit by its first word."""
    of_any_word: tuple[SectionSpellings, ...] = field(init=False, repr=False, compare=False)
    numbered: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        runs = [(above, tuple(found)) for above, found in groupby(self.lines, lambda spelling: spelling.above)]
        object.__setattr__(
            self, "parts", tuple(SectionSpellings(above, any_of(one.pattern for one in found), found) for above, found in runs)
        )
        words = frozenset().union(*(part.first_words for part in self.parts))
        of_any = tuple(part for part in self.parts if not part.first_words)
        by_word = {word: tuple(part for part in self.parts if not part.first_words or word in part.first_words) for word in words}
        object.__setattr__(self, "by_word", by_word)
        object.__setattr__(self, "of_any_word", of_any)
        object.__setattr__(self, "numbered", any_of(one.pattern for one in self.lists))

    def mark(self, top: Node) -> None:
        """Marks the lines of a tree that hold without being shown."""
        for child in top.children.values() if self.silent else ():
            for silent in self.silent:
                silent.mark(child)

    def parts_of(self, line: str) -> tuple[SectionSpellings, ...]:
        """The spellings that a line may be one of, by its first word."""
        return self.by_word.get(line.partition(" ")[0], self.of_any_word)

    def shown(self, parent: Node, line: str, *, negated: bool = False) -> ShownLine:
        """What is shown for a line that is typed below another, without its negation."""
        section, implied, parts = "", list[str](), list[str]()
        for part in self.parts_of(line):
            if not part.fits(parent, line):
                continue
            for spelling in part.spellings:
                if (spelling.negated or not negated) and (match := spelling.pattern.fullmatch(line)):
                    *more, line = spelling.shown(match).split("\n")
                    (parts if spelling.splits else implied).extend(more)
                    section = _expanded(match, spelling.section) or section
        for numbering in self.lists if self.numbered.fullmatch(line) else ():
            line = numbering.numbered(parent, line)
        return ShownLine(section, tuple(implied), tuple(parts), line)
