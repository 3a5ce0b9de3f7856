"""Interface ranges: `GigabitEthernet1/0/1-24` stands for each of its ports.

In one file the narrower range wins over the wider one that holds it, and a single port over both. Ranges that are equal or
cross each other are errors: nobody could say which wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from netops.errors import Diagnostic, Origin, Related
from netops.model.merge import Merge, origins_at, put_with_origins, untraced_items
from netops.schema import Shape, dotted_path
from netops.source import UnsetTag
from netops.source.tags import Tagged, without_tag
from netops.source.trace import Origins, TracedDict

KEY = "interfaces"
MAX_PORTS = 1024
MAX_ALL = 10_000
"""Ports that all ranges of a file may stand for."""
RANGE = re.compile(r"(?P<stem>.*\D)(?P<first>\d{1,6})-(?P<last>\d{1,6})")
PORT = re.compile(r"(?P<stem>.*\D)(?P<first>\d{1,6})")


@dataclass(frozen=True, slots=True)
class PortRange:
    """A key of `interfaces`: the ports it stands for. A name without a number is a span of its own."""

    key: str
    stem: str
    first: int = 0
    last: int = 0

    @property
    def width(self) -> int:
        return self.last - self.first + 1

    def names(self) -> Iterator[str]:
        if RANGE.fullmatch(self.key) and 0 < self.width <= MAX_PORTS:
            yield from (f"{self.stem}{number}" for number in range(self.first, self.last + 1))
        else:
            yield self.key

    def meets(self, other: PortRange) -> bool:
        return self.stem == other.stem and self.first <= other.last and other.first <= self.last

    def holds(self, other: PortRange) -> bool:
        """True when the other is a narrower part of this one."""
        return self.first <= other.first and other.last <= self.last and self.width > other.width


def parse_port_range(key: str) -> PortRange:
    """The span of a key such as `Ethernet1`, `Ethernet1-4`, `ge-0/0/0-3`, `lo`."""
    if found := RANGE.fullmatch(key):
        return PortRange(key, found["stem"], int(found["first"]), int(found["last"]))
    if found := PORT.fullmatch(key):
        return PortRange(key, found["stem"], int(found["first"]), int(found["first"]))
    return PortRange(key, key)


def expand_ranges(layer: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """The layer with each range of its interfaces replaced by its ports; the layer itself when it has none."""
    tagged = dict.__getitem__(layer, KEY) if KEY in layer else None
    interfaces = without_tag(tagged)
    if not isinstance(interfaces, dict) or not any(RANGE.fullmatch(key) for key in interfaces):
        return layer
    if _too_many(map(parse_port_range, interfaces)):
        return layer  # that is reported as a problem
    out = layer.copy()
    ports = _ports(interfaces, shape.child(KEY))
    put_with_origins(out, KEY, replace(tagged, value=ports) if isinstance(tagged, Tagged) else ports, origins_at(layer, KEY))
    return out


def _ports(interfaces: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Every port by name, in the order of the file: wider spans first, each narrower one merged on them."""
    ports: dict[str, tuple[Any, Origins]] = {}
    for one in sorted(map(parse_port_range, interfaces), key=lambda s: -s.width):
        row = dict.__getitem__(interfaces, one.key), origins_at(interfaces, one.key)
        for name in one.names():
            ports[name] = (
                _narrower(name, ports[name], row, interfaces, shape) if name in ports and not isinstance(row[0], UnsetTag) else row
            )
    out = _empty(interfaces)
    for name in dict.fromkeys(name for key in interfaces for name in parse_port_range(key).names()):
        put_with_origins(out, name, *ports[name])
    return out


def _narrower(name: str, wide: tuple[Any, Origins], narrow: tuple[Any, Origins], like: dict[str, Any], shape: Shape) -> tuple[Any, Origins]:
    base, over = _empty(like), _empty(like)
    put_with_origins(base, name, *wide)
    put_with_origins(over, name, *narrow)
    merged = Merge(lambda problem: None, in_file=True).maps(base, over, shape)
    return dict.__getitem__(merged, name), origins_at(merged, name)


def _empty(like: dict[str, Any]) -> dict[str, Any]:
    return TracedDict() if isinstance(like, TracedDict) else {}


def range_problems(layer: dict[str, Any], at: Callable[[str], Origin]) -> list[Diagnostic]:
    """What is wrong with the ranges of a layer; `at` gives the place of a key of its interfaces."""
    interfaces = without_tag(layer.get(KEY))
    if not isinstance(interfaces, dict):
        return []
    spans = [parse_port_range(key) for key, _ in untraced_items(interfaces)]
    found = [_backwards(one, at) for one in spans if not 0 < one.width <= MAX_PORTS]
    if last := _too_many(spans):
        return [*found, _all(last, at)]
    by_stem: dict[str, list[PortRange]] = {}
    for one in spans:
        by_stem.setdefault(one.stem, []).append(one)
    clashes = (pair for group in by_stem.values() for pair in _clashes(group))
    return found + [_clash(later, earlier, at) for earlier, later in clashes]


def _clashes(group: list[PortRange]) -> Iterator[tuple[PortRange, PortRange]]:
    """Pairs of spans that meet while neither is a narrower part of the other, in the order of the file."""
    place = {one.key: index for index, one in enumerate(group)}
    pairs, still = list[tuple[int, int]](), list[PortRange]()
    for one in sorted(group, key=lambda s: (s.first, -s.last)):
        still = [other for other in still if other.meets(one)]
        crossed = (other for other in still if not (other.holds(one) or one.holds(other)))
        pairs += [(max(places), min(places)) for other in crossed for places in [(place[one.key], place[other.key])]]
        still.append(one)
    yield from ((group[earlier], group[later]) for later, earlier in sorted(pairs))


def _too_many(spans: Iterable[PortRange]) -> str:
    """The key of the range with which a file has too many ports; '' when it has not."""
    ports = 0
    for one in spans:
        ports += max(one.width, 0) if one.width <= MAX_PORTS else 0
        if ports > MAX_ALL:
            return one.key
    return ""


def _all(key: str, at: Callable[[str], Origin]) -> Diagnostic:
    expected, hint = f"at most {MAX_ALL} ports in all ranges of a file", "write the ranges that there are ports for"
    return Diagnostic("MRG005", "too many ports", origin=at(key), path=dotted_path((KEY, key)), expected=expected, hint=hint)


def _backwards(one: PortRange, at: Callable[[str], Origin]) -> Diagnostic:
    expected = f"FIRST-LAST, lower number first, at most {MAX_PORTS} ports"
    hint = f"did you mean {one.stem}{one.last}-{one.first}?" if one.last < one.first else "split it, or check its numbers"
    return Diagnostic(
        "MRG005", f"not a range: {one.key}", origin=at(one.key), path=dotted_path((KEY, one.key)), expected=expected, hint=hint
    )


def _clash(one: PortRange, other: PortRange, at: Callable[[str], Origin]) -> Diagnostic:
    return Diagnostic(
        "MRG004",
        f"{one.key} and {other.key} share ports, and neither is a part of the other",
        origin=at(one.key),
        path=dotted_path((KEY, one.key)),
        expected="ranges that do not meet, or one inside the other",
        hint="split one of them",
        related=(Related(other.key, at(other.key)),),
    )
