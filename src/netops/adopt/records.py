"""Records of another program's database, and data that remembers which of them it came from."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netops.errors import UsageError

Key = tuple[str, str]
"""Kind and primary key of a record."""

EMPTY: tuple[Any, ...] = (None, "", [], {}, False)
BOOKKEEPING = frozenset(
    [
        "id",
        "url",
        "display",
        "display_url",
        "created",
        "last_updated",
        "lft",
        "rght",
        "tree_id",
        "level",
        "image",
        "front_image",
        "rear_image",
        "slug",
        "custom_field_data",
        "cable",
        "cable_end",
        "termination_a",
        "termination_z",
        "mark_connected",
        "color",
        "vm_role",
    ]
)
"""Fields that say nothing of the network."""


@dataclass(frozen=True, slots=True, eq=False)
class NetboxRecord:
    """A record: its kind (`dcim.device`), its primary key, its fields. `read`: the fields that were used in any record of its kind."""

    kind: str
    pk: str
    fields: Mapping[str, Any]
    read: set[str] = field(repr=False)

    @property
    def key(self) -> Key:
        return self.kind, self.pk

    def get(self, *names: str) -> Any:
        """The first of these fields that has a value; None without one."""
        self.read.update(names)
        return next((self.fields[name] for name in names if self.fields.get(name) not in EMPTY[:4]), None)

    def text(self, *names: str) -> str:
        """The first of these fields that has a value, as text."""
        found = self.get(*names)
        return "" if found is None else str(found).strip()

    def __str__(self) -> str:
        return f"{self.kind.partition('.')[2]} {self.fields.get('name') or self.fields.get('cid') or self.pk}"


class SourcedRow(dict[str, Any]):
    """A part of the company's data, with the records that it came from."""

    def __init__(self, values: Mapping[str, Any], *records: NetboxRecord) -> None:
        super().__init__({key: value for key, value in values.items() if value is not None})
        self.records: list[NetboxRecord] = list(records)


class NetboxDump:
    """All records of a database."""

    def __init__(self, records: Iterable[tuple[str, Any, Mapping[str, Any]]]) -> None:
        self._by_kind: dict[str, dict[str, NetboxRecord]] = {}
        self._read: dict[str, set[str]] = defaultdict(set)
        for kind, pk, fields in sorted(records, key=lambda row: (row[0], _number(row[1]))):
            self._by_kind.setdefault(kind, {})[str(pk)] = NetboxRecord(kind, str(pk), fields, self._read[kind])

    @classmethod
    def from_json(cls, text: str, place: str) -> NetboxDump:
        """The dump that Django's `dumpdata` writes: a list of objects with `model`, `pk` and `fields`."""
        try:
            rows = json.loads(text)
            return cls([(str(row["model"]).lower(), row["pk"], dict(row["fields"])) for row in rows])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            hint = "write one with: manage.py dumpdata --natural-foreign --indent 0 circuits dcim extras ipam tenancy virtualization"
            raise UsageError(f"{place} is not a dump of NetBox: expected a list of objects with model, pk and fields", hint=hint) from error

    def of(self, kind: str) -> list[NetboxRecord]:
        """The records of a kind, by their keys."""
        return list(self._by_kind.get(kind, {}).values())

    def find(self, kind: str, pk: Any) -> NetboxRecord | None:
        """One record, None when there is none."""
        return self._by_kind.get(kind, {}).get(str(pk)) if pk is not None else None

    def __iter__(self) -> Iterator[NetboxRecord]:
        for records in self._by_kind.values():
            yield from records.values()

    def unread(self, taken: Iterable[NetboxRecord]) -> dict[str, int]:
        """Fields with a value in records that were taken, and read by nothing: how many values, by kind and field."""
        found: Counter[str] = Counter()
        for record in taken:
            for name, value in record.fields.items():
                if value not in EMPTY and name not in record.read and name not in BOOKKEEPING and not name.startswith("_"):
                    found[f"{record.kind}.{name}"] += 1
        return dict(sorted(found.items()))


def _number(pk: Any) -> tuple[int, str]:
    return (int(pk), "") if str(pk).isdecimal() else (0, str(pk))


@dataclass(slots=True)
class ImportLedger:
    """What became of each record. `reasons`: why a record was not taken. `changed`: the file, what
    was changed or left out of data that was taken, and why."""

    reasons: dict[Key, str] = field(default_factory=dict)
    changed: list[tuple[str, str, str]] = field(default_factory=list)

    def leave(self, record: NetboxRecord, reason: str) -> None:
        """Remember why a record is not taken; the first reason counts."""
        self.reasons.setdefault(record.key, reason)


def sourced_rows_in(value: Any) -> Iterator[SourcedRow]:
    """All rows in a value, itself included."""
    if isinstance(value, SourcedRow):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from sourced_rows_in(item)
