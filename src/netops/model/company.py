"""The company: every object, merged; every target and its view; and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from netops.errors import DataError, Diagnostic, Origin, Severity, UsageError
from netops.model import derive, index, inventory, validate
from netops.model.explain import Explained, explained, steps_of
from netops.model.inventory import Entry, Inventory
from netops.model.layers import PROFILES, Layer, Merger, Part, filled
from netops.model.merge import Steps, finish, origins_at, put
from netops.project import Project
from netops.schema import Schemas, check
from netops.schema import load as load_schemas
from netops.secrets import SecretRef
from netops.source import Document
from netops.source.document import Spot
from netops.source.tags import bare
from netops.source.trace import TracedDict, TracedList, with_origins

CATALOG = ("type", "mgmt_only")
"""What the device type says about an interface."""

ABOUT = (
    *("role", "platform", "device_type", "status", "location", "tenant", "rack", "position", "serial", "asset_tag"),
    *("tags", "comments", "redundancy", "os"),
)
"""Keys of a device that its view repeats under `device`."""


@dataclass(frozen=True, slots=True)
class Target:
    """A device with one platform on it: one config. `name` is the device's, or `device:platform` for an extra platform."""

    name: str
    device: str
    platform: str
    site: str
    role: str
    kind: str
    status: str
    address: str


class Company:
    """Everything known about a company, as plain values. `traced` is the same company with values that know their origins."""

    def __init__(self, files: Inventory, today: date | None = None, *, is_traced: bool = False) -> None:
        self.project = files.project
        self.today = today
        self._files = files
        self._is_traced = is_traced
        self._problems: list[Diagnostic] = []
        self._merger = Merger(files.schemas.shape("device"), is_traced, self._problems.append)
        self._catalog: dict[str, Layer] = {}
        self._shared: dict[tuple[str, str], tuple[Layer, ...]] = {}

    @cached_property
    def traced(self) -> Company:
        """This company with origins in all values; equal to this one in everything else."""
        return self if self._is_traced else Company(self._files, self.today, is_traced=True)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """netops.yaml with the schema's defaults."""
        return self._finished(self._files.settings, "netops")

    @cached_property
    def objects(self) -> Mapping[str, Mapping[str, dict[str, Any]]]:
        """Objects by kind and name. What belongs to a site has the site's name under `site`; a site has its own under `slug`."""
        found = {kind: {name: self._object(entry) for name, entry in entries.items()} for kind, entries in self._files.objects.items()}
        return {"site": {}, **found, "device": self.devices}

    @cached_property
    def devices(self) -> Mapping[str, dict[str, Any]]:
        """Devices, servers, printers and storage, merged; beside their data they have `name`, `kind` and `site`."""
        return {name: self._device(entry) for name, entry in self._files.devices.items()}

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        return {target.name: target for name in self.devices for target in self._targets_of(name)}

    @cached_property
    def index(self) -> index.Index:
        """Look-up tables over all objects."""
        return index.build(self.objects, self.devices)

    def view(self, target_name: str, trace: bool = False) -> dict[str, Any]:
        """What a template sees of a target: its data merged, then derived; `device`, `site`, `target` and `platform` tell whose it is."""
        if trace and not self._is_traced:
            return self.traced.view(target_name)
        target = self.target(target_name)
        view = self._merged(self._files.devices[target.device], target.platform).copy()
        for key, value in (
            ("device", self._about(target)),
            ("site", self.objects["site"].get(target.site, {})),
            ("target", target.name),
            ("platform", target.platform),
        ):
            put(view, key, value, origins_at(self.devices[target.device], key))
        return derive.apply(view, self)

    def target(self, name: str) -> Target:
        """The target called `name`. UsageError when there is none."""
        if name in self.targets:
            return self.targets[name]
        near = get_close_matches(name, list(self.targets), 1)
        raise UsageError(f"no target called {name!r}", hint=f"did you mean {near[0]}?" if near else "netops show device lists the devices")

    def explain(self, name: str, path: str) -> list[Explained]:
        """Who sets the value at `path` of a target or other object, from the winner to the losers. UsageError when nobody does."""
        found = explained(self, name, path)
        if not found:
            raise UsageError(f"nothing sets {path!r} of {name}", hint=f"netops show {name} tells all that is set")
        return found

    def origin(self, kind: str, name: str, path: str | Steps = ()) -> Origin | None:
        """The place of the value at `path` of an object, or the nearest place around it."""
        entry = self.entry(kind, name)
        if entry is None:
            return None
        steps = steps_of(path) if isinstance(path, str) else path
        value = self.traced.devices[name] if entry.noun == "device" else self.traced.objects[kind][name]
        return place(value, steps) or entry.part.origin()

    def secret_origin(self, name: str) -> Origin | None:
        """The place where a secret is given its source, else the first place that uses it."""
        settings = self._files.settings
        if name in (settings.raw.get("secrets") or {}):
            return settings.origin(("secrets", name), key=True)
        return next((use for document in self._files.documents for use in _uses(document.value, document.spot, name, document.file)), None)

    def layers(self, device: str, platform: str = "") -> list[Layer]:
        """The layers of a device, the least specific first; the last is the device's own."""
        entry = self._files.devices[device]
        return [*self._shared_layers(entry, platform or str(entry.part.raw.get("platform", ""))), self._own(entry)]

    def entry(self, kind: str, name: str) -> Entry | None:
        """The file part that defines an object."""
        is_device = kind == "device" or kind in inventory.KINDS.values()
        return (self._files.devices if is_device else self._files.objects.get(kind, {})).get(name)

    @property
    def schemas(self) -> Schemas:
        return self._files.schemas

    def _shared_layers(self, entry: Entry, platform: str) -> tuple[Layer, ...]:
        key = (entry.name, platform)
        if key not in self._shared:
            self._shared[key] = tuple(self._found_layers(entry, platform))
        return self._shared[key]

    def _found_layers(self, entry: Entry, platform: str) -> Iterator[Layer]:
        raw, layers = entry.part.raw, self._files.layers
        site = self._files.objects.get("site", {}).get(entry.site)
        selectors: dict[str, str] = {key: str(raw[key]) for key in ("role", "location", "tenant") if key in raw}
        selectors |= {"platform": platform, "site": entry.site, "region": str(site.part.raw.get("region", "")) if site else ""}
        profiles = [filled(PROFILES, {"profile": str(name)}) for name in raw.get("profiles", ())]
        if (catalog := self._catalog_layer(str(raw.get("device_type", "")))) is not None:
            yield catalog
        yield from (layers[path] for path in (*self._files.hierarchy.paths(selectors), *profiles) if path in layers)

    def _catalog_layer(self, device_type: str) -> Layer | None:
        """The interfaces of the hardware as a layer."""
        if device_type not in self._catalog and (entry := self._files.objects.get("device_type", {}).get(device_type)):
            self._catalog[device_type] = _hardware(device_type, entry.part.document, self._files.schemas)
        return self._catalog.get(device_type)

    def _own(self, entry: Entry) -> Layer:
        part = entry.part
        return Layer(part.document.file, part.document, part.path, part.keys, shape=self._merger.shape)

    def _merged(self, entry: Entry, platform: str) -> dict[str, Any]:
        return self._merger.merged(self._shared_layers(entry, platform), self._own(entry))

    def _device(self, entry: Entry) -> dict[str, Any]:
        merged = self._merged(entry, str(entry.part.raw.get("platform", ""))).copy()
        origins = (entry.part.origin(),)
        for key, value in (("name", entry.name), ("kind", entry.kind), ("site", entry.site)):
            put(merged, key, with_origins(value, origins) if self._is_traced else value, origins)
        return merged

    def _finished(self, part: Part, noun: str) -> dict[str, Any]:
        found: dict[str, Any] = finish(part.raw_traced if self._is_traced else part.raw, self._files.schemas.shape(noun))
        return found

    def _object(self, entry: Entry) -> dict[str, Any]:
        found = self._finished(entry.part, entry.noun)
        key = "slug" if entry.kind == "site" else "site" if entry.site else ""
        if not key:
            return found
        out, origins = found.copy(), (entry.part.origin(),)
        put(out, key, with_origins(entry.site, origins) if self._is_traced else entry.site, origins)
        return out

    def _targets_of(self, name: str) -> Iterator[Target]:
        device = self.devices[name]
        facts = {key: str(device.get(key, "")) for key in ("site", "role", "kind")}
        address = primary_address(device)
        for extra in ("", *map(str, device.get("extra_platforms", ()))):
            platform = extra or str(device.get("platform", ""))
            full = f"{name}:{extra}" if extra else name
            yield Target(full, name, platform, status=str(device.get("status", "active")), address=address, **facts)

    def _about(self, target: Target) -> dict[str, Any]:
        device = self.devices[target.device]
        about: dict[str, Any] = TracedDict() if self._is_traced else {}
        for key in ("name", "kind", "site", *ABOUT):
            if key in device:
                put(about, key, dict.__getitem__(device, key), origins_at(device, key))
        return about


def primary_address(device: Mapping[str, Any]) -> str:
    """The address that netops talks to: of `primary_interface`, else of a management port, else the first one; '' when there is none."""
    interfaces = device.get("interfaces", {})
    named = interfaces.get(device.get("primary_interface"))
    candidates = [named] if named else [i for i in interfaces.values() if i.get("mgmt_only")] + list(interfaces.values())
    return next((str(a).split("/")[0] for i in candidates for a in i.get("addresses", ())), "")


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


def _uses(value: Any, spot: Spot, name: str, file: str) -> Iterator[Origin]:
    """The places where a secret is used."""
    value = bare(value)
    if isinstance(value, SecretRef) and value.name == name:
        yield Origin(file, spot.line, spot.column)
    elif isinstance(value, dict) and isinstance(spot.inside, Mapping):
        for key, item in value.items():
            yield from _uses(item, spot.inside[key], name, file)
    elif isinstance(value, list) and isinstance(spot.inside, Sequence):
        for item, inner in zip(value, spot.inside, strict=True):
            yield from _uses(item, inner, name, file)


def _hardware(name: str, document: Document, schemas: Schemas) -> Layer:
    """The interfaces of a device type as a layer, each at its place in the catalogue."""
    ports, spots = {}, {}
    inside = document.spot.inside
    rows = inside["interfaces"].inside if isinstance(inside, Mapping) and "interfaces" in inside else ()
    for port, spot in zip((document.value or {}).get("interfaces") or (), rows or (), strict=True):
        assert isinstance(spot, Spot) and isinstance(spot.inside, Mapping)
        keys = [key for key in CATALOG if key in port]
        ports[port["name"]] = {key: port[key] for key in keys}
        spots[port["name"]] = spot._replace(inside={key: spot.inside[key] for key in keys})
    here = Spot(1, 1, 1, 1, {"interfaces": Spot(1, 1, 1, 1, spots)})
    return Layer(f"device type {name}", Document(document.file, {"interfaces": ports}, here), shape=schemas.shape("device"))


class _Merged:
    """A merged object as something that knows the places of its parts."""

    def __init__(self, value: Any, entry: Entry) -> None:
        self._value = value
        self._entry = entry

    def origin(self, path: Sequence[str | int] = (), key: bool = False) -> Origin | None:
        return place(self._value, path) or self._entry.part.origin()


def read(project: Project, today: date | None = None) -> tuple[Company | None, list[Diagnostic]]:
    """The company and what is wrong with it. A stage with errors tells all of them and ends the reading: then there is no company."""
    try:
        schemas = load_schemas(project)
    except DataError as error:
        return None, list(error.diagnostics)
    files, problems = inventory.read(project, schemas)
    if files is None:
        return None, problems
    problems = _unique(validate.problems(files))
    if any(p.severity == Severity.ERROR for p in problems):
        return None, problems
    company = Company(files, today)
    problems = _unique([*problems, *_merge_problems(company)])
    return (None if any(p.severity == Severity.ERROR for p in problems) else company), problems


def _merge_problems(company: Company) -> list[Diagnostic]:
    """What is wrong with merged devices. The places come from merging with origins, done only when something is wrong."""
    merged = {name: company._device(entry) for name, entry in company._files.devices.items()}
    bad = [name for name, entry in company._files.devices.items() if check(_data(merged[name]), company.schemas.whole("device"))]
    if not bad and not company._problems:
        return []
    traced = company.traced
    found = [d for name in bad for d in _whole_problems(traced, name)]
    _ = traced.devices
    return [*traced._problems, *found]


def _whole_problems(traced: Company, name: str) -> list[Diagnostic]:
    entry = traced._files.devices[name]
    value = traced.devices[name]
    return check(_data(value), traced.schemas.whole("device"), _Merged(value, entry))


def _data(device: Mapping[str, Any]) -> dict[str, Any]:
    """A device without what the company adds to its data."""
    return {key: value for key, value in device.items() if key not in ("name", "kind", "site")}


def _unique(problems: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(dict.fromkeys(problems), key=lambda p: (p.origin or Origin("", 0), p.code, p.path))


def load_company(path: str | Path = ".", today: date | None = None) -> Company:
    """The company at `path`. DataError with every problem when there is an error."""
    company, problems = read(Project.discover(path), today)
    if company is None:
        raise DataError(problems)
    return company
