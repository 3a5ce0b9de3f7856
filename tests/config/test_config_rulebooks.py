"""What the rules of each platform promise about order holds for the commands: what is needed first, and whose order decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from netops import config
from netops.dialects import indent
from netops.dialects.patterns import OPEN
from netops.dialects.rules import LineRule, Rulebook
from netops.platforms import get, grammar_of, names

DEVICES = sorted(name for name in names() if (grammar := get(name).grammar) is not None and grammar.dialect is indent)


@dataclass(frozen=True, slots=True)
class Place:
    """A rule with the lines above it."""

    above: tuple[str, ...]
    rule: LineRule
    book: Rulebook

    def text(self, *lines: str) -> str:
        """A config with lines below those above."""
        return "".join(" " * depth + line + "\n" for depth, line in enumerate(self.above)) + "".join(
            " " * len(self.above) + line + "\n" for line in lines
        )


def line_of(words: tuple[str, ...], name: str = "X", value: str = "V") -> str:
    """A line of a pattern."""
    first = {"*": name, "#": "7", "~": value, "=": value}
    return " ".join(first[word] if word in OPEN else word.split("|")[0].replace("*", "1") for word in words)


def places(book: Rulebook, above: tuple[str, ...] = ()) -> Iterator[Place]:
    rules = {id(rule): rule for found in (*book.by_word.values(), book.any_word) for rule in found}
    for rule in sorted(rules.values(), key=lambda rule: rule.rank):
        yield Place(above, rule, book)
        yield from places(rule.book, (*above, line_of(rule.words)))


def found(option: str) -> list[tuple[str, Place]]:
    return [(name, place) for name in DEVICES for place in places(grammar_of(get(name)).book) if option in place.rule.options]


def named(value: object) -> str:
    return value if isinstance(value, str) else " ".join(value.rule.words) if isinstance(value, Place) else ""


def lines_of(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}


NEEDS = [(name, place, start) for name, place in found("after") for start in place.rule.options["after"]]


@pytest.mark.parametrize(("platform", "place", "start"), NEEDS, ids=named)
def test_a_line_is_never_there_without_what_it_needs(platform: str, place: Place, start: str) -> None:
    """In every state on the way there and back."""
    line = line_of(place.rule.words)
    need = needed(place, line, start)
    assert place.book.find(grammar_of(get(platform)).positive(line)) is place.rule
    bare, both = place.text(), place.text(line, need)
    for running, intended in ((bare, both), (both, bare), (place.text(need), both), ("", both), (both, "")):
        commands = config.remediate(platform, running, intended)
        for end in range(1, len(commands) + 1):
            state = lines_of(config.predict(platform, running, commands[:end]))
            assert line not in state or need in state, commands[:end]


def needed(place: Place, line: str, start: str) -> str:
    """A line that starts as an option says, with the words of a line that needs it."""
    words = list(zip(place.rule.words, line.split(" "), strict=True))
    own = {"=": words[-1][1], **dict(reversed(words))}
    need = " ".join(own.get(word, word) if word in ("*", "#", "=") else word for word in start.removesuffix("$").split(" "))
    lines = (line_of(other.rule.words) for other in places(place.book) if not other.above)
    longer = next((one for one in lines if f"{one} ".startswith(f"{need} ")), f"{need} W")
    return need if start.endswith("$") else longer


ORDERED = found("order")


@pytest.mark.parametrize(("platform", "place"), ORDERED, ids=named)
def test_swapped_lines_are_a_difference_and_get_into_their_order(platform: str, place: Place) -> None:
    words = place.rule.words
    end = ("V",) if place.rule.valued else ()
    first, second = (line_of((*words[: len(words) - len(end) - 1], member, *end)) for member in ("M1", "M2"))
    running, intended = place.text(first, second), place.text(second, first)
    assert config.diff(platform, running, intended)
    after = config.predict(platform, running, config.remediate(platform, running, intended))
    assert [line.strip() for line in after.splitlines() if line.strip() in (first, second)] == [second, first]
    assert config.remediate(platform, after, intended) == []
    longer = config.remediate(platform, place.text(first), place.text(second, first))
    assert [line.strip() for line in longer if line.strip() in (first, second)] == [second, first]


REPEATED = [
    (name, place)
    for name in DEVICES
    for place in places(grammar_of(get(name)).book)
    if place.rule.words[-1] == "~"
    and place.rule.words[0] != "remark"
    and not (
        place.rule.book.by_word or place.rule.book.any_word or place.rule.flags & {"owns", "tree", "keep", "always", "own", "unnumbered"}
    )
]


@pytest.mark.parametrize(("platform", "place"), REPEATED, ids=named)
def test_for_each_list_it_is_written_whether_its_order_decides(platform: str, place: Place) -> None:
    assert place.rule.options.keys() & {"order", "unordered"}
