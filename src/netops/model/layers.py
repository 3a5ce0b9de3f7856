"""Layers: which parts of which files speak for a device, from the least specific to the most."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from netops.errors import Diagnostic, Origin, Related
from netops.model import ranges
from netops.model.merge import Merge, Say, finish_merge, origins_at, put_with_origins, untraced_items
from netops.model.spelling import canonical_value
from netops.schema import Shape, nearest_hint
from netops.schema.near import close_words, join_with_or
from netops.source import Document
from netops.source.tags import without_tag
from netops.source.trace import TracedDict

WORD = re.compile(r"\{(\w+)\}")
SELECTORS = ("platform", "role", "region", "site", "location", "tenant")
"""Words that a pattern of the hierarchy may hold."""

PROFILES = "profiles/{profile}.yaml"


@dataclass(frozen=True)
class Part:
    """A map in a document: `path` leads to it, `keys` are those of its keys that belong to the part (None: all)."""

    name: str
    document: Document
    path: tuple[str | int, ...] = ()
    keys: frozenset[str] | None = None

    @cached_property
    def raw(self) -> dict[str, Any]:
        """The part as it was written."""
        return self._of(self.document.value)

    @cached_property
    def raw_traced(self) -> dict[str, Any]:
        return self._of(self.document.traced)

    def origin(self, path: Iterable[str | int] = (), key: bool = False) -> Origin:
        """The place of a value of the part."""
        return self.document.origin((*self.path, *path), key)

    def _of(self, value: Any) -> dict[str, Any]:
        for step in self.path:
            inner = without_tag(value)
            value = dict.__getitem__(inner, step) if isinstance(step, str) else list.__getitem__(inner, step)
        found = without_tag(value)
        if not isinstance(found, dict):
            return {}
        if self.keys is None:
            return found
        out = found.copy()
        for key in [key for key in out if key not in self.keys]:
            del out[key]
        return out


@dataclass(frozen=True)
class Layer(Part):
    """A part that holds device data. `name` is the path under which the hierarchy knows it."""

    shape: Shape = field(repr=False, kw_only=True)

    @cached_property
    def value(self) -> dict[str, Any]:
        """The layer with its interface ranges spelled out, and its addresses in their one spelling."""
        return ranges.expand_ranges(canonical_value(self.raw, self.shape.formats), self.shape)

    @cached_property
    def traced(self) -> dict[str, Any]:
        return ranges.expand_ranges(canonical_value(self.raw_traced, self.shape.formats), self.shape)


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The ordered patterns of inventory/hierarchy.yaml."""

    patterns: tuple[str, ...]
    document: Document

    def paths(self, selectors: Mapping[str, str], locations: Sequence[str] = ()) -> list[str]:
        """The layers for a device with these selecting values; a pattern with a value that it has not is left out.

        `locations`: all that the device is in, the outermost first: each has its layer where a pattern names the location.
        """
        found: list[str] = []
        for pattern in self.patterns:
            inner = [{**selectors, "location": one} for one in locations] if "{location}" in pattern else [selectors]
            found += [path for values in inner if (path := fill_pattern(pattern, values)) is not None]
        return found

    def claims(self, path: str) -> bool:
        """True when some device could have `path` (below inventory/) as a layer."""
        return any(_matcher(pattern).fullmatch(path) for pattern in (*self.patterns, PROFILES))

    def problems(self) -> list[Diagnostic]:
        found = []
        for index, pattern in enumerate(self.patterns):
            for word in set(WORD.findall(pattern)) - set(SELECTORS):
                origin, message = self.document.origin(("layers", index)), f"no selecting value is called {word!r}"
                expected = ", ".join(f"{{{name}}}" for name in SELECTORS)
                hint = nearest_hint(word, SELECTORS)
                found.append(Diagnostic("LAY001", message, origin=origin, expected=expected, found=pattern, hint=hint))
        return found


def fill_pattern(pattern: str, selectors: Mapping[str, str]) -> str | None:
    words = WORD.findall(pattern)
    return WORD.sub(lambda word: selectors[word[1]], pattern) if all(selectors.get(word) for word in words) else None


def _matcher(pattern: str) -> re.Pattern[str]:
    parts = WORD.split(pattern)
    return re.compile("".join(re.escape(part) if index % 2 == 0 else "[^/]+" for index, part in enumerate(parts)))


class Merger:
    """Merges layers in order; what several devices have in common is merged once. `traced` gives values with origins."""

    def __init__(
        self, shape: Shape, traced: bool, say: Say, below: Merger | None = None, is_below: Callable[[Layer], bool] | None = None
    ) -> None:
        """`below` merges, for several such mergers, the layers that `is_below` says are common to them."""
        self.shape = shape
        self.traced = traced
        self._merge = Merge(self._report)
        self._say = say
        self._below, self._is_below = below, is_below
        self._reported: list[Diagnostic] = []
        self._made: dict[tuple[int, ...], tuple[dict[str, Any], list[Diagnostic]]] = {}

    def merged(self, shared: tuple[Layer, ...], own: Layer) -> dict[str, Any]:
        """The finished object of a device: the shared layers, then its own, then its interfaces on their profiles."""
        folded = self._merge.maps(self.merge_shared(shared), self._value(own), self.shape)
        complete = with_profiles(folded, self.shape, self._merge, self._say)
        result: dict[str, Any] = finish_merge(complete, self.shape)
        return result

    def _value(self, layer: Layer) -> dict[str, Any]:
        return layer.traced if self.traced else layer.value

    def _report(self, problem: Diagnostic) -> None:
        self._reported.append(problem)
        self._say(problem)

    def merge_shared(self, layers: tuple[Layer, ...]) -> dict[str, Any]:
        """The layers merged, the least specific first; tags of the merge are still in it."""
        key = tuple(map(id, layers))
        if key not in self._made:
            self._made[key] = self._step(layers)
        return self._made[key][0]

    def _step(self, layers: tuple[Layer, ...]) -> tuple[dict[str, Any], list[Diagnostic]]:
        """The layers merged, and what is wrong with that; all of it is reported to each merger that has them from below."""
        if not layers:
            return (TracedDict() if self.traced else {}), []
        if self._below is not None and self._is_below is not None and all(map(self._is_below, layers)):
            value = self._below.merge_shared(layers)
            for step in range(1, len(layers) + 1):
                for problem in self._below._made[tuple(map(id, layers[:step]))][1]:
                    self._say(problem)
            return value, []
        below, start = self.merge_shared(layers[:-1]), len(self._reported)
        return self._merge.maps(below, self._value(layers[-1]), self.shape), self._reported[start:]


def with_profiles(merged: dict[str, Any], shape: Shape, merge: Merge, say: Say) -> dict[str, Any]:
    """The object with each interface that names a profile merged on it: the profile is below, the interface above."""
    interfaces = without_tag(dict.get(merged, "interfaces"))
    profiles = without_tag(dict.get(merged, "interface_profiles", {}))
    named = {name: dict.__getitem__(port, "profile") for name, port in _ports(interfaces) if "profile" in port}
    if not named:
        return merged
    ports = interfaces.copy()
    for name, profile in named.items():
        if not isinstance(profiles, dict) or not isinstance(without_tag(profile), str) or without_tag(profile) not in profiles:
            say(_no_profile(name, without_tag(dict.__getitem__(interfaces, name)), profiles))
            continue
        below, own = without_tag(dict.__getitem__(profiles, without_tag(profile))), without_tag(dict.__getitem__(interfaces, name))
        joined = merge.maps(below, own, shape.child("interfaces").child(name), ("interfaces", name))
        put_with_origins(ports, name, joined, origins_at(interfaces, name))
    out = merged.copy()
    put_with_origins(out, "interfaces", ports, origins_at(merged, "interfaces"))
    return out


def _ports(interfaces: Any) -> list[tuple[str, dict[str, Any]]]:
    if not isinstance(interfaces, dict):
        return []
    return [(name, port) for name, tagged in untraced_items(interfaces) if isinstance(port := without_tag(tagged), dict)]


def _no_profile(name: str, port: dict[str, Any], profiles: Mapping[str, Any]) -> Diagnostic:
    profile = str(without_tag(dict.__getitem__(port, "profile")))
    near = close_words(profile, profiles)
    there = f"there are: {', '.join(sorted(profiles))}" if profiles else "write it under interface_profiles: in a layer of the device"
    return Diagnostic(
        "LAY004",
        f"no interface profile {profile!r}",
        origin=next(iter(origins_at(port, "profile")), None),
        path=f"interfaces.{name}.profile",
        expected="one of the interface_profiles of the device",
        hint=f"did you mean {join_with_or(near)}?" if near else there,
        related=tuple(Related(f"{one} is here", origin) for one in near for origin in origins_at(profiles, one)[:1]),
    )
