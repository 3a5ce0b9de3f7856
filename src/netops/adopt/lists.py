"""Other entries of a list in the file of a device: only what differs is written, since lists of several layers are merged."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from netops.adopt.emit import yaml_flow
from netops.model.merge import entry_key, first_key
from netops.schema import Shape
from netops.source.changes import AppendItems, Change, PutEntry, RemoveEntries, ReplaceValue
from netops.source.tags import UnsetTag, without_tag

UNSET = "!unset"
Path = tuple[str | int, ...]


def list_changes(path: Path, own: Any, before: Sequence[Any], after: Sequence[Any], shape: Shape) -> list[Change]:
    """The changes of a file after which a list has other entries; none when it has to be written anew.

    `path`, `own`: the place in the file, and what is there. `before`, `after`: the entries that the device has of all layers.
    """
    if not (shape.key or shape.merge != "replace"):
        return []
    old, new = _by_key(before, shape), _by_key(after, shape)
    held = _by_key(list(without_tag(own) or ()), shape) if isinstance(without_tag(own), list) else {}
    places = {key: at for at, key in enumerate(held)}
    if None in (*old, *new, *held) or [key for key in old if key in new] != [key for key in new if key in old]:
        return []
    both = [key for key in new if key in old and key in places]
    changes = [change for key in both for change in _fields((*path, places[key]), held[key], old[key], new[key])]
    added = [
        _partial(old[key], new[key], shape) if key in old else yaml_flow(new[key])
        for key in new
        if key not in places and old.get(key) != new[key]
    ]
    gone = [key for key in old if key not in new]
    added += [f"{UNSET} {yaml_flow(first_key(old[key], shape) if shape.key else key)}" for key in gone if key not in places]
    removed = tuple(sorted(places[key] for key in gone if key in places))
    if added:
        text = f"[{', '.join(added)}]"
        changes.append(AppendItems(path, tuple(added)) if held else PutEntry(path, text) if own is None else ReplaceValue(path, text))
    if held and len(removed) == len(held) and not added:
        return [RemoveEntries(path[:-1], path[-1:])]
    return [*changes, *([RemoveEntries(path, removed)] if removed else [])]


def _by_key(items: Sequence[Any], shape: Shape) -> dict[Hashable, Any]:
    """The entries by what makes them the same, None for one without."""
    found: dict[Hashable, Any] = {}
    for item in items:
        key = ("unset", item.key) if isinstance(item, UnsetTag) else entry_key(item, shape) if shape.key else without_tag(item)
        found[key if isinstance(key, Hashable) and key not in found else None] = item
    return found


def _fields(path: Path, own: Any, old: Any, new: Any) -> Iterator[Change]:
    """The changes of an entry that the file has, perhaps with a part of its fields."""
    if old == new:
        return
    if not (isinstance(own, Mapping) and isinstance(old, Mapping) and isinstance(new, Mapping)):
        yield ReplaceValue(path, yaml_flow(new))
        return
    for key, value in new.items():
        if old.get(key) != value:
            yield (ReplaceValue if key in own else PutEntry)((*path, key), yaml_flow(value))
    for key in [key for key in old if key not in new]:
        yield RemoveEntries(path, (key,)) if key in own else PutEntry((*path, key), UNSET)


def _partial(old: Mapping[str, Any], new: Mapping[str, Any], shape: Shape) -> str:
    """An entry of another layer with what differs, in one line."""
    names = {shape.key, *shape.also}
    parts = [f"{key}: {yaml_flow(value)}" for key, value in new.items() if key in names or old.get(key) != value]
    parts += [f"{key}: {UNSET}" for key in old if key not in new]
    return f"{{{', '.join(parts)}{' ' * parts[-1].endswith(UNSET)}}}"
