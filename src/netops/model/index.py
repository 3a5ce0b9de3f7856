"""Tables over the whole company, so that a derivation or a rule looks a thing up instead of searching for it.

An `Index` is made from merged objects. Everything in it is keyed by plain text; the values are the objects' own, with their origins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network, ip_interface, ip_network
from typing import Any, TypeVar

from netops.model.lazy import Lazy
from netops.model.panels import paths_through_panels

K = TypeVar("K")
Object = Mapping[str, Any]
Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
Path = tuple[str | int, ...]
LINKS = {"cable": ("a", "b"), "circuit": ("a", "z")}
"""The keys of both ends, by kind of link."""
SVI = re.compile(r"^(?:vlan|irb\.|vlan\.)(\d+)$", re.IGNORECASE)
"""The interface of a VLAN, as the platforms print it: Vlan110 (EOS, IOS), irb.110 (Junos)."""


@dataclass(frozen=True, slots=True, order=True)
class Port:
    """An interface of a device."""

    device: str
    interface: str

    def __str__(self) -> str:
        return f"{self.device} {self.interface}"


@dataclass(frozen=True, slots=True)
class Place:
    """A value in the company: an object by kind and name, and the path of keys and positions in it."""

    kind: str
    name: str
    path: Path = ()


@dataclass(frozen=True, slots=True)
class AssignedAddress:
    """An address on a port: where it stands in the port's list, and its network."""

    port: Port
    position: int
    text: str
    value: IPv4Interface | IPv6Interface
    vrf: str

    @property
    def place(self) -> Place:
        return Place("device", self.port.device, ("interfaces", self.port.interface, "addresses", self.position))


@dataclass(frozen=True, slots=True)
class Plug:
    """What is plugged into a port: one end (`key`: a, b or z) of a cable, or of a circuit between two of our ports."""

    kind: str
    name: str
    key: str
    port: Port

    @property
    def place(self) -> Place:
        return Place(self.kind, self.name, (self.key,))

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Vlan:
    """A VLAN of a site: the object's name in the company, and its data."""

    key: str
    data: Object

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @property
    def vid(self) -> int:
        return int(self.data["vid"])

    def place(self, *path: str | int) -> Place:
        return Place("vlan", self.key, path)


class PrefixTable:
    """The prefixes of one VRF: the most specific one that holds an address is found by halving, not by trying all."""

    __slots__ = ("_by_family",)

    def __init__(self, prefixes: Iterable[tuple[Network, str]]) -> None:
        by_family: dict[int, dict[int, dict[int, str]]] = {4: defaultdict(dict), 6: defaultdict(dict)}
        for network, name in prefixes:
            by_family[network.version][network.prefixlen][int(network.network_address)] = name
        self._by_family = {v: sorted(lengths.items(), reverse=True) for v, lengths in by_family.items()}

    def holding(self, address: Address) -> Iterator[str]:
        """The names of the prefixes that hold an address, the most specific first."""
        number, bits = int(address), address.max_prefixlen
        for length, networks in self._by_family[address.version]:
            name = networks.get(number >> (bits - length) << (bits - length))
            if name is not None:
                yield name


def parse_interface(text: str) -> IPv4Interface | IPv6Interface | None:
    """The address with its network, or None when it is not one (a rule reports that)."""
    try:
        return ip_interface(str(text))
    except ValueError:
        return None


def parse_network(text: str) -> Network | None:
    """The network, host bits cleared, or None when it is not one."""
    try:
        return ip_network(str(text), strict=False)
    except ValueError:
        return None


def svi_vid(interface: str) -> int | None:
    """The VLAN number of a VLAN interface, None for any other interface."""
    found = SVI.match(interface)
    return int(found[1]) if found else None


class Index:
    """Look-up tables over the merged objects of a company. A table is made when it is first used."""

    def __init__(
        self,
        objects: Mapping[str, Mapping[str, Object]],
        devices: Mapping[str, Object],
        sites: Mapping[str, Iterable[str]] | None = None,
        outlines: Mapping[str, Object] | None = None,
        tables: Index | None = None,
    ) -> None:
        """Over merged objects by kind and name, and merged devices by name.

        `sites`: the names of the devices at each site. `outlines`: enough of each device to find its addresses without merging it.
        `tables`: an index over equal objects, whose tables of names and numbers are this one's too.
        """
        self._objects = objects
        self._devices = devices
        self._given_sites = sites
        self._outlines = outlines
        self._tables = tables

    @cached_property
    def links(self) -> tuple[tuple[Plug, Plug], ...]:
        """Both ends of every cable, and of every circuit between two of our ports; cables through patch panels are one, end to end."""
        return tuple((way[0], way[-1]) for way in self._ways)

    @cached_property
    def far_ends(self) -> Mapping[Port, Plug]:
        """The other end of what is plugged into a port."""
        if self._tables:
            return self._tables.far_ends
        return {near.port: far for pair in self.links for near, far in (pair, reversed(pair))}

    @cached_property
    def ways(self) -> Mapping[Port, tuple[Plug, ...]]:
        """From each port the plugs on the way to the other end, both ends included: two, and two more for each patch panel."""
        if self._tables:
            return self._tables.ways
        return {way[0].port: way for one in self._ways for way in (one, one[::-1])}

    @cached_property
    def consoles(self) -> Mapping[str, tuple[tuple[Plug, Plug], ...]]:
        """The console cables of each device that a console server reaches: the plug at the server, the plug at the device."""
        if self._tables:
            return self._tables.consoles
        found: dict[str, list[tuple[Plug, Plug]]] = defaultdict(list)
        for server, device in _links(self._objects, console=True):
            found[device.port.device].append((server, device))
        return {name: tuple(pairs) for name, pairs in found.items()}

    @cached_property
    def _ways(self) -> tuple[tuple[Plug, ...], ...]:
        if self._tables:
            return self._tables._ways
        panels = self._objects.get("patch_panel", {})
        return tuple(paths_through_panels(_links(self._objects), panels) if panels else _links(self._objects))

    @cached_property
    def addresses(self) -> Mapping[Address, tuple[AssignedAddress, ...]]:
        """Where an address is assigned."""
        if self._outlines is None:
            return _by_address(self.assigned.values())
        owners = self._owners
        return Lazy(owners, lambda address: tuple(one for name in owners[address] for one in self._at(name, address)))

    @cached_property
    def _owners(self) -> Mapping[Address, list[str]]:
        """The devices that have an address, by outline."""
        if self._tables and self._tables._outlines is self._outlines:
            return self._tables._owners
        owners: dict[Address, list[str]] = defaultdict(list)
        for name, device in (self._outlines or {}).items():
            for address in dict.fromkeys(one.value.ip for one in _assigned(name, device)):
                owners[address].append(name)
        return owners

    def _at(self, device: str, address: Address) -> Iterator[AssignedAddress]:
        return (one for one in self.assigned[device] if one.value.ip == address)

    @cached_property
    def assigned(self) -> Mapping[str, tuple[AssignedAddress, ...]]:
        """The addresses of a device, in the order of its interfaces."""
        return Lazy(self._devices, lambda name: tuple(_assigned(name, self._devices[name])))

    @cached_property
    def vlans(self) -> Mapping[str, Mapping[str, Vlan]]:
        """VLANs of a site by name."""
        return Lazy(self._vlan_keys, lambda site: _first((vlan.name, vlan) for vlan in self._vlans(site)))

    @cached_property
    def vids(self) -> Mapping[str, Mapping[int, Vlan]]:
        """VLANs of a site by number."""
        return Lazy(self._vlan_keys, lambda site: _first((vlan.vid, vlan) for vlan in self._vlans(site)))

    @cached_property
    def carried(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the VLANs that some interface of a site uses: what a trunk without a list carries."""
        return Lazy(self._sites, self._carried)

    @cached_property
    def networks(self) -> Mapping[str, Network]:
        """The network of each prefix object, by its name."""
        if self._tables:
            return self._tables.networks
        prefixes = self._objects.get("prefix", {})
        return {name: net for name, prefix in prefixes.items() if (net := parse_network(prefix["prefix"])) is not None}

    @cached_property
    def tables(self) -> Mapping[str, PrefixTable]:
        """A table of prefixes by VRF; the global table is ''."""
        return self._tables.tables if self._tables else _tables(self._objects.get("prefix", {}), self.networks)

    def _vlans(self, site: str) -> Iterator[Vlan]:
        return (Vlan(key, self._objects["vlan"][key]) for key in self._vlan_keys[site])

    @cached_property
    def _vlan_keys(self) -> Mapping[str, list[str]]:
        """The names of the VLAN objects of a site."""
        if self._tables:
            return self._tables._vlan_keys
        found: dict[str, list[str]] = defaultdict(list)
        for key, data in self._objects.get("vlan", {}).items():
            found[str(data["site"])].append(key)
        return dict(found)

    @cached_property
    def _sites(self) -> Mapping[str, Iterable[str]]:
        if self._given_sites is not None:
            return self._given_sites
        found: dict[str, list[str]] = defaultdict(list)
        for name, device in self._devices.items():
            found[str(device["site"])].append(name)
        return found

    def _carried(self, site: str) -> tuple[str, ...]:
        vlans, vids = self.vlans.get(site, {}), self.vids.get(site, {})
        names = {name for device in self._sites[site] for name in _carried(self._devices[device], vids)}
        return tuple(v.name for v in sorted(vlans.values(), key=lambda v: v.vid) if v.name in names)


ALL_VLANS = "all"
"""`tagged_vlans` of a trunk that carries whatever the switch has."""


def used_vlans(interface: Object) -> Iterator[str]:
    """The names of the VLANs that an interface names."""
    yield from (str(interface[key]) for key in ("untagged_vlan", "voice_vlan", "access_vlan") if key in interface)
    yield from map(str, listed_vlans(interface))


def listed_vlans(interface: Object) -> Sequence[Any]:
    """The VLANs that a trunk lists by name; none where it has no list."""
    found: Sequence[Any] = interface.get("tagged_vlans", ())
    return () if found == ALL_VLANS else found


def _links(objects: Mapping[str, Mapping[str, Object]], *, console: bool = False) -> Iterator[tuple[Plug, Plug]]:
    """Both ends of what joins two ports: what carries packets, or the cables of consoles."""
    for kind, (near, far) in LINKS.items():
        for name, link in objects.get(kind, {}).items():
            if far in link and bool(link.get("console")) == console:
                yield _plug(kind, name, near, link), _plug(kind, name, far, link)


def _plug(kind: str, name: str, key: str, link: Object) -> Plug:
    return Plug(kind, name, key, Port(str(link[key]["device"]), str(link[key]["interface"])))


def _assigned(name: str, device: Object) -> Iterator[AssignedAddress]:
    for interface, data in device.get("interfaces", {}).items():
        for position, text in enumerate(data.get("addresses", ())):
            value = parse_interface(text)
            if value is not None:
                yield AssignedAddress(Port(name, str(interface)), position, text, value, str(data.get("vrf", "")))


def _by_address(devices: Iterable[tuple[AssignedAddress, ...]]) -> dict[Address, tuple[AssignedAddress, ...]]:
    found: dict[Address, list[AssignedAddress]] = defaultdict(list)
    for assigned in devices:
        for one in assigned:
            found[one.value.ip].append(one)
    return {address: tuple(places) for address, places in found.items()}


def _first(rows: Iterable[tuple[K, Vlan]]) -> dict[K, Vlan]:
    """The first VLAN of each key."""
    found: dict[K, Vlan] = {}
    for key, value in rows:
        found.setdefault(key, value)
    return found


def _carried(device: Object, vids: Mapping[int, Vlan]) -> Iterator[str]:
    """The names of the VLANs that the interfaces of a device use, by name or by number."""
    for name, interface in device.get("interfaces", {}).items():
        if interface.get("enabled", True):
            yield from used_vlans(interface)
        if (vlan := vids.get(svi_vid(name) or 0)) is not None:
            yield vlan.name


def _tables(prefixes: Mapping[str, Object], networks: Mapping[str, Network]) -> dict[str, PrefixTable]:
    by_vrf: dict[str, list[tuple[Network, str]]] = defaultdict(list)
    for name, network in networks.items():
        by_vrf[str(prefixes[name].get("vrf", ""))].append((network, name))
    return {vrf: PrefixTable(rows) for vrf, rows in by_vrf.items()}
