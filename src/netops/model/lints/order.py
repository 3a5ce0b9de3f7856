"""Lists whose entries have keys, not in the order of those: FMT002."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_interface
from itertools import pairwise
from typing import Any

from netops.errors import Diagnostic, Severity
from netops.model.layers import Part
from netops.model.lints.finding import LintFinding
from netops.model.merge import Steps
from netops.schema import Shape, dotted_path
from netops.schema.near import join_with_and
from netops.source import UnsetTag
from netops.source.changes import SortEntries
from netops.source.tags import without_tag

DIGITS = re.compile(r"(\d+)")


def sort_key(value: Any) -> tuple[Any, ...]:
    """What to sort keys by: numbers, then addresses and networks, then texts, in which numbers count as numbers."""
    if isinstance(value, int | float):
        return 0, value
    try:
        found = ip_interface(str(value))
    except ValueError:
        parts = ((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in DIGITS.split(str(value)) if part)
        return 2, tuple(parts), str(value)
    return 1, found.version, found.ip, found.network.prefixlen


def find_unsorted_lists(part: Part, shape: Shape) -> Iterator[LintFinding]:
    """The lists of a part that are not sorted."""
    for path, field, keys in _lists(part.raw, shape, ()):
        ranks = tuple(tuple(map(sort_key, key)) for key in keys)
        at = next((at for at, (one, later) in enumerate(pairwise(ranks)) if later < one), None)
        if at is not None:
            expected, found = f"by {field}, smallest first", f"{_shown(keys[at])} before {_shown(keys[at + 1])}"
            message, origin = "a list whose entries have a key is not in the order of the keys", part.origin((*path, at + 1))
            problem = Diagnostic("FMT002", message, Severity.WARNING, origin, dotted_path(path), expected, found)
            yield LintFinding(part.document.file, problem, SortEntries((*part.path, *path), ranks))


def _lists(value: dict[str, Any] | list[Any], shape: Shape, path: Steps) -> Iterator[tuple[Steps, str, list[Any]]]:
    """Path, name of the key, and keys of each list that can be sorted."""
    fields = (shape.order,) if shape.order else (shape.key, *shape.also) if shape.key else ()
    if isinstance(value, list) and shape.is_sorted and fields and (keys := _keys(value, fields)):
        yield path, join_with_and(fields), keys
    for step, item in value.items() if isinstance(value, dict) else enumerate(value):
        inner = without_tag(item)
        if isinstance(inner, dict | list):
            yield from _lists(inner, shape.child(step) if isinstance(step, str) else shape.items, (*path, step))


def _keys(value: list[Any], fields: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The keys of each entry; nothing for a list that is wrong, or with an `!unset`, which must stand before what it makes room for."""
    entries = [without_tag(item) for item in value]
    if any(isinstance(item, UnsetTag) or not isinstance(item, dict) or fields[0] not in item for item in entries):
        return []
    return [tuple(without_tag(item.get(field, "")) for field in fields) for item in entries]


def _shown(key: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in key if part != "")
