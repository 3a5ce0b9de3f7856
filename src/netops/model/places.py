"""Places of values: in merged objects that carry them, and of the uses of a secret in files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netops.errors import Origin
from netops.model.merge import origins_at
from netops.secrets import SecretRef
from netops.source.document import Document, Spot
from netops.source.tags import bare
from netops.source.trace import TracedDict, TracedList


def place(value: Any, path: Sequence[str | int]) -> Origin | None:
    """The place of the value at `path` in a traced value; of the nearest thing around it when it is not there."""
    found: Origin | None = None
    for step in path:
        if isinstance(value, TracedDict) and step in value:
            origins, value = origins_at(value, step), dict.__getitem__(value, str(step))
        elif isinstance(value, TracedList) and isinstance(step, int) and step < len(value):
            origins, value = origins_at(value, step), list.__getitem__(value, step)
        else:
            break
        found = next(iter(origins), found)
    return found


def secrets(document: Document) -> Iterator[tuple[str, Origin]]:
    """The secrets that a file uses, by name, each with its place."""
    return ((name, Origin(document.file, spot.line, spot.column)) for name, spot in _secrets(document.value, document.spot))


def _secrets(value: Any, spot: Spot) -> Iterator[tuple[str, Spot]]:
    value = bare(value)
    if isinstance(value, SecretRef):
        yield value.name, spot
    elif isinstance(value, dict) and isinstance(spot.inside, Mapping):
        for key, item in value.items():
            yield from _secrets(item, spot.inside[key])
    elif isinstance(value, list) and isinstance(spot.inside, Sequence):
        for item, inner in zip(value, spot.inside, strict=True):
            yield from _secrets(item, inner)


@dataclass(frozen=True, slots=True)
class Placed:
    """A traced object as something that knows the places of its parts; `otherwise` is the place of what has none."""

    value: Any
    otherwise: Origin

    def origin(self, path: Sequence[str | int] = (), key: bool = False) -> Origin:
        return place(self.value, path) or self.otherwise
