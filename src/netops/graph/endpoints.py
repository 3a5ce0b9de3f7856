"""Both ends of a way: a device, an address or a network of a site, or the internet."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

from netops.errors import UsageError
from netops.graph.graph import CompanyGraph
from netops.graph.layer2 import Bridge, HostPort, Node
from netops.graph.place import NOWHERE, ConfigPlace
from netops.graph.records import Network, Port
from netops.model.index import Address

PUBLIC: Final = "internet"
"""The name of the end that is outside of all that is ours."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`address`: an address, or the prefix of a whole network. `device` and `vrf` when it is one of ours; else `site` and `vid` say where
    hosts of the network are, and `gateway` what they send to. `port`: the only port that it can be at."""

    name: str
    address: str
    device: str = ""
    vrf: str = ""
    site: str = ""
    vid: int | None = None
    network: Network | None = None
    gateway: Address | None = None
    at: tuple[str, str] | None = None
    where: ConfigPlace = NOWHERE

    def __str__(self) -> str:
        return self.name

    def starts(self, graph: CompanyGraph) -> list[Node]:
        """Where hosts of the network are plugged in: the VLAN on each switch that has an enabled port in it."""
        if self.at is not None:
            return self._at_port(graph, *self.at)
        if self.vid is None:
            return []
        key = ("starts", self.site, self.vid)
        if key not in graph.memory:
            graph.memory[key] = [Bridge(name, self.vid) for name in _switches(graph, self.site) if host_port(graph, name, self.vid)]
        found: list[Node] = graph.memory[key]
        return found

    def _at_port(self, graph: CompanyGraph, device: str, name: str) -> list[Node]:
        """The port that hosts are at: of a switch their VLAN on it, of a router the port itself, while it has their network."""
        port = graph.port(device, name)
        if any(kind.startswith("closed ") for kind in port.restrictions) or self._is_inspected(graph, device, port):
            return []
        if self.vid is not None:
            return [Bridge(device, self.vid)] if port.enabled and port.carries(self.vid) else []
        return [HostPort(device, name)] if port.enabled and any(one.network == self.network for one in port.addresses) else []

    def _is_inspected(self, graph: CompanyGraph, device: str, port: Port) -> bool:
        """Whether ARP of a host at the port is dropped: none of it was learned over DHCP."""
        facts = graph.facts(device)
        return self.vid in facts.arp_inspected and not (facts.arp_exempt or port.arp_trusted)


def _switches(graph: CompanyGraph, site: str) -> list[str]:
    key = ("site", site)
    if key not in graph.memory:
        devices = graph.company.devices
        graph.memory[key] = [name for name, one in devices.items() if str(one.get("site")) == site and graph.is_present(name)]
    found: list[str] = graph.memory[key]
    return found


def host_port(graph: CompanyGraph, device: str, vid: int) -> str:
    """An enabled port of a switch for hosts in a VLAN: an access port, else a trunk without a cable in the data; '' without one."""
    ports = [port for port in graph.facts(device).ports.values() if port.enabled and port.mode in ("access", "trunk")]
    cabled = {graph.port(device, port.interface).lag or port.interface for port in graph.neighbours(device)}
    access = (port.name for port in ports if port.mode == "access" and vid in (port.untagged, port.voice))
    trunks = (port.name for port in ports if port.mode == "trunk" and port.carries(vid) and port.name not in cabled)
    return next(access, "") or next(trunks, "")


def endpoint_of_device(graph: CompanyGraph, device: str, family: int = 4) -> Endpoint:
    """A device of ours, by the address that netops talks to; of IPv6 by the first one at the same interface. UsageError without one."""
    primary = graph.primary_address(device)
    ports = graph.facts(device).ports.values()
    for port in ports:
        if any(str(one.ip) == primary for one in port.addresses):
            same = next((one for one in port.addresses if one.version == family), None)
            if same is not None:
                return Endpoint(device, str(same.ip), device, port.vrf)
    other = next((one for port in ports for one in port.addresses if one.version == family), None)
    if other is None:
        raise UsageError(f"{device} has no IPv{family} address", hint=f"netops show {device} shows its interfaces")
    return Endpoint(device, str(other.ip), device)


def endpoint_of_address(graph: CompanyGraph, text: str) -> Endpoint:
    """An address or a prefix: the device that has it, else a host in the network that holds it, else the internet."""
    net = ip_network(text, strict=False)
    if net.num_addresses == 1:
        address = ip_address(text.partition("/")[0])
        for held in graph.addresses.holders(address):
            port = graph.facts(held.port.device).ports[held.port.interface]
            return Endpoint(str(address), str(address), held.port.device, port.vrf)
    return endpoint_in_network(graph, text) or Endpoint(text, text, PUBLIC)


def endpoint_in_network(graph: CompanyGraph, text: str) -> Endpoint | None:
    """A host, or all hosts, of a network of a site; None when no prefix with a VLAN holds it."""
    found = graph.vlan_of(text)
    if found is None:
        return None
    site, vid, name = found
    prefix = graph.company.objects["prefix"][name]
    network = graph.company.index.networks[name]
    return Endpoint(text, text, site=site, vid=vid, network=network, gateway=_gateway(graph, network, prefix.get("gateway")))


def _gateway(graph: CompanyGraph, network: Network, typed: object) -> Address | None:
    """What hosts send to: what the prefix says, else the gateway that is in the network."""
    return ip_address(str(typed)) if typed is not None else next(iter(graph.routers_in(network)), None)


def parse_endpoint(graph: CompanyGraph, text: str, family: int = 4) -> Endpoint:
    """What a person means: a device or target, an address, a prefix, `VLAN@SITE`, `internet`. UsageError for none of these."""
    if text == PUBLIC:
        return Endpoint(PUBLIC, _outside(graph, family), PUBLIC)
    device = text.partition(":")[0]
    if text in graph.company.devices or (device in graph.company.devices and text in graph.company.targets):
        return endpoint_of_device(graph, device, family)
    vlan, at, site = text.partition("@")
    if at:
        return endpoint_of_vlan(graph, site, vlan, family)
    try:
        ip_network(text, strict=False)
    except ValueError as error:
        hint = "name a device, an address, a prefix, VLAN@SITE, or internet"
        raise UsageError(f"nothing of the network is called {text!r}", hint=hint) from error
    return endpoint_of_address(graph, text)


OUTSIDE: Final = {4: ("203.0.113.1", "198.51.100.1", "192.0.2.1", "240.0.0.1"), 6: ("2001:db8:ffff::1", "3fff::1", "100::1")}
"""Addresses of nobody (RFC 5737, RFC 9637): one that no network of the company holds is any host of the internet."""


def _outside(graph: CompanyGraph, family: int) -> str:
    return next(text for text in OUTSIDE[family] if not graph.addresses.networks_of(ip_address(text)))


def endpoint_of_vlan(graph: CompanyGraph, site: str, vlan: str, family: int = 4) -> Endpoint:
    """All hosts of a VLAN of a site. UsageError when it has no prefix of the family."""
    prefixes, networks = graph.company.objects.get("prefix", {}), graph.company.index.networks
    for name, prefix in prefixes.items():
        if str(prefix.get("site")) == site and str(prefix.get("vlan")) == vlan and networks[name].version == family:
            found = endpoint_in_network(graph, str(networks[name]))
            assert found is not None
            return found
    raise UsageError(f"site {site} has no IPv{family} prefix for VLAN {vlan}", hint="a prefix names its VLAN: {prefix: ..., vlan: NAME}")
