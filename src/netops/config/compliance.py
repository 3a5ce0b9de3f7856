"""A config seen by feature: for each, whether it is as intended, what is missing, extra or out of order, and whether netops manages it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from netops.config.diff import DiffLine
from netops.config.parsed import ConfigPair, ParsedConfig
from netops.dialects.grammar import Grammar
from netops.dialects.sections import Head, Owner
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
_JUNOS_VERBS = re.compile(r"^(?:set|deactivate|protect) ")


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
    return by_feature(ConfigPair(ParsedConfig(platform, running), ParsedConfig(platform, intended)), managed)


def by_feature(pair: ConfigPair, managed: str | Sequence[str] = "all") -> tuple[FeatureCompliance, ...]:
    """The same of a pair of configs."""
    grammar, difference = pair.running.grammar, pair.difference
    ours = (*grammar.features, OTHER) if managed == "all" else check_features(pair.running.platform, managed)
    find = _finder(grammar)
    here, there = pair.running.heads, pair.wanted.heads
    sizes = [_sizes(heads, find) for heads in (here, there)]
    lines = _grouped(difference, _namer(grammar, here, there, find))
    return tuple(
        FeatureCompliance(name, name in ours, sizes[0].get(name, 0), sizes[1].get(name, 0), lines.get(name, ()))
        for name in (*grammar.features, OTHER)
        if name in lines or any(name in size for size in sizes)
    )


def lines_managed(features: Sequence[FeatureCompliance]) -> tuple[int, int]:
    """How many lines of the running config are in managed features, and how many lines it has."""
    return sum(f.running_lines for f in features if f.managed), sum(f.running_lines for f in features)


Find = Callable[[str], str]


def _finder(grammar: Grammar) -> Find:
    """Gives the feature of a top-level line (Junos: of a path), managed or not."""
    owner = Owner(grammar, tuple(grammar.features))
    known: dict[str, str] = {}

    def find(name: str) -> str:
        if name not in known:
            known[name] = owner.feature(_JUNOS_VERBS.sub("", name) if grammar.dialect.PATHS else name) or OTHER
        return known[name]

    return find


def _sizes(heads: Sequence[Head], find: Find) -> dict[str, int]:
    found: dict[str, int] = {}
    for head in heads:
        name = find(head.name)
        found[name] = found.get(name, 0) + head.count
    return found


def _namer(grammar: Grammar, running: Sequence[Head], intended: Sequence[Head], find: Find) -> Callable[[Sequence[DiffLine]], str]:
    """Gives the feature of a line of a difference, from that line and those above it.

    Junos is known by its path. Elsewhere the line's number shows which top-level line it is part of, also inside a banner's text.
    """
    if grammar.dialect.PATHS:
        return lambda path: find(_JUNOS_MARKS.sub("", " ".join(line.text for line in path)))
    starts = [[head.line for head in heads] for heads in (running, intended)]

    def name(path: Sequence[DiffLine]) -> str:
        line = path[-1]
        side, heads = (0, running) if line.intended_line is None else (1, intended)
        number = line.intended_line or line.running_line
        at = bisect_right(starts[side], number) - 1 if number else -1
        return find(heads[at].name if at >= 0 else path[0].text)

    return name


def _grouped(difference: Sequence[DiffLine], name: Callable[[Sequence[DiffLine]], str]) -> dict[str, tuple[DiffLine, ...]]:
    """The lines of a difference by feature, each with the lines above it; one that stands above two features is in both."""
    groups: dict[str, dict[int, DiffLine]] = {}
    for path in _leaves(difference):
        feature = name([line for _, line in path])
        groups.setdefault(feature, {}).update(path)
    return {feature: tuple(line for _, line in sorted(found.items(), key=lambda item: item[0])) for feature, found in groups.items()}


def _leaves(difference: Sequence[DiffLine]) -> Iterator[list[tuple[int, DiffLine]]]:
    """Each line that none stands below, after those above it, with their places."""
    above: list[tuple[int, DiffLine]] = []
    for index, line in enumerate(difference):
        del above[line.depth :]
        above.append((index, line))
        following = difference[index + 1] if index + 1 < len(difference) else None
        if following is None or following.depth <= line.depth:
            yield list(above)
