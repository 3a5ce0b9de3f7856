"""The one graph of a company: what is connected with what, what needs what, and the facts of each target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any, Final

from netops.errors import Origin
from netops.graph.addresses import AddressTable, AddressTableOverlay, address_rows_of_devices, address_rows_of_facts
from netops.graph.elements import Edge, Element, Elements, edges_of
from netops.graph.from_config import defaults_of, facts_of_text
from netops.graph.from_data import Defaults, facts_of_view
from netops.graph.place import ConfigPlace
from netops.graph.records import Network, Port, TargetFacts
from netops.model.index import Address, Plug
from netops.model.index import Port as PortName
from netops.model.merge import origins_at
from netops.model.target import is_configured, primary_address
from netops.model.views import traced_view

if TYPE_CHECKING:
    from netops.model.company import Company

DERIVED: Final = ("device", "vlans", "gateway", "acls", "bgp")
"""Derivations that facts are made from: numbers of VLANs, the gateway of a host, entries of filters that follow from flows, the AS of
neighbours that are ours."""
IDLE: Final = Port("")
"""A port of which nothing is said."""


@dataclass(frozen=True, slots=True)
class RedundancyGroup:
    """Devices that take over for each other. `kind`: vrrp, hsrp, mlag, cluster, none (a pair without a protocol), gateway or stack."""

    kind: str
    members: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Dependencies:
    """All that a business service needs, directly or through others, by kind; the edges say why."""

    edges: tuple[Edge, ...]

    def of(self, kind: str) -> tuple[str, ...]:
        """The names of needed elements of a kind: device, circuit, share, print_queue, service, power_feed, provider."""
        return tuple(sorted({edge.far.name for edge in self.edges if edge.far.kind == kind}))


class CompanyGraph:
    """Built once for a company; `with_facts` gives one in which a target has other facts, and shares everything else."""

    def __init__(self, company: Company, base: CompanyGraph | None = None, changed: Mapping[str, TargetFacts] | None = None) -> None:
        self.company = company
        self._base = base
        self._changed = dict(changed or {})
        self._facts: dict[str, TargetFacts] = {}
        self.memory: dict[Any, Any] = {}
        """Results of searches over this graph; each is a function of the graph alone."""

    def with_facts(self, *facts: TargetFacts) -> CompanyGraph:
        """This graph with other facts of some targets."""
        return CompanyGraph(self.company, self._base or self, {**self._changed, **{one.target: one for one in facts}})

    def with_text(self, target: str, text: str) -> CompanyGraph:
        """This graph with the facts of a config, running or predicted, in place of those of the data."""
        platform = self.company.platform(self.company.target(target).platform)
        return self.with_facts(facts_of_text(target, platform, text, self.facts(target)))

    def without(self, *devices: str) -> CompanyGraph:
        """This graph with some devices out of order: nothing of them is up."""
        return self.with_facts(*(TargetFacts(name, is_text=True) for name in devices))

    @cached_property
    def elements(self) -> Elements:
        """What is connected with what, and what needs what."""
        if self._base is not None:
            return self._base.elements
        company = self.company
        return Elements(edges_of(company.objects, company.devices, company.index))

    def facts(self, target: str) -> TargetFacts:
        """The facts of a target: those given for it, else those of the data."""
        if target in self._changed:
            return self._changed[target]
        if self._base is not None:
            return self._base.facts(target)
        if target not in self._facts:
            view = self.company.view(target, derivations=DERIVED)
            self._facts[target] = facts_of_view(view, self._defaults(str(view["platform"])))
        return self._facts[target]

    @cached_property
    def _known_defaults(self) -> dict[str, Defaults]:
        return {}

    def _defaults(self, platform: str) -> Defaults:
        if platform not in self._known_defaults:
            self._known_defaults[platform] = defaults_of(self.company.platform(platform))
        return self._known_defaults[platform]

    @cached_property
    def addresses(self) -> AddressTableOverlay:
        """Which port has which address."""
        if self._base is None:
            return AddressTableOverlay(self._own_addresses)
        devices = frozenset(name.partition(":")[0] for name in self._changed)
        rows = (row for name, facts in self._changed.items() if ":" not in name for row in address_rows_of_facts(name, facts))
        return AddressTableOverlay(self._base._own_addresses.without_devices(devices), AddressTable(rows))

    @cached_property
    def _own_addresses(self) -> AddressTable:
        company = self.company
        return AddressTable(address_rows_of_devices({name: one for name, one in company.devices.items() if self.is_present(name)}))

    def is_present(self, device: str) -> bool:
        """Whether a device is there, or about to be: not planned, switched off or gone."""
        return device in self.company.devices and is_configured(self.company.devices[device])

    def port(self, device: str, name: str) -> Port:
        """A port of a device; an idle one when nothing is said of it."""
        return self.facts(device).ports.get(name) or IDLE

    def link(self, port: PortName) -> Plug | None:
        """What is plugged in at the other end of a cable or circuit in use, through patch panels; None when nothing is."""
        return self._links.get(port.device, {}).get(port)

    def neighbours(self, device: str) -> Mapping[PortName, Plug]:
        """The links of a device: its own ports, and what is at the other end of each."""
        return self._links.get(device, {})

    @cached_property
    def _links(self) -> Mapping[str, Mapping[PortName, Plug]]:
        """The links of each device that are in use: both devices and all cables of the way."""
        if self._base is not None:
            return self._base._links
        objects, found = self.company.objects, defaultdict[str, dict[PortName, Plug]](dict)
        for port, way in self.company.index.ways.items():
            ends_present = self.is_present(port.device) and self.is_present(way[-1].port.device)
            if ends_present and all(is_configured(objects[plug.kind][plug.name]) for plug in way):
                found[port.device][port] = way[-1]
        return found

    def is_management(self, device: str, port: str) -> bool:
        """Whether a port reaches the management network and forwards nothing for others."""
        return bool(self.company.devices.get(device, {}).get("interfaces", {}).get(port, {}).get("mgmt_only", False))

    def routers_in(self, network: Network) -> list[Address]:
        """What hosts of a network may send to: the shared address of each gateway in it, else its own, the lowest first."""
        found: set[Address] = set()
        for held in self.addresses.ports_in_network(network):
            facts = self.facts(held.device)
            port = facts.ports.get(held.interface)
            is_router = facts.routes_packets or (
                facts.routes_packets is None and str(self.company.devices[held.device]["kind"]) == "device"
            )
            if port is not None and port.enabled and is_router and not self.is_management(held.device, held.interface):
                shared = next((ip_address(one.address) for one in port.shared if ip_address(one.address) in network), None)
                found.add(shared or next(one.ip for one in port.addresses if one.network == network))
        return sorted(found, key=int)

    def guests(self, host: str) -> list[str]:
        """The virtual machines on a server."""
        return [edge.near.name for edge in self.elements.edges_to(Element("device", host), ("runs on",)) if edge.near.kind == "device"]

    def depends(self, service: str) -> Dependencies:
        """What a business service needs."""
        return Dependencies(tuple(self.elements.below(Element("service", service))))

    def users(self, element: Element) -> tuple[str, ...]:
        """The departments that use an element, or something that needs it."""
        near = [element, *(edge.near for edge in self.elements.above(element))]
        return tuple(sorted({edge.near.name for one in near for edge in self.elements.edges_to(one, ("uses",))}))

    def redundancy_groups(self) -> tuple[RedundancyGroup, ...]:
        """Pairs, gateways that share an address, and stacks."""
        return (*self._pairs(), *self._gateways(), *self._stacks())

    def _pairs(self) -> Iterable[RedundancyGroup]:
        for name, device in self.company.devices.items():
            partner = str(device.get("redundancy", {}).get("partner", ""))
            if name < partner and partner in self.company.devices:
                yield RedundancyGroup(str(device["redundancy"].get("kind", "vrrp")), (name, partner), "redundancy.partner")

    def _gateways(self) -> Iterable[RedundancyGroup]:
        shared: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name, device in self.company.devices.items():
            for port, _, addresses in address_rows_of_devices({name: device}):
                for address in addresses:
                    shared[str(device.get("site", "")), address].add(port.device)
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for (_, address), members in sorted(shared.items()):
            if len(members) > 1:
                groups[tuple(sorted(members))].append(address)
        yield from (RedundancyGroup("gateway", members, ", ".join(addresses)) for members, addresses in groups.items())

    def _stacks(self) -> Iterable[RedundancyGroup]:
        for name, device in self.company.devices.items():
            if len(device.get("stack", ())) > 1:
                members = tuple(f"{name} {row['number']}" for row in device["stack"])
                yield RedundancyGroup("stack", members, "stack")

    def vlan_of(self, address: str) -> tuple[str, int, str] | None:
        """Site and number of the VLAN of the most specific prefix that holds an address, and the prefix's name; None when there is none."""
        net = ip_network(address, strict=False)
        prefixes, index = self.company.objects.get("prefix", {}), self.company.index
        for table in index.tables.values():
            for name in table.holding(net.network_address):
                prefix = prefixes[name]
                vlan = index.vlans.get(str(prefix.get("site", "")), {}).get(str(prefix.get("vlan", "")))
                if vlan is not None:
                    return str(prefix["site"]), vlan.vid, name
        return None

    def primary_address(self, device: str) -> str:
        return primary_address(self.company.devices[device])

    def origin(self, target: str, where: ConfigPlace) -> Origin | None:
        """The place in the YAML files that a fact of the data is from; None for a line of a config."""
        if where.line or not where.path:
            return None
        value: Any = traced_view(self.company, target)
        found: Origin | None = None
        for step in where.path:
            if not _holds(value, step):
                break
            found = next((one for one in origins_at(value, step) if not one.file.startswith(NOT_TYPED)), found)
            value = dict.__getitem__(value, step) if isinstance(value, dict) else list.__getitem__(value, int(step))
        return found


NOT_TYPED: Final = ("schemas/", "inventory/catalog/")
"""Files of defaults and of hardware: a person who looks for the line that decides wants the one that says more."""


def _holds(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def graph_of(company: Company) -> CompanyGraph:
    """The graph of a company; the same one each time."""
    found: CompanyGraph = company.computed.setdefault("graph", CompanyGraph(company))
    return found
