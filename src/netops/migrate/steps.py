"""What a migration is made of: renames, moves and splits of keys of a noun, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from netops.model.layers import Part
from netops.source.changes import Change, MoveEntry, Path, PutEntry, RemoveEntries, RenameKey
from netops.source.tags import without_tag

ANY = "*"
"""In a path: each key of a map, or each entry of a list."""


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One change of the keys of a noun. `now`: what is written in place of the key at `where`."""

    noun: str
    where: tuple[str, ...]
    now: str
    change: Callable[[Path, Path, Any], Iterator[Change]]
    """From the path of the object in its file, the path of the key in the object, and its value."""

    def places(self, value: Any) -> Iterator[Path]:
        """The paths in an object that have the old key."""
        return _places(value, self.where, ())

    def changes(self, part: Part, path: Path) -> list[Change]:
        value: Any = part.raw
        for step in path:
            value = without_tag(value)[step]
        return list(self.change(part.path, path, value))


@dataclass(frozen=True, slots=True)
class Migration:
    """From schema `to - 1` to schema `to`. `why` is for people."""

    to: int
    why: str
    steps: tuple[KeyChange, ...]


def rename_key(noun: str, where: str, new: str) -> KeyChange:
    """The key at `where` (`interfaces.*.lag`) is called `new`."""
    return KeyChange(noun, tuple(where.split(".")), new, lambda base, path, value: iter((RenameKey((*base, *path), new),)))


def move_key(noun: str, where: str, to: str) -> KeyChange:
    """The key at `where` is at `to`; both are paths from the top of the object."""
    target = tuple(to.split("."))
    return KeyChange(noun, tuple(where.split(".")), to, lambda base, path, value: iter((MoveEntry((*base, *path), (*base, *target)),)))


def split_key(noun: str, where: str, now: str, into: Callable[[Any], Mapping[str, str]]) -> KeyChange:
    """The key at `where` is several keys beside it: `into` gives the text of each, in one line."""

    def change(base: Path, path: Path, value: Any) -> Iterator[Change]:
        yield from (PutEntry((*base, *path[:-1], key), text) for key, text in into(without_tag(value)).items())
        yield RemoveEntries((*base, *path[:-1]), path[-1:])

    return KeyChange(noun, tuple(where.split(".")), now, change)


def _places(value: Any, where: tuple[str, ...], path: Path) -> Iterator[Path]:
    if not where:
        yield path
        return
    value = without_tag(value)
    if where[0] == ANY:
        steps = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    else:
        steps = [where[0]] if isinstance(value, dict) and where[0] in value else ()
    for step in steps:
        yield from _places(value[step], where[1:], (*path, step))
