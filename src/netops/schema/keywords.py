"""The keywords of JSON Schema as netops checks them: tags, secrets, conditions that name themselves, equal entries looked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from netops.schema.conditions import Condition
from netops.secrets import SecretRef
from netops.source.tags import Tagged, UnsetTag, without_tag

Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]
STANDARD: dict[str, Any] = dict(Draft202012Validator.VALIDATORS)


def validator_class(*, tags: bool) -> Any:
    """A class of validators; with `tags` for values that hold tags of the merge. Each remembers which entries were right."""
    ours = {"if": _if, "properties": _properties, "additionalProperties": _additional(set()), "x-netops-secret": _secret}
    keywords = {**STANDARD, **ours}
    made = {name: _through_tags(keyword) for name, keyword in keywords.items()} if tags else keywords
    return extend(Draft202012Validator, validators=made, type_checker=WHOLE_NUMBERS)


def _is_whole(checker: Any, value: Any) -> bool:
    """A number without a point: 110.0 is an integer to JSON Schema, and would be printed as 110.0."""
    return isinstance(value, int) and not isinstance(value, bool)


WHOLE_NUMBERS = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole)


def _secret(validator: Any, wanted: bool, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if wanted and not isinstance(instance, SecretRef):
        yield ValidationError("a secret in plain text")


def _through_tags(keyword: Keyword) -> Keyword:
    """The keyword on what stands behind a tag; an `!unset` breaks nothing."""

    def checked(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if isinstance(instance, UnsetTag):
            return
        yield from keyword(validator, wanted, without_tag(instance) if isinstance(instance, Tagged) else instance, schema) or ()

    return checked


def _properties(validator: Any, properties: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """`properties`, with the path of a key whose schema is `false`; jsonschema gives only that of the map."""
    if not isinstance(instance, dict):
        return
    for key, value in instance.items():
        wanted = properties.get(key, True)
        if wanted is False:
            yield ValidationError("not allowed", path=[key], instance=value, validator="not", schema=False)
        elif wanted is not True:
            yield from validator.descend(value, wanted, path=key, schema_path=key)


def _additional(right: set[tuple[int, str]]) -> Keyword:
    """`additionalProperties`; of many equal entries, such as the ports of a switch, only one is looked at."""

    def keyword(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if not isinstance(wanted, dict) or not isinstance(instance, dict) or "patternProperties" in schema:
            yield from STANDARD["additionalProperties"](validator, wanted, instance, schema)
            return
        for key, value in instance.items():
            if key not in schema.get("properties", ()) and (known := (id(wanted), repr(value))) not in right:
                errors = list(validator.descend(value, wanted, path=key))
                yield from errors
                if not errors:
                    right.add(known)

    return keyword


def _if(validator: Any, condition: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """`if`, remembering in the errors of `then` what the condition was."""
    for error in STANDARD["if"](validator, condition, instance, schema) or ():
        if error.schema_path[0] == "then":
            error.cause = error.cause or Condition(condition, len(error.path))
        yield error
