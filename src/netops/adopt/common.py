"""What several values have in common, as their schema merges them: keys of maps, entries of lists, and fields of entries of one name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netops.adopt.draft import Data
from netops.adopt.profiles import count_values
from netops.schema.shape import Shape

Name = tuple[Any, ...]


def common_value(values: list[Any], shape: Shape) -> Any:
    """What all values have in common, None for nothing; `without_common` gives what is left of each, and both merge to it."""
    first = values[0]
    if all(isinstance(one, dict) for one in values):
        pairs = ((key, common_value([one[key] for one in values], shape.child(key))) for key in first if all(key in one for one in values))
        return {key: value for key, value in pairs if value not in (None, {}, [])}
    if all(is_equal(one, first) for one in values[1:]):
        return first
    named = [_named(one, shape) for one in values]
    return _common_entries([one for one in named if one], shape) if all(named) else None


def without_common(data: Data, common: Mapping[str, Any], shape: Shape) -> Data:
    """Data without what is in a layer."""
    out: Data = {}
    for key, value in data.items():
        left = _left(value, common[key], shape.child(key)) if key in common else value
        if key not in common or left not in (None, {}, []):
            out[key] = left
    return out


def is_equal(one: Any, other: Any) -> bool:
    """Whether two values are the same, and of one type."""
    return type(one) is type(other) and bool(one == other)


def _left(value: Any, common: Any, shape: Shape) -> Any:
    """What is left of a value; None for nothing."""
    if isinstance(value, dict):
        return without_common(value, common, shape)
    there = _named(common, shape) if not is_equal(value, common) else None
    entries = _named(value, shape) if there else None
    return [rest for name, entry in entries.items() if (rest := _rest(entry, there.get(name), shape))] if entries and there else None


def _rest(entry: Data, common: Data | None, shape: Shape) -> Data | None:
    """What is left of an entry, with what names it; None for nothing."""
    if common is None:
        return entry
    left = without_common(entry, common, shape.items)
    return {key: value for key, value in entry.items() if key in _fields(shape)} | left if left else None


def _common_entries(lists: list[dict[Name, Data]], shape: Shape) -> list[Data]:
    """The entries that all lists have, as a whole, or in part where that is shorter."""
    names = [name for name in lists[0] if all(name in one for one in lists[1:])]
    found = [([one[name] for one in lists], common_value([one[name] for one in lists], shape.items)) for name in names]
    return [common for entries, common in found if _saves(entries, common, shape)]


def _saves(entries: list[Data], common: Data, shape: Shape) -> bool:
    """Whether entries are shorter without what they have in common, although what names them is there once more."""
    naming = sum(1 + count_values(value) for key, value in common.items() if key in _fields(shape))
    return all(is_equal(one, common) for one in entries) or (len(entries) - 1) * (count_values(common) - naming) > naming


def _named(value: Any, shape: Shape) -> dict[Name, Data] | None:
    """The entries of a list by what names them; None where they have no names, or their order has a meaning."""
    if not (shape.key and shape.is_sorted and isinstance(value, list) and all(isinstance(one, dict) and shape.key in one for one in value)):
        return None
    found = {tuple(one.get(field) for field in _fields(shape)): one for one in value}
    return found if len(found) == len(value) else None


def _fields(shape: Shape) -> tuple[str, ...]:
    return shape.key, *shape.also
