"""Effects of tables that fill data as YAML has it: maps of one noun, lists of maps with a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from netops.facts.table import Effect, Fields

Convert = Callable[[str], Any]


def inside(fields: Fields, *steps: str) -> Fields:
    """The map at a path of keys; it is made when it is missing."""
    for step in steps:
        fields = fields.setdefault(step, {})
    return fields


def into(*steps: str) -> Callable[..., Fields]:
    """Enters the map at a path of keys, whatever the words."""
    return lambda fields, *_: inside(fields, *steps)


def at(steps: str, effect: Effect) -> Effect:
    """An effect on the map at a path: `at("syslog", put("console"))`, `at("system.vdc", ...)`."""
    path = steps.split(".")
    return lambda fields, *words: effect(inside(fields, *path), *words)


def row(fields: Fields, kind: str, **keys: object) -> Fields:
    """The map of a list that has these values at these keys; it is added when it is missing."""
    rows: list[Fields] = fields.setdefault(kind, [])
    found = next((one for one in rows if all(one.get(key) == value for key, value in keys.items())), None)
    if found is None:
        found = dict(keys)
        rows.append(found)
    return found


def rows(kind: str, key: str, convert: Convert = str) -> Callable[..., Fields]:
    """Enters the map of a list whose key is the first word."""
    return lambda fields, word, *_: row(fields, kind, **{key: convert(word)})


def options(words: str, known: Mapping[str, Convert | None]) -> Fields:
    """Pairs of a keyword and its value, in any order; a keyword of None has no value and is true. ValueError for other words."""
    rest, found = words.split(), Fields()
    while rest:
        word = rest.pop(0)
        convert = known[word] if word in known else _unknown(word)
        if convert is None:
            found[word] = True
        elif rest:
            found[word] = convert(rest.pop(0))
        else:
            raise ValueError(f"a value is missing after {word}")
    return found


def _unknown(word: str) -> Convert:
    raise ValueError(f"not known here: {word}")


def mac(text: str) -> str:
    """A MAC address in colon form, whatever groups it is written in. ValueError for what is none."""
    digits = "".join(letter for letter in text.lower() if letter not in ".:-")
    if len(digits) != 12:
        raise ValueError(f"not a MAC address: {text}")
    return ":".join(digits[start : start + 2] for start in range(0, 12, 2))
