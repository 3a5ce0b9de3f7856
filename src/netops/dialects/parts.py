"""Parts of a config that are finer than a feature: single interfaces, sections, lines. Each has a name of the form `KIND: PATTERN`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from netops.dialects.patterns import BEGINNING, pattern_regex

if TYPE_CHECKING:
    from netops.dialects.grammar import Grammar

INTERFACES: Final = "interfaces"
"""The feature whose first words the name of an interface follows."""
KINDS: Final = ("interface", "section", "lines")
LINE: Final = r"(?=\n|\Z)"
"""At the end of a pattern that covers a whole line; that of a banner or of a policy has more below it."""
UNIT: Final = re.compile(r"(.+)\.(\d+|\*|#)")
"""A logical interface of Junos: `irb.100` is `irb unit 100`."""


def part_name(entry: str | Mapping[str, Any]) -> str:
    """The name of an entry of `managed`: that of a feature, or of a finer part.

    >>> part_name("ntp"), part_name({"interface": "Vlan100"})
    ('ntp', 'interface: Vlan100')
    """
    if not isinstance(entry, Mapping):
        return str(entry)
    return ", ".join(f"{kind}: {' '.join(str(pattern).split())}" for kind, pattern in entry.items())


def part_names(managed: str | Iterable[str | Mapping[str, Any]]) -> tuple[str, ...] | None:
    """The names of what a device's `managed` has; None for all."""
    return None if managed == "all" else (managed,) if isinstance(managed, str) else tuple(map(part_name, managed))


def is_finer(name: str) -> bool:
    """Whether a name is that of a part finer than a feature.

    >>> is_finer("lines: snmp-server *"), is_finer("snmp"), is_finer("lines: ")
    (True, False, False)
    """
    kind, _, pattern = name.partition(": ")
    return kind in KINDS and bool(pattern.strip())


def is_covered(pattern: str, name: str) -> bool:
    """Whether a pattern covers a whole name.

    >>> is_covered("Vlan*", "Vlan100"), is_covered("Vlan10", "Vlan100")
    (True, False)
    """
    return _any([pattern.split()], LINE).match(name) is not None


@dataclass(frozen=True, slots=True)
class ManagedPart:
    """The top-level lines (Junos: paths, hosts: paths of files) that a pattern covers. `above` matches what such lines are below."""

    name: str
    covers: re.Pattern[str]
    above: re.Pattern[str]


def find_part(grammar: Grammar, name: str) -> ManagedPart:
    """The part of a name on a platform.

    The pattern of a section covers a whole line (Junos: a path and all below it), the others the first words of one. An interface follows
    the first words of the feature `interfaces`; a platform without that feature has none.
    """
    kind, _, pattern = name.partition(": ")
    found = list(_patterns(grammar, kind, pattern.split()))
    above = [words[:length] for words in found for length in range(1, len(words))]
    return ManagedPart(name, _any(found, LINE if kind == "section" and not grammar.dialect.PATHS else BEGINNING), _any(above, LINE))


def _patterns(grammar: Grammar, kind: str, words: list[str]) -> Iterator[list[str]]:
    if kind != "interface":
        yield words
        return
    for start in grammar.features.get(INTERFACES, ()):
        yield [*start.split(), *words]
        if grammar.dialect.PATHS and (unit := UNIT.fullmatch(words[0])):
            yield [*start.split(), unit[1], "unit", unit[2]]


def _any(patterns: list[list[str]], end: str) -> re.Pattern[str]:
    inner = "|".join(pattern_regex(words, star=r"\S*") for words in patterns)
    return re.compile(f"(?:{inner}){end}" if patterns else "(?!)")
