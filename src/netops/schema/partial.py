"""A schema for a part of an object, as one layer holds it: right in what it says, free in what it leaves out."""

from __future__ import annotations

from typing import Any

DEMANDS = frozenset(
    {"required", "dependentRequired", "minItems", "minProperties", "minLength", "minContains", "contains", "unevaluatedProperties", "not"}
)
"""Keywords that ask for something to be there, or that mean another thing when not all is there."""

MAPS = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SINGLE = frozenset({"additionalProperties", "items", "propertyNames", "then", "else"})
"""Keywords that hold schemas. `if` stays as it is: it must hold for what is there before `then` applies."""


def partial_schema(schema: Any) -> Any:
    """The schema without demands for presence. `oneOf` becomes `anyOf`: with less there, more alternatives fit."""
    if not isinstance(schema, dict):
        return schema
    kept = {"anyOf" if key == "oneOf" else key: _inner(key, value) for key, value in schema.items() if key not in DEMANDS}
    if "else" in kept and "if" in kept:
        del kept["else"]
    return kept


def _inner(key: str, value: Any) -> Any:
    if key in MAPS:
        return {name: partial_schema(item) for name, item in value.items()}
    if key in LISTS:
        return [partial_schema(item) for item in value]
    return partial_schema(value) if key in SINGLE else value
