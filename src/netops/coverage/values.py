"""Values that change nothing: keys that nothing reads, and fields of devices that no template of their platform reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from netops.coverage.fields import Field, FieldTree, field_tree, written_fields
from netops.errors import Origin
from netops.model.company import Company
from netops.model.layers import Part
from netops.model.merge import origins_at
from netops.model.sources import CATALOG
from netops.render.recorder import plain
from netops.render.traces import Trace
from netops.schema.nouns import FIELD, LIVES
from netops.schema.values import dotted

DEVICE: Final = "device"
READ_UNTRACED: Final = frozenset({"waiver"})
"""Nouns that netops reads before values have places: waivers, as they are applied to findings."""


@dataclass(frozen=True, slots=True)
class UnreadKey:
    """A field of a noun that nothing reads, and each place at which it is set."""

    noun: str
    field: str
    places: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class NotRendered:
    """A field that is set for targets of a platform and that no template reads for any of them. `places`: where it is set."""

    platform: str
    field: str
    targets: tuple[str, ...]
    places: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class ValueUse:
    """A value of a device as one of its targets has it: its field, its place, and whether its templates read it."""

    target: str
    platform: str
    field: str
    place: Origin
    is_rendered: bool


def unread_keys(company: Company, read: Set[Origin]) -> Iterator[UnreadKey]:
    """Each field that is set somewhere in the company and read nowhere; those that only describe are left out."""
    found: dict[tuple[str, Field], list[Origin]] = {}
    used: set[tuple[str, Field]] = set()
    for noun, tree, part in _parts(company):
        naming = _naming(company.schemas.whole(noun).contents)
        for here, place in written_fields(part, tree):
            key = (noun, here.path)
            found.setdefault(key, []).append(place)
            if place in read or here.is_fact or dotted(here.path) in naming:
                used.add(key)
    for (noun, path), places in sorted(found.items()):
        if (noun, path) not in used:
            yield UnreadKey(noun, dotted(path), tuple(places))


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


def value_uses(company: Company, traces: Iterable[Trace]) -> Iterator[ValueUse]:
    """The values of the devices of some targets, without those that only describe and those of the catalog. `company`: the traced one."""
    tree = field_tree(company.schemas.whole(DEVICE).contents)
    for trace in traces:
        if trace.observed:
            continue
        target, places = company.target(trace.target), trace.places
        for here, place in _set_values(company.devices[target.device], tree):
            if not (here.is_fact or place.file.startswith(CATALOG)):
                yield ValueUse(target.name, target.platform, dotted(here.path), place, place in places)


def _set_values(value: Any, tree: FieldTree) -> Iterator[tuple[FieldTree, Origin]]:
    items: Iterable[tuple[Any, Any]] = dict.items(value) if isinstance(value, dict) else enumerate(list.__iter__(value))
    for step, item in items:
        here = tree.below(step)
        if isinstance(item, dict | list) and item:
            yield from _set_values(item, here)
        elif origins := origins_at(value, step):
            yield here, plain(origins[0])


def not_rendered(uses: Iterable[ValueUse]) -> Iterator[NotRendered]:
    """Each field of a platform's targets that is set at places of which its templates read none, and that no other target of these places
    reads: what stands in a layer for many is for those that can."""
    uses = list(uses)
    rendered = {use.place for use in uses if use.is_rendered}
    fields_read = {(use.platform, use.field) for use in uses if use.is_rendered}
    found: dict[tuple[str, str], list[ValueUse]] = {}
    for use in uses:
        if use.place not in rendered and (use.platform, use.field) not in fields_read:
            found.setdefault((use.platform, use.field), []).append(use)
    for (platform, name), missed in sorted(found.items()):
        targets = tuple(dict.fromkeys(use.target for use in missed))
        yield NotRendered(platform, name, targets, tuple(sorted({use.place for use in missed})))
