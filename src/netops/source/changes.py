"""What is to change in a file, as values: each gives its edits of the text, and what the file holds after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from netops.errors import DataError, Diagnostic, Origin
from netops.source.edits import (
    TextEdit,
    append_edit,
    apply_edits,
    group_starts,
    insert_edit,
    move_edits,
    removal_edits,
    rename_edit,
    reorder_edits,
    replace_edit,
    respell_edit,
)
from netops.source.layout import YamlLayout, parse_layout
from netops.source.reader import read_document
from netops.source.tags import Tagged, without_tag

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ChangeSpelling:
    """The text at `path` in other letters."""

    path: Path
    old: str
    new: str

    def edits(self, held: YamlLayout) -> list[TextEdit]:
        return respell_edit(held, self.path, self.old, self.new)

    def apply(self, value: Any) -> None:
        inner, step = _at(value, self.path[:-1]), self.path[-1]
        inner[step] = _inside_tags(inner[step], self.new)


@dataclass(frozen=True, slots=True)
class RemoveEntries:
    """Some entries of the map or list at `path` taken out."""

    path: Path
    steps: tuple[str | int, ...]

    def edits(self, held: YamlLayout) -> list[TextEdit]:
        return removal_edits(held, self.path, self.steps)

    def apply(self, value: Any) -> None:
        inner = _at(value, self.path)
        for step in sorted(self.steps, reverse=True) if isinstance(inner, list) else self.steps:
            del inner[step]


@dataclass(frozen=True, slots=True)
class SortEntries:
    """The entries of the list at `path` in the order of `ranks`, one for each; groups that a person made keep their place."""

    path: Path
    ranks: tuple[Any, ...]

    def edits(self, held: YamlLayout) -> list[TextEdit]:
        return reorder_edits(held, self.path, self._wanted(held))

    def apply(self, value: Any, held: YamlLayout) -> None:
        inner = _at(value, self.path)
        inner[:] = [inner[at] for at in self._wanted(held)]

    def _wanted(self, held: YamlLayout) -> list[int]:
        begins = group_starts(held, self.path)
        runs = zip(begins, [*begins[1:], len(self.ranks)], strict=True)
        return [at for begin, end in runs for at in sorted(range(begin, end), key=lambda at: self.ranks[at])]


@dataclass(frozen=True, slots=True)
class RenameKey:
    """The key of the entry at `path` in other letters; what a map that aliases repeat holds is renamed once."""

    path: Path
    new: str

    def edits(self, held: YamlLayout) -> list[TextEdit]:
        return rename_edit(held, self.path, self.new)

    def apply(self, value: Any) -> None:
        inner = _at(value, self.path[:-1])
        inner[self.new] = inner.pop(self.path[-1])


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """The entry of a map at `path` moved to another map of the file, with its new key: `to`."""

    path: Path
    to: Path

    def edits(self, held: YamlLayout) -> list[TextEdit]:
        return move_edits(held, self.path, self.to)

    def apply(self, value: Any) -> None:
        _put(value, self.to, _at(value, self.path[:-1]).pop(self.path[-1]))


@dataclass(frozen=True, slots=True)
class PutEntry:
    """A new entry of a map at `path`; `text` is its value as it is written: one line, a block that begins with a line end, or a literal."""

    path: Path
    text: str

    def edits(self, held: YamlLayout) -> list[TextEdit]:
        return insert_edit(held, self.path, self.text)

    def apply(self, value: Any) -> None:
        _put(value, self.path, _read(self.text))


@dataclass(frozen=True, slots=True)
class ReplaceValue:
    """Another value at `path`, behind its key; `text` is the value as it is written, in one line, or as a literal in place of one."""

    path: Path
    text: str

    def edits(self, held: YamlLayout) -> list[TextEdit]:
        return replace_edit(held, self.path, self.text)

    def apply(self, value: Any) -> None:
        _put(value, self.path, _read(self.text))


@dataclass(frozen=True, slots=True)
class AppendItems:
    """New items at the end of the list at `path`, each as it is written, in one line or as a block."""

    path: Path
    texts: tuple[str, ...]

    def edits(self, held: YamlLayout) -> list[TextEdit]:
        return append_edit(held, self.path, self.texts)

    def apply(self, value: Any) -> None:
        _at(value, self.path).extend(map(_read, self.texts))


Change = ChangeSpelling | RemoveEntries | SortEntries | RenameKey | MoveEntry | PutEntry | ReplaceValue | AppendItems


def _read(text: str) -> Any:
    """The value of a text as it is written; one of several lines has no line end behind the last."""
    return read_document(f"{text}\n" if "\n" in text else text, "").value


def _put(value: Any, path: Path, new: Any) -> None:
    """Sets what is at `path`, in maps that are made where there are none."""
    for step in path[:-1]:
        inner: Any = without_tag(value)
        value = inner.setdefault(step, {}) if isinstance(inner, dict) else inner[step]
    without_tag(value)[path[-1]] = new


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        value = without_tag(value)[step]
    return without_tag(value)


def _inside_tags(value: Any, new: str) -> Any:
    return replace(value, value=_inside_tags(value.value, new)) if isinstance(value, Tagged) else type(value)(new)


def _copied(value: Any) -> Any:
    """The value as if it had no aliases: what they repeat is there once for each."""
    if isinstance(value, Tagged):
        return replace(value, value=_copied(value.value))
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _filled(value: Any) -> Any:
    """The value with nothing in place of what is empty: a map whose last line goes becomes nothing."""
    if isinstance(value, Tagged):
        return replace(value, value=_filled(value.value))
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items()} or None
    return ([_filled(item) for item in value] or None) if isinstance(value, list) else value


def applicable_changes(text: str, changes: Iterable[Change]) -> list[Change]:
    """Those of the changes that can be made without a change elsewhere, each once."""
    held = parse_layout(text)
    return [change for change in dict.fromkeys(changes) if change.edits(held)]


def apply_changes(text: str, changes: Iterable[Change], file: str) -> str:
    """The text after the changes. One that meets an earlier one is left for another time."""
    held, made, done = parse_layout(text), list[TextEdit](), list[Change]()
    for change in dict.fromkeys(changes):
        edits = change.edits(held)
        if edits and not any(_meet(one, other) for one in edits for other in made if one != other):
            made += edits
            done.append(change)
    new = apply_edits(text, made)
    wanted = _copied(read_document(text, file).value)
    for change in sorted(done, key=lambda change: len(change.path), reverse=True):
        change.apply(wanted, held) if isinstance(change, SortEntries) else change.apply(wanted)
    if _filled(read_document(new, file).value) != _filled(wanted):
        hint = "change it by hand: an anchor, an alias or a merge (<<) is in the way"
        raise DataError([Diagnostic("FMT005", "the file would mean something else", origin=Origin(file, 1), hint=hint)])
    return new


def _meet(one: TextEdit, other: TextEdit) -> bool:
    return one.start < other.end and other.start < one.end
