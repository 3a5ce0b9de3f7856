"""Tables of lines: a pattern and what such a line says. A line that no pattern covers as a whole is not understood.

A pattern is one of `dialects/patterns.py`; what it catches is given to the effect. Of the patterns
that cover a line the one with the most literal words counts, then the first. In the list of lines that are known and say nothing, `{}` at
the end covers all lines below as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from netops.dialects.patterns import OPEN, compile_regex, first_words, is_optional, pattern_regex

Fields = dict[Any, Any]
"""A record in the making, or such records by their names."""

Effect = Callable[..., object]
"""What a line says: changes the fields, given the words that the pattern caught (what it returns is not used). ValueError or
LookupError when the words make no sense or are too few."""


@dataclass(frozen=True, slots=True)
class SectionPattern:
    """A section: `enter` gives the fields for the lines below, from the fields above and the words of the line.

    `whole`: nothing of it is read when a line below is not understood.
    """

    table: FactTable
    enter: Callable[..., Fields] = lambda fields, *_: fields
    whole: bool = False


@dataclass(frozen=True, slots=True)
class IrrelevantLine:
    """A line that is known and says nothing of what facts hold. `deep`: nor do the lines below it."""

    deep: bool = False


@dataclass(frozen=True, slots=True)
class FactPattern:
    """`literal`: how many of its words are not open. `expression` is compiled when a line is first compared with it: most never are."""

    literal: int
    expression: str
    means: Effect | SectionPattern | IrrelevantLine


@dataclass(frozen=True, slots=True)
class FactTable:
    """Patterns by the first word of a line, and those for any first word. `blocks`: effects of texts of several lines, by their first
    words; they get what follows, with its line breaks."""

    by_word: Mapping[str, tuple[FactPattern, ...]]
    any_word: tuple[FactPattern, ...]
    blocks: Mapping[str, Effect] = field(default_factory=dict)

    def find(self, line: str) -> tuple[Effect | SectionPattern | IrrelevantLine, tuple[str, ...]] | None:
        """What a line means and the words that it gives; None when no pattern covers it."""
        for pattern in self.by_word.get(line.partition(" ")[0], self.any_word):
            if match := compile_regex(pattern.expression).fullmatch(line):
                return pattern.means, tuple(word or "" for word in match.groups())
        return None

    def find_block(self, text: str) -> tuple[Effect, str] | None:
        """What a text of several lines means, and what follows its first words; None when it is no such text."""
        return next(((effect, text[len(words) + 1 :]) for words, effect in self.blocks.items() if text.startswith(f"{words} ")), None)


def make_table(
    says: Mapping[str, Effect | SectionPattern], silent: str = "", *more: FactTable, blocks: Mapping[str, Effect] | None = None
) -> FactTable:
    """A table of patterns that say something, and of patterns (one per line) that are known and say nothing.

    `more`: tables whose patterns come after these. `blocks`: see Table.
    """
    quiet = [(line.removesuffix("{}").strip(), IrrelevantLine(line.endswith("{}"))) for raw in silent.splitlines() if (line := raw.strip())]
    made = [(first_words(words), _pattern(words, means)) for line, means in [*says.items(), *quiet] if (words := line.split())]
    made += [pair for other in more for pair in _pairs(other)]
    made.sort(key=lambda pair: -pair[1].literal)
    general = tuple(pattern for own, pattern in made if not own)
    every = {word for own, _ in made for word in own}
    return FactTable({word: tuple(p for own, p in made if not own or word in own) for word in every}, general, blocks or {})


def _pattern(words: list[str], means: Effect | SectionPattern | IrrelevantLine) -> FactPattern:
    literal = sum(1 for word in words if word not in OPEN and not is_optional(word))
    return FactPattern(literal, pattern_regex(words), means)


def _pairs(other: FactTable) -> list[tuple[frozenset[str], FactPattern]]:
    """The patterns of a table with the first words that they are for."""
    found: dict[int, tuple[set[str], FactPattern]] = {id(p): (set(), p) for p in other.any_word}
    for word, patterns in other.by_word.items():
        for pattern in patterns:
            own, _ = found.setdefault(id(pattern), (set(), pattern))
            if pattern not in other.any_word:
                own.add(word)
    return [(frozenset(own), pattern) for own, pattern in found.values()]


def set_field(name: str, convert: Callable[[str], Any] = str) -> Effect:
    """An effect: the word is the value of a field."""

    def effect(fields: Fields, word: str) -> None:
        fields[name] = convert(word)

    return effect


def set_constant(name: str, value: object) -> Effect:
    """An effect: a field has this value, whatever the words."""

    def effect(fields: Fields, *_: str) -> None:
        fields[name] = value

    return effect


def append_to_field(name: str, convert: Callable[..., Any] = str) -> Effect:
    """An effect: the words are one more of the values of a field."""

    def effect(fields: Fields, *words: str) -> None:
        fields.setdefault(name, []).append(convert(*words))

    return effect


def reset_field(name: str) -> Effect:
    """An effect: a field is back to its default."""

    def effect(fields: Fields, *_: str) -> None:
        fields.pop(name, None)

    return effect


def section_of_thing(kind: str, key: Callable[..., Any] = str) -> Callable[..., Fields]:
    """A section of one thing: the fields of the thing called `key(*words)` among those of a kind."""
    return partial(_within, kind, key)


def _within(kind: str, key: Callable[..., Any], fields: Fields, *words: str) -> Fields:
    name = key(*words)
    found: Fields = fields.setdefault(kind, {}).setdefault(name, {"name": name})
    return found
