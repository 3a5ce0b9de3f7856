"""Tables of lines: a pattern and what such a line says. A line that no pattern covers as a whole is not understood.

A pattern is words: a literal, a choice `in|out`, `*` (one word), `#` (a number), `~` (the rest of the line); a word in brackets may be
missing (`[no]`, `[secondary]`). What `*`, `#`, `~` and choices catch is given to the effect; words in brackets are not. Of the patterns
that cover a line the one with the most literal words counts, then the first. In the list of lines that are known and say nothing, `{}` at
the end covers all lines below as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

Fields = dict[Any, Any]
"""A record in the making, or such records by their names."""

Effect = Callable[..., object]
"""What a line says: changes the fields, given the words that the pattern caught (what it returns is not used). ValueError or
LookupError when the words make no sense or are too few."""

_CATCH: Final = {"*": r"(\S+)", "#": r"(\d+)", "~": r"(.+)"}


@dataclass(frozen=True, slots=True)
class Below:
    """A section: `enter` gives the fields for the lines below, from the fields above and the words of the line."""

    table: Table
    enter: Callable[..., Fields] = lambda fields, *_: fields


@dataclass(frozen=True, slots=True)
class Silent:
    """A line that is known and says nothing of what facts hold. `deep`: nor do the lines below it."""

    deep: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """`literal`: how many of its words are not open."""

    literal: int
    expression: re.Pattern[str]
    means: Effect | Below | Silent


@dataclass(frozen=True, slots=True)
class Table:
    """Patterns by the first word of a line, and those for any first word."""

    by_word: Mapping[str, tuple[Pattern, ...]]
    any_word: tuple[Pattern, ...]

    def find(self, line: str) -> tuple[Effect | Below | Silent, tuple[str, ...]] | None:
        """What a line means and the words that it gives; None when no pattern covers it."""
        for pattern in self.by_word.get(line.partition(" ")[0], self.any_word):
            if match := pattern.expression.fullmatch(line):
                return pattern.means, tuple(word or "" for word in match.groups())
        return None


def table(says: Mapping[str, Effect | Below], silent: str = "", *more: Table) -> Table:
    """A table of patterns that say something, and of patterns (one per line) that are known and say nothing.

    `more`: tables whose patterns come after these.
    """
    quiet = [(line.removesuffix("{}").strip(), Silent(line.endswith("{}"))) for raw in silent.splitlines() if (line := raw.strip())]
    made = [(_firsts(words), Pattern(_literal(words), _expression(words), means)) for words, means in [*says.items(), *quiet]]
    made += [pair for other in more for pair in _pairs(other)]
    made.sort(key=lambda pair: -pair[1].literal)
    general = tuple(pattern for firsts, pattern in made if not firsts)
    words = {word for firsts, _ in made for word in firsts}
    return Table({word: tuple(p for firsts, p in made if not firsts or word in firsts) for word in words}, general)


def _pairs(other: Table) -> list[tuple[frozenset[str], Pattern]]:
    """The patterns of a table with the first words that they are for."""
    found: dict[int, tuple[set[str], Pattern]] = {id(p): (set(), p) for p in other.any_word}
    for word, patterns in other.by_word.items():
        for pattern in patterns:
            firsts, _ = found.setdefault(id(pattern), (set(), pattern))
            if pattern not in other.any_word:
                firsts.add(word)
    return [(frozenset(firsts), pattern) for firsts, pattern in found.values()]


def _firsts(pattern: str) -> frozenset[str]:
    """The words that a line of this pattern can start with; empty when it is any word."""
    firsts: set[str] = set()
    for word in pattern.split():
        if word in _CATCH:
            return frozenset()
        firsts |= set(word.strip("[]").split("|"))
        if not word.startswith("["):
            break
    return frozenset(firsts)


def _literal(pattern: str) -> int:
    return sum(1 for word in pattern.split() if word not in _CATCH and not word.startswith("["))


def _expression(pattern: str) -> re.Pattern[str]:
    out, glue = "", ""
    for word in pattern.split():
        if word.startswith("["):
            inner = _word(word.strip("[]"), catch=False)
            out += f"(?:{glue}{inner})?" if glue else f"(?:{inner} )?"
        else:
            out += glue + _word(word, catch=True)
            glue = " "
    return re.compile(out)


def _word(word: str, *, catch: bool) -> str:
    if word in _CATCH:
        return _CATCH[word] if catch else _CATCH[word].replace("(", "(?:")
    if "|" in word:
        return f"({'' if catch else '?:'}{'|'.join(map(re.escape, word.split('|')))})"
    return re.escape(word)


def put(name: str, convert: Callable[[str], Any] = str) -> Effect:
    """An effect: the word is the value of a field."""

    def effect(fields: Fields, word: str) -> None:
        fields[name] = convert(word)

    return effect


def const(name: str, value: object) -> Effect:
    """An effect: a field has this value, whatever the words."""

    def effect(fields: Fields, *_: str) -> None:
        fields[name] = value

    return effect


def add(name: str, convert: Callable[..., Any] = str) -> Effect:
    """An effect: the words are one more of the values of a field."""

    def effect(fields: Fields, *words: str) -> None:
        fields.setdefault(name, []).append(convert(*words))

    return effect


def drop(name: str) -> Effect:
    """An effect: a field is back to its default."""

    def effect(fields: Fields, *_: str) -> None:
        fields.pop(name, None)

    return effect


def within(kind: str, key: Callable[..., Any] = str) -> Callable[..., Fields]:
    """A section of one thing: the fields of the thing called `key(*words)` among those of a kind."""
    return partial(_within, kind, key)


def _within(kind: str, key: Callable[..., Any], fields: Fields, *words: str) -> Fields:
    name = key(*words)
    found: Fields = fields.setdefault(kind, {}).setdefault(name, {"name": name})
    return found
