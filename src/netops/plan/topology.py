"""What the order of a deploy has to know of the network, off the company's graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from netops.errors import UsageError
from netops.graph.elements import Element
from netops.graph.paths import CompanyGraph, Endpoint, ManagementStation, graph_of
from netops.graph.remembered import cached_value
from netops.graph.routing import CLOUDS
from netops.graph.services import gateways_by_network, is_forwarder, switches_of
from netops.graph.ways import REACHED
from netops.model.target import is_configured
from netops.plan.survival import Ends, dependent_counts

if TYPE_CHECKING:
    from netops.model.company import Company

INTERNET: Final = "internet"


@dataclass(frozen=True, slots=True)
class Member:
    """A device as the order of a deploy has it. `dependents`: how many services, shares, queues and devices feel it when it fails."""

    role: str = ""
    site: str = ""
    dependents: int = 0


@dataclass(frozen=True, slots=True)
class Topology:
    """`devices`: the device of each target, `members` what is known of each device. `peers`: how many there are of a role at a site.

    `groups`: devices of which only one may be changed at a time, by the reason. `management`: the devices that a login to a device passes,
    itself excluded, the nearest to netops first. `links` joins what forwards, both ways round; `demands` has by name what else has to stay
    connected.
    """

    devices: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)
    peers: Mapping[tuple[str, str], int] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    management: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, Collection[str]] = field(default_factory=dict)
    demands: Mapping[str, Ends] = field(default_factory=dict)

    def device(self, target: str) -> str:
        return self.devices.get(target, target)

    def member(self, target: str) -> Member:
        return self.members.get(self.device(target), Member())


def topology_of(company: Company, targets: Iterable[str]) -> Topology:
    """What the order in which some targets are changed depends on."""
    graph, devices = graph_of(company), {name: company.targets[name].device for name in targets if name in company.targets}
    changed = sorted({*devices.values()})
    network = _network(company)
    return replace(
        network,
        devices=devices,
        members={name: network.members[name] for name in changed},
        management=_management(graph, ManagementStation(graph), changed),
    )


def _network(company: Company) -> Topology:
    """What is so of the whole company, whichever targets are changed."""
    key = "topology network"
    if key not in company.computed:
        company.computed[key] = _unpacked(cached_value(company, "network", lambda: _packed(company), company.settings.get("runner")))
    found: Topology = company.computed[key]
    return found


def _packed(company: Company) -> dict[str, Any]:
    """The network as a value of JSON."""
    graph = graph_of(company)
    cut_off = _cut_off(graph, ManagementStation(graph).start)
    members = {name: _member(graph, name, cut_off) for name in company.devices}
    peers: dict[tuple[str, str], int] = defaultdict(int)
    for name, device in company.devices.items():
        if is_configured(device):
            peers[members[name].role, members[name].site] += 1
    return {
        "members": {name: [one.role, one.site, one.dependents] for name, one in members.items()},
        "peers": [[*key, number] for key, number in peers.items()],
        "groups": redundancy_groups(company),
        "links": _links(graph),
        "demands": [[name, [sorted(end) for end in ends]] for name, ends in _demands(graph)],
    }


def _unpacked(value: Mapping[str, Any]) -> Topology:
    return Topology(
        members={name: Member(*one) for name, one in value["members"].items()},
        peers={(role, site): number for role, site, number in value["peers"]},
        groups={why: tuple(members) for why, members in value["groups"].items()},
        links=value["links"],
        demands={name: tuple(frozenset(end) for end in ends) for name, ends in value["demands"]},
    )


def _role(device: Mapping[str, object]) -> str:
    return str(device.get("role") or device.get("kind", ""))


def _member(graph: CompanyGraph, name: str, cut_off: Mapping[str, int]) -> Member:
    device, elements = graph.company.devices[name], graph.elements
    needing = {edge.near for edge in elements.above(Element("device", name))}
    nearby = needing | {Element("device", other) for other in elements.linked(name)}
    return Member(_role(device), str(device.get("site", "")), max(len(nearby), len(needing) + cut_off.get(name, 0)))


def _cut_off(graph: CompanyGraph, runner: Endpoint | None) -> dict[str, int]:
    """By device, how many others netops, or else most of the network, is cut off from without it."""
    devices, elements = graph.company.devices, graph.elements
    links = {name: sorted(elements.linked(name)) for name in devices}
    for cloud, ends in _clouds(graph).items():
        links[cloud] = sorted(ends)
        for name in ends:
            links[name].append(cloud)
    start = _device_of(runner) if runner is not None else max(links, key=lambda name: len(links[name]), default="")
    return dependent_counts(links, start)


def _device_of(runner: Endpoint) -> str:
    return runner.at[0] if runner.at else runner.device


def redundancy_groups(company: Company) -> dict[str, tuple[str, ...]]:
    """By the reason, pairs and shared gateways; members of a stack are one target."""
    groups = (one for one in graph_of(company).redundancy_groups() if one.kind != "stack")
    return {f"redundancy group of {', '.join(one.members)}": one.members for one in groups}


def _management(graph: CompanyGraph, manager: ManagementStation, devices: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The devices on the way of a login; none at all when it is not known where netops runs."""
    start = manager.start
    return {name: _on_the_way(graph, manager, start, name) for name in devices} if start is not None else {}


def _on_the_way(graph: CompanyGraph, manager: ManagementStation, runner: Endpoint, device: str) -> tuple[str, ...]:
    """The devices that a login passes there and back; where the graph finds no whole way, also those that the cables lead over."""
    start = _device_of(runner)
    try:
        found = manager.path(graph, device)
    except UsageError:
        found = None
    passed = list(found.devices) if found is not None else []
    if found is None or found.verdict != REACHED:
        passed += graph.elements.shortest({start}, {device})
    return tuple(name for name in dict.fromkeys(passed) if name != device and name in graph.company.devices)


def _links(graph: CompanyGraph) -> dict[str, list[str]]:
    """Cables and circuits between devices that forward, and the VPNs of providers that circuits lead into."""
    devices, elements = graph.company.devices, graph.elements
    found = {
        name: [other for other in sorted(elements.linked(name)) if is_forwarder(graph, other)]
        for name in devices
        if is_forwarder(graph, name)
    }
    for cloud, ends in _clouds(graph).items():
        if cloud != INTERNET:
            found[cloud] = sorted(ends)
            for name in ends:
                found[name].append(cloud)
    return found


def _clouds(graph: CompanyGraph) -> dict[str, set[str]]:
    """The networks of providers and the internet, with the devices that circuits join with them."""
    found: dict[str, set[str]] = defaultdict(set)
    for circuit in graph.company.objects.get("circuit", {}).values():
        kind = CLOUDS.get(str(circuit.get("type")))
        near = str(circuit.get("a", {}).get("device", ""))
        if kind is not None and "z" not in circuit and is_forwarder(graph, near):
            found[INTERNET if kind == INTERNET else f"{kind} {circuit.get('provider', '')}"].add(near)
    return found


def _demands(graph: CompanyGraph) -> Iterator[tuple[str, Ends]]:
    """The internet, and what is connected and forwards nothing: each with all others, and with the gateways of its networks."""
    if ends := _clouds(graph).get(INTERNET):
        yield "the internet", (frozenset(ends),)
    routers_of = gateways_by_network(graph)
    for name in graph.company.devices:
        if is_forwarder(graph, name) or not (near := switches_of(graph, name)):
            continue
        yield name, (near,)
        networks = {one.value.network for one in graph.company.index.assigned.get(name, ())}
        routers = frozenset(router for network in networks for router in routers_of.get(network, ()))
        if len(routers) > 1:
            yield f"{name} to its gateway", (near, routers)
