"""Limits in words: what a number, a text, a list or a map may measure, and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SIZES: tuple[tuple[str, str, str, str], ...] = (
    ("minimum", "maximum", "", ""),
    ("minLength", "maxLength", " character", " characters"),
    ("minItems", "maxItems", " entry", " entries"),
    ("minProperties", "maxProperties", " key", " keys"),
)
"""Keywords for the least and the most, and the unit of one and of several."""

OTHERS = {"exclusiveMinimum": "more than {}", "exclusiveMaximum": "less than {}", "multipleOf": "a multiple of {}"}
KEYWORDS = (*(word for row in SIZES for word in row[:2]), *OTHERS)
LOWER = tuple(row[0] for row in SIZES)
"""Keywords of which the largest value is the narrowest."""


def expected_text(keyword: str, schema: Mapping[str, Any]) -> str:
    """What the schema that breaks at `keyword` wants: `1 to 4094`, `at least 1 entry`, `exactly 1 key`."""
    for low, high, one, several in SIZES:
        if keyword in (low, high):
            return _between(schema.get(low), schema.get(high), one, several)
    return OTHERS[keyword].format(schema[keyword])


def _between(least: Any, most: Any, one: str, several: str) -> str:
    if least == most:
        return f"exactly {least}{one if least == 1 else several}"
    if least is not None and most is not None:
        return f"{least} to {most}{several}"
    words, limit = ("at most", most) if least is None else ("at least", least)
    return f"{words} {limit}{one if limit == 1 else several}"


def value_with_size(value: Any, shown: str) -> str:
    """The value as `shown` with what it measures: the characters of a text, the keys of a map."""
    if isinstance(value, str):
        return f"{shown}, {len(value)} character{'s' * (len(value) != 1)}"
    return f"{len(value)} key{'s' * (len(value) != 1)}: {', '.join(value)}" if isinstance(value, dict) and value else shown
