"""From an error of jsonschema to a diagnostic: where, what was expected, what was found, what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Protocol

from netops.errors import Diagnostic, Origin
from netops.schema.formats import FORMATS
from netops.schema.inline import FORM
from netops.secrets import SecretRef
from netops.source.tags import Tagged, Unset, bare

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SHOWN = 60
"""Characters of a value that a message shows."""

LISTED = 20
"""So many known keys are listed when none is near."""

TYPES = {
    "object": "a map",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
OLD_BOOLEANS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
SIMPLE_KEY = re.compile(r"[^.\[\]]+")


class Located(Protocol):
    """What knows the places of a value's parts: a document, or a merged object that carries them."""

    def origin(self, path: Sequence[str | int] = (), key: bool = False) -> Origin | None: ...


class Condition(Exception):
    """The `if` under which an error holds, kept as the cause of the error."""

    def __init__(self, schema: Any) -> None:
        super().__init__()
        self.schema = schema


def dotted(path: Iterable[str | int]) -> str:
    """`interfaces[ge-0/0/0.0].mtu`: keys joined by dots, positions and keys that hold a dot in brackets."""
    text = ""
    for step in path:
        plain = isinstance(step, str) and SIMPLE_KEY.fullmatch(step)
        text += (f".{step}" if text else str(step)) if plain else f"[{step}]"
    return text


def explained(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    """The diagnostics for an error: one, or one per key for unknown and missing keys."""
    yield from _WORDS.get(str(error.validator), _other)(error, document)


def _diagnostic(error: ValidationError, document: Located | None, code: str, message: str, **more: Any) -> Diagnostic:
    path = (*error.absolute_path, *more.pop("below", ()))
    origin = document.origin(path, key=more.pop("key", False)) if document else None
    return Diagnostic(code, message, origin=origin, path=dotted(path), **more)


def _unknown_keys(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    known = list(error.schema.get("properties", {}))
    patterns = error.schema.get("patternProperties", {})
    for key in bare(error.instance):
        if key not in known and not any(re.search(pattern, key) for pattern in patterns):
            yield _diagnostic(error, document, "SCH001", f"unknown key {key!r}", hint=nearest(key, known), below=(key,), key=True)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint: the nearest of the known words; all of them when none is near and they are few."""
    words = sorted(known)
    near = get_close_matches(word, words, 1) or get_close_matches(word.lower(), words, 1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"keys here are {', '.join(words)}" if 0 < len(words) <= LISTED else ""


def _type(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    expected = " or ".join(TYPES[kind] for kind in wanted)
    if isinstance(error.instance, SecretRef):
        yield _diagnostic(error, document, "SCH011", "a secret cannot stand here", expected=expected, found=shown(error.instance))
        return
    hint = _type_hint(bare(error.instance), wanted)
    yield _diagnostic(error, document, "SCH002", "wrong type", expected=expected, found=shown(error.instance), hint=hint)


def _type_hint(value: Any, wanted: list[str]) -> str:
    if "boolean" in wanted and isinstance(value, str) and value.lower() in OLD_BOOLEANS:
        return f"in YAML 1.2 {value} is text: write {OLD_BOOLEANS[value.lower()]}"
    if "string" in wanted and isinstance(value, int | float):
        return f'for text write it in quotes: "{json.dumps(value)}"'
    if value is None:
        return "write a value, or remove the key; !unset takes away what a less specific file says"
    return "write a list: [...]" if "array" in wanted else ""


def _choice(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
    expected = " or ".join(map(_spelled, allowed))
    found = str(bare(error.instance))
    near = get_close_matches(found.lower(), [str(a) for a in allowed], 1)
    hint = f"did you mean {near[0]}?" if near else ""
    message = "not one of the values that can stand here"
    yield _diagnostic(error, document, "SCH003", message, expected=expected, found=shown(error.instance), hint=hint)


def _form(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    known = FORMATS[error.validator_value][1] if error.validator == "format" and error.validator_value in FORMATS else ""
    expected = str(error.schema.get(FORM) or known or error.schema.get("description", f"form {error.validator_value}")).rstrip(".")
    examples = error.schema.get("examples", ())
    hint = f"such as {', '.join(str(e) for e in examples[:2])}" if examples else ""
    about_key = "propertyNames" in error.absolute_schema_path
    where = {"below": (error.instance,), "key": True} if about_key else {}
    message = "a key of the wrong form" if about_key else "wrong form"
    yield _diagnostic(error, document, "SCH004", message, expected=expected, found=shown(error.instance), hint=hint, **where)


def _missing(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    """One of `required` per error: jsonschema tells which only in words, so all are looked at; equal ones are dropped later."""
    present = bare(error.instance)
    for key in error.validator_value:
        if key not in present:
            about = error.schema.get("properties", {}).get(key, {})
            expected = str(about.get("description", "")).rstrip(".") if isinstance(about, Mapping) else ""
            yield _diagnostic(error, document, "SCH005", f"{key!r} is missing", expected=expected, hint=_condition(error))


_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} entries",
    "maxItems": "at most {} entries",
    "minProperties": "at least {} keys",
    "maxProperties": "at most {} keys",
}


def _bound(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    expected = _BOUNDS[str(error.validator)].format(error.validator_value)
    yield _diagnostic(error, document, "SCH006", "out of bounds", expected=expected, found=shown(error.instance))


def _twice(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    items = bare(error.instance)
    for index, item in enumerate(items):
        if item in items[:index] and not isinstance(item, Unset):
            yield _diagnostic(error, document, "SCH007", "the same entry twice", found=shown(item), hint="keep one of them", below=(index,))


def _alternatives(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    """The errors of the alternative that was meant: the one that fits deepest; if none is near, what all of them want."""
    branches = _branches(error)
    best = max(branches, key=lambda errors: max(len(e.path) for e in errors), default=[])
    if best and max(len(e.path) for e in best) > 0:
        for inner in best:
            yield from explained(inner, document)
        return
    meant = [errors for errors in branches if not any(e.validator in ("type", "const", "enum") for e in errors)]
    if len(meant) == 1:
        for inner in meant[0]:
            yield from explained(inner, document)
        return
    expected = " or ".join(filter(None, (_expected(schema, error) for schema in error.validator_value)))
    yield _diagnostic(error, document, "SCH008", "fits none of what can stand here", expected=expected, found=shown(error.instance))


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    found: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        found.setdefault(int(inner.schema_path[0]), []).append(inner)
    return list(found.values())


def _expected(schema: Any, error: ValidationError) -> str:
    """What one alternative wants, in a few words."""
    if not isinstance(schema, Mapping):
        return ""
    if "const" in schema:
        return _spelled(schema["const"])
    if "enum" in schema:
        return " or ".join(map(_spelled, schema["enum"]))
    inner = next((e.schema for e in error.context or () if e.schema_path[0] == error.validator_value.index(schema)), schema)
    return str(inner.get(FORM) or inner.get("description") or TYPES.get(str(schema.get("type")), "")).rstrip(".")


def _secret(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    hint = "write !secret NAME, and under secrets: in netops.yaml where NAME comes from; change the secret that was written here"
    yield _diagnostic(error, document, "SCH010", "a secret in plain text", expected="!secret NAME", found="a value (not shown)", hint=hint)


def _not_allowed(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    path = list(error.absolute_path)
    name = f"{path[-1]!r}" if path else "this"
    yield _diagnostic(error, document, "SCH009", f"{name} cannot stand here{_condition(error, ' ')}", key=True, hint=f"remove {name}")


def _condition(error: ValidationError, before: str = "") -> str:
    """`when mode is 'access'`, for an error that holds only then."""
    if not isinstance(error.cause, Condition):
        return ""
    properties = error.cause.schema.get("properties", {})
    consts = {key: s["const"] for key, s in properties.items() if isinstance(s, Mapping) and "const" in s}
    words = [f"{key} is {_spelled(consts[key])}" if key in consts else f"{key} is there" for key in properties]
    return f"{before}when {' and '.join(words)}" if words else ""


def _other(error: ValidationError, document: Located | None) -> Iterator[Diagnostic]:
    yield _diagnostic(error, document, "SCH009", f"breaks the schema: {error.validator}", found=shown(error.instance))


def shown(value: Any) -> str:
    """The value as a message shows it: short, and of containers only what they are."""
    if isinstance(value, Tagged | Unset):
        return shown(bare(value)) if isinstance(value, Tagged) else "!unset"
    if isinstance(value, dict):
        return "a map" if value else "an empty map"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, SecretRef):
        return f"!secret {value.name}"
    text = _spelled(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def _spelled(value: Any) -> str:
    if value is None:
        return "nothing"
    return repr(str(value)) if isinstance(value, str) else json.dumps(value)


_WORDS: dict[str, Callable[[ValidationError, Located | None], Iterator[Diagnostic]]] = {
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), _unknown_keys),
    "type": _type,
    **dict.fromkeys(("enum", "const"), _choice),
    **dict.fromkeys(("pattern", "format"), _form),
    **dict.fromkeys(("required",), _missing),
    **dict.fromkeys(_BOUNDS, _bound),
    "uniqueItems": _twice,
    **dict.fromkeys(("anyOf", "oneOf"), _alternatives),
    "x-netops-secret": _secret,
    **dict.fromkeys(("None", "not"), _not_allowed),
}
