"""The fast path of the schemas: a compiled validator that returns only True or False. After False, `check` makes the messages.

False for a valid value is allowed (the slow path decides then), True for an invalid one is not. It sees a reference to a secret as a map
that only the schema of a secret allows. In part, where tags of the merge may be, it sees what is behind a `!replace` or a `!final`, and an
`!unset` as a map that every schema allows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netops.schema.formats import FORMATS, has_format
from netops.schema.inline import VALUES
from netops.schema.partial import MAPS
from netops.secrets import SecretRef
from netops.source.tags import Tagged, UnsetTag, without_tag

KEY = "\x00secret"
MARK = {KEY: True}
ONLY_MARK = {"const": MARK}
UNSET = "\x00unset"
IS_UNSET = {"type": "object", "required": [UNSET]}


class UnsupportedValue(TypeError):
    """A value that the compiled validator cannot take, such as one with merge tags in it."""


def fast_validator(schema: Any, *, tags: bool = False) -> Callable[[Any], bool] | None:
    """A function that is True for valid values; None for a schema that refers to itself or that the compiler refuses.

    `tags`: tags of the merge may be in the values.
    """
    if _refers(schema):
        return None
    import jsonschema_rs

    formats = {name: _format(name) for name in FORMATS}
    try:
        compiled = jsonschema_rs.Draft202012Validator(_marked(schema, tags), formats=formats, validate_formats=True)
    except ValueError:
        return None
    return lambda value: _is_valid(compiled, value, tags)


def _is_valid(compiled: Any, value: Any, tags: bool) -> bool:
    try:
        return bool(compiled.is_valid(plain_json(value, tags)))
    except (UnsupportedValue, ValueError):
        return False


def plain_json(value: Any, tags: bool = False) -> Any:
    """The value with marks in place of secrets and tags. Raises Unfit for what JSON does not have, and for 110.0, an integer to JSON."""
    kind = type(value)
    if kind is dict and KEY not in value and UNSET not in value:
        return {key: plain_json(item, tags) for key, item in value.items()}
    if kind is list:
        return [plain_json(item, tags) for item in value]
    if kind is SecretRef:
        return MARK
    if tags and isinstance(value, Tagged):
        return plain_json(without_tag(value), tags)
    if tags and kind is UnsetTag:
        return {UNSET: str(value.key)}
    if value is None or kind in (str, int, bool) or (kind is float and not value.is_integer()):
        return value
    raise UnsupportedValue(kind.__name__)


def _format(name: str) -> Callable[[str], bool]:
    return lambda text: has_format(name, text)


def _refers(schema: Any) -> bool:
    if isinstance(schema, list):
        return any(map(_refers, schema))
    return isinstance(schema, dict) and ("$ref" in schema or any(_refers(item) for key, item in schema.items() if key not in VALUES))


def _marked(schema: Any, tags: bool) -> Any:
    """The schema with a mark required where a secret is, and refused in the maps of every other place; with `tags` an `!unset` allowed."""
    if isinstance(schema, list):
        return [_marked(item, tags) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _inner(key, value, tags) for key, value in schema.items()}
    if made.pop("x-netops-secret", False):
        made = {"allOf": [made, ONLY_MARK]}
    elif "object" in made.get("type", ()):
        made["properties"] = {**made.get("properties", {}), KEY: False}
    return {"if": IS_UNSET, "else": made} if tags else made


def _inner(key: str, value: Any, tags: bool) -> Any:
    if key in MAPS:
        return {name: _marked(item, tags) for name, item in value.items()}
    return value if key in VALUES else _marked(value, tags)
