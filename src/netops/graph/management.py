"""Where netops runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from netops.graph.endpoints import Endpoint, endpoint_in_network, endpoint_of_device
from netops.graph.graph import CompanyGraph
from netops.graph.records import Interface, Network, Port
from netops.model.index import Address, svi_vid


def runner_of(graph: CompanyGraph, runner: Mapping[str, Any] | None) -> Endpoint | None:
    """Where netops runs: at a port of a switch or a router, or on a jump host of ours. None when the settings do not say it, or nothing is
    there."""
    if not runner:
        return None
    if "via" in runner:
        name = str(runner["via"])
        return endpoint_of_device(graph, name) if name in graph.company.devices else None
    end = runner.get("attached_to")
    if not end:
        return None
    device, interface = str(end["device"]), str(end["interface"])
    port = graph.port(device, interface)
    site = str(graph.company.devices.get(device, {}).get("site", ""))
    found = _in_vlan(graph, site, port.untagged) if port.untagged is not None else _at_router(site, port)
    return replace(found, name="netops", at=(device, interface), vid=port.untagged) if found is not None else None


def _in_vlan(graph: CompanyGraph, site: str, vid: int) -> Endpoint | None:
    """A host in a VLAN: in the network whose prefix names the VLAN, else in the one of a gateway in it."""
    vlan = graph.company.index.vids.get(site, {}).get(vid)
    for name, prefix in graph.company.objects.get("prefix", {}).items() if vlan is not None else ():
        known = graph.company.index.networks.get(name)
        is_of_vlan = vlan is not None and (str(prefix.get("site")), str(prefix.get("vlan"))) == (site, vlan.name)
        if is_of_vlan and known is not None and known.version == 4:
            return endpoint_in_network(graph, str(known))
    network = next(_networks_of_gateways(graph, site, vid), None)
    return _host(site, network, next(iter(graph.routers_in(network)), None)) if network is not None else None


def _networks_of_gateways(graph: CompanyGraph, site: str, vid: int) -> Iterator[Network]:
    """The networks of the interfaces of a site in a VLAN: VLAN interfaces, and sub-interfaces with its tag."""
    for name, device in graph.company.devices.items():
        if str(device.get("site", "")) == site and graph.is_present(name):
            for port in graph.facts(name).ports.values():
                if vid in (svi_vid(port.name), port.tag):
                    yield from (one.network for one in _addresses(port))


def _at_router(site: str, port: Port) -> Endpoint | None:
    """A host at a port of a router, which is its gateway."""
    own = next(_addresses(port), None)
    return _host(site, own.network, own.ip) if own is not None else None


def _addresses(port: Port) -> Iterator[Interface]:
    return (one for one in port.addresses if one.version == 4 and one.network.num_addresses > 1)


def _host(site: str, network: Network, gateway: Address | None) -> Endpoint:
    return Endpoint(str(network), str(network), site=site, network=network, gateway=gateway)
