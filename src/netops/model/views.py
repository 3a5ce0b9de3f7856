"""Traced views of earlier runs, one file for each target in the cache of the company.

A view is valid while the files that it was made from are the same: those of its site, the common files, the outlines of all sites, the
schemas, and all files of the other sites that were opened for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import netops
from netops.cache import digest, digest_of_own_code
from netops.errors import Origin
from netops.secrets import SecretRef
from netops.source.trace import (
    Cause,
    Origins,
    TracedDict,
    TracedFloat,
    TracedInt,
    TracedList,
    TracedSecret,
    TracedStr,
    with_origins,
)

if TYPE_CHECKING:
    from netops.model.company import Company

VIEW = ".view"
CODE = ("", "source", "schema", "model", "model/derive", "platforms")
MAP, LIST, OWN, PLAIN = "map", "list", "own", "plain"
"""How a value is packed that is not a text or a number with the origins of its key: a map, a list, with its own origins, without any."""


def traced_view(company: Company, name: str) -> dict[str, Any]:
    """The traced view of a target: from the cache when nothing that it was made from changed, else made and added to it."""
    if company.basis is None:
        return company.view(name, trace=True)
    site, cache, code = company.target(name).site, company.basis.cache, code_of(company)
    found = cache.get(digest(name) + VIEW, code)
    if found is not None and found[0] == company.basis.digest(site, found[1]):
        return ValueUnpacker(found[2]).view(found[3])
    company.prepare([site], share=1)
    view = company.view(name, trace=True)
    seen = company.sites_read(name)
    if seen is not None and (key := company.basis.digest(site, seen)):
        packing = ValuePacker()
        value = packing.value(view, ())
        cache.put(digest(name) + VIEW, code, [key, sorted(seen), packing.tables, value])
    return view


def code_of(company: Company) -> str:
    """The digest of the code and the schemas by which data become objects and views."""
    schemas = (part for name, path in company.project.files("schemas/*") for part in (name, path.read_bytes()))
    return digest("views 1", netops.__version__, sys.version, *digest_of_own_code(*CODE), *schemas)


class ValuePacker:
    """Traced values as values of JSON; `tables`: the names of files, the places in them, and the tuples of places."""

    def __init__(self) -> None:
        self.tables: tuple[list[str], list[list[int]], list[list[int]]] = ([], [], [])
        self._numbers: dict[object, int] = {}

    def value(self, value: Any, around: Origins) -> Any:
        """A value in a container that has these origins for it."""
        match value:
            case TracedDict():
                rows = {
                    key: [self.value(item, value.origins.get(key, ())), self.origins(value.origins.get(key, ()))]
                    for key, item in dict.items(value)
                }
                left = {key: self.origins(origins) for key, origins in value.origins.items() if key not in rows}
                return [MAP, rows, left]
            case TracedList():
                pairs = zip(list.__iter__(value), value.origins, strict=True)
                return [LIST, [[self.value(item, origins), self.origins(origins)] for item, origins in pairs]]
            case TracedStr() | TracedInt() | TracedFloat() | TracedSecret():
                return value if value.origins == around else [OWN, value, self.origins(value.origins)]
            case bool() | None:
                return value
        return [PLAIN, value]

    def origins(self, origins: Origins) -> int:
        return self._number(origins, self.tables[2], lambda: [self._origin(one) for one in origins])

    def _origin(self, one: Origin) -> int:
        cause = isinstance(one, Cause)
        return self._number((cause, one), self.tables[1], lambda: [self._file(one.file), one.line, one.column, int(cause)])

    def _file(self, name: str) -> int:
        return self._number(name, self.tables[0], lambda: name)

    def _number(self, key: object, rows: list[Any], make: Callable[[], Any]) -> int:
        if key not in self._numbers:
            row = make()
            self._numbers[key] = len(rows)
            rows.append(row)
        return self._numbers[key]


class ValueUnpacker:
    """The values of `ValuePacker`, from its tables."""

    def __init__(self, tables: Iterable[Any]) -> None:
        files, places, tuples = tables
        origins = [(Cause if cause else Origin)(files[file], line, column) for file, line, column, cause in places]
        self._origins = [tuple(origins[number] for number in numbers) for numbers in tuples]

    def view(self, packed: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._value(packed, ())
        return found

    def _value(self, packed: Any, around: Origins) -> Any:
        if not isinstance(packed, list):
            return with_origins(packed, around) if isinstance(packed, str | int | float | SecretRef) else packed
        kind, value, *more = packed
        match kind:
            case "map":
                rows = {key: (item, self._origins[number]) for key, (item, number) in value.items()}
                left = {key: self._origins[number] for key, number in more[0].items()}
                found = {key: self._value(item, origins) for key, (item, origins) in rows.items()}
                return TracedDict(found, {key: origins for key, (_, origins) in rows.items()} | left)
            case "list":
                pairs = [(item, self._origins[number]) for item, number in value]
                return TracedList([self._value(item, origins) for item, origins in pairs], [origins for _, origins in pairs])
            case "own":
                return with_origins(value, self._origins[more[0]])
        return value
