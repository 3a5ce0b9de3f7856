"""What a rule sees, by its scope: one device, one site, or the company in outline.

A rule cannot read past its scope, because what lies outside is not there. That makes its result a function of the scope alone, so
`netops validate` asks again only where something changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from netops import platforms
from netops.model import index
from netops.model.fields import FieldTree, field_tree, field_values
from netops.model.index import AssignedAddress, Index, Object, Place
from netops.platforms import Platform

if TYPE_CHECKING:
    from netops.model.company import Company
    from netops.model.inventory import Entry
    from netops.model.layers import Part

__all__ = ["Device", "Outline", "Scope", "device_outline", "site_scopes"]

OUTLINE = (
    *("name", "kind", "site", "role", "platform", "extra_platforms", "device_type", "status", "location", "rack", "tenant", "serial"),
    *("asset_tag", "hostname", "domain", "primary_interface", "redundancy", "bgp", "backup", "shares", "nfs_exports", "print_queues"),
    *("interfaces", "lifecycle", "tags", "os", "monitoring", "dhcp_server", "dns_server", "stack", "expected", "mlag", "vxlan"),
    *("raw_config", "servers"),
)
"""Keys of a device that rules over the company see; of its interfaces those with an address and tunnels, and as `servers` what it asks
for something: path and host."""
SERVERS: Final = (
    *("aaa tacacs servers *", "aaa servers * host", "aaa dynamic_authorization clients * host"),
    *("ntp servers * host", "ntp peers * host", "ntp boot_server", "dns servers *", "syslog servers * host"),
    *(
        "snmp hosts * host",
        "sflow destinations * host",
        "interfaces * dhcp_relay *",
        "dhcp_pools * dns_servers *",
        "dns_server forwarders *",
    ),
    *(
        "dhcp_server dns_servers *",
        "dhcp_server ntp_servers *",
        "mail_relay smart_host",
        "mail_relay hostname",
        "web sites * server_names *",
    ),
)
"""Where a device names a server, or itself."""


WrittenField = tuple[tuple[str, ...], tuple[str | int, ...]]
"""A field (`interfaces`, `*`, `mtu`) and the path of its value."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A site or the company as a rule sees it."""

    devices: Mapping[str, Object]
    """Merged devices, servers, printers and storage by name; over the company their outlines."""
    objects: Mapping[str, Mapping[str, Object]]
    """Objects by kind and name: those of the site and those of the whole company; over the company all."""
    index: Index
    """Look-up tables over these devices and objects."""
    layers: frozenset[str] = frozenset()
    """Names of the files in `roles/`, be they the company's or a site's, without `.yaml`."""
    platforms: frozenset[str] = frozenset()
    """Platforms that have templates."""
    root: Path | None = None
    """The company's folder, where platforms of its own are."""
    written: Mapping[str, Sequence[WrittenField]] = field(default_factory=dict)
    """The fields in the own file of each device, but for those that only describe and keys of lists. Over the company none."""

    def of(self, kind: str) -> Mapping[str, Object]:
        """The objects of a kind by name."""
        return self.objects.get(kind, {})


@dataclass(frozen=True, slots=True)
class Device:
    """One device as a rule of scope `target` sees it: its data, the objects of its site, and no other device."""

    name: str
    data: Object
    around: Scope

    @property
    def site(self) -> str:
        return str(self.data["site"])

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platform of the device, then those of its extra targets."""
        return str(self.data["platform"]), *map(str, self.data.get("extra_platforms", ()))

    @property
    def platform(self) -> Platform | None:
        """The record of the device's platform; None where the name is not one, which is a finding of its own."""
        return platforms.find(self.platforms[0], self.around.root)

    def can_carry(self, noun: str) -> bool:
        """Whether the templates of one of its platforms write a noun that only some platforms can carry."""
        records = (platforms.find(name, self.around.root) for name in self.platforms)
        return any(noun in record.nouns for record in records if record)

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def interfaces(self) -> Mapping[str, Object]:
        found: Mapping[str, Object] = self.data.get("interfaces", {})
        return found

    @property
    def assigned(self) -> tuple[AssignedAddress, ...]:
        """The addresses of the device, in the order of its interfaces."""
        return self.around.index.assigned.get(self.name, ())

    def of(self, kind: str) -> Mapping[str, Object]:
        """The objects of a kind: those of the device's site and those of the whole company."""
        return self.around.of(kind)

    def at(self, *path: str | int) -> Place:
        """The place of a value of the device."""
        return Place("device", self.name, path)


class Outline(dict[str, Any]):
    """A device as rules over the company see it. To ask for a key that an outline never has is a mistake of the rule, and raised."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(_known(key), default)

    def __missing__(self, key: str) -> Any:
        raise KeyError(_known(key))

    def __contains__(self, key: object) -> bool:
        return super().__contains__(_known(str(key)))


def _known(key: str) -> str:
    if key not in OUTLINE:
        raise LookupError(f"rules over the company do not see {key!r} of a device: give the rule the scope site or target")
    return key


def device_outline(device: Object) -> Outline:
    """The part of a merged device that rules over the company see."""
    found = Outline((key, device[key]) for key in OUTLINE if key in device)
    found["interfaces"] = {name: port for name, port in device.get("interfaces", {}).items() if port.get("addresses") or "tunnel" in port}
    found["servers"] = [[list(path), text] for field in SERVERS for path, text in _texts(device, field.split())]
    return found


def _texts(data: Any, field: Sequence[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts of a field, each with its path."""
    if not field:
        yield (), str(data)
        return
    word, *rest = field
    pairs = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list | tuple) else ()
    for key, value in ((key, value) for key, value in pairs if word in ("*", key)):
        yield from (((key, *path), text) for path, text in _texts(value, rest))


def site_scopes(company: Company) -> Iterator[Scope]:
    """The scope of each site."""
    devices = {site: {name: company.devices[name] for name in names} for site, names in _grouped(company.files.devices).items()}
    own: dict[str, dict[str, Mapping[str, Object]]] = defaultdict(dict)
    for kind, entries in company.files.objects.items():
        for site, names in _grouped(entries).items():
            own[site][kind] = {name: company.objects[kind][name] for name in names}
    everywhere = own.pop("", {})
    tree = field_tree(company.schemas.whole("device").contents)
    for site in sorted({*devices, *own}):
        objects = {kind: {**everywhere.get(kind, {}), **own[site].get(kind, {})} for kind in {*everywhere, *own[site]}}
        written = {name: _written(company.files.devices[name].part, tree) for name in devices.get(site, {})}
        yield replace(_scope(devices.get(site, {}), objects, common_names(company, site)), written=written)


def _written(part: Part, tree: FieldTree) -> list[WrittenField]:
    return [(here.path, path) for here, path in field_values(part.raw, tree) if not here.is_fact and not here.is_key]


def _scope(
    devices: Mapping[str, Object], objects: Mapping[str, Mapping[str, Object]], rest: tuple[frozenset[str], frozenset[str], Path]
) -> Scope:
    return Scope(devices, objects, index.Index(objects, devices), *rest)


def common_names(company: Company, site: str = "") -> tuple[frozenset[str], frozenset[str], Path]:
    """The names of roles with a layer, the company's or the site's, of platforms with templates, and the company's folder."""
    roles = (path for path in map(PurePosixPath, company.files.layers) if _is_role(path, site))
    return frozenset(path.stem for path in roles), company.project.platforms(), company.project.root


def _is_role(path: PurePosixPath, site: str) -> bool:
    """Whether a layer is one of a role that a site has."""
    return "roles" in path.parts and (path.parts[0] != "sites" or path.parts[1] == site)


def _grouped(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    """The names of objects by the site that they are at, '' for none."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, entry in entries.items():
        found[entry.site].append(name)
    return found
