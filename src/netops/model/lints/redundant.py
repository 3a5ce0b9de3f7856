"""Values that are equal to what they override, for every target that gets them: FMT001.

A layer is merged on what stands below it, which differs from target to target. A value is redundant when all of those hold the same value
at its place: then it can go, and each target's data stays what it is. Values behind a tag of the merge are never redundant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from netops.errors import Diagnostic, Origin, Related, Severity
from netops.model.company import Company
from netops.model.layers import Layer, Merger
from netops.model.lints.finding import LintFinding
from netops.model.merge import Merge, Steps, entry_key, kind_text, origins_at, put_with_origins
from netops.model.ranges import KEY, parse_port_range
from netops.schema import Shape, dotted_path, shown_value
from netops.source import FinalTag, UnsetTag
from netops.source.changes import RemoveEntries
from netops.source.tags import Tagged, without_tag

NOTHING: Any = object()
PLATFORMS = "extra_platforms"
MERGE = Merge(lambda problem: None)
Layers = tuple[Layer, ...]


@dataclass(slots=True)
class ReachedTargets:
    """A layer, and the different layers below it with the number of targets that have it on those."""

    layer: Layer
    is_own: bool
    below: dict[tuple[int, ...], tuple[Layers, int]] = field(default_factory=dict)

    @property
    def targets(self) -> int:
        return sum(number for _, number in self.below.values())


def find_redundant_values(company: Company, files: frozenset[str]) -> Iterator[LintFinding]:
    """The redundant values in these files."""
    shape = company.schemas.shape("device")
    plain, traced = (Merger(shape, is_traced, lambda problem: None) for is_traced in (False, True))
    for reached in _reached(company):
        if reached.layer.document.file in files:
            yield from _of_layer(reached, plain, traced)


def _reached(company: Company) -> list[ReachedTargets]:
    """The layers that some target has, but for the lowest, which is the hardware's or overrides nothing."""
    found: dict[Any, ReachedTargets] = {}
    for device, layers in _stacks(company):
        for at, layer in enumerate(layers):
            is_own = at == len(layers) - 1
            reached = found.setdefault(device if is_own else id(layer), ReachedTargets(layer, is_own))
            key = tuple(map(id, layers[:at]))
            reached.below[key] = (layers[:at], reached.below.get(key, ((), 0))[1] + 1)
    return list(found.values())


def _stacks(company: Company) -> Iterator[tuple[str, Layers]]:
    """The device and the layers of each target. A device is merged only where a layer gives it further platforms."""
    for name in company.files.devices:
        layers = tuple(company.layers(name))
        yield name, layers
        if any(PLATFORMS in layer.raw for layer in layers):
            yield from ((name, tuple(company.layers(name, str(platform)))) for platform in company.devices[name].get(PLATFORMS, ()))


def _of_layer(reached: ReachedTargets, plain: Merger, traced: Merger) -> Iterator[LintFinding]:
    layer, different = reached.layer, [layers for layers, _ in reached.below.values()]
    below = [_below(plain, layers, reached) for layers in different]
    paths = _of_map(layer.raw, below, layer.shape, ())[1]
    steps: dict[Steps, list[str | int]] = {}
    for path in paths:
        steps.setdefault(path[:-1], []).append(path[-1])
    for path in paths:
        place = _place(layer.raw, _below(traced, different[0], reached), path, layer.shape)
        change = RemoveEntries((*layer.path, *path[:-1]), tuple(steps[path[:-1]]))
        yield LintFinding(layer.document.file, _problem(reached, path, place), change)


def _problem(reached: ReachedTargets, path: Steps, origin: Origin | None) -> Diagnostic:
    part, number = reached.layer, reached.targets
    who = f"for all {number} targets that get it" if number > 1 else "for the one target that gets it"
    related = (Related("what it overrides", origin),) if origin else ()
    message = f"an override that is equal to what it overrides, {who}"
    found = shown_value(reduce(lambda held, step: without_tag(held)[step], path, part.raw))
    return Diagnostic("FMT001", message, Severity.WARNING, part.origin(path, key=True), dotted_path(path), found=found, related=related)


def _below(merger: Merger, layers: Layers, reached: ReachedTargets) -> dict[str, Any]:
    """What the layer is merged on. Below a device's own ports stand their profiles too."""
    base = merger.merge_shared(layers)
    return _on_profiles(base, reached.layer.traced if merger.traced else reached.layer.value, merger.shape) if reached.is_own else base


def _on_profiles(base: dict[str, Any], own: dict[str, Any], shape: Shape) -> dict[str, Any]:
    if not any("profile" in _map(port) for ports in (base, own) for port in _map(ports.get(KEY)).values()):
        return base
    merged = MERGE.maps(base, own, shape)
    profiles, under = _map(merged.get("interface_profiles")), _map(base.get(KEY))
    ports = under.copy()
    for name, port in _map(merged.get(KEY)).items():
        named = without_tag(_map(port).get("profile"))
        if profile := _map(profiles.get(named)):
            put_with_origins(
                ports, name, MERGE.maps(profile, _map(under.get(name)), shape.child(KEY).child(name)), origins_at(profiles, named)
            )
    out = base.copy()
    put_with_origins(out, KEY, ports, ())
    return out


def _map(value: Any) -> dict[str, Any]:
    inner = without_tag(value)
    return inner if isinstance(inner, dict) else {}


def _place(value: Any, below: Any, path: Steps, shape: Shape) -> Origin | None:
    """Where the value below one at `path` was written."""
    origins: Sequence[Origin] = ()
    for at, step in enumerate(path):
        value, held = without_tag(value), without_tag(below)
        if isinstance(value, dict):
            key: Any = next(parse_port_range(str(step)).names()) if path[:at] == (KEY,) else step
        else:
            key = next((n for n, other in enumerate(held) if _is_entry(other, value[step], shape)), None)
        if key is None or (isinstance(held, dict) and key not in held):
            return None
        origins, value, below = origins_at(held, key), value[step], held[key]
        shape = shape.child(str(step)) if isinstance(step, str) else shape.items
    return next(iter(origins), None)


def _is_entry(one: Any, other: Any, shape: Shape) -> bool:
    return is_identical(entry_key(one, shape), entry_key(other, shape)) if shape.key else is_identical(one, other)


def _of_map(value: dict[str, Any], below: Sequence[Any], shape: Shape, path: Steps) -> tuple[bool, list[Steps]]:
    """Whether all of a map is redundant, and the paths of what is, as far up as possible."""
    if not value or not all(isinstance(held, dict) for held in below):
        return False, []
    rows = [(key, item, [held.get(key, NOTHING) for held in below]) for key, item in value.items()]
    if path == () and isinstance(without_tag(value.get(KEY)), dict):
        rows = [row for row in rows if row[0] != KEY]
        ports = [_of_ports(value[KEY], [without_tag(held.get(KEY)) for held in below], shape.child(KEY))]
    else:
        ports = []
    found = [_of_value(item, held, shape.child(key), (*path, key)) for key, item, held in rows]
    return _together([*found, *ports], path)


def _together(found: Sequence[tuple[bool, list[Steps]]], path: Steps) -> tuple[bool, list[Steps]]:
    whole = all(is_redundant for is_redundant, _ in found)
    return whole, [path] if whole and path else [one for _, paths in found for one in paths]


def _of_ports(value: Any, below: Sequence[Any], shape: Shape) -> tuple[bool, list[Steps]]:
    """The same of interfaces. A range stands below the narrower ones that it holds in the same file."""
    if isinstance(value, Tagged) or not value or not all(isinstance(held, dict) for held in below):
        return False, []
    spans, found = [*map(parse_port_range, value)], []
    wide = sorted((one for one in spans if one.width > 1), key=lambda one: -one.width)
    for one in spans:
        wider = [value[other.key] for other in wide if other.stem == one.stem and other.holds(one)]
        held = [_under(ports.get(name, NOTHING), wider, shape.child(one.key)) for ports in below for name in one.names()]
        found.append(_of_value(value[one.key], held, shape.child(one.key), (KEY, one.key)))
    return _together(found, (KEY,))


def _under(port: Any, wider: Sequence[Any], shape: Shape) -> Any:
    """A port with the wider ranges of the file on it; nothing when one of them is no plain map."""
    for one in wider:
        if isinstance(port, FinalTag) or not isinstance(one, dict) or not (port is NOTHING or isinstance(without_tag(port), dict)):
            return NOTHING
        port = one if port is NOTHING else MERGE.maps(without_tag(port), one, shape)
    return port


def _of_value(value: Any, below: Sequence[Any], shape: Shape, path: Steps) -> tuple[bool, list[Steps]]:
    if isinstance(value, Tagged | UnsetTag) or any(held is NOTHING or isinstance(held, FinalTag | UnsetTag) for held in below):
        return False, []
    below = [without_tag(held) for held in below]
    if isinstance(value, dict):
        return _of_map(value, below, shape, path)
    if isinstance(value, list) and (shape.key or shape.merge != "replace"):
        return _of_list(value, below, shape, path) if all(isinstance(held, list) for held in below) else (False, [])
    return (True, [path]) if all(is_identical(value, held) for held in below) else (False, [])


def _of_list(value: list[Any], below: Sequence[list[Any]], shape: Shape, path: Steps) -> tuple[bool, list[Steps]]:
    """Entries that every list below has. Beside a tag nothing is redundant: the order of such entries has a meaning."""
    if not value or any(isinstance(item, Tagged | UnsetTag) for item in value):
        return False, []
    if shape.key:
        found = [_of_entry(item, below, shape, (*path, at)) for at, item in enumerate(value)]
    elif shape.merge == "unique":
        found = [
            (whole := all(any(is_identical(item, o) for o in held) for held in below), [(*path, at)] * whole)
            for at, item in enumerate(value)
        ]
    else:
        return False, []
    return _together(found, path)


def _of_entry(item: Any, below: Sequence[list[Any]], shape: Shape, path: Steps) -> tuple[bool, list[Steps]]:
    name = entry_key(item, shape)
    held = [next((other for other in entries if is_identical(entry_key(other, shape), name)), NOTHING) for entries in below]
    whole, paths = _of_value(item, held, shape.items, path)
    return whole, [one for one in paths if one[:-1] != path or one[-1] not in (shape.key, *shape.also)]


def is_identical(one: Any, other: Any) -> bool:
    """Whether two values are the same and of the same type, in everything that they hold."""
    other = without_tag(other)
    if kind_text(one) != kind_text(other) or isinstance(one, float) != isinstance(other, float):
        return False
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(is_identical(item, other[key]) for key, item in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_identical, one, other))
    return bool(one == other)
