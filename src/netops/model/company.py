"""The company: every object, merged; every target and its view; and where each value comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from netops import platforms
from netops.errors import DataError, Diagnostic, Origin, UsageError, errors
from netops.model import derive, index, inventory, lists, stack, validate
from netops.model.basis import Basis
from netops.model.deferred import Deferred
from netops.model.explain import Contribution, explained, steps_of
from netops.model.hardware import hardware_layer
from netops.model.inventory import Entry, Inventory
from netops.model.layers import PROFILES, Layer, Merger, Part, fill_pattern
from netops.model.lazy import Lazy
from netops.model.merge import Steps, finish_merge, origins_at, put
from netops.model.outside import Outside
from netops.model.places import Placed, place
from netops.model.spelling import canonical
from netops.model.target import Target, targets_of
from netops.platforms import Platform
from netops.project import Project
from netops.schema import Schemas, check
from netops.schema import load as load_schemas
from netops.source.trace import Origins, TracedDict, with_origins

__all__ = ["Company", "Contribution", "Target", "load_company", "read"]

ABOUT = (
    *("role", "platform", "device_type", "status", "location", "tenant", "rack", "position", "serial", "asset_tag"),
    *("tags", "comments", "redundancy", "os"),
)
"""Keys of a device that its view repeats under `device`."""

FEW = 4
"""One in so many sites is merged by itself; when it is more, one company for all is quicker."""

ADDED = ("name", "kind", "site")
"""Keys that the company adds to the data of a device."""


class Company:
    """Everything known about a company, as plain values. `traced` is the same company with values that know their origins."""

    def __init__(
        self,
        files: Inventory | Deferred,
        today: date | None = None,
        *,
        is_traced: bool = False,
        base: Company | None = None,
        outlines: Mapping[str, Mapping[str, Any]] | None = None,
        basis: Basis | None = None,
        outside: Outside | None = None,
    ) -> None:
        """`base` is the company without its sites when `files` are those of one site: what is common is merged once, there.

        `outlines` are known from before: the keys of each device that tell what targets there are, and its interfaces with addresses.
        `basis`: what views are made from. `outside`: the other sites, when `files` are those of one.
        """
        self.project = files.project
        self.today = today
        self.base = base
        self.basis = basis
        self._source = files
        self._outlines = outlines
        self._outside = outside
        self._is_traced = is_traced
        self._merge_problems: list[Diagnostic] = []
        self._catalog: dict[str, Layer] = base._catalog if base else {}
        self._shared: dict[tuple[str, str], tuple[Layer, ...]] = {}
        self._sites: dict[str, Company] = {}

    @cached_property
    def files(self) -> Inventory:
        """What the files hold, before any merging; they are read when this is first used."""
        return self._source.inventory if isinstance(self._source, Deferred) else self._source

    @cached_property
    def _merger(self) -> Merger:
        below, is_below = (self.base._merger, self.base._has) if self.base else (None, None)
        return Merger(self.schemas.shape("device"), self._is_traced, self._merge_problems.append, below, is_below)

    @cached_property
    def traced(self) -> Company:
        """This company with origins in all values; equal to this one in everything else."""
        base = self.base.traced if self.base else None
        if self._is_traced:
            return self
        return Company(self.files, self.today, is_traced=True, base=base, outlines=self._outlines)

    @property
    def prepared(self) -> Collection[str]:
        """The sites whose targets are merged with the other sites in outline."""
        return self._sites.keys()

    def prepare(self, sites: Collection[str], share: int = FEW) -> None:
        """Get ready for views of the targets of some sites. When they are few (one in `share`), each is merged by itself, with the others
        in outline."""
        if not isinstance(self._source, Deferred) or not self._source.outlines or len(sites) * share > len(self._source.outlines):
            return
        common = Company(self._source.common, self.today)
        for site in sites:
            files = inventory.with_site(common.files, self._source.documents(site))
            outside = Outside(site, self._source.outlines, common.objects)
            self._sites[site] = Company(files, self.today, base=common, outlines=self._outlines, outside=outside)

    def _has(self, layer: Layer) -> bool:
        """Whether a layer is one of this company's own, or hardware."""
        return self.files.layers.get(layer.name) is layer or any(layer is known for known in self._catalog.values())

    @cached_property
    def settings(self) -> dict[str, Any]:
        """netops.yaml with the schema's defaults."""
        files = self._source.common if isinstance(self._source, Deferred) else self._source
        return self._finished(files.settings, "netops")

    @cached_property
    def objects(self) -> Mapping[str, Mapping[str, dict[str, Any]]]:
        """Objects by kind and name. What belongs to a site has the site's name under `site`; a site has its own under `slug`."""
        known = self.base.objects if self.base else {}
        found = {kind: self._objects(entries, known.get(kind, {})) for kind, entries in self.files.objects.items()}
        joined = self._outside.objects(found) if self._outside else found
        return {"site": {}, **joined, "device": self.devices}

    def _objects(self, entries: Mapping[str, Entry], known: Mapping[str, dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
        return Lazy(entries, lambda name: known[name] if name in known else self._object(entries[name]))

    @cached_property
    def devices(self) -> Mapping[str, dict[str, Any]]:
        """Devices, servers, printers and storage, merged; beside their data they have `name`, `kind` and `site`."""
        own = Lazy(self.files.devices, lambda name: self._device(self.files.devices[name]))
        return self._outside.devices(own) if self._outside else own

    @property
    def merge_problems(self) -> list[Diagnostic]:
        """What went wrong when the layers of devices were merged; places are known in the traced company only."""
        for name in self.devices:
            _ = self.devices[name]
        return self._merge_problems

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        return {target.name: target for name, device in self.outlines.items() for target in self._targets_of(name, device)}

    def _targets_of(self, name: str, device: Mapping[str, Any]) -> Iterator[Target]:
        return targets_of(name, device, self.objects["site"].get(str(device.get("site", "")), {}))

    @property
    def outlines(self) -> Mapping[str, Mapping[str, Any]]:
        """Devices by name, with what is needed to select them; the devices themselves when nothing is known from before."""
        return self.devices if self._outlines is None else self._outlines

    @cached_property
    def index(self) -> index.Index:
        """Look-up tables over all objects."""
        sites: dict[str, list[str]] = {}
        for name, entry in self.files.devices.items():  # of the other sites in outline, nothing is looked up by site
            sites.setdefault(entry.site, []).append(name)
        return index.Index(self.objects, self.devices, sites, self._outlines)

    def view(self, target_name: str, trace: bool = False) -> dict[str, Any]:
        """What a template sees of a target: its data merged, then derived; `device`, `site`, `target` and `platform` tell whose it is."""
        if trace and not self._is_traced:
            return self.traced.view(target_name)
        site = str(self._outlines.get(target_name.partition(":")[0], {}).get("site", "")) if self._sites and self._outlines else ""
        if site in self._sites:
            return self._sites[site].view(target_name)
        target = self.target(target_name)
        device = self.devices[target.device]
        view = self._of_platform(target)
        about = {"device": self._about(target), "site": self.objects["site"].get(target.site, {})}
        for key, value in {**about, "target": target.name, "platform": target.platform}.items():
            put(view, key, self._told(value, origins_at(device, key)), origins_at(device, key))
        if "interface_profiles" in view:
            del view["interface_profiles"]  # their values are in the interfaces; a change of one that is not used here changes nothing
        return derive.apply(view, self)

    def _of_platform(self, target: Target) -> dict[str, Any]:
        """The merged data of a target's device as its platform has it. For the device's own platform that is the device."""
        device = self.devices[target.device]
        if target.platform != str(device.get("platform", "")):
            return self._merged(self.files.devices[target.device], target.platform).copy()
        view = device.copy()
        for key in ADDED:
            del view[key]
        return view

    def target(self, name: str) -> Target:
        """The target called `name`. UsageError when there is none."""
        device = name.partition(":")[0]
        for target in self._targets_of(device, self.devices[device]) if device in self.devices else ():
            if target.name == name:
                return target
        near = get_close_matches(name, list(self.targets), 1)
        raise UsageError(f"no target called {name!r}", hint=f"did you mean {near[0]}?" if near else "netops show device lists the devices")

    def explain(self, name: str, path: str) -> list[Contribution]:
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
        """The place where a secret is given its source."""
        settings = self.files.settings
        return settings.origin(("secrets", name), key=True) if name in (settings.raw.get("secrets") or {}) else None

    def layers(self, device: str, platform: str = "") -> list[Layer]:
        """The layers of a device, the least specific first; the last is the device's own."""
        entry = self.files.devices[device]
        return [*self._shared_layers(entry, platform or str(entry.part.raw.get("platform", ""))), self._own(entry)]

    def entry(self, kind: str, name: str) -> Entry | None:
        """The file part that defines an object."""
        is_device = kind == "device" or kind in inventory.KINDS.values()
        return (self.files.devices if is_device else self.files.objects.get(kind, {})).get(name)

    def platform(self, name: str) -> Platform:
        """The record of a platform: the company's own, else netops'. UsageError when there is none."""
        return platforms.get(name, self.project.root)

    @property
    def schemas(self) -> Schemas:
        return self._source.schemas

    def _shared_layers(self, entry: Entry, platform: str) -> tuple[Layer, ...]:
        key = (entry.name, platform)
        if key not in self._shared:
            self._shared[key] = tuple(self._found_layers(entry, platform))
        return self._shared[key]

    def _found_layers(self, entry: Entry, platform: str) -> Iterator[Layer]:
        raw, layers = entry.part.raw, self.files.layers
        site = self.files.objects.get("site", {}).get(entry.site)
        selectors: dict[str, str] = {key: str(raw[key]) for key in ("role", "location", "tenant") if key in raw}
        selectors |= {"platform": platform, "site": entry.site, "region": str(site.part.raw.get("region", "")) if site else ""}
        profiles = [fill_pattern(PROFILES, {"profile": str(name)}) for name in raw.get("profiles", ())]
        yield from self._hardware_layers(raw)
        yield from (layers[path] for path in (*self.files.hierarchy.paths(selectors), *profiles) if path in layers)

    def _hardware_layers(self, raw: Mapping[str, Any]) -> Iterator[Layer]:
        """The interfaces of a device's hardware: one layer, or one for each member of a stack."""
        boxes = list(stack.members(raw))
        if not boxes and (catalog := self._catalog_layer(str(raw.get("device_type", "")))) is not None:
            yield catalog
        for number, device_type in boxes:
            is_first = number == boxes[0][0]
            key = f"{device_type} {number} {is_first}"
            if key not in self._catalog and (catalog := self._catalog_layer(device_type)) is not None:
                self._catalog[key] = stack.member_layer(catalog, number, is_first)
            if key in self._catalog:
                yield self._catalog[key]

    def _catalog_layer(self, device_type: str) -> Layer | None:
        """The interfaces of the hardware as a layer."""
        if device_type not in self._catalog and (entry := self.files.objects.get("device_type", {}).get(device_type)):
            self._catalog[device_type] = hardware_layer(device_type, entry.part.document, self.files.schemas)
        return self._catalog.get(device_type)

    def _own(self, entry: Entry) -> Layer:
        part = entry.part
        return Layer(part.document.file.removeprefix("inventory/"), part.document, part.path, part.keys, shape=self._merger.shape)

    def _merged(self, entry: Entry, platform: str) -> dict[str, Any]:
        return self._merger.merged(self._shared_layers(entry, platform), self._own(entry))

    def _device(self, entry: Entry) -> dict[str, Any]:
        merged = self._merged(entry, str(entry.part.raw.get("platform", ""))).copy()
        origins = (entry.part.origin(),)
        for key, value in zip(ADDED, (entry.name, entry.kind, entry.site), strict=True):
            put(merged, key, self._told(value, origins), origins)
        return merged

    def _finished(self, part: Part, noun: str) -> dict[str, Any]:
        shape = self.files.schemas.shape(noun)
        found: dict[str, Any] = finish_merge(canonical(part.raw_traced if self._is_traced else part.raw, shape.formats), shape)
        return found

    def _object(self, entry: Entry) -> dict[str, Any]:
        found = self._finished(entry.part, entry.noun)
        key = "slug" if entry.kind == "site" else "site" if entry.site else ""
        if not key:
            return found
        out, origins = found.copy(), (entry.part.origin(),)
        put(out, key, self._told(entry.site, origins), origins)
        return out

    def _told(self, value: Any, origins: Origins) -> Any:
        """A value that the company adds, with origins when this is the traced one."""
        return with_origins(value, origins) if self._is_traced else value

    def _about(self, target: Target) -> dict[str, Any]:
        device = self.devices[target.device]
        about: dict[str, Any] = TracedDict() if self._is_traced else {}
        for key in (*ADDED, *ABOUT):
            if key in device:
                put(about, key, dict.__getitem__(device, key), origins_at(device, key))
        return about


def read(project: Project, today: date | None = None) -> tuple[Company | None, list[Diagnostic]]:
    """The company and what is wrong with it. A stage with errors tells all of them and ends the reading: then there is no company."""
    try:
        schemas = load_schemas(project)
    except DataError as error:
        return None, list(error.diagnostics)
    files, problems = inventory.read(project, schemas)
    if files is None:
        return None, problems
    problems = _unique(validate.problems(files, today))
    if errors(problems):
        return None, problems
    company = Company(files, today)
    problems = _unique([*problems, *merge_problems(company)])
    return (None if errors(problems) else company), problems


def merge_problems(company: Company) -> list[Diagnostic]:
    """What is wrong with merged devices. When something is, all is merged again with origins, to tell the places."""
    names = [name for name in company.devices if _device_problems(company, name)]
    if not names and not company.merge_problems:
        return []
    found = [problem for name in names for problem in _device_problems(company.traced, name)]
    return [*company.traced.merge_problems, *found]


def _device_problems(company: Company, name: str) -> list[Diagnostic]:
    """The problems of one merged device, with their places when the company is the traced one."""
    device = company.devices[name]
    data = {key: value for key, value in device.items() if key not in ADDED}
    placed = Placed(device, company.files.devices[name].part.origin())
    shape = company.schemas.shape("device")
    return [*check(data, company.schemas.whole("device"), placed), *lists.problems(data, shape, placed.origin, merged=True)]


def _unique(problems: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(dict.fromkeys(problems), key=lambda p: (p.origin or Origin("", 0), p.code, p.path))


def load_company(path: str | Path = ".", today: date | None = None) -> Company:
    """The company at `path`. DataError with every problem when there is an error."""
    company, problems = read(Project.discover(path), today)
    if company is None:
        raise DataError(problems)
    return company
