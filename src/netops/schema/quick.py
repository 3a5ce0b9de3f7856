"""The fast path of the schemas: a compiled validator that returns only True or False. After False, `check` makes the messages.

False for a valid value is allowed (the slow path decides then), True for an invalid one is not. It sees a reference to a secret as a map
that only the schema of a secret allows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netops.schema.formats import FORMATS, has_format
from netops.schema.inline import VALUES
from netops.schema.partial import MAPS
from netops.secrets import SecretRef

KEY = "\x00secret"
MARK = {KEY: True}
ONLY_MARK = {"const": MARK}


class Unfit(TypeError):
    """A value that the compiled validator cannot take, such as one with merge tags in it."""


def fast_validator(schema: Any) -> Callable[[Any], bool] | None:
    """A function that is True for valid values; None for a schema that refers to itself or that the compiler refuses."""
    if _refers(schema):
        return None
    import jsonschema_rs

    formats = {name: _format(name) for name in FORMATS}
    try:
        compiled = jsonschema_rs.Draft202012Validator(_marked(schema), formats=formats, validate_formats=True)
    except ValueError:
        return None
    return lambda value: _is_valid(compiled, value)


def _is_valid(compiled: Any, value: Any) -> bool:
    try:
        return bool(compiled.is_valid(plain(value)))
    except (Unfit, ValueError):
        return False


def plain(value: Any) -> Any:
    """The value with marks in place of secrets. Raises Unfit for what JSON does not have, and for 110.0, an integer to JSON."""
    kind = type(value)
    if kind is dict and KEY not in value:
        return {key: plain(item) for key, item in value.items()}
    if kind is list:
        return [plain(item) for item in value]
    if kind is SecretRef:
        return MARK
    if value is None or kind in (str, int, bool) or (kind is float and not value.is_integer()):
        return value
    raise Unfit(kind.__name__)


def _format(name: str) -> Callable[[str], bool]:
    return lambda text: has_format(name, text)


def _refers(schema: Any) -> bool:
    if isinstance(schema, list):
        return any(map(_refers, schema))
    return isinstance(schema, dict) and ("$ref" in schema or any(_refers(item) for key, item in schema.items() if key not in VALUES))


def _marked(schema: Any) -> Any:
    """The schema with a mark asked for where a secret is, and refused in the maps of every other place."""
    if isinstance(schema, list):
        return [_marked(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _inner(key, value) for key, value in schema.items()}
    if made.pop("x-netops-secret", False):
        return {"allOf": [made, ONLY_MARK]}
    if "object" in made.get("type", ()):
        made["properties"] = {**made.get("properties", {}), KEY: False}
    return made


def _inner(key: str, value: Any) -> Any:
    if key in MAPS:
        return {name: _marked(item) for name, item in value.items()}
    return value if key in VALUES else _marked(value)
