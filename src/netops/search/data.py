"""Where the files of a company hold what is searched for: the place, and which field of which object it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from netops.errors import NetopsError, Origin
from netops.model.inventory import HIERARCHY, Inventory, classify_documents
from netops.model.layers import Part
from netops.model.sources import Sources, site_of
from netops.project import MARKER, Project
from netops.schema import dotted_path
from netops.schema import load as load_schemas
from netops.search.query import AddressQuery, Query, Relation
from netops.source import Document
from netops.source.document import NodePosition
from netops.source.tags import without_tag

Path = tuple[str | int, ...]
ENDS = (("start", "end"), ("first", "last"))
"""The keys of a map that hold both ends of a range."""

_ENDS_IN_TEXT = tuple(re.compile(rf"""(?:{"|".join(names)})['"]?[ \t]*:[ \t]*['"]?([0-9a-fA-F.:]+)""") for names in zip(*ENDS, strict=True))


@dataclass(frozen=True, slots=True)
class DataHit:
    """A value in a file. `kind` and `name`: of the object, or `layer` and its file; empty where the file cannot be read as YAML."""

    origin: Origin
    kind: str
    name: str
    field: str
    value: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class _Owner:
    kind: str
    name: str
    path: Path
    keys: frozenset[str] | None

    def holds(self, path: Path) -> bool:
        depth = len(self.path)
        return path[:depth] == self.path and (self.keys is None or len(path) == depth or path[depth] in self.keys)


def find_in_data(project: Project, sources: Sources, query: Query, *, around: bool = False) -> list[DataHit]:
    """The values of the company's files that have a relation to the query, the nearest first.

    `around`: also wider prefixes in filters, routes and settings; else only those that are prefixes of the company.
    """
    texts = {name: text for name, data in sources.contents().items() if (text := _text(project, name, data)) is not None}
    chosen = [name for name, text in texts.items() if _may_hold(query, name, text, around)]
    documents, broken = _documents(sources, chosen)
    owners = _owners(project, sources, documents)
    found = [hit for name, document in documents.items() for hit in _in_document(query, document, texts[name], owners.get(name, []))]
    found += [hit for name in broken for hit in _in_lines(query, name, texts[name])]
    found = [hit for hit in found if around or hit.relation is not Relation.CONTAINS or is_prefix(hit)]
    return sorted(set(found), key=lambda hit: (_rank(hit), hit.origin))


def is_prefix(hit: DataHit) -> bool:
    """Whether a value is a prefix of the company, the object itself."""
    return hit.kind == "prefix" and hit.field == "prefix"


def _may_hold(query: Query, name: str, text: str, around: bool) -> bool:
    """Whether a file is worth parsing."""
    if isinstance(query, AddressQuery):
        if query.may_hold(text, around=around or "prefixes" in text):
            return True
        starts, ends = (dict.fromkeys(pattern.findall(text)) for pattern in _ENDS_IN_TEXT)
        return any(query.span_relation(first, last) is not None for first in starts for last in ends)
    return query.may_match(text) or query.relation(PurePosixPath(name).stem) is not None


def _rank(hit: DataHit) -> tuple[int, bool, int]:
    """Nearest relation first, names of objects before other values; of the prefixes around something the longest first."""
    length = hit.value.rpartition("/")[2]
    return hit.relation, hit.value != hit.name, -int(length) if hit.relation is Relation.CONTAINS and length.isdigit() else 0


def _text(project: Project, name: str, data: bytes | None) -> str | None:
    try:
        return (data if data is not None else (project.root / name).read_bytes()).decode("utf-8-sig", "replace")
    except OSError:
        return None


def _documents(sources: Sources, names: list[str]) -> tuple[dict[str, Document], list[str]]:
    """The parsed files, and the names of those that are no YAML."""
    documents: dict[str, Document] = {}
    broken: list[str] = []
    for site in {site_of(name) for name in names}:
        unread = sources.unread(site)
        for name in names:
            if name not in unread:
                continue
            try:
                _ = unread[name].spot
                documents[name] = unread[name]
            except NetopsError:
                broken.append(name)
    return documents, broken


def _owners(project: Project, sources: Sources, documents: Mapping[str, Document]) -> dict[str, list[_Owner]]:
    """By file, the objects and layers that its parts define; empty when the company's layers are not readable."""
    common = sources.unread("")
    wanted = {**documents, **{name: common[name] for name in (HIERARCHY, MARKER) if name in common and name not in documents}}
    try:
        inventory, _ = classify_documents(project, load_schemas(project), wanted)
    except NetopsError:
        return {}
    found: dict[str, list[_Owner]] = {MARKER: [_Owner("settings", MARKER, (), None)]}
    for kind, name, part in _parts(inventory) if inventory else ():
        found.setdefault(part.document.file, []).append(_Owner(kind, name, tuple(part.path), part.keys))
    return found


def _parts(inventory: Inventory) -> Iterator[tuple[str, str, Part]]:
    for entry in inventory.devices.values():
        yield entry.kind, entry.name, entry.part
    for entry in inventory.own_objects():
        yield entry.kind, str(entry.name), entry.part
    for layer in inventory.own_layers():
        yield "layer", layer.name, layer


def _in_document(query: Query, document: Document, text: str, owners: list[_Owner]) -> Iterator[DataHit]:
    lines = text.splitlines()
    for owner in owners:
        named = query.relation(owner.name) if owner.kind != "layer" and not owner.path and query.kind == "text" else None
        if named is not None:
            yield DataHit(document.origin((), key=True), owner.kind, owner.name, "", owner.name, named)
    for path, value, relation, line, column in _values(query, document.value, document.spot, ()):
        owner = max((one for one in owners if one.holds(path)), key=lambda one: len(one.path), default=_Owner("", "", (), None))
        at = _line_of(query, lines, line) if "\n" in value else line
        shown = lines[at - 1].strip() if "\n" in value else value
        yield DataHit(Origin(document.file, at, column), owner.kind, owner.name, dotted_path(path[len(owner.path) :]), shown, relation)


def _line_of(query: Query, lines: list[str], line: int) -> int:
    """Of a value of many lines that begins on a line, the first line with what is searched for."""
    return next((number for number in range(line, len(lines) + 1) if query.relation(lines[number - 1]) is not None), line)


Found = tuple[Path, str, Relation, int, int]


def _values(query: Query, value: Any, spot: NodePosition, path: Path) -> Iterator[Found]:
    """The keys, values and ranges below a place that have a relation, each with its place."""
    value = without_tag(value)
    if isinstance(value, dict):
        yield from _range(query, value, spot, path)
        for key, inner in value.items():
            below = spot.inside[str(key)] if isinstance(spot.inside, Mapping) else spot
            if (relation := query.relation(str(key))) is not None:
                yield (*path, key), str(key), relation, below.key_line, below.key_column
            yield from _values(query, inner, below, (*path, key))
    elif isinstance(value, list):
        inside = spot.inside if isinstance(spot.inside, list | tuple) else [spot] * len(value)
        for index, (inner, below) in enumerate(zip(value, inside, strict=False)):
            yield from _values(query, inner, below, (*path, index))
    elif (relation := _of_leaf(query, value)) is not None:
        yield path, str(value), relation, spot.line, spot.column


def _of_leaf(query: Query, value: Any) -> Relation | None:
    """The relation of a value; a number has one only as a whole."""
    if value is None or isinstance(value, bool):
        return None
    found = query.relation(str(value))
    return found if isinstance(value, str) or found is Relation.IS else None


def _range(query: Query, value: Mapping[str, Any], spot: NodePosition, path: Path) -> Iterator[Found]:
    if not isinstance(query, AddressQuery):
        return
    for first, last in ENDS:
        if isinstance(value.get(first), str) and isinstance(value.get(last), str):
            relation = query.span_relation(value[first], value[last])
            if relation is not None:
                at = spot.inside[first] if isinstance(spot.inside, Mapping) else spot
                yield path, f"{value[first]} - {value[last]}", relation, at.line, at.column


def _in_lines(query: Query, name: str, text: str) -> Iterator[DataHit]:
    """The lines of a file that is no YAML."""
    for number, line in enumerate(text.splitlines(), 1):
        if (relation := query.relation(line)) is not None:
            yield DataHit(Origin(name, number, 1), "", "", "", line.strip(), relation)
