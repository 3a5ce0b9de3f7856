"""The fields of the model by their paths, `interfaces.*.mtu`: each key of a free map and each entry of a list is `*`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from netops.errors import Origin
from netops.model.layers import Part
from netops.model.merge import Steps
from netops.model.ranges import KEY, parse_port_range
from netops.schema.marked import parts_below, schema_parts
from netops.source.document import NodePosition
from netops.source.tags import without_tag

ANY: Final = "*"
FACT: Final = "x-netops-fact"
"""The mark of a field that describes: rules, reports and people use it, and no template has to print it."""

KEY_OF_LIST: Final = "x-netops-key"

Field = tuple[str, ...]


class FieldTree:
    """A place in the schema of a noun. `is_fact`: it, or one above it, has the mark; `is_key`: it is the one key of a list's entries."""

    def __init__(self, parts: Iterable[dict[str, Any]], path: Field = (), *, is_fact: bool = False, is_key: bool = False) -> None:
        self._parts = list(parts)
        self.is_key = is_key
        self._entry_key = ""
        self._named = frozenset(key for part in self._parts for key in part.get("properties", ()))
        self._below: dict[str, FieldTree] = {}
        self.path = path
        self.is_fact = is_fact or any(part.get(FACT) for part in self._parts)

    def below(self, step: str | int) -> FieldTree:
        """The place one step down."""
        name = step if isinstance(step, str) and step in self._named else ANY
        if name not in self._below:
            found = self._below[name] = FieldTree(
                parts_below(self._parts, step), (*self.path, name), is_fact=self.is_fact, is_key=name == self._entry_key
            )
            found._entry_key = self._own_key() if name == ANY else ""
        return self._below[name]

    def _own_key(self) -> str:
        """The one field by which the entries of this list differ, "" when there is none or there are several."""
        return next((key for part in self._parts if isinstance(key := part.get(KEY_OF_LIST), str)), "")


def field_tree(schema: Mapping[str, Any]) -> FieldTree:
    """The fields of a noun, from its whole schema."""
    return FieldTree(schema_parts(schema))


def written_fields(part: Part, tree: FieldTree) -> Iterator[tuple[FieldTree, Origin]]:
    """Each value that is written in a part of a file, with its field."""
    position = part.document.spot
    for step in part.path:
        position = _items(position)[step]
    for key, inner in _items(position).items():
        if part.keys is None or key in part.keys:
            yield from _leaves(inner, tree.below(key), part.document.file)


def field_values(value: Any, tree: FieldTree, path: Steps = ()) -> Iterator[tuple[FieldTree, Steps]]:
    """Each value in a part as it was written, with its field and its path; of a range of interfaces the path of the first."""
    value = without_tag(value)
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        first = next(parse_port_range(step).names()) if path == (KEY,) and isinstance(step, str) else step
        yield from field_values(inner, tree.below(step), (*path, first))
    if not items and path:
        yield tree, path


def _leaves(position: NodePosition, tree: FieldTree, file: str) -> Iterator[tuple[FieldTree, Origin]]:
    inside = _items(position)
    if not inside:
        yield tree, Origin(file, position.line, position.column)
    for step, inner in inside.items():
        yield from _leaves(inner, tree.below(step), file)


def _items(position: NodePosition) -> Mapping[str | int, NodePosition]:
    inside = position.inside or ()
    return dict(inside.items() if isinstance(inside, Mapping) else enumerate(inside))
