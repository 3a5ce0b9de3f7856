"""Patterns of lines, in the words of people who read configs: `switchport trunk allowed vlan #`, `interface Vlan*`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from netops.dialects.patterns import is_literal, pattern_regex

NUMBERS: Final = r"(?P<numbers>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
"""A number, or a list of numbers and ranges: `10,20-30`."""

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class LinePattern:
    """Words of `dialects/patterns.py` that a line starts with. `#` is a number or a list of numbers. Case means nothing."""

    text: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(pattern_regex(self.text.split(), star=r"\S*", number=NUMBERS) + r"(?=[\s;]|$)", re.IGNORECASE)

    @cached_property
    def rarest_word(self) -> str:
        """The longest literal word, in lower case: a text without it holds no such line."""
        return max((w.lower() for w in self.text.split() if is_literal(w)), key=len, default="")

    def match(self, line: str) -> re.Match[str] | None:
        return self.regex.match(line)


def parse_ranges(text: str) -> Ranges:
    """The ranges of a list of numbers: ((1, 1001), (1006, 4094)) for `1-1001,1006-4094`."""
    pairs = (part.partition("-") for part in text.split(","))
    return tuple((int(first), int(last or first)) for first, _, last in pairs)


def outside_ranges(numbers: str, allowed: Ranges) -> str:
    """The numbers and ranges of a list that do not lie in one of the allowed ranges, as a list: `3968-4000`; '' when all do."""
    wrong = [(a, b) for a, b in parse_ranges(numbers) if not any(low <= a and b <= high for low, high in allowed)]
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in wrong)
