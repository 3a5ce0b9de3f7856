"""A file that was read: its value, the place of each part of it, and the same value as one that carries its places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from netops.errors import Origin
from netops.source.tags import FinalTag, ReplaceTag
from netops.source.trace import Origins, TracedDict, TracedList, with_origins

Path = Sequence[str | int]


class NodePosition(NamedTuple):
    """The place of a value and of its key, and the spots of what the value holds: a map, a list, or nothing."""

    line: int
    column: int
    key_line: int
    key_column: int
    inside: Mapping[str, NodePosition] | Sequence[NodePosition] | None = None


@dataclass(frozen=True)
class Document:
    """`value` holds plain dict, list, str, int, float, bool, None, `SecretRef`, and the tags of `source.tags`.

    `tagged`: a tag of the merge stands somewhere in it.
    """

    file: str
    value: Any
    spot: NodePosition
    tagged: bool = field(default=False)

    def origin(self, path: Path = (), key: bool = False) -> Origin:
        """The place of the value at `path`, or of its key. A path that leads too far gives the deepest place on it."""
        spot = self.spot
        found = len(path)
        for depth, step in enumerate(path):
            inner = _inner(spot, step)
            if inner is None:
                found = depth
                break
            spot = inner
        wants_key = key and found == len(path)
        return Origin(self.file, spot.key_line, spot.key_column) if wants_key else Origin(self.file, spot.line, spot.column)

    @cached_property
    def traced(self) -> Any:
        """The value as traced values."""
        return self._traced(self.value, self.spot)

    def _traced(self, value: Any, spot: NodePosition) -> Any:
        match value:
            case ReplaceTag():
                return ReplaceTag(self._traced(value.value, spot))
            case FinalTag():
                return FinalTag(self._traced(value.value, spot), value.except_)
            case dict():
                return self._traced_map(value, spot.inside)
            case list():
                return self._traced_list(value, spot.inside)
        return with_origins(value, self._at(spot))

    def _traced_map(self, value: dict[str, Any], inside: Any) -> TracedDict:
        return TracedDict({k: self._traced(v, inside[k]) for k, v in value.items()}, {k: self._at(inside[k]) for k in value})

    def _traced_list(self, value: list[Any], inside: Any) -> TracedList:
        return TracedList([self._traced(v, s) for v, s in zip(value, inside, strict=True)], [self._at(s) for s in inside])

    def _at(self, spot: NodePosition) -> Origins:
        return (Origin(self.file, spot.line, spot.column),)


NOT_KNOWN = object()


class LazyDocument(Document):
    """The document of a file that is known to be right, parsed when somebody asks what is in it, or, when its value is known, where."""

    def __init__(self, file: str, parse: Callable[[], Document], value: Any = NOT_KNOWN) -> None:
        """`value` is what the file holds; only of a file without tags of the merge."""
        object.__setattr__(self, "file", file)
        object.__setattr__(self, "_parse", parse)
        if value is not NOT_KNOWN:
            object.__setattr__(self, "value", value)
            object.__setattr__(self, "tagged", False)

    def __getattr__(self, name: str) -> Any:
        if name not in ("value", "spot", "tagged"):
            raise AttributeError(name)
        read = self._parse()
        for known in ("value", "spot", "tagged"):
            object.__setattr__(self, known, getattr(read, known))
        return getattr(read, name)

    def origin(self, path: Path = (), key: bool = False) -> Origin:
        return super().origin(path, key) if path else Origin(self.file, 1, 1)


def _inner(spot: NodePosition, step: str | int) -> NodePosition | None:
    inside = spot.inside
    if isinstance(inside, Mapping):
        return inside.get(str(step))
    if inside is not None and isinstance(step, int) and step < len(inside):
        return inside[step]
    return None
