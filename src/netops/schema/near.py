"""The word that was meant: hints for a name that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

CLOSE = 0.8
"""From here on a word is taken for another one with a slip in it (1 is equal)."""

PART = 3
"""So many characters a word needs to be taken for a part of others."""

MAX_SUGGESTED = 4
"""The most words that are suggested."""

LISTED = 20
"""So many known words are listed when none is near; of more, SOME."""

SOME = 6


def nearest_hint(word: str, known: Iterable[str], noun: str = "") -> str:
    """A hint: the known word with a slip in it; where none is as near, those that are somewhat like it and the ones that there are.

    `noun`: whose keys the words are; where they are many, `netops schema NOUN` lists them.
    """
    words = sorted(known)
    if near := surely_meant(word, words):
        return f"did you mean {join_with_or(near)}?"
    like = f"did you mean {join_with_or(near)}? " if (near := close_words(word, words)) else ""
    if len(words) <= LISTED:
        return (like + (f"keys here are {', '.join(words)}" if words else "")).rstrip()
    some = sorted(get_close_matches(word, words, SOME, 0))
    return f"{like}{len(words)} keys are here, such as {', '.join(some)}" + (f"; netops schema {noun} lists them" if noun else "")


def surely_meant(word: str, known: Iterable[str]) -> list[str]:
    """The known words that are meant beyond doubt: one with a slip in it, or the few that have the word as a part."""
    words = sorted(known)
    if slip := get_close_matches(word, words, 1, CLOSE) or get_close_matches(word.lower(), words, 1, CLOSE):
        return slip
    holding = [one for one in words if len(word) >= PART and any(part.startswith(word) for part in re.split("[_-]", one))]
    return holding if len(holding) <= MAX_SUGGESTED else []


def close_words(word: str, known: Iterable[str]) -> list[str]:
    """The known words that may be meant: one with a slip in it, those that have the word as a part, or one that is somewhat like it."""
    words = sorted(known)
    return surely_meant(word, words) or get_close_matches(word, words, 1) or get_close_matches(word.lower(), words, 1)


def near_zones(word: str, zones: Iterable[str]) -> list[str]:
    """The time zones that may be meant: by spelling, by the city alone, or with a slip in it.

    Abbreviations and `Etc/GMT+1` are not suggested for a slip: EST is near to CEST and hours away, and Etc/GMT+1 is one hour behind UTC.
    """
    names, meant = sorted(zones), re.sub(r"[\s_]+", "_", word.strip()).casefold()
    if same := [zone for zone in names if meant in (zone.casefold(), zone.casefold().rpartition("/")[2])]:
        return same[:MAX_SUGGESTED]
    return close_words(word, [zone for zone in names if "/" in zone and not zone.startswith("Etc/")])


def near_places(file: str, folders: Iterable[str]) -> Iterator[str]:
    """Paths that a file of YAML may have been meant to have: with the right ending, with one of the folders that there are."""
    steps = file.removesuffix(".yml").removesuffix(".yaml").split("/")
    for index, step in enumerate(steps[:-1]):
        for folder in (step, *close_words(step, folders)):
            yield "/".join([*steps[:index], folder, *steps[index + 1 :]]) + ".yaml"


def nesting_hint(word: str, properties: Mapping[str, Any]) -> str:
    """A hint when `ntp_servers` is a flat spelling of `ntp: {servers: ...}`; '' when it is not."""
    for outer, schema in properties.items():
        inner = word.removeprefix(f"{outer}_")
        if inner != word and isinstance(schema, Mapping) and inner in schema.get("properties", {}):
            return f"write {outer}: {{{inner}: ...}}"
    return ""


def respelling_hint(text: Any, pattern: str) -> str:
    """A hint: the text as the pattern would have it, without blanks or capitals; '' when that does not help."""
    dashed = re.sub(r"[^A-Za-z0-9._-]+", "-", str(text).strip())
    fitting = [each for each in (dashed, dashed.lower()) if each and re.search(pattern, each)]
    return f"did you mean {fitting[0]!r}?" if fitting else ""


def join_with_and(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def join_with_or(words: Iterable[str]) -> str:
    """`'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`."""
    *first, last = map(repr, words)
    return f"{', '.join(first)} or {last}" if first else last
