"""Filters for lists of maps: what they hold, each once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from netops.render.interfaces import natural


def values_of(rows: Iterable[Mapping[str, Any]], *keys: str) -> list[Any]:
    """The values in the lists at some keys of the maps, in natural order: `policies | values_of("sources", "destinations")`."""
    found: dict[str, Any] = {}
    for row in rows:
        for key in keys:
            for value in row.get(key) or ():
                found.setdefault(str(value), value)
    return [found[text] for text in sorted(found, key=natural)]


def pairs_of(rows: Iterable[Mapping[str, Any]], one: str, other: str) -> list[tuple[Any, Any]]:
    """The pairs of values that maps have at two keys, in the order of the maps: `policies | pairs_of("from", "to")`."""
    found: dict[tuple[str, str], tuple[Any, Any]] = {}
    for row in rows:
        pair = row.get(one), row.get(other)
        found.setdefault((str(pair[0]), str(pair[1])), pair)
    return list(found.values())


def holds(maps: Iterable[Mapping[str, Any]], key: str) -> bool:
    """Whether any of the maps has a key, be its value what it may."""
    return any(key in one for one in maps)


def prefixes_not_in(values: Iterable[Any], book: Mapping[str, Any]) -> list[Any]:
    """The values that are prefixes, and no names of a book: `networks | prefixes_not_in(security.address_book)`."""
    return [value for value in values if value not in book and PREFIX.fullmatch(str(value))]


PREFIX = re.compile(r"[0-9.]+/\d+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*/\d+")
FILTERS: Mapping[str, Callable[..., Any]] = {f.__name__: f for f in (values_of, pairs_of, holds, prefixes_not_in)}
