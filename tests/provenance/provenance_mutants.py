"""Mutants of a company's data: one value of one file changed by its type, everything else as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_interface
from pathlib import Path
from typing import Any

from netops.errors import Origin
from netops.schema import dotted_path
from netops.secrets import SecretRef
from netops.source import Document, FinalTag, ReplaceTag
from netops.source.document import NodePosition

Enums = Mapping[str, list[list[Any]]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed document, what was changed, and the places of all that is not there any more as it was."""

    document: Document
    what: str
    places: frozenset[Origin]

    def __str__(self) -> str:
        first = min(self.places)
        return f"{first}: {self.what}"


def enums(folder: Path) -> Enums:
    """The lists of allowed values, by the name of the key that they are for."""
    found: dict[str, list[list[Any]]] = {}
    for path in sorted(folder.glob("*.schema.json")):
        _enums(json.loads(path.read_text(encoding="utf-8")), "", found)
    return found


def _enums(schema: Any, key: str, found: dict[str, list[list[Any]]]) -> None:
    if isinstance(schema, list):
        for item in schema:
            _enums(item, key, found)
    elif isinstance(schema, dict):
        if isinstance(schema.get("enum"), list):
            found.setdefault(key, []).append(schema["enum"])
        for word, inner in schema.items():
            if word == "properties" and isinstance(inner, dict):
                for name, item in inner.items():
                    _enums(item, name, found)
            else:
                _enums(inner, key, found)


def mutants(document: Document, known: Enums) -> Iterator[Mutant]:
    """Every leaf changed, then every item of a list taken away, one at a time."""
    for path, value, spot, key in _leaves(document.value, document.spot, (), ""):
        for other in _others(value, known.get(key, [])):
            here = frozenset({Origin(document.file, spot.line, spot.column)})
            yield Mutant(_with(document, path, other), f"{dotted_path(path)}: {value} -> {other}", here)
    for path, spot in _items(document.value, document.spot, ()):
        yield Mutant(_without(document, path), f"{dotted_path(path)} removed", frozenset(_within(document.file, spot)))


def _leaves(value: Any, spot: NodePosition, path: tuple[Any, ...], key: str) -> Iterator[tuple[tuple[Any, ...], Any, NodePosition, str]]:
    if isinstance(value, FinalTag | ReplaceTag):
        yield from _leaves(value.value, spot, path, key)
    elif isinstance(value, dict) and isinstance(spot.inside, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, spot.inside[name], (*path, name), name)
    elif isinstance(value, list) and isinstance(spot.inside, Sequence):
        for index, inner in enumerate(value):
            yield from _leaves(inner, spot.inside[index], (*path, index), key)
    elif isinstance(value, bool | int | float | str | SecretRef):
        yield path, value, spot, key


def _items(value: Any, spot: NodePosition, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], NodePosition]]:
    if isinstance(value, FinalTag | ReplaceTag):
        yield from _items(value.value, spot, path)
    elif isinstance(value, dict) and isinstance(spot.inside, Mapping):
        for name, inner in value.items():
            yield from _items(inner, spot.inside[name], (*path, name))
    elif isinstance(value, list) and isinstance(spot.inside, Sequence):
        for index, inner in enumerate(value):
            yield (*path, index), spot.inside[index]
            yield from _items(inner, spot.inside[index], (*path, index))


def _others(value: Any, allowed: list[list[Any]]) -> Iterator[Any]:
    """What a value is changed to: the next of its enum where the key has one, else by its type; an address also to the next one.

    A text gets a letter more, and one of several lines one on each: a rendered line prints only one of them.
    """
    lists = [values for values in allowed if value in values and len(values) > 1]
    match value:
        case bool():
            yield not value
        case _ if lists:
            yield lists[0][(lists[0].index(value) + 1) % len(lists[0])]
        case int() | float():
            yield value + 1
        case SecretRef():
            yield SecretRef(f"{value.name}x")
        case str():
            yield "\n".join(f"{line}x" if line else line for line in value.split("\n"))
            yield from _next_address(value)


def _next_address(text: str) -> Iterator[str]:
    """The address after this one, or the network after it: a letter more would be no address, and never be rendered."""
    try:
        found = ip_interface(text)
        step = found.network.num_addresses if found.ip == found.network.network_address else 1
        yield str(found.ip + step) + (f"/{found.network.prefixlen}" if "/" in text else "")
    except ValueError:  # no address, or none after it
        return


def _within(file: str, spot: NodePosition) -> Iterator[Origin]:
    yield Origin(file, spot.line, spot.column)
    inner = spot.inside.values() if isinstance(spot.inside, Mapping) else spot.inside or ()
    for one in inner:
        yield from _within(file, one)


def _with(document: Document, path: tuple[Any, ...], other: Any) -> Document:
    return replace(document, value=_set(document.value, path, other))


def _set(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    if isinstance(value, FinalTag | ReplaceTag):
        return replace(value, value=_set(value.value, path, other))
    if not path:
        return other
    copy = value.copy()
    copy[path[0]] = _set(value[path[0]], path[1:], other)
    return copy


def _without(document: Document, path: tuple[Any, ...]) -> Document:
    value, spot = _cut(document.value, document.spot, path)
    return replace(document, value=value, spot=spot)


def _cut(value: Any, spot: NodePosition, path: tuple[Any, ...]) -> tuple[Any, NodePosition]:
    """The value without the item at `path`, and the places of what is left."""
    if isinstance(value, FinalTag | ReplaceTag):
        inner, spot = _cut(value.value, spot, path)
        return replace(value, value=inner), spot
    inside: Any = dict(spot.inside) if isinstance(spot.inside, Mapping) else list(spot.inside or ())
    copy, step = value.copy(), path[0]
    if len(path) == 1:
        del copy[step], inside[step]
    else:
        copy[step], inside[step] = _cut(value[step], inside[step], path[1:])
    return copy, spot._replace(inside=inside)
