"""What a schema says beside what is valid: how lists merge, and what a value is when nobody says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from netops.errors import Origin
from netops.schema.inline import absolute_reference, resolve_reference
from netops.schema.marked import SchemaTrail
from netops.source import Document

Steps = tuple[str | int, ...]
IN_PLACE = ("allOf",)
KEY = "x-netops-key"


def keys_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that together name an entry, the one that `!unset` takes first; none for a list without names."""
    found = schema.get(KEY, ())
    return (found,) if isinstance(found, str) else tuple(found)


@dataclass(frozen=True, slots=True)
class Default:
    """A value that holds when nobody says one, and where the schema says it."""

    value: Any
    place: Callable[[], Origin]


@dataclass(frozen=True)
class Shape:
    """Merge rules and defaults of one place in a schema. Shapes of what it holds are made when asked for.

    `key`: entries of the list are the same when this field is, and those of `also` are. `order`: the field it is sorted by. `merge`:
    `replace`, `append` or `unique`, for lists of scalars. `mixed`: the schema allows more than one type here. `known`: it has a say
    here. `secret`: only a reference to a secret may stand here. `is_sorted`: false when the order in which people write the list has a
    meaning.
    """

    key: str = ""
    also: tuple[str, ...] = ()
    order: str = ""
    merge: str = "replace"
    mixed: bool = True
    known: bool = False
    secret: bool = False
    is_sorted: bool = True
    _parts: tuple[_Part, ...] = field(default=(), repr=False)
    _formats: Callable[[], SchemaTrail | None] = field(default=lambda: None, repr=False, compare=False)

    @cached_property
    def formats(self) -> SchemaTrail | None:
        """The places below that have a format; only of the shape of a whole noun."""
        return self._formats()

    @cached_property
    def defaults(self) -> Mapping[str, Default]:
        """The defaults of the keys of this map."""
        return {name: default for part in self._parts for name, default in part.defaults()}

    @cached_property
    def _children(self) -> dict[str | int, Shape]:
        return {}

    def child(self, key: str) -> Shape:
        """The shape of a key's value."""
        if not self._parts:
            return FREE
        if key not in self._children:
            named = (s for part in self._parts if (s := part.named(key)) is not None)
            self._children[key] = next(named, None) or self._others
        return self._children[key]

    @cached_property
    def _others(self) -> Shape:
        """The shape of keys that no schema names."""
        return next((s for part in self._parts if (s := part.others()) is not None), FREE)

    @cached_property
    def items(self) -> Shape:
        """The shape of the list's entries."""
        return next((s for part in self._parts if (s := part.items()) is not None), FREE)


FREE = Shape()


class Places:
    """Places in schema files, read when first needed."""

    def __init__(self, document: Callable[[str], Document]) -> None:
        self._document = document

    def of(self, file: str, steps: Steps) -> Origin:
        return self._document(file).origin(steps)


@dataclass(frozen=True, slots=True)
class _Part:
    """A schema that applies at one place: itself or what it refers to; several apply together."""

    tree: ShapeTree
    schema: Mapping[str, Any]
    file: str
    steps: Steps

    def defaults(self) -> list[tuple[str, Default]]:
        found = []
        for name, schema in self.schema.get("properties", {}).items():
            for part in self.tree.parts(schema, self.file, (*self.steps, "properties", name)):
                if "default" in part.schema:
                    found.append((name, Default(part.schema["default"], part.place_of_default)))
                    break
        return found

    def place_of_default(self) -> Origin:
        return self.tree.places.of(self.file, (*self.steps, "default"))

    def named(self, key: str) -> Shape | None:
        properties = self.schema.get("properties", {})
        return self.tree.made(properties[key], self.file, (*self.steps, "properties", key)) if key in properties else None

    def others(self) -> Shape | None:
        others = self.schema.get("additionalProperties")
        return self.tree.made(others, self.file, (*self.steps, "additionalProperties")) if isinstance(others, dict) else None

    def items(self) -> Shape | None:
        items = self.schema.get("items")
        return self.tree.made(items, self.file, (*self.steps, "items")) if isinstance(items, dict) else None


@dataclass(frozen=True, slots=True)
class ShapeTree:
    """The schemas as shapes."""

    schemas: Mapping[str, Any]
    places: Places

    def shape(self, file: str) -> Shape:
        return self.made(self.schemas[file], file, ())

    def made(self, schema: Any, file: str, steps: Steps) -> Shape:
        parts = tuple(self.parts(schema, file, steps))
        keys = keys_of(next((part.schema for part in parts if KEY in part.schema), {}))
        kinds = [part.schema["type"] for part in parts if "type" in part.schema]
        return Shape(
            key=next(iter(keys), ""),
            also=keys[1:],
            order=_first(parts, "x-netops-order"),
            merge=_first(parts, "x-netops-merge") or "replace",
            mixed=not kinds or isinstance(kinds[0], list),
            known=any(part.schema.keys() & {"anyOf", "oneOf", "enum", "const", "type"} for part in parts),
            secret=any(part.schema.get("x-netops-secret") for part in parts),
            is_sorted=all(part.schema.get("x-netops-sorted", True) for part in parts),
            _parts=tuple(part for part in parts if part.schema.keys() & {"properties", "additionalProperties", "items"}),
        )

    def parts(self, schema: Any, file: str, steps: Steps) -> list[_Part]:
        """The schema, what it refers to, and what it joins by allOf; nearest first."""
        if not isinstance(schema, dict):
            return []
        here = [_Part(self, schema, file, steps)]
        if "$ref" in schema:
            here += self._referred(schema["$ref"], file)
        for keyword in IN_PLACE:
            for index, item in enumerate(schema.get(keyword, ())):
                here += self.parts(item, file, (*steps, keyword, index))
        return here

    def _referred(self, reference: str, file: str) -> list[_Part]:
        target, _, pointer = (whole := absolute_reference(reference, file)).partition("#")
        return self.parts(resolve_reference(self.schemas, whole), target, tuple(filter(None, pointer.split("/"))))


def _first(parts: tuple[_Part, ...], keyword: str) -> str:
    return next((str(part.schema[keyword]) for part in parts if keyword in part.schema), "")
