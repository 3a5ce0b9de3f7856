"""Objects of a kind as rows and columns: chosen by their paths, narrowed and sorted, as a table, CSV, JSON or YAML."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from netops.errors import UsageError
from netops.facts.values import natural_key
from netops.messages import align_columns as aligned
from netops.messages import did_you_mean
from netops.model.explain import steps_of
from netops.schema.marked import parts_below, schema_parts

MOST_COLUMNS = 5
"""Fields in the table of a kind, so that most rows fit a terminal."""
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of objects: the first column is the name, under the kind."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def table_of(
    kind: str,
    objects: Mapping[str, Mapping[str, Any]],
    schema: Mapping[str, Any],
    *,
    columns: str | None,
    where: Sequence[str],
    sort: str | None,
) -> Table:
    """The objects as a table. `schema`: of their noun. UsageError, with the paths that there are, for one that no object can have."""
    known = _Paths(kind, objects, schema)
    chosen = tuple(known.check(one.strip()) for one in columns.split(",")) if columns else usual_columns(objects)
    names = [name for name in objects if all(_meets(known, name, one) for one in where)]
    if sort:
        path, is_reverse = known.check(sort.removeprefix("-")), sort.startswith("-")
        found = {name: _cell(known.value(name, path)) for name in names}
        names.sort(key=lambda name: natural_key(found[name]), reverse=is_reverse)
        names.sort(key=lambda name: found[name] == "")
    shown = chosen if kind in chosen else (kind, *chosen)
    return Table(kind, shown, tuple(tuple(known.value(name, path) for path in shown) for name in names))


def table_text(table: Table, format_: str) -> str:
    """The table in a format; maps and lists are whole values in JSON and YAML, and one cell elsewhere."""
    if format_ == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([table.columns, *([_cell(value) for value in row] for row in table.rows)])
        return text.getvalue()
    if format_ == "yaml":
        import yaml

        return yaml.safe_dump(row_data(table), sort_keys=False, allow_unicode=True, width=140)
    return "".join(f"{line}\n" for line in aligned(table_cells(table)))


def table_cells(table: Table) -> list[tuple[str, ...]]:
    """The rows of a table below its heads; `-` for what an object has not."""
    rows = [tuple(_cell(value) or "-" for value in row) for row in table.rows]
    return [tuple(name.upper() for name in table.columns), *rows]


def row_data(table: Table) -> list[dict[str, Any]]:
    """A map for each row, by the columns."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _cell(value: Any) -> str:
    """A value in one cell: a list of plain values with commas, what is deeper as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return ", ".join(map(_cell, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _meets(known: _Paths, name: str, condition: str) -> bool:
    """Whether an object meets `PATH=PATTERN` or `PATH!=PATTERN`; of a list one entry is enough."""
    path, equals, pattern = condition.partition("=")
    if not equals:
        raise UsageError(f"--where {condition!r} has no =", hint="PATH=PATTERN or PATH!=PATTERN, such as role=access or vlan!=mgmt")
    found = known.value(name, known.check(path.removesuffix("!")))
    cells = [_cell(one) for one in (found if isinstance(found, list) and found else [found])]
    return any(fnmatchcase(cell, pattern) for cell in cells) != path.endswith("!")


class _Paths:
    """The paths of the objects of a kind."""

    def __init__(self, kind: str, objects: Mapping[str, Mapping[str, Any]], schema: Mapping[str, Any]) -> None:
        self._kind, self._objects, self._schema = kind, objects, schema

    def value(self, name: str, path: str) -> Any:
        """The value at a path of an object; with `*` in it the list of all that there are. The kind itself is the name."""
        if path == self._kind and path not in self._objects[name]:
            return name
        found = list(_walk(self._objects[name], steps_of(path)))
        return found if EVERY in steps_of(path) else next(iter(found), None)

    def check(self, path: str) -> str:
        """The path. UsageError when neither an object nor the schema has it."""
        steps = steps_of(path)
        used = (next(_walk(one, steps), None) is not None for one in self._objects.values())
        if path == self._kind or any(used) or self._is_in_schema(steps):
            return path
        *above, last = steps
        known = sorted({str(key) for one in self._objects.values() for value in _walk(one, tuple(above)) for key in _keys(value)})
        around = path.removesuffix(str(last)).rstrip(".[")
        listed = f"{around} has {', '.join(known)}" if above else f"columns: {', '.join([self._kind, *known])}"
        near = did_you_mean(str(last), known, "")
        raise UsageError(f"no {self._kind} has {path!r}", hint="; ".join(filter(None, (near, listed if known else ""))))

    def _is_in_schema(self, steps: tuple[str | int, ...]) -> bool:
        parts = [*schema_parts(self._schema)]
        for step in steps:
            parts = [*parts_below(parts, 0 if step == EVERY else step)] or [*parts_below(parts, step)]
        return bool(parts)


def usual_columns(objects: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The first few fields with one value that most objects have and that vary."""
    fields = dict.fromkeys(key for value in objects.values() for key in value)
    return tuple(field for field in fields if _varies(field, objects))[:MOST_COLUMNS]


def _varies(field: str, objects: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether most objects have one value for a field, and not all the same; one that repeats the name of its object is left out."""
    values = {name: value[field] for name, value in objects.items() if isinstance(value.get(field), str | int | float)}
    repeats = all(str(value) == name.rpartition("/")[2] for name, value in values.items())
    return 2 * len(values) > len(objects) and len({*map(str, values.values())}) > 1 and not repeats


def _walk(value: Any, steps: tuple[str | int, ...]) -> Iterator[Any]:
    if not steps:
        yield value
        return
    step, rest = steps[0], steps[1:]
    if step == EVERY:
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _walk(inner, rest)
    elif isinstance(value, dict) and str(step) in value:
        yield from _walk(value[str(step)], rest)
    elif isinstance(value, list) and isinstance(step, int) and step < len(value):
        yield from _walk(value[step], rest)


def _keys(value: Any) -> Sequence[str]:
    return list(value) if isinstance(value, dict) else []
