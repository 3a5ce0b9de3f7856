"""The keys of a noun as values: what `netops schema` and docs/model.md show of a JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from netops.schema.inline import FORM

WORDS = {"string": "text", "object": "map", "array": "list", "boolean": "true or false"}
"""Types in the words of the messages."""


@dataclass(frozen=True, slots=True)
class Field:
    """A key: its name below the noun (`servers[].host`), and what its schema says. `default`: as YAML, None without one."""

    name: str
    schema: Mapping[str, Any]
    is_required: bool

    @property
    def type(self) -> str:
        return _type(self.schema)

    @property
    def description(self) -> str:
        return line_of(self.schema)

    @property
    def default(self) -> str | None:
        return _short(self.schema["default"]) if "default" in self.schema else None

    @property
    def examples(self) -> list[str]:
        return [_short(example) for example in self.schema.get("examples", ())]


def fields_of(schema: Any, above: str = "") -> Iterator[Field]:
    """The keys of a map, of the maps in a list, or of the maps that stand under any name (`NAME.`)."""
    if not isinstance(schema, dict):
        return
    required = schema.get("required", ())
    for key, inner in schema.get("properties", {}).items():
        if isinstance(inner, dict):
            yield Field(f"{above}{key}", inner, key in required)
    for step, inner in _inner(schema):
        yield from fields_of(inner, f"{above}{step}.".replace(".[]", "[]"))


def fields_below(schema: Any, above: str = "") -> Iterator[Field]:
    """The keys of a map, after each those of the maps and of the lists of maps in it; a noun of its own has a page of its own."""
    if not isinstance(schema, dict):
        return
    required = schema.get("required", ())
    for key, inner in schema.get("properties", {}).items():
        if isinstance(inner, dict):
            yield Field(f"{above}{key}", inner, key in required)
            if not inner.get("title"):
                yield from fields_below(inner, f"{above}{key}.")
    for step, inner in _inner(schema):
        if step == "[]" or not inner.get("title"):
            yield from fields_below(inner, f"{above}{step}.".replace(".[]", "[]"))


def _inner(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What the items of a list are, and what stands under names that no key has."""
    for key, step in (("items", "[]"), ("additionalProperties", "NAME")):
        if isinstance(inner := schema.get(key), dict):
            yield step, inner


def schema_at_step(schema: Mapping[str, Any], step: str) -> Mapping[str, Any] | None:
    """The schema of a key, of an item (`[]`, a number) or of any name in a map; None when there is no such key.

    A list is stepped over: `servers.host` is a key of its items.
    """
    properties: Mapping[str, Any] = schema.get("properties", {})
    if isinstance(found := properties.get(step), dict):
        return found
    for name, inner in _inner(schema):
        if name == "NAME" or step in ("[]", "NAME") or step.isdigit():
            return inner
        return schema_at_step(inner, step)
    return None


def line_of(schema: Mapping[str, Any]) -> str:
    """What a schema describes, in one line."""
    return " ".join(str(schema.get("description") or schema.get(FORM) or schema.get("title", "")).split())


def _type(schema: Mapping[str, Any]) -> str:
    if "const" in schema:
        return f"`{_short(schema['const'])}`"
    if "enum" in schema:
        return " or ".join(f"`{_short(value)}`" for value in schema["enum"])
    if schema.get("x-netops-secret"):
        return "`!secret`"
    if "type" not in schema and (choices := schema.get("anyOf", schema.get("allOf"))):
        return " or ".join(dict.fromkeys(map(_type, choices)))
    kinds = schema.get("type", "any")
    if kinds == "array" and isinstance(schema.get("items"), dict):
        return f"list of {_type(schema['items'])}"
    words = [WORDS.get(kind, str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    form = [str(schema["format"])] if "format" in schema else []
    limits = [f"{schema[key]}{sign}" for key, sign in (("minimum", " and more"), ("maximum", " at most")) if key in schema]
    return ", ".join([" or ".join(words), *form, *limits])


def _short(value: Any) -> str:
    """A value as YAML in one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_short(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_short, value)) + "]"
    return str(value)
