"""What can be wrong with lists of maps: entries without the field that names or sorts them, or twice the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from netops.errors import Diagnostic, Origin, Related
from netops.model.merge import Steps
from netops.schema import Shape, dotted_path
from netops.schema.near import join_with_and
from netops.source import UnsetTag
from netops.source.tags import Tagged, without_tag

HOLDING = (dict, list, Tagged)
"""What can hold a list."""

At = Callable[[Steps], Origin | None]


def list_problems(value: Any, shape: Shape, at: At, path: Steps = (), *, merged: bool = False) -> Iterator[Diagnostic]:
    """The problems of all lists in a value; `at` gives the place of a path.

    In a layer each entry needs the field that names it. What sorts it may come from another layer, so that is for `merged` values.
    """
    value = without_tag(value)
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, HOLDING):
                yield from list_problems(item, shape.child(key), at, (*path, key), merged=merged)
    elif isinstance(value, list):
        if merged and shape.order and shape.order != shape.key:
            yield from by_fields(value, (shape.order,), "sorts", at, path)
        elif not merged and shape.key:
            yield from by_fields(value, (shape.key, *shape.also), "names", at, path)
        for index, item in enumerate(value):
            if isinstance(item, HOLDING):
                yield from list_problems(item, shape.items, at, (*path, index), merged=merged)


def by_fields(value: list[Any], fields: tuple[str, ...], what: str, at: At, path: Steps) -> Iterator[Diagnostic]:
    """The problems of one list whose entries some fields together name or sort; each entry has one of them at least."""
    seen: dict[Any, int] = {}
    field = fields[0]
    for index, item in enumerate(map(without_tag, value)):
        here = (*path, index)
        if isinstance(item, UnsetTag):
            if item.key is None:
                expected = f"- !unset {field.upper()}"
                message, hint = "!unset does not say which entry", f"write the {field} of the entry that goes"
                yield Diagnostic("MRG006", message, origin=at(here), path=dotted_path(here), expected=expected, hint=hint)
            continue
        if not isinstance(item, dict) or not any(name in item for name in fields):
            message, hint = f"an entry without {field!r}, which {what} it", f"write {field}: ..."
            yield Diagnostic("MRG003", message, origin=at(here), path=dotted_path(here), hint=hint)
            continue
        names = {name: _hashable(without_tag(item[name])) for name in fields if name in item}
        first = seen.setdefault(tuple(names.items()), index)
        if first != index:
            own = next(iter(names))
            yield _twice(names, at((*here, own)), at((*path, first, own)), here)


def _hashable(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else repr(value)


def _twice(names: dict[str, Any], here: Origin | None, first: Origin | None, path: Steps) -> Diagnostic:
    related = (Related("the first one", first),) if first else ()
    message = f"two entries with {join_with_and(f'{field} {name!r}' for field, name in names.items())}"
    return Diagnostic("MRG003", message, origin=here, path=dotted_path(path), hint="keep one of them", related=related)
