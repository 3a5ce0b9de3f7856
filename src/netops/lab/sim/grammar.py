"""What a device accepts, as data: modes, the leading words of their lines, which lines replace each other, and the order of printing.

One rule is one line of text, `FLAGS WORD WORD = WORD -> MODE`; its place in the text is its place in the running config.

* a word is literal, a choice (`in|out`), `*` (anything), or a class: `<n>` number, `<ip>` address, `<net>` prefix, `<if>` interface;
* words after the last one of a rule are accepted, unless the rule ends with `.`;
* `=` ends the identity: two lines with the same words before it replace each other (`hostname = *`); without it a line is its identity;
* a word in parentheses is no part of the identity (`route-policy (*) in|out`: one policy in each direction);
* `-> MODE` opens a section;
* flag `~`: on by default, so only the negated line is printed (`no switchport`); `^`: printed as typed, also negated (`no ip address`);
  `#`: printed in natural order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache

CLASSES = {
    "*": re.compile(r".+"),
    "<n>": re.compile(r"\d+"),
    "<ip>": re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*"),
    "<net>": re.compile(r"\d{1,3}(\.\d{1,3}){3}/\d{1,2}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*/\d{1,3}"),
    "<if>": re.compile(r"[A-Za-z][A-Za-z-]*\d+([/.:]\d+)*"),
}


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    if word in CLASSES:
        return CLASSES[word]
    return re.compile("|".join(CLASSES[w].pattern if w in CLASSES else re.escape(w) for w in word.split("|")), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line of a mode."""

    words: tuple[str, ...]
    rank: int
    identity: int | None = None
    value: int | None = None
    """The word that is no part of the identity."""
    opens: str = ""
    natural: bool = False
    default_on: bool = False
    shows_no: bool = False
    closed: bool = False
    opaque: bool = False
    """Learned from a line that no rule of the platform has: the device holds such lines, and they do nothing."""

    def matched(self, words: Sequence[str]) -> int:
        """How many leading words of a line fit."""
        for index, (want, word) in enumerate(zip(self.words, words, strict=False)):
            if not _pattern(want).fullmatch(word):
                return index
        return min(len(self.words), len(words))

    def key(self, words: Sequence[str]) -> str:
        """What two lines that replace each other share."""
        named = words if self.identity is None else words[: self.identity]
        return " ".join(word for index, word in enumerate(named) if index != self.value)


@dataclass(frozen=True, slots=True)
class UnmatchedLine:
    """No rule fits: the index of the first word that does not, or the line is cut short."""

    token: int
    incomplete: bool = False


def parse_rule(text: str, rank: int) -> Rule:
    """The rule of one line of a grammar."""
    body, _, opens = text.partition("->")
    words = body.split()
    flags = ""
    while words[0] in ("~", "^", "#"):
        flags += words.pop(0)
    closed = words[-1] == "."
    if closed:
        words.pop()
    identity = words.index("=") if "=" in words else None
    plain = [word for word in words if word != "="]
    value = next((index for index, word in enumerate(plain) if word.startswith("(")), None)
    if value is not None:
        plain[value] = plain[value].strip("()")
    shows_no = bool({"~", "^"} & set(flags))
    return Rule(tuple(plain), rank, identity, value, opens.strip(), "#" in flags, "~" in flags, shows_no, closed)


class Grammar:
    """The modes of a platform. `global` is the outermost."""

    def __init__(self, modes: Mapping[str, str], interface_types: Sequence[str], closers: Mapping[str, str] | None = None) -> None:
        self.interface_types = tuple(interface_types)
        self.closers = dict(closers or {})
        self._modes = {mode: self._index(text) for mode, text in modes.items()}
        self._by_class = {mode: [made for word in CLASSES for made in rules.get(word, ())] for mode, rules in self._modes.items()}
        self._before: dict[tuple[str, str], list[Rule]] = {}
        self._after: dict[tuple[str, str], list[Rule]] = {}

    def extensible(self) -> Grammar:
        """A copy to which rules can be added."""
        made = copy(self)
        made._before, made._after = {}, {}
        return made

    def add(self, mode: str, made: Rule, *, before: bool) -> None:
        """Adds a rule to a mode, before its own rules or after them."""
        (self._before if before else self._after).setdefault((mode, made.words[0].lower()), []).append(made)

    def begins(self, mode: str, word: str) -> bool:
        """Whether a rule of a mode begins with a word."""
        return word.lower() in self._modes.get(mode, {})

    def last_rank(self, mode: str) -> int:
        """The place behind all lines of a mode."""
        return 1 + max((made.rank for rules in self._modes.get(mode, {}).values() for made in rules), default=0)

    @staticmethod
    def _index(text: str) -> dict[str, list[Rule]]:
        lines = (line.strip() for line in text.splitlines())
        index: dict[str, list[Rule]] = {}
        numbered: int | None = None
        for rank, line in enumerate(line for line in lines if line):
            made = parse_rule(line, rank)
            if made.words[0] == "<n>":  # the entries and remarks of a filter are one numbered list
                numbered = rank if numbered is None else numbered
                made = replace(made, rank=numbered)
            for first in made.words[0].split("|"):
                index.setdefault(first.lower(), []).append(made)
        return index

    def find(self, mode: str, words: Sequence[str], *, negated: bool = False) -> Rule | UnmatchedLine:
        """The rule of a mode that a line follows. A negated line may stop early (`no description`)."""
        best: UnmatchedLine = UnmatchedLine(0)
        beginning: Rule | None = None
        for candidate in self._candidates(mode, words[0]):
            fits = candidate.matched(words)
            if fits == len(candidate.words) and (len(words) == fits or not candidate.closed):
                return candidate
            if fits == len(words) < len(candidate.words):
                beginning = beginning or candidate
                best = UnmatchedLine(fits, incomplete=True)
            elif fits > best.token:
                best = UnmatchedLine(fits)
        return beginning if negated and beginning else best

    def _candidates(self, mode: str, first: str) -> list[Rule]:
        key = (mode, first.lower())
        own = self._modes.get(mode, {}).get(first.lower(), []) + self._by_class.get(mode, [])
        return [*self._before.get(key, ()), *own, *self._after.get(key, ())]
