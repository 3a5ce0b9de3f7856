"""Texts in a value for which its schema asks a format: where they stand, and which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from netops.schema.check import Schema
from netops.source.tags import bare

Steps = tuple[str | int, ...]
ALTERNATIVES = ("allOf", "anyOf", "oneOf")
BRANCHES = ("then", "else")


def formatted(value: Any, schema: Schema) -> Iterator[tuple[Steps, str, frozenset[str]]]:
    """Path, text and formats of each text that the schema asks to have one; several where there are alternatives."""
    return _found(value, [*_parts(schema.contents)], ())


def _found(value: Any, parts: list[dict[str, Any]], path: Steps) -> Iterator[tuple[Steps, str, frozenset[str]]]:
    value = bare(value)
    if isinstance(value, str):
        formats = frozenset(str(part["format"]) for part in parts if "format" in part)
        if formats:
            yield path, value, formats
    elif isinstance(value, dict | list) and parts:
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(bare(item), str | dict | list):
                yield from _found(item, [*_below(parts, step)], (*path, step))


def _below(parts: Iterable[dict[str, Any]], step: str | int) -> Iterator[dict[str, Any]]:
    for part in parts:
        if isinstance(step, int):
            yield from _parts(part.get("items"))
        else:
            yield from _parts(part.get("properties", {}).get(step, part.get("additionalProperties")))


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and all that it joins or offers in its place."""
    if isinstance(schema, dict):
        yield schema
        for keyword in ALTERNATIVES:
            for inner in schema.get(keyword, ()):
                yield from _parts(inner)
        for keyword in BRANCHES:
            yield from _parts(schema.get(keyword))
