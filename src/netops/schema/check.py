"""`check`: every way in which a value breaks a schema, as diagnostics with places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry

from netops.errors import Diagnostic, Origin
from netops.schema.formats import checker
from netops.schema.words import Condition, Located, explained
from netops.secrets import SecretRef
from netops.source.tags import Tagged, Unset, bare

Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]


@dataclass(frozen=True)
class Schema:
    """A noun's schema, ready to check values with."""

    noun: str
    contents: Any
    registry: Registry[Any] = field(repr=False)

    @cached_property
    def validator(self) -> Any:
        return _VALIDATOR(self.contents, registry=self.registry, format_checker=_FORMATS)


def check(value: Any, schema: Schema, document: Located | None = None) -> list[Diagnostic]:
    """Every problem of the value, each at its place when the document is given."""
    errors = schema.validator.iter_errors(value)
    found = dict.fromkeys(diagnostic for error in errors for diagnostic in explained(error, document))
    return sorted(found, key=lambda d: (d.origin or Origin("", 0), d.path, d.code))


def _secret(validator: Any, wanted: bool, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if wanted and not isinstance(instance, SecretRef):
        yield ValidationError("a secret in plain text")


def _through_tags(keyword: Keyword) -> Keyword:
    """The keyword on what stands behind a tag; an `!unset` breaks nothing."""

    def checked(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if isinstance(instance, Unset):
            return
        yield from keyword(validator, wanted, bare(instance) if isinstance(instance, Tagged) else instance, schema) or ()

    return checked


def _properties(validator: Any, properties: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """`properties`, with the path of a key whose schema is `false`; jsonschema tells only that of the map."""
    yield from _STANDARD["properties"](validator, {key: value for key, value in properties.items() if value is not False}, instance, schema)
    for key, value in properties.items():
        if value is False and isinstance(instance, dict) and key in instance:
            yield ValidationError("not allowed", path=[key], instance=instance[key], validator="not", schema=False)


def _if(validator: Any, condition: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """`if`, remembering in the errors of `then` what the condition was."""
    for error in _STANDARD["if"](validator, condition, instance, schema) or ():
        error.cause = error.cause or Condition(condition)
        yield error


_STANDARD: dict[str, Any] = dict(Draft202012Validator.VALIDATORS)
_OURS: dict[str, Any] = {**_STANDARD, "if": _if, "properties": _properties, "x-netops-secret": _secret}
_KEYWORDS = {name: _through_tags(keyword) for name, keyword in _OURS.items()}
_VALIDATOR: Any = extend(Draft202012Validator, validators=_KEYWORDS)
_FORMATS = checker()
