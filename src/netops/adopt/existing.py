"""Drafts as new devices of a company that is there: its layers, VLANs, VRFs, prefixes and hardware are used, its files stay."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from netops.adopt.draft import INTERFACES, RAW, WITHOUT, Data, DeviceDraft
from netops.adopt.layers import PROFILES, with_port_ranges
from netops.adopt.profiles import OF_PORT, count_values
from netops.adopt.proof import remove_value, write_files
from netops.adopt.reading import SiteDraft, read_data, role_of
from netops.errors import NetopsError, only_errors
from netops.facts.importer import VLANS, VRFS
from netops.model.company import Company
from netops.project import Project
from netops.render.targets import TargetRenderer
from netops.source.tags import ReplaceTag, UnsetTag, without_tag
from netops.validation import cache_of, open_company, validate_company_files

HEAD = ("device_type", "role", "platform", "hostname")
"""Keys that decide which layers a device has: they are always its own."""
FILE = "imported"
"""The name of the files with new rows of lists, beside those of the company."""
IGNORED = shutil.ignore_patterns(".git", ".netops", ".venv")


def match_devices(company: Company, drafts: Iterable[DeviceDraft]) -> dict[str, str]:
    """The devices that the company has already, by the names of the drafts: of the same name or hostname."""
    own = {str(device.get("hostname", name)).lower(): name for name, device in sorted(company.devices.items(), reverse=True)}
    own |= {name.lower(): name for name in company.devices}
    found = {draft.name: own.get(draft.name) or own.get(str(draft.data.get("hostname", draft.name)).lower()) for draft in drafts}
    return {draft: name for draft, name in found.items() if name}


class ExistingSite(SiteDraft):
    """A site of a company, with drafts as new devices there. `inherited`: what the layers give each of them, by name."""

    def __init__(self, name: str, drafts: Iterable[DeviceDraft], company: Company) -> None:
        super().__init__(name, drafts)
        self.company = company
        self.is_new = name not in company.objects.get("site", {})
        self.roles: dict[str, str] = {}
        self.inherited: dict[str, Data] = {}
        self.rendered: dict[str, Data] = {}
        self.own = {vid: vlan.name for vid, vlan in company.index.vids.get(name, {}).items()} if not self.is_new else {}
        self._use_names()
        self._use_hardware()

    def _use_names(self) -> None:
        """VLANs have the names that the company has for their numbers; a name that means another VLAN there gets the number."""
        taken = set(self.own.values())
        for vid, name in self.vlans.items():
            self.vlans[vid] = self.own.get(vid) or (name if name not in taken else f"{name[:27]}-{vid}")
        held = self.company.index.vids.get(self.name, {}) if self.own else {}
        self.shown |= {vid: str(held[vid].data.get("shown_as", held[vid].name)) for vid in self.shown if vid in held}

    def _use_hardware(self) -> None:
        """Types of the company where they have all ports; names that are free for the others."""
        held = self.company.objects.get("device_type", {})
        files = super().files()
        for draft, wanted in self.device_types.items():
            ports = {port["name"] for port in files[_type_file(wanted)][INTERFACES]}
            name, number = wanted, 1
            while name in held and not ports <= {str(port["name"]) for port in held[name].get(INTERFACES, ())}:
                number += 1
                name = f"{wanted}-{number}"
            self.device_types[draft] = name

    def device(self, draft: DeviceDraft) -> Data:
        """The file of a device: what its layers do not give it."""
        full = super().device(draft)
        full["role"] = self.roles.get(draft.name, full["role"])
        if draft.name not in self.inherited:
            return {key: full[key] for key in HEAD if key in full}
        given, rendered = self.inherited[draft.name], self.rendered[draft.name]
        own = without_inherited({key: value for key, value in full.items() if key not in HEAD}, given, rendered)
        for path in draft.inherited:
            remove_value(own, path)
        return {**{key: full[key] for key in HEAD if key in full}, **own}

    def files(self) -> dict[str, Any]:
        """The new files: devices, types, and rows of lists that the company does not have."""
        files = super().files()
        folder = f"inventory/sites/{self.name}"
        site, ipam = files.pop(f"{folder}/site.yaml"), files.pop(f"{folder}/ipam.yaml", {})
        if self.is_new:
            regions = sorted(self.company.objects.get("region", {}))
            files[f"{folder}/site.yaml"] = site | {"region": regions[0] if regions else "main"}
            if not regions:
                files["inventory/regions/main.yaml"] = {"name": "Main"}
        if rows := {kind: fresh for kind, every in ipam.items() if (fresh := [row for row in every if not self._has(kind, row)])}:
            files[f"{folder}/{FILE}.yaml"] = rows
        held = {_type_file(name) for name in self.company.objects.get("device_type", {})}
        return {name: value for name, value in files.items() if name not in held}

    def _has(self, kind: str, row: Data) -> bool:
        if kind == "vlans":
            return row["vid"] in self.own
        if kind == "vrfs":
            return f"{self.name}/{row['name']}" in self.company.objects.get("vrf", {})
        return f"{row.get('vrf', '')} {row['prefix']}".strip() in self.company.objects.get("prefix", {})


def _type_file(name: str) -> str:
    return f"inventory/catalog/device-types/{name}.yaml"


class ExistingSites:
    """Drafts at sites of a company. `where`: the site by the name of the file, `other` for those that it does not have."""

    def __init__(self, drafts: Iterable[DeviceDraft], where: Mapping[str, str], other: str, company: Company) -> None:
        self.drafts = list(drafts)
        names = sorted({where.get(draft.source, other) for draft in self.drafts})
        of = {name: [draft for draft in self.drafts if where.get(draft.source, other) == name] for name in names}
        self.sites = [ExistingSite(name, of[name], company) for name in names]
        self._of = {draft.name: site for site in self.sites for draft in site.drafts}

    def of(self, draft: DeviceDraft) -> ExistingSite:
        """The site of a draft."""
        return self._of[draft.name]

    def file_of(self, draft: DeviceDraft) -> str:
        """The name of a device's file."""
        return self.of(draft).file_of(draft)

    def files(self) -> dict[str, Any]:
        """All new files by name, as values."""
        return {name: value for site in self.sites for name, value in site.files().items()}

    def at(self, file: str) -> tuple[list[DeviceDraft], Data]:
        """The drafts of the site that a file of new rows is one of, and the file as values."""
        site = next((one for one in self.sites if file == f"inventory/sites/{one.name}/{FILE}.yaml"), None)
        return (site.drafts, site.files().get(file, {})) if site else ([], {})

    def place(self, draft: DeviceDraft, role: str, given: Data, rendered: Data) -> None:
        """Give a draft its role, and what its layers give it: merged values, and what of them is rendered."""
        site = self._of[draft.name]
        site.roles[draft.name], site.inherited[draft.name] = role, given
        site.rendered[draft.name] = rendered


def company_copy(company: Company, folder: Path, texts: Mapping[str, str] | None = None) -> Project:
    """A copy of a company with some files as `texts`, and its cache beside it; a file that git does not have is copied too."""
    shutil.copytree(company.project.root, folder, ignore=IGNORED, symlinks=True)
    for file, text in (texts or {}).items():
        (folder / file).write_text(text, encoding="utf-8")
    return Project(folder, kept_in=folder.parent / "cache")


def project_errors_text(project: Project) -> frozenset[str]:
    """The errors of a company as text."""
    return frozenset(str(problem) for problem in only_errors(validate_company_files(project, None, cache_of(project)).problems))


def choose_layers(sites: ExistingSites, project: Project, company: Company) -> list[str]:
    """Give each draft the role of the company whose layers leave the least to its own file; the reasons."""
    reasons = []
    for draft in sites.drafts:
        best: tuple[int, str] | None = None
        found: dict[str, tuple[Data, Data]] = {}
        for role in _roles(company, draft):
            layers = _layers_of(sites, draft, role, project)
            if layers is None:
                continue
            found[role] = layers
            sites.place(draft, role, *layers)
            cost = _cost(sites.of(draft).device(draft)), role
            best = cost if best is None or cost < best else best
        if best is not None:
            sites.place(draft, best[1], *found[best[1]])
            reasons.append(f"{draft.name}: role {best[1]}, whose layers leave {best[0]} values to its own file")
    return reasons


def _roles(company: Company, draft: DeviceDraft) -> Sequence[str]:
    """The roles of the company's devices of a platform, and the one that the draft would have elsewhere."""
    own = {str(one["role"]) for one in company.devices.values() if draft.platform.name in _platforms(one) and "role" in one}
    return sorted(own | {role_of(draft)})


def _platforms(device: Mapping[str, Any]) -> set[str]:
    value = device.get("platform", device.get("platforms", ()))
    return {str(value)} if isinstance(value, str) else {str(one) for one in value}


def _layers_of(sites: ExistingSites, draft: DeviceDraft, role: str, project: Project) -> tuple[Data, Data] | None:
    """What a device without values of its own inherits in a role: merged, and as it is rendered; None when that is not valid."""
    site = sites.of(draft)
    site.roles[draft.name] = role
    site.inherited.pop(draft.name, None)
    write_files(site.files(), project.root, {})
    company, _ = open_company(project, None, cache_of(project))
    if company is None:
        return None
    stub = DeviceDraft(draft.name, draft.source, draft.platform, "")
    try:
        stub.text = TargetRenderer(company).render(draft.name, strict=False).text
        read_data(stub)
    except NetopsError:
        stub.data = {}
    return _plain(company.devices[draft.name]) | {PROFILES: _written_profiles(company, draft.name)}, stub.data


def _written_profiles(company: Company, device: str) -> Data:
    """The interface profiles that the layers of a device have, as they are written: merged, they have the schema's defaults too."""
    found: Data = {}
    for layer in company.layers(device):
        found |= {str(name): _plain(value) for name, value in (without_tag(layer.value.get(PROFILES)) or {}).items()}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key) if isinstance(key, str) else key: _plain(item) for key, item in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def without_inherited(own: Data, given: Mapping[str, Any], rendered: Mapping[str, Any]) -> Data:
    """A device's values without those that its layers give it. What they give and it does not have is unset, where it is rendered."""
    out: Data = {}
    for key, value in own.items():
        if key in (RAW, WITHOUT) or key not in given:
            out[key] = value
        elif isinstance(value, dict) and isinstance(given[key], dict):
            inner = rendered.get(key)
            if left := without_inherited(value, given[key], inner if isinstance(inner, dict) else {}):
                out[key] = left
        elif value != given[key]:
            out[key] = ReplaceTag(value) if isinstance(value, list) and given[key] else value
    absent = (key for key in rendered if key in given and key not in own and key not in (*HEAD, VLANS, VRFS, INTERFACES))
    return out | {key: UnsetTag() for key in absent}


def with_profiles(data: Data, profiles: Mapping[str, Any]) -> Data:
    """A device whose interfaces use the profiles of the company that say what they are, and ranges."""
    if INTERFACES not in data:
        return data
    ports = {name: _with_profile(port, profiles) for name, port in data[INTERFACES].items()}
    return {**data, INTERFACES: with_port_ranges(ports)}


def _with_profile(port: Data, profiles: Mapping[str, Any]) -> Data:
    shape = {key: value for key, value in port.items() if key not in OF_PORT}
    name = next((name for name in sorted(profiles) if profiles[name] and profiles[name] == shape), None)
    return {"profile": name} | {key: value for key, value in port.items() if key in OF_PORT} if name else port


def profiles_of(sites: ExistingSites, draft: DeviceDraft) -> Iterator[tuple[str, Any]]:
    """The interface profiles that the layers of a draft give it."""
    yield from sites.of(draft).inherited.get(draft.name, {}).get(PROFILES, {}).items()


def _cost(value: Any) -> int:
    """The number of values in what a file has."""
    if isinstance(value, ReplaceTag):
        return _cost(value.value)
    return 1 + sum(map(_cost, value.values())) if isinstance(value, dict) else count_values(value)
