"""Which devices carry a business service: what it needs, and the network devices between that and its gateways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from netops.graph.graph import CompanyGraph, graph_of
from netops.graph.remembered import cached_value

if TYPE_CHECKING:
    from netops.model.company import Company

FORWARDS: Final = "device"
"""The kind of what carries the traffic of others."""


def services_by_device(company: Company) -> Mapping[str, Mapping[str, str]]:
    """The business services that each device carries, with their criticality: device to service to criticality."""
    found: Mapping[str, Mapping[str, str]] = cached_value(company, "services", lambda: _by_device(company))
    return found


def _by_device(company: Company) -> dict[str, dict[str, str]]:
    graph, found = graph_of(company), dict[str, dict[str, str]]()
    for name, service in company.objects.get("service", {}).items():
        for device in sorted(devices_of_service(graph, name)):
            found.setdefault(device, {})[name] = str(service["criticality"])
    return found


def devices_of_service(graph: CompanyGraph, service: str) -> set[str]:
    """The devices that a service does not work without, or that its packets pass: what it needs, directly or through others, both ends of
    its circuits, and from each of its hosts the switches and the ways to the gateways of its networks."""
    needs = graph.depends(service)
    found = {name for name in needs.of("device") if name in graph.company.devices}
    for circuit in needs.of("circuit"):
        found.update(_ends(graph, circuit))
    for host in [name for name in found if not is_forwarder(graph, name)]:
        found.update(_on_the_way(graph, host))
    return found


def _ends(graph: CompanyGraph, circuit: str) -> Iterator[str]:
    """The devices of ours at the ends of a circuit."""
    known = graph.company.objects.get("circuit", {}).get(circuit, {})
    return (str(known[end]["device"]) for end in ("a", "z") if known.get(end, {}).get("device") in graph.company.devices)


def _on_the_way(graph: CompanyGraph, host: str) -> set[str]:
    """What forwards for a host: its switches, and all between each of them and each gateway of its networks."""
    networks = {one.value.network for one in graph.company.index.assigned.get(host, ())}
    routers = sorted({name for network in networks for name in gateways_by_network(graph).get(network, ())})
    switches = sorted(switches_of(graph, host))
    return {*switches, *(name for switch in switches for router in routers for name in _way(graph, switch, router))}


def _way(graph: CompanyGraph, start: str, end: str) -> Collection[str]:
    """The forwarding devices of a shortest way over cables and circuits."""
    key = ("way", start, end)
    if key not in graph.memory:
        graph.memory[key] = tuple(name for name in graph.elements.shortest({start}, {end}) if is_forwarder(graph, name))
    found: Collection[str] = graph.memory[key]
    return found


def switches_of(graph: CompanyGraph, host: str) -> frozenset[str]:
    """What forwards for a device that does not; a virtual machine is where its host is."""
    box = str(graph.company.devices[host].get("virtual_machine", {}).get("host", host))
    return frozenset(name for name in graph.elements.linked(box) if is_forwarder(graph, name))


def gateways_by_network(graph: CompanyGraph) -> Mapping[object, set[str]]:
    """By network, what forwards and has an address in it."""
    if "gateways" not in graph.memory:
        found: dict[object, set[str]] = defaultdict(set)
        for name in filter(lambda one: is_forwarder(graph, one), graph.company.devices):
            for one in graph.company.index.assigned.get(name, ()):
                found[one.value.network].add(name)
        graph.memory["gateways"] = found
    known: Mapping[object, set[str]] = graph.memory["gateways"]
    return known


def is_forwarder(graph: CompanyGraph, device: str) -> bool:
    """Whether a device carries the traffic of others."""
    return str(graph.company.devices.get(device, {}).get("kind")) == FORWARDS
