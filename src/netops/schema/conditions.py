"""Errors that hold only under an `if`: what it says, and where that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from netops.errors import Origin, Related
from netops.schema.values import yaml_text

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


class HasOrigins(Protocol):
    """What knows the places of a value's parts: a document, or a merged object that carries them."""

    def origin(self, path: Sequence[str | int] = (), key: bool = False) -> Origin | None: ...


class Condition(Exception):
    """The `if` under which an error holds, kept as the cause of the error, which is `depth` steps below the map that it looks at."""

    def __init__(self, schema: Any, depth: int) -> None:
        super().__init__()
        self.schema = schema
        self.depth = depth


def condition_text(error: ValidationError, before: str = "") -> str:
    """`when mode is 'access'`, for an error that holds only then."""
    if not isinstance(error.cause, Condition):
        return ""
    properties = error.cause.schema.get("properties", {})
    consts = {key: s["const"] for key, s in properties.items() if isinstance(s, Mapping) and "const" in s}
    words = [f"{key} is {yaml_text(consts[key])}" if key in consts else f"{key} is set" for key in properties]
    return f"{before}when {' and '.join(words)}" if words else ""


def error_places(error: ValidationError, document: HasOrigins | None) -> tuple[Related, ...]:
    """The places of what makes an error one."""
    if document is None or not isinstance(error.cause, Condition):
        return ()
    path = list(error.absolute_path)
    above = path[: len(path) - error.cause.depth]
    places = ((key, document.origin((*above, key), key=True)) for key in error.cause.schema.get("properties", {}))
    return tuple(Related(f"{key} is here", place) for key, place in places if place)
