"""From a line of a rendered text to what it comes from, and from places in YAML to the lines that depend on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from netops.errors import Origin
from netops.messages import number_ranges
from netops.render.lines import Branch, Condition, LineOrigin
from netops.render.rendered import Rendered
from netops.source import Document
from netops.source.document import NodePosition


@dataclass(frozen=True, slots=True)
class Dependents:
    """What depends on some places in the text of one target; lines by their numbers from 1.

    `printed`: lines that show a value of these places. `decided`: conditions that looked at them, each with the lines under it.
    `left_out`: branches not taken because of them. `chosen`: those of the places that choose the layers of the target, so that all of its
    text depends on them.
    """

    target: str
    printed: tuple[int, ...]
    decided: tuple[tuple[Condition, tuple[int, ...]], ...]
    left_out: tuple[Branch, ...]
    chosen: tuple[Origin, ...]

    def __bool__(self) -> bool:
        return bool(self.printed or self.decided or self.left_out or self.chosen)


def merge_rows(rows: Iterable[tuple[Condition, list[int]]]) -> Iterator[tuple[Condition, tuple[int, ...]]]:
    """One row for all turns of a template line."""
    found: dict[tuple[str, Origin], tuple[Condition, dict[int, None]]] = {}
    for condition, numbers in rows:
        found.setdefault((condition.kind, condition.template), (condition, {}))[1].update(dict.fromkeys(numbers))
    yield from ((condition, tuple(sorted(held))) for condition, held in found.values())


def chosen_lines(rendered: Rendered, wanted: str) -> list[tuple[int, LineOrigin]]:
    """The lines of a traced text that `wanted` means: a number from 1, or a part of their text."""
    numbered = list(enumerate(rendered.lines, start=1))
    if wanted.isdigit():
        return numbered[int(wanted) - 1 : int(wanted)] if int(wanted) else []
    return [(number, line) for number, line in numbered if wanted in line.text]


def places_of(document: Document, line: int | None = None) -> frozenset[Origin]:
    """The places of the values that are written on a line of a file: of a map or list that begins there, all in it. Without a line: all."""
    return frozenset(Origin(document.file, spot.line, spot.column) for spot in _spots(document.spot, line, top=True))


def _spots(spot: NodePosition, line: int | None, top: bool = False) -> Iterator[NodePosition]:
    if line is None or line == spot.line or (line == spot.key_line and not top):
        yield spot
    named = isinstance(spot.inside, Mapping)
    for inner in spot.inside.values() if isinstance(spot.inside, Mapping) else spot.inside or ():
        is_whole = named and inner.key_line == line
        yield from _spots(inner, None if is_whole else line)


def paths_by_origin(view: Mapping[str, Any]) -> dict[Origin, str]:
    """Of each place in YAML, the path of the value in a traced view that was written there."""
    found: dict[Origin, str] = {}
    for path, origins in _leaves(view, ""):
        for origin in origins[:1]:
            found.setdefault(Origin(origin.file, origin.line, origin.column), path)
    return found


def _leaves(value: Any, path: str) -> Iterator[tuple[str, tuple[Origin, ...]]]:
    from netops.model.merge import origins_at

    items = dict.items(value) if isinstance(value, dict) else enumerate(list.__iter__(value)) if isinstance(value, list) else ()
    for key, item in items:
        here = f"{path}{_step(key)}".removeprefix(".")
        if isinstance(item, dict | list) and item:
            yield from _leaves(item, here)
        else:
            yield here, origins_at(value, key)


def _step(key: str | int) -> str:
    return f".{key}" if isinstance(key, str) and not set(".[]") & set(key) else f"[{key}]"


def format_places(places: Iterable[Origin]) -> list[str]:
    """Places in few words: the lines of each file, in runs: `inventory/defaults.yaml:3-5,9`."""
    by_file = groupby(sorted({(o.file, o.line) for o in places}), key=lambda row: row[0])
    return [f"{file}:{number_ranges(line for _, line in rows)}" for file, rows in by_file]
