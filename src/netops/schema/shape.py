"""What a schema says beside what is valid: how lists merge, and what a value is when nobody says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from referencing import Registry
from referencing._core import Resolver

from netops.errors import Origin
from netops.source import Document

Steps = tuple[str | int, ...]
IN_PLACE = ("allOf",)


@dataclass(frozen=True, slots=True)
class Default:
    """A value that holds when nobody says one, and where the schema says it."""

    value: Any
    place: Callable[[], Origin]


@dataclass(frozen=True)
class Shape:
    """Merge rules and defaults of one place in a schema. Shapes of what it holds are made when asked for.

    `key`: entries of the list are the same when this field is. `order`: the field it is sorted by. `merge`: `replace`,
    `append` or `unique`, for lists of scalars. `mixed`: the schema allows more than one type here. `known`: it has a say here.
    """

    key: str = ""
    order: str = ""
    merge: str = "replace"
    mixed: bool = True
    known: bool = False
    _parts: tuple[_Part, ...] = field(default=(), repr=False)

    @cached_property
    def defaults(self) -> Mapping[str, Default]:
        """The defaults of the keys of this map."""
        return {name: default for part in self._parts for name, default in part.defaults()}

    @cached_property
    def _children(self) -> dict[str | int, Shape]:
        return {}

    def child(self, key: str) -> Shape:
        """The shape of a key's value."""
        if key not in self._children:
            self._children[key] = next((s for part in self._parts if (s := part.child(key)) is not None), FREE)
        return self._children[key]

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

    tree: Tree
    schema: Mapping[str, Any]
    file: str
    steps: Steps
    resolver: Resolver[Any]

    def defaults(self) -> list[tuple[str, Default]]:
        found = []
        for name, schema in self.schema.get("properties", {}).items():
            for part in self.tree.parts(schema, self.file, (*self.steps, "properties", name), self.resolver):
                if "default" in part.schema:
                    found.append((name, Default(part.schema["default"], part.place_of_default)))
                    break
        return found

    def place_of_default(self) -> Origin:
        return self.tree.places.of(self.file, (*self.steps, "default"))

    def child(self, key: str) -> Shape | None:
        properties = self.schema.get("properties", {})
        if key in properties:
            return self.tree.made(properties[key], self.file, (*self.steps, "properties", key), self.resolver)
        others = self.schema.get("additionalProperties")
        if isinstance(others, dict):
            return self.tree.made(others, self.file, (*self.steps, "additionalProperties"), self.resolver)
        return None

    def items(self) -> Shape | None:
        items = self.schema.get("items")
        return self.tree.made(items, self.file, (*self.steps, "items"), self.resolver) if isinstance(items, dict) else None


@dataclass(frozen=True, slots=True)
class Tree:
    """The schemas as shapes."""

    schemas: Mapping[str, Any]
    registry: Registry[Any]
    places: Places

    def shape(self, file: str) -> Shape:
        return self.made(self.schemas[file], file, (), self.registry.resolver(base_uri=file))

    def made(self, schema: Any, file: str, steps: Steps, resolver: Resolver[Any]) -> Shape:
        parts = tuple(self.parts(schema, file, steps, resolver))
        kinds = [part.schema["type"] for part in parts if "type" in part.schema]
        return Shape(
            key=_first(parts, "x-netops-key"),
            order=_first(parts, "x-netops-order"),
            merge=_first(parts, "x-netops-merge") or "replace",
            mixed=not kinds or isinstance(kinds[0], list),
            known=any(part.schema.keys() & {"anyOf", "oneOf", "enum", "const", "type"} for part in parts),
            _parts=tuple(part for part in parts if part.schema.keys() & {"properties", "additionalProperties", "items"}),
        )

    def parts(self, schema: Any, file: str, steps: Steps, resolver: Resolver[Any]) -> list[_Part]:
        """The schema, what it refers to, and what it joins by allOf; nearest first."""
        if not isinstance(schema, dict):
            return []
        found = [_Part(self, schema, file, steps, resolver)]
        if "$ref" in schema:
            found += self._referred(schema["$ref"], file, resolver)
        for keyword in IN_PLACE:
            for index, item in enumerate(schema.get(keyword, ())):
                found += self.parts(item, file, (*steps, keyword, index), resolver)
        return found

    def _referred(self, reference: str, file: str, resolver: Resolver[Any]) -> list[_Part]:
        target, _, fragment = reference.partition("#")
        resolved = resolver.lookup(reference)
        steps = tuple(step for step in fragment.split("/") if step)
        return self.parts(resolved.contents, target or file, steps, resolved.resolver)


def _first(parts: tuple[_Part, ...], keyword: str) -> str:
    return next((str(part.schema[keyword]) for part in parts if keyword in part.schema), "")
