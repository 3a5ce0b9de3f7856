"""Which alternative of `anyOf` or `oneOf` a value was meant to be, by how the value breaks each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netops.source.tags import without_tag

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

KINDS = ("type", "const", "enum")
"""Keywords that show a value of another kind."""


def best_alternative(error: ValidationError) -> list[ValidationError]:
    """The errors of the alternative that fits best; nothing when the value is of another kind than each, or several fit alike."""
    ranked = sorted(_branches(error), key=_fit)
    if not ranked or _fit(ranked[-1])[0] < 0:
        return []
    alike = len(ranked) > 1 and _fit(ranked[-1]) == _fit(ranked[-2])
    return [] if alike else ranked[-1]


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    found: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        found.setdefault(int(inner.schema_path[0]), []).append(inner)
    return list(found.values())


def _fit(errors: list[ValidationError]) -> tuple[int, int, int, int]:
    """How well an alternative fits: of the right kind, not marked as another one by a constant, right down to a depth, few errors."""
    of_another_kind = any(not e.path and e.validator in KINDS for e in errors)
    marked = sum(e.validator == "const" for e in errors)
    return -of_another_kind, -marked, max(len(e.path) for e in errors), -len(errors)


def missing_keys(error: ValidationError) -> list[tuple[str, ...]]:
    """Of a map that lacks nothing but a key: the keys that each alternative of its kind wants; nothing when something else is wrong."""
    branches = _branches(error)
    best = max((_fit(branch)[:2] for branch in branches), default=(-1, 0))
    alike = [branch for branch in branches if _fit(branch)[:2] == best]
    if best[0] < 0 or any(inner.validator != "required" or inner.path for branch in alike for inner in branch):
        return []
    return list(dict.fromkeys(tuple(key for key in branch[0].validator_value if key not in branch[0].instance) for branch in alike))


def present_keys(error: ValidationError) -> list[str]:
    """Of a map that fits several alternatives which only want a key: those keys of it."""
    wanted = [schema.get("required", ()) for schema in error.validator_value if isinstance(schema, dict) and set(schema) == {"required"}]
    keys = [key for required in wanted for key in required]
    return [key for key in keys if key in without_tag(error.instance)] if len(wanted) == len(error.validator_value) else []
