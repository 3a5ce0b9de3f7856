"""What an editor needs to complete and check a company's files as they are typed: a JSON Schema for each kind of file.

Each schema stands alone, so an editor needs neither netops nor a network. It is as right as plain JSON Schema can be: a layer may leave
out what others say, `!secret NAME` and the tags of the merge count as editors read them. The last word is `netops validate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from netops import source
from netops.errors import DataError
from netops.model.inventory import HIERARCHY, KINDS, NAME
from netops.model.layers import PROFILES, WORD
from netops.model.validate import SELECTING
from netops.project import Project
from netops.schema import ORG, SITE, Collection, Schemas, find_schema_problems, load

Json = dict[str, Any]
LAYER = "layer"
FILES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("netops", ("netops.yaml",)),
    ("hierarchy", ("inventory/hierarchy.yaml",)),
    ("device_type", ("inventory/catalog/device-types/*/*.yaml",)),
    ("organisation", ("inventory/org/*.yaml", "inventory/policies/*.yaml")),
    ("business_service", ("inventory/services/*.yaml",)),
    ("region", ("inventory/regions/*.yaml",)),
    ("site", ("inventory/sites/*.yaml", "inventory/sites/*/site.yaml")),
    ("device", tuple(f"inventory/sites/*/{folder}/*.yaml" for folder in KINDS)),
    (LAYER, ()),
    ("site_part", ("inventory/sites/*/*.yaml",)),
)
"""Kinds of files, and the globs of their names; where two would match a file, it is of the first. Layers are where the hierarchy says."""

TAGS = (
    *("!secret scalar", "!unset scalar"),
    *(f"{tag} {what}" for tag in ("!replace", "!final") for what in ("scalar", "mapping", "sequence")),
)
"""The tags of YAML files in the form that editors read: a tag is followed by its value."""

UNSET: Json = {"const": ""}
UNSET_ENTRY: Json = {"type": "string"}
"""What an editor sees of `!unset`, and of `- !unset KEY` in a list whose entries have names."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: the globs of its names below the company's folder (`!` before one takes its files out again), and its schema."""

    name: str
    globs: tuple[str, ...]
    schema: Json

    @property
    def file(self) -> str:
        return f"{self.name}.json"


def file_kinds(project: Project) -> list[FileKind]:
    """All kinds of files of a company. DataError when its schemas or its hierarchy are wrong."""
    schemas, hierarchy = load(project), source.read_file(project.root / HIERARCHY, project.root)
    if problems := find_schema_problems(hierarchy.value, schemas.whole("hierarchy"), hierarchy):
        raise DataError(problems)
    return file_kinds_of_schemas(schemas, hierarchy.value["layers"])


def file_kinds_of_schemas(schemas: Schemas, patterns: Iterable[str]) -> list[FileKind]:
    """All kinds of files of a company with these patterns of layers."""
    layers = tuple(f"inventory/{WORD.sub('*', pattern)}" for pattern in (*patterns, PROFILES))
    made = _Files(schemas)
    found, taken = [], list[str]()
    for name, globs in FILES:
        own = [glob for glob in (globs or layers) if glob not in taken]
        others = [f"!{glob}" for glob in taken if any(_within(glob, wider) for wider in own)]
        found.append(FileKind(name, (*own, *others), made.schema(name)))
        taken += own
    return found


def _within(glob: str, wider: str) -> bool:
    """Whether what one glob matches can be what the other one does."""
    pairs = list(zip(glob.split("/"), wider.split("/"), strict=False))
    return glob.count("/") == wider.count("/") and all(fnmatchcase(one, other) for one, other in pairs)


class _Files:
    """Schemas of files, put together from those of nouns."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._device = _alone(_unsettable(schemas.partial("device").contents))
        self._data = {key: {"$ref": f"#/$defs/device/properties/{key}"} for key in self._device["properties"] if key not in SELECTING}

    def schema(self, kind: str) -> Json:
        made: dict[str, Callable[[], Json]] = {
            "organisation": self._organisation,
            "region": self._region,
            "site": self._site,
            "device": lambda: self._device,
            LAYER: self._layer,
            "site_part": lambda: _map("Objects of a site.", self._collections(SITE)),
        }
        return made[kind]() if kind in made else self._noun(kind)

    def _noun(self, noun: str) -> Json:
        whole: Json = _alone(self._schemas.whole(noun).contents)
        return whole

    def _organisation(self) -> Json:
        return _map("Objects of the whole company.", self._collections(ORG))

    def _layer(self) -> Json:
        return _map("Data of every device that has this layer.", self._data, device=self._device)

    def _region(self) -> Json:
        return self._with_layer("region", {})

    def _site(self) -> Json:
        device = {"$ref": "#/$defs/device"}
        members = {key: _by_name(f"{kind} of the site, by name.".capitalize(), device) for key, kind in KINDS.items()}
        roles = _by_name("Layers for one role at this site.", _map("A layer.", self._data))
        return self._with_layer("site", {**self._collections(SITE), **members, "roles": roles})

    def _with_layer(self, noun: str, more: Mapping[str, Json]) -> Json:
        """A noun with other keys beside its own, and with data of the devices below it."""
        own = self._noun(noun)
        return {**own, "properties": {**self._data, **more, **own["properties"]}, "$defs": {"device": self._device}}

    def _collections(self, where: str) -> dict[str, Json]:
        return {key: self._collection(found) for key, found in sorted(self._schemas.collections(where).items())}

    def _collection(self, found: Collection) -> Json:
        one = self._noun(found.noun)
        about = one.get("description", "")
        item = {"anyOf": [one, {"type": "string"}]} if found.short else one
        return {"description": about, "type": "array", "items": item} if found.names else _by_name(about, one, optional=False)


def _map(about: str, properties: Mapping[str, Json], **defs: Json) -> Json:
    made: Json = {"description": about, "type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**made, "$defs": defs} if defs else made


def _by_name(about: str, one: Json, *, optional: bool = True) -> Json:
    """A map by name; `optional`: of some, nothing but the name may be known."""
    value = {"anyOf": [one, {"type": "null"}]} if optional else one
    return {"description": about, "type": "object", "propertyNames": {"pattern": f"^{NAME.pattern}$"}, "additionalProperties": value}


def _alone(schema: Any) -> Any:
    """The schema without what leads out of it: where a noun holds itself, the inner one is free. Units stand in the descriptions."""
    if isinstance(schema, list):
        return [_alone(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _alone(value) for key, value in schema.items() if key != "$ref" and not key.startswith("x-netops-")}
    if isinstance(unit := schema.get("x-netops-unit"), str) and "description" in made:
        made["description"] += f" Unit: {unit}."
    return made


def _unsettable(schema: Any) -> Any:
    """The schema of a layer, in which each key may be `!unset`, and each entry of a list with names."""
    return dict(_loosened(schema)) if isinstance(schema, dict) else schema


def _loosened(schema: Json) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key == "properties":
            yield key, {name: _or_unset(item) for name, item in value.items()}
        elif key == "additionalProperties":
            yield key, _or_unset(value)
        elif key == "items" and isinstance(value, dict):
            yield key, _or_unset(value, UNSET_ENTRY) if "x-netops-key" in schema else _unsettable(value)
        elif key in ("allOf", "anyOf"):
            yield key, [_unsettable(item) for item in value]
        elif key in ("then", "else"):
            yield key, _unsettable(value)
        else:
            yield key, value


def _or_unset(schema: Any, unset: Json = UNSET) -> Any:
    return {"anyOf": [_unsettable(schema), unset]} if isinstance(schema, dict) and schema else schema
