"""The language of rulebooks: what is to be known of the lines of a platform, as text.

A rulebook is text in the shape of a config. One line is one rule; the rules indented below it hold for the lines below such a line.

* the words are those of `dialects/patterns.py`; no dot is in place of the star in `Gig*`;
* `=` is a value: the last word `=` stands for the rest of the line, one before other words for a single word. Lines that are equal
  but for their values are one *setting*: the new line overwrites the old one. Without `=` the whole line is the setting;
* the order of the rules is the order of creation: what a later line needs comes first. Lines that no rule knows take the place of
  the rule `~`. Removals go the other way;
* `%` starts the flags, see `FLAGS`, and the options, see `OPTIONS` (`option=value`, with `_` for a blank and `,` between several);
* a rule holds for the negation of its lines too: `no description` and `description a` are one setting.

A rule holds for a line when its words are the line's first words; the rule with the most words wins, then one that does not end in `~`,
then the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from netops.dialects.patterns import BEGINNING, OPEN, first_words, is_literal, pattern_regex
from netops.dialects.words import KeywordTree, keyword_tree

FLAGS: Final = {
    "keep": "cannot be removed: a section is emptied instead, a plain line is left alone",
    "always": "is on every device, named or not: it is emptied instead, and without lines it is only written where a command names it",
    "hides": "a section without lines counts as absent: the device does not show it",
    "short": "is negated without its value: `no description`",
    "first": "the old line has to go before a new one with another value is taken",
    "owns": "when it goes, every line that starts with its words up to the first * goes with it",
    "tree": "`no` and its words remove every line that starts with them",
    "late": "a named thing that others use: all of it goes last, after its users",
    "lines": "a value of several lines, each of which is typed where the first one is",
    "verbatim": "blanks inside the line mean something",
    "known": "of such a line only the words are known, so that it can be typed in short words",
    "inert": "the device writes it and no command changes it: it stays in the text and is never compared",
    "off": "its negation says something: the device has it, or another value of it, without a line",
    "either": "the device shows it in both forms, so taking the negation back leaves the line",
    "entries": "the lines below are entries of a filter, numbered or not, that are evaluated in order",
    "unnumbered": "a remark that takes no number: one before it is the number of the entry that follows it",
    "own": "the device writes it by itself: it is left alone when the intended config does not name it",
    "left": "the way to the device, or how it starts: a plan leaves it as it is where the rendered config does not name it",
    "numbers": "the value is a list of numbers; `add` and `remove` before it change the list",
    "adds": "with `numbers`: a list adds to the one that is there, and the negation takes its numbers out of it",
    "moves": "with `adds`: a number is in one such list alone, so a list that names it takes it out of the others",
    "distinct": "an entry of a list with a number: the list takes no second one with the same content, and no new content for a number",
    "unique": "no two sections can have the same value or overlapping addresses: the old place has to let go first",
}
OPTIONS: Final = {
    "exit": "the line that ends such a section",
    "clears": "starts of lines beside it that the device drops when this one is set, changed or taken back",
    "apart": "starts of lines beside it that have to be gone by a commit before, else the device refuses this one",
    "reset": "the word that takes such a section back to what it was when it was new: `default interface X`",
    "renumber": "the command that numbers the entries anew, with the name of the section and two numbers after it",
    "list": "several such sections without lines stand in one line, with those that have lines (all) or without (own)",
    "undo": "the line that the negation takes, where it has other words: * and # stand for those of the line",
    "back": "the line that takes it back, where the platform has no negation of it: what holds without it",
    "below": "the rule whose lines below hold here too",
    "order": "the order of such lines decides; the value is where the manual says so",
    "unordered": "many such lines can be there and their order does not decide; the value is where the manual says so",
    "after": "starts of lines beside it that have to be there first, and that can go only when this one is gone or changed",
    "nested": "starts of lines below it that name another such section, which has to be there first",
}


@dataclass(frozen=True)
class LineRule:
    """One rule: `words` as written, `rank` its place in the book, `book` the rules for the lines below."""

    words: tuple[str, ...]
    rank: int
    flags: frozenset[str]
    options: Mapping[str, tuple[str, ...]]
    book: Rulebook

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches its lines. Compiled when it is first needed: a config has lines of a few of the rules of a platform."""
        return re.compile(pattern_regex(self.words[:-1] if self.words[-1:] == ("=",) else self.words) + BEGINNING)

    def option(self, name: str) -> str:
        """The value of an option, empty without one."""
        return next(iter(self.options.get(name, ())), "")

    def undone(self, line: str) -> str:
        """What the negation takes for a line: `route-policy A node 20`."""
        match = self.pattern.match(line)
        caught = list(zip((w for w in self.words if not is_literal(w) and w != "="), match.groups(), strict=False)) if match else []
        out = []
        for word in self.option("undo").split(" "):
            out.append(next((text for kind, text in caught if kind == word), word))
            caught = caught if word not in OPEN else [pair for pair in caught if pair != (word, out[-1])]
        return " ".join(out)

    @property
    def start(self) -> str:
        """The words before the value."""
        return " ".join(self.words[:-1])

    @property
    def valued(self) -> bool:
        return "=" in self.words

    def setting(self, line: str) -> str:
        """What two lines that overwrite each other share: the line without its values."""
        match = self.pattern.match(line)
        if not self.valued or match is None:
            return line
        caught = iter(match.groups())
        return " ".join("=" if w == "=" else w if is_literal(w) else next(caught) for w in self.words)

    def ordered_as(self, line: str) -> str | None:
        """The name of the ordered lines that a line is one of, None where the order does not decide.

        The words before the last one, or before the first open one where there is a value. Lines of a rule with a
        word such as `server*` are one list.
        """
        if "order" not in self.options:
            return None
        length = next(i for i, word in enumerate(self.words) if word in OPEN) if self.valued else len(self.words) - 1
        return " ".join(own if "*" in own and own != "*" else word for own, word in zip(self.words[:length], line.split(" "), strict=False))

    def is_name(self, line: str) -> bool:
        """Whether a line has the words up to the first that distinguishes one thing from another, and no more."""
        length = next((i + 1 for i, word in enumerate(self.words) if word in "*#"), 0)
        return bool(length) and re.fullmatch(pattern_regex(self.words[:length]), line) is not None

    def name(self, line: str) -> str:
        """The words of a line up to the first that distinguishes one thing from another: `route-map RM`, `neighbor 10.0.0.1`."""
        length = next((i + 1 for i, word in enumerate(self.words) if word in "*#~"), len(self.words))
        return " ".join(line.split(" ")[:length])


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules of one context, by the first word of a line; the most specific first."""

    by_word: Mapping[str, tuple[LineRule, ...]] = field(default_factory=dict)
    any_word: tuple[LineRule, ...] = ()
    other: int = 0
    """The rank of lines that no rule knows."""
    words: KeywordTree = field(default_factory=KeywordTree)
    """The words that lines start with."""

    def find(self, line: str) -> LineRule | None:
        """The rule of a line, None when there is none. A line without a value is rather one of a rule without."""
        bare: LineRule | None = None
        for rule in self.by_word.get(line.partition(" ")[0], self.any_word):
            if match := rule.pattern.match(line):
                if bare is None and rule.words[-1] == "=" and match.end() == len(line):
                    bare = rule
                elif bare is None or rule.words == bare.words[:-1]:
                    return rule
        return bare

    def names(self, line: str) -> bool:
        """Whether a line is the name of things that have lines of their own: `neighbor 10.0.0.1`."""
        rules = self.by_word.get(line.partition(" ")[0], self.any_word)
        return any("off" not in rule.flags and "~" not in rule.words and rule.is_name(line) for rule in rules)


NEGATIONS: Final = ("no", "undo")
"""Words that take a line back."""
EMPTY: Final = Rulebook()


def parse_rulebook(text: str) -> Rulebook:
    """The rulebook of a text. ValueError for a flag or an option that does not exist."""
    lines = [(len(raw) - len(raw.lstrip()), raw.strip()) for raw in text.splitlines() if raw.strip()]
    return _book(lines)


def _book(lines: list[tuple[int, str]]) -> Rulebook:
    rules: list[LineRule] = []
    patterns: list[tuple[str, ...]] = []
    other = None
    for rank, (start, stop) in enumerate(_blocks(lines)):
        line = lines[start][1]
        if line == "~":
            other = rank
            continue
        rule = _rule(line, rank, _book(lines[start + 1 : stop]), rules)
        patterns.append(rule.words[1:] if rule.words[0] in NEGATIONS else rule.words)
        if "known" not in rule.flags:
            rules.append(rule)
    rules.sort(key=lambda rule: (-len(rule.words), rule.words[-1] == "~", rule.rank))
    return replace(_indexed(rules), other=len(rules) if other is None else other, words=keyword_tree(patterns))


def _indexed(rules: list[LineRule]) -> Rulebook:
    """The rules by the first word of a line; in a book of few words of their own, or of none."""
    found = [(first_words(rule.words), rule) for rule in rules]
    by_word = {word: tuple(rule for own, rule in found if not own or word in own) for words, _ in found for word in words}
    return Rulebook(by_word, tuple(rule for own, rule in found if not own))


def _blocks(lines: list[tuple[int, str]]) -> list[tuple[int, int]]:
    """Start and end of each rule of the outermost level with all that is below it."""
    if not lines:
        return []
    starts = [i for i, (indent, _) in enumerate(lines) if indent <= lines[0][0]]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _rule(line: str, rank: int, below: Rulebook, known: list[LineRule]) -> LineRule:
    body, _, tail = line.partition("%")
    words = tuple(body.split())
    flags = frozenset(flag for flag in tail.split() if "=" not in flag)
    options = dict(_option(flag) for flag in tail.split() if "=" in flag)
    for what, there, given in (("flag", FLAGS, flags), ("option", OPTIONS, options)):
        if unknown := sorted(set(given) - there.keys()):
            raise ValueError(f"rule {line!r}: no {what} called {', '.join(unknown)}; there are: {', '.join(there)}")
    if other := options.get("below"):
        found = next((rule for rule in known if rule.words == tuple(other[0].split())), None)
        if found is None:
            raise ValueError(f"rule {line!r}: no rule {other[0]!r} stands above it")
        below = found.book
    return LineRule(words, rank, flags, options, below)


def _option(flag: str) -> tuple[str, tuple[str, ...]]:
    name, _, value = flag.partition("=")
    return name, tuple(part.replace("_", " ") for part in value.split(","))
