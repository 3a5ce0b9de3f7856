"""What a device shows for a line that somebody types: other words, the lines that it implies, another section, a number of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from netops.dialects.patterns import any_of
from netops.dialects.tree import Node


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to type a line, and what is shown for it.

    `pattern` matches the typed line without its negation. `text` (with groups, or a function of the match) is what is shown, after the
    lines that it implies, each on a line of its own. `above` matches the line that it is typed below; `section` (with groups) is the
    section in there that shows it, or with a slash before it one at the top; a slash alone is the top. `negated`: its negation has
    the same form.
    """

    pattern: re.Pattern[str]
    text: str | Callable[[re.Match[str]], str]
    section: str = ""
    above: re.Pattern[str] | None = None
    negated: bool = True

    def shown(self, match: re.Match[str]) -> str:
        """The lines that are shown."""
        return _expanded(match, self.text) if isinstance(self.text, str) else self.text(match)


def _expanded(match: re.Match[str], text: str) -> str:
    """A text with what its groups caught; most name none, or all of it."""
    return match[0] if text == r"\g<0>" else match.expand(text) if "\\" in text else text


Pair = tuple[str, str | Callable[[re.Match[str]], str]]
"""A pattern of what is typed, and what is shown for it."""


def below(above: str, *pairs: Pair, section: str = "", negated: bool = True) -> Iterator[Spelling]:
    """Spellings of lines below a line that starts so; "" for those at the top."""
    return (Spelling(re.compile(typed), shown, section, re.compile(above or "$"), negated) for typed, shown in pairs)


def anywhere(*pairs: Pair) -> Iterator[Spelling]:
    """Spellings of lines wherever they are."""
    return (Spelling(re.compile(typed), shown) for typed, shown in pairs)


@dataclass(frozen=True, slots=True)
class Numbering:
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
class Silent:
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
class Shown:
    """What is shown for a line: the section below the one that it was typed in, the lines that it implies, the line itself."""

    section: str
    implied: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class Spellings:
    """All spellings of a platform; they are tried in their order, each on what the one before made of a line."""

    lines: tuple[Spelling, ...] = ()
    lists: tuple[Numbering, ...] = ()
    silent: tuple[Silent, ...] = ()
    parts: tuple[tuple[re.Pattern[str] | None, re.Pattern[str], tuple[Spelling, ...]], ...] = field(init=False, repr=False, compare=False)
    """The spellings below the same lines that follow each other: what is above them, and what matches where one of them does."""
    numbered: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        runs = [(above, tuple(found)) for above, found in groupby(self.lines, lambda spelling: spelling.above)]
        object.__setattr__(self, "parts", tuple((above, any_of(one.pattern for one in found), found) for above, found in runs))
        object.__setattr__(self, "numbered", any_of(one.pattern for one in self.lists))

    def mark(self, top: Node) -> None:
        """Marks the lines of a tree that hold without being shown."""
        for child in top.children.values() if self.silent else ():
            for silent in self.silent:
                silent.mark(child)

    def shown(self, parent: Node, line: str, *, negated: bool = False) -> Shown:
        """What is shown for a line that is typed below another, without its negation."""
        section, implied = "", list[str]()
        for above, one_fits, spellings in self.parts:
            if (above is not None and above.match(parent.key) is None) or one_fits.fullmatch(line) is None:
                continue
            for spelling in spellings:
                if (spelling.negated or not negated) and (match := spelling.pattern.fullmatch(line)):
                    *more, line = spelling.shown(match).split("\n")
                    implied += more
                    section = _expanded(match, spelling.section) or section
        for numbering in self.lists if self.numbered.fullmatch(line) else ():
            line = numbering.numbered(parent, line)
        return Shown(section, tuple(implied), line)
