"""Values that change nothing: keys that nothing reads, and fields of devices that no template of their platform reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from copy import copy
from dataclasses import dataclass
from typing import Any, Final, cast

from netops.errors import Origin
from netops.model.company import ADDED, Company
from netops.model.fields import Field, FieldTree, field_tree, written_fields
from netops.model.layers import Part
from netops.model.merge import origins_at
from netops.model.sources import CATALOG
from netops.model.unobeyed import SETTINGS_NOT_OBEYED
from netops.render.recorder import without_cause
from netops.render.traces import Trace
from netops.schema.nouns import FIELD, LIVES
from netops.schema.values import dotted_path

DEVICE: Final = "device"
FILES: Final = "inventory/"
"""Where people write values; others are defaults of schemas."""

IN_INTERFACES: Final = "interface_profiles"
"""Values of these are counted in the interfaces that have the profile."""

READ_UNTRACED: Final = frozenset({"waiver"})
"""Nouns that netops reads before values have places: waivers, as they are applied to findings."""


@dataclass(frozen=True, slots=True)
class UnreadKey:
    """A field of a noun that nothing reads, and each place at which it is set."""

    noun: str
    field: str
    places: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class UnrenderedField:
    """A field that is set for devices of a platform and that no template reads for any of them. `places`: where it is set."""

    platform: str
    field: str
    devices: tuple[str, ...]
    places: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class ValueUse:
    """A value of a device: its field, its place, and whether the templates of any of its targets read it."""

    device: str
    site: str
    platform: str
    field: str
    place: Origin
    is_rendered: bool


def unread_keys(company: Company, read: Set[Origin]) -> Iterator[UnreadKey]:
    """Each field that is set somewhere in the company and read nowhere, without those that only describe, and those that are not supported
    yet."""
    found: dict[tuple[str, Field], list[Origin]] = {}
    used: set[tuple[str, Field]] = set()
    for noun, tree, part in _parts(company):
        naming = _naming(company.schemas.whole(noun).contents)
        for here, place in written_fields(part, tree):
            key = (noun, here.path)
            found.setdefault(key, []).append(place)
            if place in read or here.is_fact or dotted_path(here.path) in naming or _is_unobeyed(noun, here.path):
                used.add(key)
    for (noun, path), places in sorted(found.items()):
        if (noun, path) not in used:
            yield UnreadKey(noun, dotted_path(path), tuple(places))


def _parts(company: Company) -> Iterator[tuple[str, FieldTree, Part]]:
    """Each part of the files with its noun; without the catalog, whose format is of others."""
    files, trees = company.files, {DEVICE: field_tree(company.schemas.whole(DEVICE).contents)}
    for layer in files.own_layers():
        yield DEVICE, trees[DEVICE], layer
    for entry in (*files.devices.values(), *files.own_objects()):
        noun = entry.noun
        if noun not in READ_UNTRACED and not entry.part.document.file.startswith(CATALOG):
            trees.setdefault(noun, field_tree(company.schemas.whole(noun).contents))
            yield noun, trees[noun], entry.part


def _naming(schema: Mapping[str, Any]) -> frozenset[str]:
    """The fields of a noun that make its name."""
    lives = schema.get(LIVES, {})
    return frozenset(field for pattern in lives.get("name", ()) for field in FIELD.findall(pattern))


def written_values(company: Company, traces: Iterable[Trace]) -> Iterator[ValueUse]:
    """The values that people wrote for the devices of some targets, without those that only describe and those of the catalog.

    The address at which a target is reached is in use. `company`: the traced one.
    """
    tree = field_tree(company.schemas.whole(DEVICE).contents)
    traces = [trace for trace in traces if not trace.observed]
    reached = {str(company.target(trace.target).address).partition("/")[0] for trace in traces}
    for device, places in _read_by_device(company, traces).items():
        data = company.devices[device]
        about = device, str(data["site"]), str(data["platform"])
        for here, place, value in _set_values(_rendered_part(data), tree):
            if not here.is_fact and _is_written(place) and not _is_unobeyed(DEVICE, here.path):
                yield ValueUse(*about, dotted_path(here.path), place, place in places or str(value).partition("/")[0] in reached)


def _read_by_device(company: Company, traces: Iterable[Trace]) -> dict[str, frozenset[Origin]]:
    """The places that the templates of all targets of a device read."""
    found: dict[str, frozenset[Origin]] = {}
    for trace in traces:
        device = company.target(trace.target).device
        found[device] = found.get(device, frozenset()) | trace.places
    return found


def _is_written(place: Origin) -> bool:
    return place.file.startswith(FILES) and not place.file.startswith(CATALOG)


def _is_unobeyed(noun: str, path: Field) -> bool:
    """Whether `validate` names the field as not supported yet."""
    return any(one.noun == noun and one.path == path[: len(one.path)] for one in SETTINGS_NOT_OBEYED)


def _rendered_part(device: Mapping[str, Any]) -> dict[str, Any]:
    """A device without what its view does not have, and without what the company adds."""
    part = cast(dict[str, Any], copy(device))
    for key in (IN_INTERFACES, *ADDED):
        part.pop(key, None)
    return part


def _set_values(value: Any, tree: FieldTree) -> Iterator[tuple[FieldTree, Origin, Any]]:
    items: Iterable[tuple[Any, Any]] = dict.items(value) if isinstance(value, dict) else enumerate(list.__iter__(value))
    for step, item in items:
        here = tree.below(step)
        if isinstance(item, dict | list) and item:
            yield from _set_values(item, here)
        elif origins := origins_at(value, step):
            yield here, without_cause(origins[0]), item


def unrendered_fields(uses: Iterable[ValueUse]) -> Iterator[UnrenderedField]:
    """Each field that the templates of a platform read for none of its devices.

    What is in a layer that another device has rendered is left out: it is there for those that can.
    """
    uses = list(uses)
    rendered = {use.place for use in uses if use.is_rendered}
    fields_read = {(use.platform, use.field) for use in uses if use.is_rendered}
    found: dict[tuple[str, str], list[ValueUse]] = {}
    for use in uses:
        if use.place not in rendered and (use.platform, use.field) not in fields_read:
            found.setdefault((use.platform, use.field), []).append(use)
    for (platform, name), missed in sorted(found.items()):
        devices = tuple(dict.fromkeys(use.device for use in missed))
        yield UnrenderedField(platform, name, devices, tuple(sorted({use.place for use in missed})))
