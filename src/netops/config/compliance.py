"""A config seen by feature: for each, whether it is as intended, what is missing, extra or out of order, and whether netops manages it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Literal

from netops.config.diff import DiffLine
from netops.config.parsed import ConfigPair, ParsedConfig
from netops.dialects.grammar import Grammar
from netops.dialects.parts import is_finer
from netops.dialects.sections import PartFinder, TopLine
from netops.platforms import Platform, check_features

State = Literal["compliant", "missing", "extra", "out of order", "differs"]

OTHER = "other"
"""The feature of lines that belong to none of the platform's."""

_STATES: dict[frozenset[str], State] = {
    frozenset(): "compliant",
    frozenset("+"): "missing",
    frozenset("-"): "extra",
    frozenset(">"): "out of order",
}
"""The state that the signs of a difference mean; any other mixture differs."""

_JUNOS_MARKS = re.compile(r"\b(?:inactive|protect|replace): ")
_JUNOS_VERBS = re.compile(r"^(?:set|deactivate|protect|annotate) ")


@dataclass(frozen=True, slots=True)
class FeatureCompliance:
    """One feature of a config. `difference` has its lines with those above them; `running_lines` and `intended_lines` are its size.

    A feature that is not managed is compared too, so that one can see what managing it would change; nothing of it is ever sent.
    """

    feature: str
    managed: bool
    running_lines: int
    intended_lines: int
    difference: tuple[DiffLine, ...] = ()

    @property
    def missing(self) -> tuple[DiffLine, ...]:
        """The lines that are wanted and not on the device."""
        return self._signed("+")

    @property
    def extra(self) -> tuple[DiffLine, ...]:
        """The lines that are on the device and not wanted."""
        return self._signed("-")

    @property
    def out_of_order(self) -> tuple[DiffLine, ...]:
        """The lines that have to move."""
        return self._signed(">")

    @property
    def state(self) -> State:
        signs = frozenset(line.sign for line in self.difference if line.sign != " ")
        return _STATES.get(signs, "differs")

    def _signed(self, sign: str) -> tuple[DiffLine, ...]:
        return tuple(line for line in self.difference if line.sign == sign)


def compliance(
    platform: str | Platform, running: str, intended: str, managed: str | Sequence[str] = "all"
) -> tuple[FeatureCompliance, ...]:
    """The features of which a line is in one of the texts, in the order of the platform's table, then `other`.

    `managed`: "all", or names of features. ConfigError for a feature that no platform has, or a text that cannot be read.
    """
    return compliance_by_feature(ConfigPair(ParsedConfig(platform, running), ParsedConfig(platform, intended)), managed)


def compliance_by_feature(pair: ConfigPair, managed: str | Sequence[str] = "all") -> tuple[FeatureCompliance, ...]:
    """The same of a pair of configs."""
    grammar, difference = pair.running.grammar, pair.difference
    ours = (*grammar.features, OTHER) if managed == "all" else check_features(pair.running.platform, managed)
    names = tuple(dict.fromkeys((*grammar.features, *(name for name in ours if is_finer(name)))))
    owner = PartFinder(grammar, names)
    find = cache(lambda name: owner.part(_JUNOS_VERBS.sub("", name) if grammar.dialect.PATHS else name) or OTHER)
    here, there = pair.running.heads, pair.wanted.heads
    sizes = [_sizes(heads, find) for heads in (here, there)]
    lines = _grouped(difference, _namer(grammar, here, there, find))
    return tuple(
        FeatureCompliance(name, name in ours, sizes[0][name], sizes[1][name], lines.get(name, ()))
        for name in (*names, OTHER)
        if name in lines or any(name in size for size in sizes)
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many `lines` a running config has, how many of them are in `managed` parts, so that netops would overwrite them, and how many are
    `modelled`: the intended config has the same line."""

    managed: int = 0
    modelled: int = 0
    lines: int = 0


def coverage_of(features: Sequence[FeatureCompliance]) -> Coverage:
    """The lines of a running config that was compared with all that is intended."""
    return Coverage(
        managed=sum(f.running_lines for f in features if f.managed),
        modelled=sum(max(0, f.running_lines - len(f.extra)) for f in features),
        lines=sum(f.running_lines for f in features),
    )


Find = Callable[[str], str]


def _sizes(heads: Sequence[TopLine], find: Find) -> Counter[str]:
    found: Counter[str] = Counter()
    for head in heads:
        found[find(head.name)] += head.count
    return found


def part_finder(running: ParsedConfig, managed: Sequence[str]) -> Callable[[DiffLine], str]:
    """Gives the managed part that a line of a difference is in, which the running config has; empty for the device's own."""
    grammar, owner = running.grammar, PartFinder(running.grammar, tuple(managed))
    find = cache(lambda name: owner.part(_JUNOS_VERBS.sub("", name) if grammar.dialect.PATHS else name) or "")
    return _namer(grammar, running.heads, (), find)


def _namer(grammar: Grammar, running: Sequence[TopLine], intended: Sequence[TopLine], find: Find) -> Callable[[DiffLine], str]:
    """Gives the feature of a line of a difference.

    Junos is known by its path. Elsewhere the line's number shows which top-level line it is part of, also inside a banner's text.
    """
    if grammar.dialect.PATHS:
        return lambda line: find(_JUNOS_MARKS.sub("", " ".join(part.removeprefix("annotate ") for part in line.path)))
    starts = [[head.line for head in heads] for heads in (running, intended)]

    def name(line: DiffLine) -> str:
        side, heads = (0, running) if line.intended_line is None else (1, intended)
        number = line.intended_line or line.running_line
        at = bisect_right(starts[side], number) - 1 if number else -1
        return find(heads[at].name if at >= 0 else line.path[0])

    return name


def _grouped(difference: Sequence[DiffLine], name: Callable[[DiffLine], str]) -> dict[str, tuple[DiffLine, ...]]:
    """The lines of a difference by feature, each with the lines above it; one that is above two features is in both."""
    groups: dict[str, dict[int, DiffLine]] = {}
    above: list[tuple[int, DiffLine]] = []
    for index, (line, following) in enumerate(zip_longest(difference, difference[1:])):
        above[line.depth :] = [(index, line)]
        if following is None or following.depth <= line.depth:
            groups.setdefault(name(line), {}).update(above)
    return {feature: tuple(found.values()) for feature, found in groups.items()}
