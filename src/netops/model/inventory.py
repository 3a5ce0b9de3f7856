"""The files of a company, read and sorted out: which file, or which part of one, is what. Nothing is merged here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from netops.errors import Diagnostic, Origin, Related
from netops.model import lists
from netops.model.layers import Hierarchy, Layer, Part
from netops.model.spelling import canonical_value
from netops.project import MARKER, Project
from netops.schema import ORG, SITE, Collection, Schemas, dotted_path, find_schema_problems, nearest_hint, shown_value, version_problems
from netops.schema.near import near_places, respelling_hint
from netops.source import Document, LazyDocument, UnsetTag
from netops.source.problems import MAX_REPORTED
from netops.source.tags import Tagged

KINDS = {"devices": "device", "servers": "server", "printers": "printer", "storage": "storage"}
"""Folders of a site (or keys of a site's one file) that hold things with a configuration, and their kind."""

FOLDERS = ("catalog", "device-types", "org", "policies", "profiles", "regions", "services", "sites", *KINDS)
"""Folders below inventory/, beside those of the hierarchy."""

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
HIERARCHY = "inventory/hierarchy.yaml"


@dataclass(frozen=True)
class Entry:
    """One object: the part of a file that defines it, its schema, and the site that it is at."""

    kind: str
    name: str
    noun: str
    part: Part
    site: str = ""


@dataclass
class Inventory:
    """What the files hold, before any merging. Filled once, then only read."""

    project: Project
    schemas: Schemas
    settings: Part
    hierarchy: Hierarchy
    layers: dict[str, Layer] = field(default_factory=dict)
    objects: dict[str, dict[str, Entry]] = field(default_factory=dict)
    devices: dict[str, Entry] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    leaks: list[Diagnostic] = field(default_factory=list)
    """What looks like a secret in plain text in the files."""
    base: Inventory | None = None
    """What concerns the whole company, when this holds that and one site. `documents` and `problems` are those of the site alone."""

    def own_layers(self) -> list[Layer]:
        """The layers that are not those of the base."""
        return [layer for name, layer in self.layers.items() if self.base is None or name not in self.base.layers]

    def own_objects(self) -> Iterator[Entry]:
        """The objects, other than devices, that are not those of the base."""
        for kind, objects in self.objects.items():
            others = self.base.objects.get(kind, {}) if self.base else {}
            yield from (entry for name, entry in objects.items() if name not in others)

    def add(self, entry: Entry) -> None:
        """Keep an object; one whose name is taken gets its number behind the name, so that rules see both."""
        objects = self.objects.setdefault(entry.kind, {})
        name, number = entry.name, 1
        while name in objects:
            number += 1
            name = f"{entry.name} #{number}"
        objects[name] = Entry(entry.kind, name, entry.noun, entry.part, entry.site)

    def add_device(self, entry: Entry) -> None:
        other = self.devices.setdefault(entry.name, entry)
        if other is not entry:
            hint = "names are unique in the whole company"
            self.problem("INV003", f"two devices called {entry.name}", entry.part.origin(), hint=hint, first=other.part.origin())

    def problem(self, code: str, message: str, origin: Origin, *, first: Origin | None = None, **words: Any) -> None:
        """Note a problem; `words` are `path`, `expected`, `found` and `hint`, `first` is the place it clashes with."""
        related = (Related("the first one", first),) if first else ()
        self.problems.append(Diagnostic(code, message, origin=origin, related=related, **words))

    def add_layer(self, part: Part) -> None:
        shape = self.schemas.shape("device")
        self.layers[part.name] = Layer(part.name, part.document, part.path, part.keys, shape=shape)

    def named(self, name: str, what: str, origin: Origin) -> None:
        """Note a name that is not one."""
        if not NAME.fullmatch(name):
            expected = "lower case letters, digits, dots, hyphens and underscores; at most 63, the first a letter or digit"
            hint = respelling_hint(name, f"^(?:{NAME.pattern})$")
            self.problem("INV002", f"not a name for a {what}: {name!r}", origin, expected=expected, hint=hint)


def classify_documents(project: Project, schemas: Schemas, documents: dict[str, Document]) -> tuple[Inventory | None, list[Diagnostic]]:
    """The inventory of parsed files by name. No inventory, and the problem, when the hierarchy is missing or wrong."""
    hierarchy = documents.pop(HIERARCHY, None)
    if hierarchy is None:
        hint = "`netops init` writes one; it lists the layers, lowest first"
        return None, [Diagnostic("INV001", "no such file", origin=Origin(HIERARCHY, 1), expected="the ordered list of layers", hint=hint)]
    settings = Part(MARKER, documents.pop(MARKER))
    if problems := [
        *version_problems(settings.document.value, settings),
        *find_schema_problems(hierarchy.value, schemas.whole("hierarchy"), hierarchy),
    ]:
        return None, problems
    return _filled(Inventory(project, schemas, settings, Hierarchy(tuple(hierarchy.value["layers"]), hierarchy)), documents), []


def with_site(base: Inventory, documents: dict[str, Document]) -> Inventory:
    """What concerns the whole company together with the parsed files of one site."""
    objects = {kind: dict(entries) for kind, entries in base.objects.items()}
    inventory = Inventory(base.project, base.schemas, base.settings, base.hierarchy, dict(base.layers), objects, base=base)
    return _filled(inventory, documents)


def _filled(inventory: Inventory, documents: dict[str, Document]) -> Inventory:
    inventory.documents.extend(documents.values())
    for file, document in documents.items():
        _sort_out(inventory, file.removeprefix("inventory/"), document)
    return inventory


def _sort_out(inventory: Inventory, file: str, document: Document) -> None:
    if not isinstance(document, LazyDocument) and not isinstance(document.value, dict | None):
        tagged = isinstance(document.value, Tagged | UnsetTag)
        message = "a tag before the whole file" if tagged else "the file does not hold a map"
        found = f"!{type(document.value).__name__.removesuffix('Tag').lower()}" if tagged else shown_value(document.value)
        hint = "write the tag before each value that it is for" if tagged else ""
        inventory.problem("INV004", message, document.origin(), expected="KEY: VALUE", found=found, hint=hint)
        return
    for pattern, handle in ROUTES:
        if match := pattern.fullmatch(file):
            handle(inventory, document, *match.groups())
            return
    _layer(inventory, document, file)


def _layer(inventory: Inventory, document: Document, file: str) -> None:
    if inventory.hierarchy.claims(file):
        inventory.add_layer(Part(file, document))
        return
    known = {*FOLDERS, *(step for pattern in inventory.hierarchy.patterns for step in pattern.split("/")[:-1])}
    near = next((one for one in near_places(file, known) if _has_place(inventory, one)), "")
    hint = f"did you mean inventory/{near}?" if near else "see the layers in inventory/hierarchy.yaml and the folders in the documentation"
    inventory.problem("INV005", "nothing reads this file", document.origin(), expected="a file with a known place", hint=hint)


def _has_place(inventory: Inventory, file: str) -> bool:
    return inventory.hierarchy.claims(file) or any(pattern.fullmatch(file) for pattern, _ in ROUTES)


def _device_type(inventory: Inventory, document: Document, manufacturer: str, model: str) -> None:
    name = f"{manufacturer}/{model}"
    inventory.add(Entry("device_type", name, "device_type", Part(name, document)))


def _organisation(inventory: Inventory, document: Document) -> None:
    known = inventory.schemas.collections(ORG)
    _collections(inventory, document, known, "")
    _unknown_keys(inventory, document, known.keys())


def _service(inventory: Inventory, document: Document, name: str) -> None:
    inventory.named(name, "business service", document.origin())
    inventory.add(Entry("service", name, "business_service", Part(name, document)))


def _region(inventory: Inventory, document: Document, name: str) -> None:
    inventory.named(name, "region", document.origin())
    attributes = inventory.schemas.properties("region")
    inventory.add(Entry("region", name, "region", Part(name, document, keys=attributes)))
    inventory.add_layer(Part(f"regions/{name}.yaml", document, keys=_layer_keys(inventory, document, attributes)))


def _site(inventory: Inventory, document: Document, name: str) -> None:
    """A site's file: attributes, collections, devices, roles, and all other keys as its layer."""
    inventory.named(name, "site", document.origin())
    attributes = inventory.schemas.properties("site")
    if name in inventory.objects.get("site", {}):
        first = inventory.objects["site"][name].part.origin()
        inventory.problem("INV003", f"two files for site {name}", document.origin(), hint="keep one", first=first)
        return
    inventory.add(Entry("site", name, "site", Part(name, document, keys=attributes), name))
    collections = inventory.schemas.collections(SITE)
    _collections(inventory, document, collections, name)
    for key, kind in KINDS.items():
        for device, path in _members(inventory, document, key):
            _add_device(inventory, document, name, kind, device, path)
    for role, path in _members(inventory, document, "roles"):
        inventory.add_layer(Part(f"sites/{name}/roles/{role}.yaml", document, path))
    keys = _layer_keys(inventory, document, attributes | collections.keys() | KINDS.keys() | {"roles"})
    inventory.add_layer(Part(f"sites/{name}/site.yaml", document, keys=keys))


def _layer_keys(inventory: Inventory, document: Document, others: frozenset[str]) -> frozenset[str]:
    """The keys of a file that are device data; what is neither that nor one of the others is noted."""
    data = inventory.schemas.properties("device")
    _unknown_keys(inventory, document, others | data)
    return frozenset(document.value or ()) & data - others


def _device(inventory: Inventory, document: Document, site: str, folder: str, name: str) -> None:
    _add_device(inventory, document, site, KINDS[folder], name, ())


def _site_part(inventory: Inventory, document: Document, site: str, stem: str) -> None:
    file = f"sites/{site}/{stem}.yaml"
    if inventory.hierarchy.claims(file):
        inventory.add_layer(Part(file, document))
        return
    known = inventory.schemas.collections(SITE)
    _collections(inventory, document, known, site)
    _unknown_keys(inventory, document, known.keys())


def _add_device(inventory: Inventory, document: Document, site: str, kind: str, name: str, path: tuple[str, ...]) -> None:
    inventory.named(name, kind, document.origin(path, key=True))
    inventory.add_device(Entry(kind, name, "device", Part(name, document, path), site))


def _members(inventory: Inventory, document: Document, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The maps below a key of a site's file, by name."""
    members = (document.value or {}).get(key)
    if members is not None and not isinstance(members, dict):
        _no_map(inventory, document, (key,), members)
        return
    for name, value in (members or {}).items():
        if isinstance(value, dict) or value is None:
            yield name, (key, name)
        else:
            _no_map(inventory, document, (key, name), value)


def _no_map(inventory: Inventory, document: Document, path: tuple[str | int, ...], value: Any) -> None:
    inventory.problem("INV004", "not a map", document.origin(path), path=dotted_path(path), expected="KEY: VALUE", found=shown_value(value))


def _collections(inventory: Inventory, document: Document, known: Mapping[str, Collection], site: str) -> None:
    for key, value in (document.value or {}).items():
        if key in known:
            _collection(inventory, document, key, value, known[key], site)


def _collection(inventory: Inventory, document: Document, key: str, value: Any, collection: Collection, site: str) -> None:
    if not isinstance(value, list if collection.names else dict):
        wanted = "a list of entries" if collection.names else "a map by name"
        hint = "begin each entry with a dash: - ..." if collection.names else "write NAME: {...} for each"
        where = document.origin((key,))
        inventory.problem("INV004", f"wrong type for {key}", where, path=key, expected=wanted, found=shown_value(value), hint=hint)
        return
    if collection.short and any(isinstance(item, str) for item in value):
        document = _with_full_entries(document, key, collection.short)
        value = document.value[key]
    shape = inventory.schemas.shape(collection.noun)
    if isinstance(value, list) and shape.key and all(isinstance(item, dict) for item in value):
        inventory.problems.extend(lists.by_fields(value, (shape.key, *shape.also), "names", document.origin, (key,)))
    rows: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for at, item in rows:
        if not isinstance(item, dict):
            _no_map(inventory, document, (key, at), item)
            continue
        name = collection.name(site, canonical_value(item, shape.formats)) if collection.names else at
        if not collection.names:
            inventory.named(name, collection.noun.replace("_", " "), document.origin((key, at), key=True))
        inventory.add(Entry(collection.noun, name, collection.noun, Part(name, document, (key, at)), site))


def _with_full_entries(document: Document, key: str, field: str) -> Document:
    """The list below a key of a document, with a map for each entry that is only the text of a field."""
    entries = [{field: item} if isinstance(item, str) else item for item in document.value[key]]
    return LazyDocument(document.file, partial(_full_entries, document, key, field, entries), {key: entries})


def _full_entries(document: Document, key: str, field: str, entries: list[Any]) -> Document:
    inside = document.spot.inside
    assert isinstance(inside, Mapping) and not isinstance(inside[key].inside, Mapping)
    spots = [
        spot._replace(inside={field: spot}) if isinstance(item, str) else spot
        for item, spot in zip(document.value[key], inside[key].inside or (), strict=True)
    ]
    return Document(document.file, {key: entries}, document.spot._replace(inside={key: inside[key]._replace(inside=spots)}))


def _unknown_keys(inventory: Inventory, document: Document, known: Set[str]) -> None:
    for number, key in enumerate(key for key in document.value or {} if key not in known):
        hint = nearest_hint(key, known) if number < MAX_REPORTED else ""
        inventory.problem("INV006", f"unknown key {key!r}", document.origin((key,), key=True), hint=hint)


_ROUTES: tuple[tuple[str, Callable[..., None]], ...] = (
    (r"catalog/device-types/([^/]+)/([^/]+)\.yaml", _device_type),
    (r"(?:org|policies)/[^/]+\.yaml", _organisation),
    (r"services/([^/]+)\.yaml", _service),
    (r"regions/([^/]+)\.yaml", _region),
    (r"sites/([^/]+)\.yaml", _site),
    (r"sites/([^/]+)/site\.yaml", _site),
    (rf"sites/([^/]+)/({'|'.join(KINDS)})/([^/]+)\.yaml", _device),
    (r"sites/([^/]+)/([^/]+)\.yaml", _site_part),
)
ROUTES = tuple((re.compile(pattern), handle) for pattern, handle in _ROUTES)
"""Which files are what, by their path below inventory/; what fits none must be a layer."""
