"""How the texts of a host's files change in the file of its device: lines of a block, entries of a list by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from netops.adopt.draft import Data
from netops.adopt.emit import yaml_block, yaml_flow, yaml_list_item
from netops.source.changes import AppendItems, Change, Path, PutEntry, RemoveEntries, ReplaceValue

NAMES = ("path", "name", "id")
"""Keys that name an entry of a list, the first that it has."""


def has_text(value: Any) -> bool:
    """Whether a value holds a text of several lines."""
    if isinstance(value, Mapping):
        return any(map(has_text, value.values()))
    return any(map(has_text, value)) if isinstance(value, list) else isinstance(value, str) and "\n" in value


def text_changes(path: Path, old: Any, new: Any) -> Iterator[list[Change]]:
    """The changes of what is at a path, where texts of several lines are in it, each in the ways to write it.

    `old`: what the file holds there, None for nothing.
    """
    if isinstance(new, list):
        yield from _list_changes(path, old if isinstance(old, list) else [], new)
    elif isinstance(new, Mapping) and isinstance(old, Mapping):
        yield from _map_changes(path, old, new)
    else:
        yield [(PutEntry if old is None else ReplaceValue)(path, yaml_value(new))]


def yaml_value(value: Any) -> str:
    """A value as it is written behind its key."""
    if isinstance(value, str) and "\n" in value:
        return yaml_block(value)
    return yaml_flow(value) if not has_text(value) else "\n" + _indented(value)


def _indented(value: Any) -> str:
    rows = value if isinstance(value, list) else [value]
    first, other = ("  - ", "    ") if isinstance(value, list) else ("  ", "  ")
    lines = ((other if at else first, line) for row in rows for at, line in enumerate(yaml_list_item(row).split("\n")))
    return "\n".join(f"{blanks}{line}" if line else "" for blanks, line in lines)


def _map_changes(path: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[list[Change]]:
    for key, value in new.items():
        if old.get(key) != value:
            yield from text_changes((*path, key), old.get(key), value)
    for key in [key for key in old if key not in new]:
        yield [RemoveEntries(path, (key,))]


def _list_changes(path: Path, old: Sequence[Data], new: Sequence[Data]) -> Iterator[list[Change]]:
    """Changed entries, then new ones, then the last ones first those that are gone."""
    at = {entry_name(one): position for position, one in enumerate(old)}
    for one in new:
        if (position := at.get(entry_name(one))) is not None:
            yield from _map_changes((*path, position), old[position], one)
    added = [one for one in new if entry_name(one) not in at]
    if added and not old:
        yield [PutEntry(path, yaml_value(added))]
    elif added:
        yield [AppendItems(path, tuple(map(yaml_list_item, added)))]
    names = set(map(entry_name, new))
    for position in reversed([position for position, one in enumerate(old) if entry_name(one) not in names]):
        yield [RemoveEntries(path, (position,))]


def entry_name(entry: Data) -> Any:
    """What names an entry of a list."""
    return next((entry[key] for key in NAMES if key in entry), None)


def with_files(files: Sequence[Data], held: Any) -> list[Data]:
    """The managed files that a device's file holds, with some as they are now."""
    now = {entry_name(one): one for one in files}
    before = [dict(one) for one in held] if isinstance(held, list) else []
    return [now.pop(entry_name(one), one) for one in before] + list(now.values())
