"""From an error of jsonschema to a diagnostic: where, what was expected, what was found, what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from netops.errors import Diagnostic, Related
from netops.schema import alternatives, bounds, conditions
from netops.schema.conditions import HasOrigins
from netops.schema.formats import FORMATS, time_zones
from netops.schema.inline import FORM
from netops.schema.near import close_words, join_with_or, near_zones, nearest_hint, nesting_hint, respelling_hint
from netops.schema.values import SHOWN, dotted_path, shown_value, yaml_text
from netops.secrets import SecretRef
from netops.source.problems import MAX_REPORTED
from netops.source.tags import UnsetTag, without_tag

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

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
EMPTY = "the file is empty: write what it is for, or remove it"
REFERENCE = ("!secret NAME", "write !secret NAME, and under secrets: in netops.yaml where NAME comes from")
SOURCE = ("where it comes from, such as {env: NAME}", "put it into an environment variable, a file or a vault, and name that here")
"""What is wanted in place of a secret in plain text: where it is used, and where its source is named."""
_OF_VLAN = re.compile(r"(?:\w+_)?vlans?")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def explain_error(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    """The diagnostics for an error: one, or one per key for unknown and missing keys."""
    yield from _WORDS.get(str(error.validator), _other)(error, document)


def _diagnostic(error: ValidationError, document: HasOrigins | None, code: str, message: str, **more: Any) -> Diagnostic:
    path, at_key = (*error.absolute_path, *more.pop("below", ())), more.pop("key", False)
    origin = document.origin(path, key=at_key) if document else None
    return Diagnostic(code, message, origin=origin, path=dotted_path((*getattr(document, "path", ()), *path)), **more)


def _unknown_keys(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    known = error.schema.get("properties", {})
    noun = str(error.schema.get("title", "")).lower().replace(" ", "_")
    for key in _unknown(error):
        hint = nesting_hint(key, known) or nearest_hint(key, known, noun)
        yield _diagnostic(error, document, "SCH001", f"unknown key {key!r}", hint=hint, below=(key,), key=True)


def _unknown(error: ValidationError) -> list[str]:
    """The keys of a map that its schema does not know."""
    known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
    return [key for key in without_tag(error.instance) if key not in known and not any(re.search(pattern, key) for pattern in patterns)]


def _type(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    expected = " or ".join(TYPES[kind] for kind in wanted)
    if isinstance(error.instance, SecretRef):
        hint = "only a field for secrets takes !secret: write the value itself"
        yield _diagnostic(
            error, document, "SCH011", "a secret cannot stand here", expected=expected, found=shown_value(error.instance), hint=hint
        )
        return
    if error.schema.get("writeOnly") and isinstance(without_tag(error.instance), str | int | float):
        yield from _secret(error, document, SOURCE)
        return
    value, keys = without_tag(error.instance), [key for key in error.absolute_path if isinstance(key, str)]
    named = _named_hint(keys[-1], value) if keys and "string" in wanted else ""
    hint = named or _type_hint(value, wanted, at_top=not error.absolute_path)
    yield _diagnostic(error, document, "SCH002", "wrong type", expected=expected, found=shown_value(error.instance), hint=hint)


def _named_hint(key: str, value: Any) -> str:
    """What to write for the number of something that has a name."""
    if not _OF_VLAN.fullmatch(key) or not isinstance(value, int) or isinstance(value, bool):
        return ""
    return f"a VLAN is written by its name: that of the entry with `vid: {value}` in `vlans` of its site"


def _type_hint(value: Any, wanted: list[str], at_top: bool) -> str:
    if "boolean" in wanted and isinstance(value, str) and value.lower() in OLD_BOOLEANS:
        return f"in YAML 1.2 {value} is text: write {OLD_BOOLEANS[value.lower()]}"
    if "string" in wanted and isinstance(value, int | float):
        return f'for text write it in quotes: "{json.dumps(value)}"'
    if {"integer", "number"} & set(wanted) and isinstance(value, str) and NUMBER.fullmatch(value):
        return f"in quotes it is text: write {value}"
    if "integer" in wanted and isinstance(value, float) and value.is_integer():
        return f"write {int(value)}, without a point"
    if value is None:
        return EMPTY if at_top else "write a value, or remove the key; !unset takes away what a less specific file says"
    if "array" in wanted:
        return (
            "begin each entry with a dash: - ..."
            if isinstance(value, dict | list)
            else f"write a list: [{value if len(str(value)) <= SHOWN else '...'}]"
        )
    return "write KEY: VALUE, without dashes" if wanted == ["object"] and isinstance(value, list) else ""


def _choice(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
    expected = " or ".join(map(yaml_text, allowed))
    found = str(without_tag(error.instance))
    near = close_words(found.lower(), map(str, allowed))
    hint = f"did you mean {join_with_or(near)}?" if near else _meaning(str(error.schema.get("description", "")), allowed)
    message = "not an allowed value"
    yield _diagnostic(error, document, "SCH003", message, expected=expected, found=shown_value(error.instance), hint=hint)


def _meaning(description: str, allowed: Sequence[Any]) -> str:
    """A description of what the values mean."""
    return description.rstrip(".") if any(f"`{each}`" in description for each in allowed) else ""


def _form(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    known = FORMATS[error.validator_value][1] if error.validator == "format" and error.validator_value in FORMATS else ""
    expected = str(error.schema.get(FORM) or known or error.schema.get("description", f"form {error.validator_value}")).rstrip(".")
    examples = error.schema.get("examples", ())
    hint = respelling_hint(error.instance, error.validator_value) if error.validator == "pattern" else ""
    if error.validator_value == "time-zone" and (near := near_zones(str(error.instance), time_zones())):
        hint = f"did you mean {join_with_or(near)}?"
    if examples and not hint:
        hint = f"such as {', '.join(str(e) for e in examples[:2])}"
    about_key = "propertyNames" in error.absolute_schema_path
    where = {"below": (error.instance,), "key": True} if about_key else {}
    message = "a key of the wrong form" if about_key else "wrong form"
    yield _diagnostic(error, document, "SCH004", message, expected=expected, found=shown_value(error.instance), hint=hint, **where)


def _missing(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    """One of `required` per error: jsonschema names which only in its text, so all are looked at; equal ones are dropped later."""
    present, known = without_tag(error.instance), error.schema.get("properties", {})
    misspelled = _misspelled(error)
    for key in error.validator_value:
        if key not in present and key not in misspelled:  # that one is reported as an unknown key
            about = known.get(key) if isinstance(known.get(key), Mapping) else {}
            expected = str(about.get("description", "")).rstrip(".")
            hint = conditions.condition_text(error) or _example(key, about.get("examples", ()))
            related = conditions.error_places(error, document)
            yield _diagnostic(error, document, "SCH005", f"{key!r} is missing", expected=expected, hint=hint, related=related)


def _misspelled(error: ValidationError) -> set[str]:
    """The keys that are meant by unknown ones of a map, which are reported as such."""
    if error.schema.get("additionalProperties") is not False:
        return set()
    return {key for word in _unknown(error)[:MAX_REPORTED] for key in close_words(word, error.schema.get("properties", {}))}


def _one_missing(error: ValidationError, document: HasOrigins | None, wanted: Sequence[tuple[str, ...]]) -> Iterator[Diagnostic]:
    """A map that has the keys of none of its alternatives; the first one is the usual one."""
    if _misspelled(error) & {key for keys in wanted for key in keys}:
        return
    first = wanted[0][0]
    about = error.schema.get("properties", {}).get(first, {})
    message = f"{' or '.join(' and '.join(map(repr, keys)) for keys in wanted)} is missing"
    expected = f"{first}: {about['description']}".rstrip(".") if isinstance(about, Mapping) and "description" in about else ""
    yield _diagnostic(error, document, "SCH005", message, expected=expected, hint=_example(first, about.get("examples", ())))


def _example(key: str, examples: Sequence[Any]) -> str:
    first = next((each for each in examples if isinstance(each, str | int | float)), None)
    return "" if first is None else f"such as {key}: {first}"


def _bound(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    found = bounds.value_with_size(without_tag(error.instance), shown_value(error.instance))
    message, related = f"out of bounds{conditions.condition_text(error, ' ')}", conditions.error_places(error, document)
    expected = bounds.expected_text(str(error.validator), error.schema)
    yield _diagnostic(error, document, "SCH006", message, expected=expected, found=found, related=related)


def _twice(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    items = without_tag(error.instance)
    for index, item in enumerate(items):
        if item in items[:index] and not isinstance(item, UnsetTag):
            first = document.origin((*error.absolute_path, items.index(item))) if document else None
            related = (Related("the first one", first),) if first else ()
            words = {"found": shown_value(item), "hint": "keep one of them", "related": related}
            yield _diagnostic(error, document, "SCH007", "the same entry twice", below=(index,), **words)


def _alternatives(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    """The errors of the alternative that was meant; if none is near, or several are, what all of them want."""
    if likely := alternatives.best_alternative(error):
        for inner in likely:
            yield from explain_error(inner, document)
        return
    if wanted := alternatives.missing_keys(error):
        yield from _one_missing(error, document, wanted)
        return
    value = without_tag(error.instance)
    found = bounds.value_with_size(value, shown_value(value)) if isinstance(value, dict) else shown_value(error.instance)
    if not error.context and (both := alternatives.present_keys(error)):
        message = f"only one of {' and '.join(map(repr, both))} can be here"
        yield _diagnostic(error, document, "SCH008", message, hint="remove the others")
        return
    message = "none of the possible forms" if error.context else "fits more than one of the possible forms"
    expected = " or ".join(filter(None, (_expected(schema, error) for schema in error.validator_value)))
    words = [
        word for schema in error.validator_value if isinstance(schema, Mapping) for word in (schema.get("const"), *schema.get("enum", ()))
    ]
    near = close_words(value.lower(), map(str, filter(None, words))) if isinstance(value, str) else []
    yield _diagnostic(
        error, document, "SCH008", message, expected=expected, found=found, hint=f"did you mean {join_with_or(near)}?" if near else ""
    )


def _expected(schema: Any, error: ValidationError) -> str:
    """What one alternative wants, in a few words."""
    if not isinstance(schema, Mapping):
        return ""
    if "const" in schema:
        return yaml_text(schema["const"])
    if "enum" in schema:
        return " or ".join(map(yaml_text, schema["enum"]))
    if "required" in schema and "properties" not in schema:
        return " and ".join(schema["required"])
    inner = next((e.schema for e in error.context or () if e.schema_path[0] == error.validator_value.index(schema)), schema)
    return str(inner.get(FORM) or inner.get("description") or TYPES.get(str(schema.get("type")), "")).rstrip(".")


def _secret(error: ValidationError, document: HasOrigins | None, wanted: tuple[str, str] = REFERENCE) -> Iterator[Diagnostic]:
    expected, hint = wanted[0], f"{wanted[1]}; change the secret that was written here"
    yield _diagnostic(error, document, "SCH010", "a secret in plain text", expected=expected, found="a value (not shown)", hint=hint)


def _not_allowed(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    path = list(error.absolute_path)
    name = f"{path[-1]!r}" if path else "this"
    message, related = f"{name} cannot stand here{conditions.condition_text(error, ' ')}", conditions.error_places(error, document)
    yield _diagnostic(error, document, "SCH009", message, key=True, hint=f"remove {name}", related=related)


def _other(error: ValidationError, document: HasOrigins | None) -> Iterator[Diagnostic]:
    yield _diagnostic(error, document, "SCH009", f"breaks the schema: {error.validator}", found=shown_value(error.instance))


_WORDS: dict[str, Callable[[ValidationError, HasOrigins | None], Iterator[Diagnostic]]] = {
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), _unknown_keys),
    "type": _type,
    **dict.fromkeys(("enum", "const"), _choice),
    **dict.fromkeys(("pattern", "format"), _form),
    **dict.fromkeys(("required",), _missing),
    **dict.fromkeys(bounds.KEYWORDS, _bound),
    "uniqueItems": _twice,
    **dict.fromkeys(("anyOf", "oneOf"), _alternatives),
    "x-netops-secret": _secret,
    **dict.fromkeys(("None", "not"), _not_allowed),
}
