"""References between schemas, resolved once: what a `$ref` names stands in its place, so that checking needs no look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOTES = frozenset(
    {
        "title",
        "description",
        "examples",
        "default",
        "x-netops-key",
        "x-netops-order",
        "x-netops-merge",
        "x-netops-sorted",
        "x-netops-secret",
        "x-netops-form",
        "x-netops-unit",
        "x-netops-lives",
        "x-netops-deprecated",
        "x-netops-fact",
    }
)
"""Keywords that check nothing, or the same on both sides of a reference."""

DEPRECATED = "x-netops-deprecated"
"""What will go: `since`, `removed` and `use`."""

FORM = "x-netops-form"
"""The description of the form of a value, kept when another description stands above it."""

VALUES = frozenset({"examples", "default", "const", "enum", DEPRECATED})
"""Keywords that hold data, which may look like a schema."""


class DanglingReference(ValueError):
    """A reference that leads nowhere; its text is the reference."""


class Inliner:
    """Schemas by file, with their references resolved. A reference of a schema to itself stays one."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._made: dict[str, Any] = {}

    def whole(self, file: str) -> Any:
        """A file's schema. Raises `Dangling`."""
        return self._resolved(f"{file}#", ())

    def _resolved(self, reference: str, inside: tuple[str, ...]) -> Any:
        if reference in inside:
            return {"$ref": reference}
        if reference not in self._made:
            made = self._inlined(resolve_reference(self._schemas, reference), reference.partition("#")[0], (*inside, reference))
            if inside and _refers(made, inside):
                return made
            self._made[reference] = made
        return self._made[reference]

    def _inlined(self, schema: Any, file: str, inside: tuple[str, ...]) -> Any:
        if isinstance(schema, list):
            return [self._inlined(item, file, inside) for item in schema]
        if not isinstance(schema, dict):
            return schema
        own = {k: v if k in VALUES else self._inlined(v, file, inside) for k, v in schema.items() if k not in ("$id", "$schema")}
        if not isinstance(own.get("$ref"), str):
            return own
        reference = own.pop("$ref")
        return _joined(own, self._resolved(absolute_reference(reference, file), inside))


def absolute_reference(reference: str, file: str) -> str:
    """A reference that stands in a file, as FILE#POINTER."""
    named, _, pointer = reference.partition("#")
    return f"{named or file}#{pointer}"


def resolve_reference(schemas: Mapping[str, Any], reference: str) -> Any:
    """What FILE#POINTER names. Raises `Dangling`."""
    file, _, pointer = reference.partition("#")
    schema = schemas.get(file)
    for step in filter(None, pointer.split("/")):
        schema = schema.get(step) if isinstance(schema, dict) else None
    if not isinstance(schema, dict | bool):
        raise DanglingReference(reference)
    return schema


def _joined(own: dict[str, Any], target: Any) -> Any:
    """What stands beside a reference together with what it names, in one schema where they say nothing about the same.

    The description beside it says what the value is for, the one of what it names says its form: both are kept.
    """
    if not isinstance(target, dict) or "$ref" in target or (own.keys() & target.keys()) - NOTES:
        return {**own, "allOf": [target, *own.get("allOf", ())]}
    form = target.get(FORM, target.get("description"))
    return {**target, **own} | ({FORM: form} if form else {})


def _refers(schema: Any, references: tuple[str, ...]) -> bool:
    """True when a reference to one of these is left, so the schema holds only where it stands."""
    if isinstance(schema, list):
        return any(_refers(item, references) for item in schema)
    if not isinstance(schema, dict):
        return False
    return schema.get("$ref") in references or any(_refers(item, references) for item in schema.values())
