"""The company: every object, merged; every target and its view; and where each value comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from netops.cache import digest
from netops.errors import Diagnostic, Origin, UsageError
from netops.messages import did_you_mean
from netops.model import derive, index, inventory, lists, stack
from netops.model.basis import Basis
from netops.model.deferred import Deferred
from netops.model.derive.provenance import ProvenanceTagger
from netops.model.explain import Contribution, explain_value, nearest_path, steps_of
from netops.model.hardware import hardware_layer
from netops.model.inventory import Entry, Inventory
from netops.model.layers import PROFILES, Layer, Merger, Part, fill_pattern
from netops.model.lazy import Lazy
from netops.model.locations import location_path
from netops.model.merge import Steps, finish_merge, origins_at, put_with_origins
from netops.model.outside import Outside, Sites
from netops.model.places import Placed, place_of_value
from netops.model.sources import COMMON
from netops.model.spelling import canonical_value
from netops.model.target import ConfigTarget, targets_of
from netops.schema import Schemas, find_schema_problems
from netops.source.trace import Origins, TracedDict, with_origins

if TYPE_CHECKING:
    from netops.platforms import Platform

__all__ = ["Company", "ConfigTarget", "Contribution"]

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
        plain: Company | None = None,
    ) -> None:
        """`base` is the company without its sites when `files` are those of one site: what is common is merged once, there.

        `outlines` are known from before: the keys of each device that determine the targets, and its interfaces with addresses.
        `basis`: what views are made from. `outside`: the other sites, when `files` are those of one. `plain`: this company without origins,
        when this is the traced one.
        """
        self.project = files.project
        self.today = today
        self.base = base
        self.basis = basis
        self._source = files
        self._outlines = outlines
        self._outside = outside
        self._plain = plain
        self._is_traced = is_traced
        self._merge_problems: list[Diagnostic] = []
        self._catalog: dict[str, Layer] = base._catalog if base else {}
        self._shared: dict[tuple[str, str], tuple[Layer, ...]] = {}
        self._sites: dict[str, Company] = {}
        self.computed: dict[str, Any] = {}
        """What packages above compute once for this company, by name."""

    @cached_property
    def files(self) -> Inventory:
        """What the files hold, before any merging; they are read when this is first used."""
        return self._source.inventory if isinstance(self._source, Deferred) else self._source

    def file_digests(self, site: str) -> dict[str, str]:
        """The digests of the files of a site and of the common ones by name; '' for a link."""
        files = self._source.sources.files if isinstance(self._source, Deferred) else {}
        return {name: digest(data) if data is not None else "" for of in (COMMON, site) for name, data in files.get(of, {}).items()}

    def files_of(self, sites: Collection[str]) -> Inventory:
        """The common files and those of some sites, before any merging."""
        return self._source.of(*sites) if isinstance(self._source, Deferred) else self._source

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
        outside = self._outside.with_origins() if self._outside else None
        return Company(self.files, self.today, is_traced=True, base=base, outlines=self._outlines, outside=outside, plain=self)

    @property
    def prepared(self) -> Collection[str]:
        """The sites whose targets are merged with the other sites in outline."""
        return self._sites.keys()

    def prepare(self, sites: Collection[str], share: int = FEW) -> None:
        """Get ready for views of the targets of some sites. When they are few (one in `share`), each is merged by itself, with the others
        in outline."""
        if not isinstance(self._source, Deferred) or not self._source.outlines or len(sites) * share > len(self._source.outlines):
            return
        for site in (site for site in sites if site not in self._sites):
            files = self._all_sites.opened(site).files
            self._sites[site] = Company(
                files, self.today, base=self._all_sites.common, outlines=self._outlines, outside=Outside(site, self._all_sites)
            )

    @cached_property
    def _all_sites(self) -> Sites:
        """All sites in outline."""
        source = self._source
        assert isinstance(source, Deferred)
        assert source.outlines is not None and self._outlines is not None, "only a company in outline is opened site by site"
        common = source.merged.common if source.merged else Company(source.common, self.today)
        load = partial(_site_alone, source, common, self.today)
        return Sites(source.outlines, self._outlines, common, load, dict(source.merged.sites) if source.merged else {})

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
        found: Mapping[str, Mapping[str, dict[str, Any]]]
        if self._outside:
            found = self._outside.objects()
        else:
            found = {kind: self._objects(entries, known.get(kind, {})) for kind, entries in self.files.objects.items()}
        return {"site": {}, **found, "device": self.devices}

    def _objects(self, entries: Mapping[str, Entry], known: Mapping[str, dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
        return Lazy(entries, lambda name: known[name] if name in known else self._object(entries[name]))

    @cached_property
    def devices(self) -> Mapping[str, dict[str, Any]]:
        """Devices, servers, printers and storage, merged; beside their data they have `name`, `kind` and `site`."""
        if self._outside:
            return self._outside.devices()
        return Lazy(self.files.devices, lambda name: self._device(self.files.devices[name]))

    @property
    def merge_problems(self) -> list[Diagnostic]:
        """What went wrong when the layers of devices were merged; places are known in the traced company only."""
        for name in self.devices:
            _ = self.devices[name]
        return self._merge_problems

    @cached_property
    def targets(self) -> Mapping[str, ConfigTarget]:
        return {target.name: target for name, device in self.outlines.items() for target in self._targets_of(name, device)}

    def _targets_of(self, name: str, device: Mapping[str, Any]) -> Iterator[ConfigTarget]:
        return targets_of(name, device, self._sites_in_outline.get(str(device.get("site", "")), {}))

    @cached_property
    def _sites_in_outline(self) -> Mapping[str, Mapping[str, Any]]:
        """The sites themselves by name; from their outlines, so that none is opened for it."""
        outlines = self._outside.sites.outlines if self._outside else self._source.outlines if isinstance(self._source, Deferred) else None
        if outlines is None:
            return self.objects["site"]
        return {site: outline["objects"].get("site", {}).get(site, {}) for site, outline in outlines.items()}

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
        tables = self._outside.sites.tables if self._outside else self._plain.index if self._plain else None
        return index.Index(self.objects, self.devices, sites, self._outlines, tables)

    @cached_property
    def provenance(self) -> ProvenanceTagger:
        """What gives derived values the origins of their sources in this company."""
        return ProvenanceTagger(self.traced)

    def view(self, target_name: str, trace: bool = False, derivations: Collection[str] = derive.ORDER) -> dict[str, Any]:
        """What a template sees of a target: its data merged, then derived; `device`, `site`, `target` and `platform` identify it.

        `derivations`: only these are made, for what reads little of it."""
        alone = self._alone(target_name)
        if alone is not None:
            return alone.view(target_name, trace, derivations)
        if trace and not self._is_traced:
            return self.traced.view(target_name, derivations=derivations)
        target = self.target(target_name)
        device = self.devices[target.device]
        view = self._of_platform(target)
        about = {"device": self._about(target), "site": self.objects["site"].get(target.site, {})}
        for key, value in {**about, "target": target.name, "platform": target.platform}.items():
            put_with_origins(view, key, self._with_origins(value, origins_at(device, key)), origins_at(device, key))
        if "interface_profiles" in view:
            del view["interface_profiles"]  # their values are in the interfaces; a change of one that is not used here changes nothing
        return derive.apply_derivations(view, self, derivations)

    def around(self, target_name: str) -> Company:
        """The company as the site of a target sees it when that site is prepared, else this one."""
        return self._alone(target_name) or self

    def sites_read(self, target_name: str) -> Collection[str] | None:
        """The sites, beside its own, of which something was read so far for the traced view of a target; None when that is not known."""
        alone = self._alone(target_name)
        return alone.traced._outside.seen if alone and alone.traced._outside else None

    def _alone(self, target_name: str) -> Company | None:
        if not self._sites or self._outlines is None:
            return None
        return self._sites.get(str(self._outlines.get(target_name.partition(":")[0], {}).get("site", "")))

    def _of_platform(self, target: ConfigTarget) -> dict[str, Any]:
        """The merged data of a target's device as its platform has it. For the device's own platform that is the device."""
        device = self.devices[target.device]
        if target.platform != str(device.get("platform", "")):
            return self._merged(self.files.devices[target.device], target.platform).copy()
        view = device.copy()
        for key in ADDED:
            del view[key]
        return view

    def target(self, name: str) -> ConfigTarget:
        """The target called `name`. UsageError when there is none."""
        device = name.partition(":")[0]
        for target in self._targets_of(device, self.outlines[device]) if device in self.outlines else ():
            if target.name == name:
                return target
        raise UsageError(f"no target called {name!r}", hint=did_you_mean(name, self.targets, "netops show device lists the devices"))

    def explain(self, name: str, path: str) -> list[Contribution]:
        """Who sets the value at `path` of a target or other object, from the winner to the losers. UsageError when nobody does."""
        found = explain_value(self, name, path)
        if not found:
            near = nearest_path(self, name, path)
            hint = f"did you mean {near}?" if near else f"netops show {name} shows all that is set"
            raise UsageError(f"nothing sets {path!r} of {name}", hint=hint)
        return found

    def origin(self, kind: str, name: str, path: str | Steps = ()) -> Origin | None:
        """The place of the value at `path` of an object, or the nearest place around it."""
        company, own = self.traced.defining(kind, name)
        entry = company.entry(kind, own)
        if entry is None:
            return None
        steps = steps_of(path) if isinstance(path, str) else path
        value = company.devices[own] if entry.noun == "device" else company.objects[kind][own]
        return place_of_value(value, steps) or entry.part.origin()

    def defining(self, kind: str, name: str) -> tuple[Company, str]:
        """The company whose files define an object, which is this one unless it is of another site, and the object's name there."""
        return self._outside.home(kind, name) if self._outside else (self, name)

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
        from netops import platforms  # not imported when all texts come from the cache

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
        around = site.part.raw if site else {}
        selectors: dict[str, str] = {key: str(raw[key]) for key in ("role", "location", "tenant") if key in raw}
        selectors |= {"platform": platform, "site": entry.site, "region": str(around.get("region", ""))}
        selectors.setdefault("tenant", str(around.get("tenant", "")))
        places = self._places_of(entry.site, selectors.get("location", ""))
        profiles = [fill_pattern(PROFILES, {"profile": str(name)}) for name in raw.get("profiles", ())]
        yield from self._hardware_layers(raw)
        yield from (layers[path] for path in (*self.files.hierarchy.paths(selectors, places), *profiles) if path in layers)

    def _places_of(self, site: str, location: str) -> list[str]:
        """A location of a site and those that it is in, the outermost first."""
        known = self.files.objects.get("location", {})
        return location_path(location, lambda name: entry.part.raw if (entry := known.get(f"{site}/{name}")) else {})

    def _hardware_layers(self, raw: Mapping[str, Any]) -> Iterator[Layer]:
        """The interfaces of a device's hardware: one layer, or one for each member of a stack."""
        boxes = list(stack.stack_members(raw))
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
            self._catalog[device_type] = hardware_layer(device_type, entry.part.document, self.schemas)
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
            put_with_origins(merged, key, self._with_origins(value, origins), origins)
        return merged

    def _finished(self, part: Part, noun: str) -> dict[str, Any]:
        shape = self.schemas.shape(noun)
        found: dict[str, Any] = finish_merge(canonical_value(part.raw_traced if self._is_traced else part.raw, shape.formats), shape)
        return found

    def _object(self, entry: Entry) -> dict[str, Any]:
        found = self._finished(entry.part, entry.noun)
        key = "slug" if entry.kind == "site" else "site" if entry.site else ""
        if not key:
            return found
        out, origins = found.copy(), (entry.part.origin(),)
        put_with_origins(out, key, self._with_origins(entry.site, origins), origins)
        return out

    def _with_origins(self, value: Any, origins: Origins) -> Any:
        """A value that the company adds, with origins when this is the traced one."""
        return with_origins(value, origins) if self._is_traced else value

    def _about(self, target: ConfigTarget) -> dict[str, Any]:
        device = self.devices[target.device]
        about: dict[str, Any] = TracedDict() if self._is_traced else {}
        for key in (*ADDED, *ABOUT):
            if key in device:
                put_with_origins(about, key, dict.__getitem__(device, key), origins_at(device, key))
        return about


def _site_alone(source: Deferred, common: Company, today: date | None, site: str) -> Company:
    """The company that consists of one site."""
    return Company(inventory.with_site(common.files, source.documents(site)), today, base=common)


def merge_problems(company: Company) -> list[Diagnostic]:
    """What is wrong with merged devices. When something is, all is merged again with origins, for the places."""
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
    return [
        *find_schema_problems(data, company.schemas.whole("device"), placed),
        *lists.list_problems(data, shape, placed.origin, merged=True),
    ]
