"""Which objects, layers and settings changed, as people have written them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from netops.model.inventory import HIERARCHY, Entry, Inventory
from netops.model.layers import Part
from netops.project import MARKER
from netops.review.record import How, ObjectChange, ValueChange
from netops.review.thing import Key, ReviewedObject
from netops.review.values import PlacedValue, value_changes


def objects_of(files: Inventory | None) -> dict[Key, ReviewedObject]:
    """All objects, layers and settings of a company by kind and name."""
    if files is None:
        return {}
    hierarchy = Part(HIERARCHY, files.hierarchy.document)
    found = {
        ("settings", MARKER): ReviewedObject(files.settings, files.schemas.shape("netops")),
        ("settings", HIERARCHY): ReviewedObject(hierarchy, files.schemas.shape("hierarchy")),
    }
    found |= {("layer", name): ReviewedObject(layer, layer.shape) for name, layer in files.layers.items()}
    objects = (row for entries in files.objects.values() for row in entries.items())
    return found | {(entry.kind, name): _thing(entry, files) for name, entry in (*objects, *files.devices.items())}


def _thing(entry: Entry, files: Inventory) -> ReviewedObject:
    return ReviewedObject(entry.part, files.schemas.shape(entry.noun), entry.site)


def object_changes(
    old: Mapping[Key, ReviewedObject], new: Mapping[Key, ReviewedObject], files: Collection[str], renamed: Mapping[Key, Key]
) -> Iterator[ObjectChange]:
    """The objects that changed, by kind and name; only those that are, or were, in one of the files. `renamed`: the new keys of those
    with another name now."""
    was = {now: before for before, now in renamed.items()}
    for key in sorted((old.keys() | new.keys()) - renamed.keys()):
        before, after = old.get(was.get(key, key)), new.get(key)
        if any(thing and thing.file in files for thing in (before, after)) and (change := _change(key, before, after, was.get(key))):
            yield change


def _change(key: Key, old: ReviewedObject | None, new: ReviewedObject | None, was: Key | None) -> ObjectChange | None:
    there = new or old
    assert there is not None
    values = (*_moved(old, new), *value_changes(_root(old), _root(new), there.shape))
    how: How = "renamed" if was else "changed" if old and new else "added" if new else "removed"
    return ObjectChange(*key, how, there.origin, values, was[1] if was else "") if values or how != "changed" else None


def _root(thing: ReviewedObject | None) -> PlacedValue | None:
    return PlacedValue(thing.part, (), thing.part.raw) if thing else None


def _moved(old: ReviewedObject | None, new: ReviewedObject | None) -> Iterator[ValueChange]:
    """The place of a file decides the site of what is in it."""
    if old and new and old.site != new.site:
        yield ValueChange("site", old.site, new.site, old.origin, new.origin)
