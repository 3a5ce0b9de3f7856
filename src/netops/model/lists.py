"""What can be wrong with lists of maps: entries without the field that names or sorts them, or twice the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from netops.errors import Diagnostic, Origin, Related
from netops.model.merge import Steps
from netops.schema import Shape, dotted
from netops.source import Unset
from netops.source.tags import Tagged, untagged

HOLDING = (dict, list, Tagged)
"""What can hold a list."""

At = Callable[[Steps], Origin | None]


def problems(value: Any, shape: Shape, at: At, path: Steps = (), *, merged: bool = False) -> Iterator[Diagnostic]:
    """The problems of all lists in a value; `at` gives the place of a path.

    In a layer each entry needs the field that names it. What sorts it may come from another layer, so that is for `merged` values.
    """
    value = untagged(value)
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, HOLDING):
                yield from problems(item, shape.child(key), at, (*path, key), merged=merged)
    elif isinstance(value, list):
        field, what = (shape.order, "sorts") if merged else (shape.key, "names")
        if field and not (merged and field == shape.key):
            yield from by_field(value, field, what, at, path)
        for index, item in enumerate(value):
            if isinstance(item, HOLDING):
                yield from problems(item, shape.items, at, (*path, index), merged=merged)


def by_field(value: list[Any], field: str, what: str, at: At, path: Steps) -> Iterator[Diagnostic]:
    """The problems of one list whose entries a field `names` or `sorts`."""
    seen: dict[Any, int] = {}
    for index, item in enumerate(map(untagged, value)):
        here = (*path, index)
        if isinstance(item, Unset):
            if item.key is None:
                expected = f"- !unset {field.upper()}"
                message, hint = "!unset does not say which entry", f"write the {field} of the entry that goes"
                yield Diagnostic("MRG006", message, origin=at(here), path=dotted(here), expected=expected, hint=hint)
        elif not isinstance(item, dict) or field not in item:
            message, hint = f"an entry without {field!r}, which {what} it", f"write {field}: ..."
            yield Diagnostic("MRG003", message, origin=at(here), path=dotted(here), hint=hint)
        elif _hashable(untagged(item[field])) in seen:
            yield _twice(item[field], field, at((*here, field)), at((*path, seen[untagged(item[field])], field)), here)
        else:
            seen[_hashable(untagged(item[field]))] = index


def _hashable(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else repr(value)


def _twice(name: Any, field: str, here: Origin | None, first: Origin | None, path: Steps) -> Diagnostic:
    related = (Related("the first one", first),) if first else ()
    message = f"two entries with {field} {name!r}"
    return Diagnostic("MRG003", message, origin=here, path=dotted(path), hint="keep one of them", related=related)
