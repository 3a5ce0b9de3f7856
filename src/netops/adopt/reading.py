"""Reads what the model can hold off the config of a draft, and makes the company's files from all drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from ipaddress import ip_interface
from typing import Any

from netops.adopt.draft import INTERFACES, Data, DeviceDraft
from netops.config import ParsedConfig
from netops.facts.importer import VLANS, VRFS
from netops.facts.read import read_facts
from netops.model.index import ALL_VLANS, svi_vid
from netops.secrets import OPEN, PLACEHOLDER, SecretRef

NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")
MAX_NAME = 32
"""Characters of the longest name of a VLAN."""
OF_PORTS = ("untagged_vlan", "voice_vlan", "access_vlan")
"""Keys of interfaces that are a VLAN: a table may give the number."""
ALL_NUMBERS = range(1, 4095)
"""The VLANs that IEEE 802.1Q has."""
OWN = "_"
"""Keys that a table uses for itself start so."""
SLUG = re.compile(r"[^a-z0-9.+-]+")


def read_data(draft: DeviceDraft) -> None:
    """Fill the data of a draft with what the table of its platform reads: the lines as they are written."""
    if draft.importer.files is not None:
        draft.data = _plain(draft.importer.files(draft.text))
        _leave_out_addresses(draft.data)
        return
    as_written = replace(draft.platform, grammar=replace(draft.grammar, spellings=None))
    fields, _ = read_facts(draft.importer.reader, ParsedConfig(as_written, _undisputed(draft)))
    draft.data = _plain(fields)
    _leave_out_addresses(draft.data)


def _leave_out_addresses(data: Data) -> None:
    """Take what is no address out of the addresses of interfaces, `dhcp` too: prefixes are made of them."""
    for port in data.get(INTERFACES, {}).values():
        if port.get("addresses"):  # none is said by an empty list
            port["addresses"] = [one for one in port["addresses"] if _is_address(one)]
            if not port["addresses"]:
                del port["addresses"]


def _is_address(value: Any) -> bool:
    try:
        ip_interface(str(value))
    except ValueError:
        return False
    return True


def _undisputed(draft: DeviceDraft) -> str:
    """The text without lines that are there in both forms, `X` and `no X`: which one holds depends on their order, so they stay raw."""
    paths, lines = {line.path for line in draft.lines}, draft.text.split("\n")
    for line in draft.lines:
        *above, last = line.path
        if not line.is_section and (*above, last[3:] if last.startswith("no ") else f"no {last}") in paths:
            lines[line.first - 1 : line.last] = [""] * (line.last - line.first + 1)
    return "\n".join(lines)


def _plain(value: Any) -> Any:
    """A value as YAML has it: secrets as references. Texts with a secret in them, what is empty, and a table's own keys are left out."""
    match value:
        case dict():
            named = {key: item for key, item in value.items() if not str(key).startswith(OWN) and OPEN not in str(key)}
            found = {key: _plain(item) for key, item in named.items() if not _is_mixed(item)}
            return {key: item for key, item in found.items() if item is not None}
        case list() | tuple():
            return [_plain(item) for item in value if not _is_mixed(item)]
        case str() if match := PLACEHOLDER.fullmatch(value):
            return SecretRef(match[1])
    return value


def _is_mixed(value: Any) -> bool:
    return isinstance(value, str) and OPEN in value and not PLACEHOLDER.fullmatch(value)


class SiteDraft:
    """What the drafts of a site share: VLANs, VRFs, prefixes and hardware."""

    def __init__(self, name: str, drafts: Iterable[DeviceDraft]) -> None:
        self.name = name
        self.drafts = list(drafts)
        self.shown = _vlans(self.drafts)
        self.vlans = _keys(self.shown)
        self.device_types = _device_types(self.drafts)

    def device(self, draft: DeviceDraft) -> Data:
        """The device's file."""
        finished = draft.finished()
        data = {key: value for key, value in finished.items() if key not in (VLANS, VRFS)}
        if vrfs := self._own_vrfs(draft):
            data["vrf_instances"] = vrfs
        table, used = set(finished.get(VLANS, {})), finished.get(INTERFACES, {})
        if table != self._needed(used) or any(port.get("tagged_vlans") == ALL_VLANS for port in used.values()):
            data.setdefault("vlan_database", sorted(table))
        own = ((number, str(vlan.get("name", default_name(number)))) for number, vlan in finished.get(VLANS, {}).items())
        if names := {self.vlans[number]: name for number, name in own if name != self.shown[number]}:
            data["vlan_names"] = names
        if "vlan_database" in data:
            data["vlan_database"] = [self.vlans[number] for number in data["vlan_database"]]
        ports = {name: self._port(port) for name, port in data.pop(INTERFACES, {}).items()}
        head: Data = {"device_type": self.device_types[draft.name], "role": role_of(draft), "platform": draft.platform.name}
        return {**head, **data, **({INTERFACES: ports} if ports else {})}

    def _port(self, port: Data) -> Data:
        """An interface with the names of its VLANs."""
        out = dict(port)
        for key in OF_PORTS:
            if isinstance(out.get(key), int):
                out[key] = self.vlans[out[key]]
        if isinstance(out.get("tagged_vlans"), list):
            out["tagged_vlans"] = [self.vlans[one] if isinstance(one, int) else one for one in out["tagged_vlans"]]
        return out

    def file_of(self, draft: DeviceDraft) -> str:
        """The name of the device's file."""
        return f"inventory/sites/{self.name}/{draft.importer.folder}/{draft.name}.yaml"

    def _needed(self, ports: Data) -> set[int]:
        """The numbers of the VLANs that interfaces use: the device's table, unless it is given."""
        found: set[int] = set()
        for name, port in ports.items():
            found |= {one for one in port.get("tagged_vlans", ()) if isinstance(one, int)}
            found |= {number for key in OF_PORTS if isinstance(number := port.get(key), int)}
            if (number := svi_vid(name)) in self.vlans and number is not None:
                found.add(number)
        return found

    def files(self) -> dict[str, Any]:
        """All files of the site by name, as values."""
        folder = f"inventory/sites/{self.name}"
        out: dict[str, Any] = {f"{folder}/site.yaml": {"name": self.name, "region": "main"}}
        ipam = {"vlans": self._vlan_rows(), "vrfs": self._vrf_rows(), "prefixes": self._prefix_rows()}
        if any(ipam.values()):
            out[f"{folder}/ipam.yaml"] = {key: rows for key, rows in ipam.items() if rows}
        for draft in self.drafts:
            out[self.file_of(draft)] = self.device(draft)
        for draft in self.drafts:
            name = self.device_types[draft.name]
            out[f"inventory/catalog/device-types/{name}.yaml"] = _hardware(name, draft)
        return out

    def _vlan_rows(self) -> list[Data]:
        rows = []
        for number, name in sorted(self.vlans.items()):
            shown = {} if self.shown[number] == name else {"shown_as": self.shown[number]}
            rows.append({"name": name, "vid": number} | shown | self._shared_vlan(number))
        return rows

    def _shared_vlan(self, number: int) -> Data:
        """What all devices that have a VLAN in their tables say of it alike, beside its name."""
        return _alike([draft.data[VLANS][number] for draft in self.drafts if number in draft.data.get(VLANS, {})], besides="name")

    def _vrf_rows(self) -> list[Data]:
        names = {name for draft in self.drafts for name in (*draft.data.get(VRFS, {}), *_vrfs_in_use(draft))}
        return [{"name": name} | self._shared_vrf(name) for name in sorted(names)]

    def _shared_vrf(self, name: str) -> Data:
        """The fields of a VRF that all devices which define it have alike."""
        return _alike([draft.data[VRFS][name] for draft in self.drafts if name in draft.data.get(VRFS, {})])

    def _own_vrfs(self, draft: DeviceDraft) -> Data:
        """The VRFs that a device defines and does not use, and what differs there from those of the site."""
        used, own = _vrfs_in_use(draft), {}
        for name, vrf in draft.data.get(VRFS, {}).items():
            shared = self._shared_vrf(name)
            differs = {key: value for key, value in vrf.items() if key not in shared}
            if differs or name not in used:
                own[name] = differs
        return own

    def _prefix_rows(self) -> list[Data]:
        found = set()
        for draft in self.drafts:
            for port in draft.data.get(INTERFACES, {}).values():
                for address in port.get("addresses", ()):
                    network = ip_interface(str(address)).network
                    if not network.is_link_local:
                        found.add((str(port.get("vrf", "")), network.version, network))
        rows = sorted(found, key=lambda row: (row[0], row[1], row[2]))
        return [{"prefix": str(network)} | ({"vrf": vrf} if vrf else {}) for vrf, _, network in rows]


def _alike(found: list[Data], besides: str = "") -> Data:
    """The fields that several maps have alike."""
    first, *others = found or [{}]
    return {key: value for key, value in first.items() if key != besides and all(other.get(key) == value for other in others)}


def _vrfs_in_use(draft: DeviceDraft) -> set[str]:
    users = (*draft.data.get(INTERFACES, {}).values(), *draft.data.get("static_routes", ()))
    return {str(user["vrf"]) for user in users if "vrf" in user} | set(draft.data.get("bgp", {}).get("vrfs", {}))


def _vlans(drafts: Iterable[DeviceDraft]) -> dict[int, str]:
    """The name of each VLAN on devices: the one that most of them have."""
    votes: dict[int, dict[str, int]] = {}
    for draft in drafts:
        table: Mapping[int, Any] = draft.data.get(VLANS, {})
        for number, vlan in table.items():
            name = str(vlan.get("name", default_name(number)))
            votes.setdefault(number, {})[name] = votes.setdefault(number, {}).get(name, 0) + 1
        for interface, port in draft.data.get(INTERFACES, {}).items():
            tagged, own = port.get("tagged_vlans", ()), svi_vid(interface)
            for number in (own, *map(port.get, OF_PORTS), *(tagged if isinstance(tagged, list) else ())):
                if isinstance(number, int) and number in ALL_NUMBERS:
                    votes.setdefault(number, {})
    return {
        number: max(sorted(names), key=lambda one: names[one], default="default" if number == 1 else default_name(number))
        for number, names in sorted(votes.items())
    }


def default_name(number: int) -> str:
    """The name that a VLAN without one has on devices."""
    return f"VLAN{number:04d}"


def _keys(shown: Mapping[int, str]) -> dict[int, str]:
    """A name of the model for each VLAN: its own made fit; one that is taken gets the number."""
    out: dict[int, str] = {}
    for number, name in shown.items():
        fit = NO_NAME.sub("-", name).strip("-.")[:MAX_NAME] or f"vlan-{number}"
        out[number] = fit if fit not in out.values() else f"{fit[: MAX_NAME - 5]}-{number}"
    return out


def role_of(draft: DeviceDraft) -> str:
    """The role of a device: that of its platform, else by what it does."""
    if draft.importer.role:
        return draft.importer.role
    if "security" in draft.data:
        return "firewall"
    return "switch" if any("mode" in port and port["mode"] != "routed" for port in draft.data.get(INTERFACES, {}).values()) else "router"


def _ports(draft: DeviceDraft) -> list[str]:
    """The ports of a device: those of its config, and those that only have sub-interfaces there."""
    names = dict.fromkeys(name.partition(".")[0] for name in draft.data.get(INTERFACES, {}))
    return [name for name in names if not name.startswith(draft.importer.virtual)]


def _device_types(drafts: Iterable[DeviceDraft]) -> dict[str, str]:
    """The hardware of each draft: what its config names; else one kind for each set of ports."""
    out: dict[str, str] = {}
    kinds: dict[tuple[str, tuple[str, ...]], str] = {}
    for draft in drafts:
        importer, ports = draft.importer, tuple(sorted(_ports(draft)))
        maker = SLUG.sub("-", importer.manufacturer.lower())
        match = importer.model.search(draft.text) if importer.model else None
        model = draft.model or (next((one for one in match.groups() if one), "") if match else "")
        model = SLUG.sub("-", model.lower()).strip("-") or (f"with-{len(ports)}-ports" if ports or not importer.role else importer.role)
        key = (f"{maker}/{model}", ports)
        if key not in kinds:
            count = sum(1 for name, _ in kinds if name == key[0])
            kinds[key] = key[0] if not count else f"{key[0]}-{count + 1}"
        out[draft.name] = kinds[key]
    return out


def _hardware(name: str, draft: DeviceDraft) -> Data:
    importer = draft.importer
    ports = [{"name": port, "type": importer.port_type(port)} for port in _ports(draft)]
    return {"manufacturer": importer.manufacturer, "model": name.partition("/")[2], "slug": name.replace("/", "-"), "interfaces": ports}
