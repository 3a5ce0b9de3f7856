"""The rules of a platform, as data: a rulebook for its lines, and records for what is not a line.

A rulebook is text in the shape of a config. One line is one rule; the rules indented below it hold for the lines below such a line.

* a word is literal, a choice (`permit|deny`), `*` (one word), `#` (a number), or `~` (the rest of the line);
* `=` is a value: the last word `=` stands for the rest of the line, one before other words for a single word. Lines that are equal
  but for their values are one *setting*: the new line overwrites the old one. Without `=` the whole line is the setting;
* the order of the rules is the order of creation: what a later line needs comes first. Lines that no rule knows take the place of
  the rule `~`. Removals go the other way;
* `%` starts the flags, see `FLAGS`.

A rule holds for a line when its words are the line's first words; the rule with the most words wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

FLAGS: Final = {
    "ordered": "the lines below are in an order that means something",
    "sequence": "lines with the same words up to the first * or # are in an order that means something",
    "keep": "cannot be removed: a section is emptied instead, a plain line is left alone",
    "hides": "a section without lines counts as absent: the device does not show it",
    "short": "is negated without its value: `no description`",
    "first": "the old line has to go before a new one with another value is taken",
    "owns": "when it goes, every line that starts with its words up to the first * goes with it",
    "tree": "`no` and its words remove every line that starts with them",
    "late": "a named thing that others use: all of it goes last, after its users",
    "verbatim": "blanks inside the line mean something",
}

_WORD: Final = {"*": r"(\S+)", "#": r"(\d+)", "=": r"\S+", "~": r"(.+)"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `words` as written, `rank` its place in the book, `book` the rules for the lines below."""

    words: tuple[str, ...]
    rank: int
    flags: frozenset[str]
    exit: str
    pattern: re.Pattern[str]
    book: Book

    @property
    def valued(self) -> bool:
        return "=" in self.words

    def setting(self, line: str) -> str:
        """What two lines that overwrite each other share: the line without its values."""
        match = self.pattern.match(line)
        if not self.valued or match is None:
            return line
        caught = iter(match.groups())
        return " ".join("=" if w == "=" else w if _literal(w) else next(caught) for w in self.words)

    def name(self, line: str) -> str:
        """The words of a line up to the first that tells one thing from another: `route-map RM`, `neighbor 10.0.0.1`."""
        length = next((i + 1 for i, word in enumerate(self.words) if word in "*#~"), len(self.words))
        return " ".join(line.split(" ")[:length])


@dataclass(frozen=True, slots=True)
class Book:
    """Rules of one context, by the first word of a line; the most specific first."""

    by_word: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    any_word: tuple[Rule, ...] = ()
    other: int = 0
    """The rank of lines that no rule knows."""

    def find(self, line: str) -> Rule | None:
        """The rule of a line, None when there is none."""
        for rule in self.by_word.get(line.partition(" ")[0], self.any_word):
            if rule.pattern.match(line):
                return rule
        return None


EMPTY: Final = Book()


def book(text: str) -> Book:
    """The rulebook of a text. ValueError for a flag that does not exist."""
    lines = [(len(raw) - len(raw.lstrip()), raw.strip()) for raw in text.splitlines() if raw.strip()]
    return _book(lines)


def _book(lines: list[tuple[int, str]]) -> Book:
    rules: list[Rule] = []
    other = None
    for rank, (start, stop) in enumerate(_blocks(lines)):
        line = lines[start][1]
        if line == "~":
            other = rank
        else:
            rules.append(_rule(line, rank, _book(lines[start + 1 : stop])))
    rules.sort(key=lambda rule: (-len(rule.words), rule.rank))
    return _indexed(rules, len(rules) if other is None else other)


def _indexed(rules: list[Rule], other: int) -> Book:
    general = tuple(rule for rule in rules if not _literal(rule.words[0]))
    firsts = {word for rule in rules if _literal(rule.words[0]) for word in rule.words[0].split("|")}
    by_word = {word: tuple(r for r in rules if r in general or word in r.words[0].split("|")) for word in firsts}
    return Book(by_word, general, other)


def _blocks(lines: list[tuple[int, str]]) -> list[tuple[int, int]]:
    """Start and end of each rule of the outermost level with all that is below it."""
    if not lines:
        return []
    starts = [i for i, (indent, _) in enumerate(lines) if indent <= lines[0][0]]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _rule(line: str, rank: int, below: Book) -> Rule:
    body, _, tail = line.partition("%")
    words = tuple(body.split())
    exits = [flag[5:].replace("_", " ") for flag in tail.split() if flag.startswith("exit=")]
    flags = frozenset(flag for flag in tail.split() if not flag.startswith("exit="))
    if unknown := flags - FLAGS.keys():
        raise ValueError(f"rule {line!r}: no flag called {', '.join(sorted(unknown))}; there are: {', '.join(FLAGS)}")
    return Rule(words, rank, flags, exits[0] if exits else "", _pattern(words), below)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    end = r"(?=[ \n]|$)"
    fixed = words[:-1] if words[-1] == "=" else words
    parts = [_WORD.get(w) or ("(" + "|".join(map(re.escape, w.split("|"))) + ")" if "|" in w else re.escape(w)) for w in fixed]
    return re.compile(" ".join(parts) + end)


def _literal(word: str) -> bool:
    return word not in _WORD and "|" not in word


@dataclass(frozen=True, slots=True)
class Secret:
    """A pattern that finds a secret in a line without its indentation; each of its groups is a secret.

    `within`: only below a top-level line that starts so.
    """

    pattern: re.Pattern[str]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A value of several lines. `start` matches its first line without indentation; the value ends with the line that is `end`.

    When `end` is empty, it ends with the line that holds the delimiter, which is group 1 of `start`.
    """

    start: re.Pattern[str]
    end: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """All that is known of a platform's config.

    `noise`: matches the start of top-level lines that say nothing about the config; `hidden`: lines at any depth that say what is so
    without them; `closers`: words that end a section, wherever they stand; `exit`: the word with which netops ends one.
    `features`: name to the first words of its top-level lines (Junos: of its paths; files: the start of their paths).
    `indent`: blanks per level when netops writes. `hint`: a line without it holds no secret (it makes redaction fast).
    """

    name: str
    dialect: Literal["indent", "junos", "files"]
    book: Book = EMPTY
    comments: tuple[str, ...] = ("!",)
    noise: re.Pattern[str] | None = None
    hidden: re.Pattern[str] | None = None
    closers: re.Pattern[str] | None = None
    blocks: tuple[Block, ...] = ()
    secrets: tuple[Secret, ...] = ()
    hint: re.Pattern[str] = re.compile("⟦")
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exit: str = ""
    indent: int = 1
