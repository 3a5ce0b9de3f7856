"""`find_schema_problems`: every way in which a value breaks a schema, as diagnostics with places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from netops.errors import Diagnostic, Origin
from netops.schema import bounds, quick
from netops.schema.conditions import HasOrigins
from netops.schema.formats import format_checker
from netops.schema.inline import DEPRECATED
from netops.schema.marked import SchemaTrail, root_trail
from netops.schema.words import explain_error
from netops.source.problems import MAX_REPORTED

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from referencing import Registry


MOST = 10 * MAX_REPORTED
"""Errors of one value that are looked at: some say the same."""


@dataclass(frozen=True)
class Schema:
    """A noun's schema, ready to check values with: whole, or in part, where tags of the merge may stand."""

    noun: str
    contents: Any
    registry: Callable[[], Registry[Any]] = field(repr=False)
    in_part: bool = False

    @cached_property
    def is_valid(self) -> Callable[[Any], bool]:
        """The fast path: True only for valid values; for False `validator` decides."""
        return quick.fast_validator(self.contents, tags=self.in_part) or (lambda value: False)

    @cached_property
    def formats(self) -> SchemaTrail:
        """The places that have a format."""
        return root_trail(self.contents, "format")

    @cached_property
    def deprecations(self) -> SchemaTrail:
        """The places of keys that will go."""
        return root_trail(self.contents, DEPRECATED)

    @cached_property
    def validator(self) -> Any:
        from netops.schema.keywords import validator_class

        return validator_class(tags=self.in_part)(self.contents, registry=self.registry(), format_checker=format_checker())


def find_schema_problems(value: Any, schema: Schema, document: HasOrigins | None = None) -> list[Diagnostic]:
    """Every problem of the value, each at its place when the document is given."""
    if schema.is_valid(value):
        return []
    errors = _narrowest(islice(schema.validator.iter_errors(value), MOST))
    found = _first(diagnostic for error in errors for diagnostic in explain_error(error, document))
    return sorted(found, key=lambda d: (d.origin or Origin("", 0), d.path, d.code))


def _first(found: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """The problems, each once; of very many the first, and that there are more."""
    reported: dict[Diagnostic, None] = {}
    for problem in found:
        reported[problem] = None
        if len(reported) == MAX_REPORTED:
            hint = "what follows was not looked at: correct the problems above first"
            end = Diagnostic(
                "SCH012",
                "too many problems in one object",
                origin=problem.origin,
                path=problem.path,
                expected=f"fewer than {MAX_REPORTED}",
                hint=hint,
            )
            return [*reported, end]
    return reported


def _narrowest(errors: Iterable[ValidationError]) -> list[ValidationError]:
    """The errors without limits that a narrower one for the same value makes needless, such as those of a name and of a VLAN's name."""
    kept: dict[Any, ValidationError] = {}
    for number, error in enumerate(errors):
        key = (tuple(error.absolute_path), error.validator) if error.validator in bounds.KEYWORDS else number
        if key not in kept or (error.validator_value > kept[key].validator_value) == (error.validator in bounds.LOWER):
            kept[key] = error
    return list(kept.values())
