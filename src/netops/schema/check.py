"""`check`: every way in which a value breaks a schema, as diagnostics with places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netops.errors import Diagnostic, Origin
from netops.schema import quick
from netops.schema.formats import checker
from netops.schema.words import Located, explained

if TYPE_CHECKING:
    from referencing import Registry


@dataclass(frozen=True)
class Schema:
    """A noun's schema, ready to check values with: whole, or in part, where tags of the merge may stand."""

    noun: str
    contents: Any
    registry: Callable[[], Registry[Any]] = field(repr=False)
    in_part: bool = False

    @cached_property
    def says_yes(self) -> Callable[[Any], bool]:
        """A quick yes to values that are right; where it says no, `validator` decides."""
        return quick.validator(self.contents) or (lambda value: False)

    @cached_property
    def validator(self) -> Any:
        from netops.schema.keywords import validator_class

        return validator_class(tags=self.in_part)(self.contents, registry=self.registry(), format_checker=checker())


def check(value: Any, schema: Schema, document: Located | None = None) -> list[Diagnostic]:
    """Every problem of the value, each at its place when the document is given."""
    if schema.says_yes(value):
        return []
    errors = schema.validator.iter_errors(value)
    found = dict.fromkeys(diagnostic for error in errors for diagnostic in explained(error, document))
    return sorted(found, key=lambda d: (d.origin or Origin("", 0), d.path, d.code))
