"""Traced renders of earlier runs: where each line of a target comes from, one file for each target in the cache of the company.

A trace is valid while all that it was made from is the same: the files of its site, the common files, the outlines of all sites, the
templates, and the whole files of the other sites that were opened for it, since an outline has no places.

It is packed as columns of numbers into tables, because neighbouring lines share most of what they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netops.cache import digest
from netops.errors import Diagnostic, Origin
from netops.model.packing import pack_problems, unpack_problems
from netops.render.edges import Dependents, merge_rows
from netops.render.lines import Branch, Condition, LineOrigin
from netops.render.rendered import Rendered
from netops.render.store import RenderStore, code_digest
from netops.source.trace import Cause, Origins

if TYPE_CHECKING:
    from netops.model.company import Company

TRACES, SOME_LINES = ".trace", ".lines"
"""How the names of files with all origins of a target end, and of those with some."""


class NumberTable:
    """Values by number, each once. `key` gives what two equal values have in common; by default the value."""

    def __init__(self, encode: Callable[[Any], Any]) -> None:
        self.rows: list[Any] = []
        self._encode = encode
        self._numbers: dict[Any, int] = {}

    def number(self, value: Any, key: Any = None) -> int:
        key = value if key is None else key
        found = self._numbers.get(key)
        if found is None:
            row = self._encode(value)
            found = self._numbers[key] = len(self.rows)
            self.rows.append(row)
        return found


class TracePacker:
    """The tables of one traced render while it is packed."""

    def __init__(self) -> None:
        self.files = NumberTable(str)
        self.origins = NumberTable(self._origin)
        self.places = NumberTable(lambda origins: [self.origins.number(origin) for origin in origins])
        self.conditions = NumberTable(lambda one: [one.kind, self.origins.number(one.template), self.places.number(one.reads)])
        self.sets = NumberTable(lambda numbers: list(numbers))
        self._known: dict[int, int] = {}

    def _origin(self, origin: Origin) -> list[int]:
        return [self.files.number(origin.file), origin.line, origin.column, *([1] if isinstance(origin, Cause) else [])]

    def condition(self, one: Condition) -> int:
        """The number of a condition; those of equal content are one."""
        if id(one) not in self._known:
            self._known[id(one)] = self.conditions.number(one, (one.kind, one.template, one.reads))
        return self._known[id(one)]

    def line(self, line: LineOrigin) -> tuple[int, int, int]:
        conditions = tuple(map(self.condition, line.conditions))
        return self.origins.number(line.template), self.places.number(line.values), self.sets.number(conditions)

    def branch(self, one: Branch) -> list[Any]:
        return [one.kind, self.origins.number(one.template), one.last, self.places.number(one.reads)]


@dataclass(frozen=True)
class Trace:
    """A traced render in its packed form. `chosen`: the places of what chooses the layers and the templates of the target."""

    target: str
    value: Sequence[Any]

    @classmethod
    def of(cls, made: Rendered, chosen: Iterable[Origin], problems: Iterable[Diagnostic]) -> Trace:
        """The packed form of a traced render."""
        packer = TracePacker()
        columns = list(zip(*map(packer.line, made.lines), strict=True)) or [(), (), ()]
        texts = [] if _text(line.text for line in made.lines) == made.text else [line.text for line in made.lines]
        branches = [packer.branch(one) for one in made.branches]
        of_target = packer.places.number(tuple(chosen))
        tables = [table.rows for table in (packer.files, packer.origins, packer.places, packer.conditions, packer.sets)]
        head = [made.platform, made.text, list(made.actions), made.observed, pack_problems(problems)]
        return cls(made.target, [*head, tables, columns, texts, branches, of_target, made.managed, made.apply])

    @property
    def text(self) -> str:
        return str(self.value[1])

    @property
    def observed(self) -> bool:
        return bool(self.value[3])

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        return tuple(unpack_problems(self.value[4]))

    @property
    def chosen(self) -> Origins:
        return self._places(self.value[9])

    @cached_property
    def places(self) -> frozenset[Origin]:
        """The places of all that was read for the text: what it prints, what decided on it, what chose its layers."""
        return frozenset(Origin(self._tables[0][file], line, column) for file, line, column, *_ in self._tables[1])

    @cached_property
    def templates(self) -> frozenset[Origin]:
        """The template lines that wrote the text."""
        return frozenset(map(self._origin, self.value[6][0]))

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """The template lines that were left out."""
        return tuple(map(self._branch, self.value[8]))

    @cached_property
    def rendered(self) -> Rendered:
        """The traced render."""
        platform, text, actions, observed, _, _, (templates, *_), *_ = self.value
        lines = tuple(map(self.line, range(1, len(templates) + 1)))
        managed = None if self.value[10] is None else tuple(self.value[10])
        made = Rendered(self.target, platform, text, tuple(actions), lines, self.branches, observed, managed=managed)
        return replace(made, apply=str(self.value[11]))

    def line(self, number: int) -> LineOrigin:
        """A line by its number from 1."""
        templates, values, sets = self.value[6]
        at = number - 1
        conditions = tuple(map(self._condition, self._tables[4][sets[at]]))
        return LineOrigin(self._texts[at], self._origin(templates[at]), self._places(values[at]), conditions)

    def edges(self, places: frozenset[Origin]) -> Dependents:
        """What depends on some places; only that is unpacked."""
        files, origins, lists, conditions, sets = self._tables
        wanted = {(place.file, place.line, place.column) for place in places}
        known = {number for number, name in enumerate(files) if any(name == file for file, _, _ in wanted)}
        hits = {
            number for number, row in enumerate(origins) if row[0] in known and (files[row[0]], row[1], row[2]) in wanted and not row[3:]
        }
        if not hits:
            return Dependents(self.target, (), (), (), ())
        hit_lists = {number for number, row in enumerate(lists) if not hits.isdisjoint(row)}
        hit_conditions = {number for number, row in enumerate(conditions) if row[2] in hit_lists}
        _, values, of_lines = self.value[6]
        under: dict[int, list[int]] = {}
        hit_sets = {number: [one for one in row if one in hit_conditions] for number, row in enumerate(sets)}
        for number, one in enumerate(of_lines, start=1):
            for condition in hit_sets[one]:
                under.setdefault(condition, []).append(number)
        return Dependents(
            self.target,
            tuple(number for number, one in enumerate(values, start=1) if one in hit_lists),
            tuple(merge_rows((self._condition(one), numbers) for one, numbers in under.items())),
            tuple(self._branch(row) for row in self.value[8] if row[3] in hit_lists),
            tuple(origin for origin in self.chosen if origin in places),
        )

    @cached_property
    def _texts(self) -> Sequence[str]:
        texts: Sequence[str] = self.value[7] or self.value[1].split("\n")
        return texts

    @property
    def _tables(self) -> Sequence[Any]:
        tables: Sequence[Any] = self.value[5]
        return tables

    @cached_property
    def _made(self) -> dict[tuple[str, int], Any]:
        """What was unpacked already: lines share it."""
        return {}

    def _origin(self, number: int) -> Origin:
        key = ("origin", number)
        if key not in self._made:
            file, line, column, *cause = self._tables[1][number]
            self._made[key] = (Cause if cause else Origin)(self._tables[0][file], line, column)
        found: Origin = self._made[key]
        return found

    def _places(self, number: int) -> Origins:
        key = ("places", number)
        if key not in self._made:
            self._made[key] = tuple(map(self._origin, self._tables[2][number]))
        found: Origins = self._made[key]
        return found

    def _condition(self, number: int) -> Condition:
        key = ("condition", number)
        if key not in self._made:
            kind, template, reads = self._tables[3][number]
            self._made[key] = Condition(kind, self._origin(template), self._places(reads))
        found: Condition = self._made[key]
        return found

    def _branch(self, row: Sequence[Any]) -> Branch:
        kind, template, last, reads = row
        return Branch(kind, self._origin(template), last, self._places(reads))


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


class TraceStore:
    """The traces that are in the cache, one file for each target."""

    def __init__(self, company: Company) -> None:
        self._basis = company.basis
        self._renders = RenderStore(company)

    @cached_property
    def _code(self) -> str:
        return code_digest()

    def valid(self, site: str, target: str, wanted: Collection[int] | None = None) -> Trace | None:
        """The trace of a target when nothing that it was made from changed. `wanted`: one that has at least the origins of these lines."""
        found = self._basis.cache.get(_name(target, wanted), self._code) if self._basis else None
        if found is None:
            return None
        key, seen, printed_time, value, lines = found
        if not set(wanted or ()) <= set(lines) or key != self.key(site, seen) or not self._renders.is_current(printed_time):
            return None
        return Trace(target, value)

    def key(self, site: str, seen: Iterable[str]) -> str:
        """The digest of all that a trace is made from when these other sites were opened for it; '' when it cannot be determined."""
        own, others = self._renders.basis(site), self._basis.digest(site, seen) if self._basis else ""
        return digest(own, others) if own and others else ""

    def put(self, site: str, trace: Trace, seen: Iterable[str], printed_time: int | None, wanted: Collection[int] | None = None) -> None:
        """Add the trace of a target of a site; these other sites were opened for it.

        `wanted`: the lines of which it has the origins, where it may not have all.
        """
        seen = sorted(seen)
        key = self.key(site, seen)
        if key and self._basis:
            value = [key, seen, printed_time, trace.value, sorted(wanted or ())]
            self._basis.cache.put(_name(trace.target, wanted), self._code, value)


def _name(target: str, wanted: Collection[int] | None) -> str:
    return digest(target) + (TRACES if wanted is None else SOME_LINES)
