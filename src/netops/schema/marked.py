"""Places of a value for which its schema has a keyword, such as `format` or `x-netops-deprecated`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from netops.schema.inline import VALUES
from netops.source.tags import without_tag

Steps = tuple[str | int, ...]
ALTERNATIVES = ("allOf", "anyOf", "oneOf")
BRANCHES = ("then", "else")
ITEMS, OTHERS = 0, 1
"""Steps to each entry of a list, and to each key of a map that its schema does not name."""


class SchemaTrail:
    """A place in a schema: the values of the keyword there (`marks`), and the places below, without those that lead to no mark.

    Each is worked out once, so that a walk over a value visits nothing that cannot have the keyword.
    """

    __slots__ = ("_below", "_keyword", "_named", "_parts", "marks")

    def __init__(self, keyword: str, parts: list[dict[str, Any]]) -> None:
        self.marks = tuple(part[keyword] for part in parts if keyword in part)
        self._keyword = keyword
        self._parts = parts
        self._named = frozenset(key for part in parts for key in part.get("properties", ()))
        self._below: dict[str | int, SchemaTrail | None] = {}

    def below(self, step: str | int) -> SchemaTrail | None:
        """The place one step down; None when no mark is there or below."""
        name = ITEMS if isinstance(step, int) else step if step in self._named else OTHERS
        if name not in self._below:
            parts = [*parts_below(self._parts, step)]
            self._below[name] = SchemaTrail(self._keyword, parts) if _has(parts, self._keyword) else None
        return self._below[name]


def root_trail(schema: Any, keyword: str) -> SchemaTrail:
    """The place of the whole value."""
    return SchemaTrail(keyword, [*schema_parts(schema)])


def marked_places(value: Any, place: SchemaTrail, path: Steps = ()) -> Iterator[tuple[Steps, Any, tuple[Any, ...]]]:
    """Path, value and marks of each place that has some; several where there are alternatives."""
    value = without_tag(value)
    if place.marks:
        yield path, value, place.marks
    for step, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        inner = place.below(step)
        if inner is not None:
            yield from marked_places(item, inner, (*path, step))


def parts_below(parts: Iterable[dict[str, Any]], step: str | int) -> Iterator[dict[str, Any]]:
    for part in parts:
        if isinstance(step, int):
            yield from schema_parts(part.get("items"))
        else:
            yield from schema_parts(part.get("properties", {}).get(step, part.get("additionalProperties")))


def schema_parts(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and all that it joins or offers in its place."""
    if isinstance(schema, dict):
        yield schema
        for keyword in ALTERNATIVES:
            for inner in schema.get(keyword, ()):
                yield from schema_parts(inner)
        for keyword in BRANCHES:
            yield from schema_parts(schema.get(keyword))


def _has(schema: Any, keyword: str) -> bool:
    if isinstance(schema, list):
        return any(_has(item, keyword) for item in schema)
    return isinstance(schema, dict) and (keyword in schema or any(_has(item, keyword) for key, item in schema.items() if key not in VALUES))
