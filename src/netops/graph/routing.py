"""Where a router sends a packet: connected networks and static routes as configured, what protocols bring as far as it follows.

Routers are of one domain when adjacencies of OSPF or IS-IS, or BGP sessions over a link, join them, or a provider's VPN between their
circuits. A network of one router of a domain is taken as reachable from the others, over the fewest hops, and marked as assumed:
costs, policies and summaries are not followed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Final, NamedTuple

from netops.facts.values import is_ip
from netops.graph import layer2
from netops.graph.graph import CompanyGraph
from netops.graph.place import NOWHERE, ConfigPlace
from netops.graph.records import Adjacency, BgpSession, Interface, Network, Port, Route
from netops.model.index import Address
from netops.model.index import Port as PortName


class Router(NamedTuple):
    """A routing table: a device and a VRF."""

    device: str
    vrf: str = ""


class ProviderNetwork(NamedTuple):
    """The network of a provider, as far as our circuits reach: `l3vpn hanse`, or the internet."""

    kind: str
    provider: str


Hub = Router | ProviderNetwork
INTERNET: Final = ProviderNetwork("internet", "")
CLOUDS: Final = {"l3vpn": "l3vpn", "internet": "internet", "dsl": "internet", "mobile": "internet"}
"""What is behind a circuit without an end of ours at the other side, by its type."""
DEPTH: Final = 4
"""So often is a next hop looked up that is itself behind a route."""


@dataclass(frozen=True, slots=True)
class NextHop:
    """One way on: out of `interface` to `address` (None: to the destination itself). `device` and `port` when a protocol brought it.

    `cloud`: through a provider's network. `discards`: dropped here. `is_assumed`: not proven from what is configured here."""

    network: Network
    interface: str = ""
    address: Address | None = None
    peer: PortName | None = None
    cloud: ProviderNetwork | None = None
    discards: bool = False
    is_assumed: bool = False
    where: ConfigPlace = NOWHERE
    text: str = ""


@dataclass(frozen=True, slots=True)
class RoutingEdge:
    """A way from one hub to the next one: out of a port, in at a port of the other (of a cloud, none)."""

    to: Hub
    interface: str = ""
    peer: PortName | None = None
    address: Address | None = None
    protocol: str = ""


@dataclass(slots=True)
class RoutingDomain:
    """All hubs that a router's protocols reach: how far, and over which edges in turn."""

    ways: dict[Hub, tuple[RoutingEdge, ...]] = field(default_factory=dict)
    statics: list[tuple[Network, Router]] = field(default_factory=list)


def own_ports(graph: CompanyGraph, router: Router, *, transit: bool = False) -> Iterator[Port]:
    """The ports of a router that are up, with addresses in its VRF. `transit`: those that forward packets of others."""
    facts = graph.facts(router.device)
    for port in facts.ports.values():
        parent = facts.ports.get(port.parent)
        is_up = port.enabled and (parent is None or parent.enabled)
        if port.vrf == router.vrf and port.addresses and is_up and not (transit and graph.is_management(router.device, port.name)):
            yield port


def next_hops(graph: CompanyGraph, router: Router, destination: Address, *, transit: bool = False, depth: int = DEPTH) -> list[NextHop]:
    """The best ways on for an address, by the longest prefix, then by distance; several static routes when they are equal.

    `transit`: for packets of others, which ports for management do not forward."""
    key = ("next", router, destination, transit, depth)
    if key not in graph.memory:
        found = [*_connected(graph, router, destination, transit), *_static(graph, router, destination, transit, depth)]
        graph.memory[key] = _best(found or [*_advertised(graph, router, destination)])
    own: list[tuple[int, NextHop]] = graph.memory[key]
    longest = own[0][1].network.prefixlen if own else -1
    learned = _learned(graph, router, destination, longest)
    if learned is not None and (learned.network.prefixlen > longest or own[0][0] >= LEARNED):
        return [learned]
    return [hop for _, hop in own]


LEARNED: Final = 115
"""The distance of a route of a protocol, as all are taken alike: static routes go before it, the gateway of a host behind it."""


def _best(found: list[tuple[int, NextHop]]) -> list[tuple[int, NextHop]]:
    if not found:
        return []
    longest = max(hop.network.prefixlen for _, hop in found)
    rows = [(distance, hop) for distance, hop in found if hop.network.prefixlen == longest]
    nearest = min(distance for distance, _ in rows)
    return [row for row in rows if row[0] == nearest]


def _advertised(graph: CompanyGraph, router: Router, destination: Address) -> Iterator[tuple[int, NextHop]]:
    """The routers that a host learns of by router advertisements (RFC 4861, section 6.3), when it has no other way on in IPv6."""
    if destination.version != 6 or graph.facts(router.device).routes_packets is not False:
        return
    for port in own_ports(graph, router):
        for one in (one for one in port.addresses if one.version == 6):
            for address in graph.routers_in(one.network):
                text = f"router {address} by advertisements"
                yield 255, NextHop(ip_network("::/0"), port.name, address, is_assumed=True, where=port.place("addresses"), text=text)


def _connected(graph: CompanyGraph, router: Router, destination: Address, transit: bool) -> Iterator[tuple[int, NextHop]]:
    for port in own_ports(graph, router, transit=transit):
        for one in port.addresses:
            if one.version == destination.version and destination in one.network:
                yield 0, NextHop(one.network, port.name, None, where=port.place("addresses"), text=f"connected at {port.name}")


def _static(graph: CompanyGraph, router: Router, destination: Address, transit: bool, depth: int) -> Iterator[tuple[int, NextHop]]:
    for route in graph.facts(router.device).routes:
        if route.vrf == router.vrf and route.network.version == destination.version and destination in route.network:
            for hop in _resolved(graph, router, route, transit, depth):
                yield route.distance, hop


def _resolved(graph: CompanyGraph, router: Router, route: Route, transit: bool, depth: int) -> Iterator[NextHop]:
    """A static route as ways on; nothing when its next hop is nowhere: then it is not in the table."""
    text = _route_text(route)
    if route.discards:
        yield NextHop(route.network, discards=True, where=route.where, text=text)
        return
    port = graph.facts(router.device).ports.get(route.interface)
    if route.interface and (port is None or not port.enabled):
        return
    address = ip_address(route.next_hop) if route.next_hop and route.next_hop != "dhcp" else None
    is_assumed = bool(route.track) or (address is None and route.next_hop == "dhcp")
    if route.interface or address is None:
        yield NextHop(route.network, route.interface, address, is_assumed=is_assumed, where=route.where, text=text)
        return
    if depth:
        for below in next_hops(graph, Router(router.device, _vrf(route, router)), address, transit=transit, depth=depth - 1):
            if below.network.prefixlen or route.network.prefixlen:
                hop = below.address or address
                yield NextHop(
                    route.network,
                    below.interface,
                    hop,
                    below.peer,
                    below.cloud,
                    below.discards,
                    is_assumed or below.is_assumed,
                    route.where,
                    text,
                )


def _vrf(route: Route, router: Router) -> str:
    return {"": router.vrf, "default": ""}.get(route.next_vrf, route.next_vrf)


def _route_text(route: Route) -> str:
    return f"route {route.network} to {route.next_hop or route.interface or ('nowhere' if route.discards else '?')}"


def _learned(graph: CompanyGraph, router: Router, destination: Address, longer_than: int) -> NextHop | None:
    """The way that protocols bring to the longest network that holds an address, when it is longer than what is configured."""
    found = routing_domain(graph, router)
    if len(found.ways) < 2:
        return None
    for network, hub in _announced(graph, found, destination):
        if network.prefixlen >= max(longer_than, 0) and found.ways[hub]:
            first, *_ = found.ways[hub]
            is_cloud = isinstance(first.to, ProviderNetwork)
            over = next((edge for edge in found.ways[hub] if isinstance(edge.to, Router)), None) if is_cloud else first
            text = f"{network} from {hub.device if isinstance(hub, Router) else hub.kind} over {first.protocol}"
            cloud = first.to if isinstance(first.to, ProviderNetwork) else None
            return NextHop(network, first.interface, first.address, over.peer if over else None, cloud, is_assumed=True, text=text)
    return None


def _announced(graph: CompanyGraph, found: RoutingDomain, destination: Address) -> Iterator[tuple[Network, Hub]]:
    """Networks of the domain that hold an address, the longest first, each with the nearest hub that has it."""
    rows: list[tuple[Network, Hub]] = []
    for network, ports in graph.addresses.networks_of(destination):
        for port in ports:
            facts = graph.facts(port.device).ports.get(port.interface)
            hub = Router(port.device, facts.vrf if facts else "")
            if facts is not None and facts.enabled and hub in found.ways:
                rows.append((network, hub))
    rows += [(network, hub) for network, hub in found.statics if network.version == destination.version and destination in network]
    if INTERNET in found.ways and not rows:
        rows.append((ip_network("0.0.0.0/0" if destination.version == 4 else "::/0"), INTERNET))
    return iter(sorted(rows, key=lambda row: (-row[0].prefixlen, len(found.ways[row[1]]), row[1])))


def routing_domain(graph: CompanyGraph, router: Router) -> RoutingDomain:
    """The hubs that the protocols of a router reach, each over the fewest edges."""
    key = ("domain", router)
    if key not in graph.memory:
        found = RoutingDomain({router: ()})
        todo: deque[Hub] = deque([router])
        while todo:
            here = todo.popleft()
            for edge in routing_edges(graph, here):
                if edge.to not in found.ways:
                    found.ways[edge.to] = (*found.ways[here], edge)
                    todo.append(edge.to)
        others = (hub for hub in found.ways if isinstance(hub, Router) and hub != router)
        found.statics = [
            (route.network, hub)
            for hub in others
            for route in graph.facts(hub.device).routes
            if route.vrf == hub.vrf and not route.discards and route.distance < 255
        ]
        graph.memory[key] = found
    known: RoutingDomain = graph.memory[key]
    return known


def routing_edges(graph: CompanyGraph, hub: Hub) -> list[RoutingEdge]:
    """The hubs next to one."""
    key = ("edges", hub)
    if key not in graph.memory:
        found = _from_router(graph, hub) if isinstance(hub, Router) else _from_cloud(graph, hub)
        graph.memory[key] = list(dict.fromkeys(found))
    known: list[RoutingEdge] = graph.memory[key]
    return known


def _from_router(graph: CompanyGraph, router: Router) -> Iterator[RoutingEdge]:
    facts = graph.facts(router.device)
    speaks = {(one.protocol, one.interface): one.area for one in facts.adjacencies if not one.passive}
    for port in own_ports(graph, router):
        for protocol in sorted(protocol for protocol, interface in speaks if interface == port.name):
            yield from _igp(graph, router, port, protocol, speaks[(protocol, port.name)])
    for session in facts.sessions:
        if session.enabled and session.vrf == router.vrf and is_ip(session.peer):
            yield from _bgp(graph, router, session)


def _igp(graph: CompanyGraph, router: Router, port: Port, protocol: str, area: str) -> Iterator[RoutingEdge]:
    """Routers in a network of a port that speak the same protocol there, OSPF in the same area (RFC 2328, section 10.5)."""
    for one in port.addresses:
        for other in graph.addresses.ports_in_network(one.network):
            if other.device == router.device:
                continue
            theirs = graph.facts(other.device)
            far = theirs.ports.get(other.interface)
            speaks = Adjacency(protocol, other.interface, False, area) in theirs.adjacencies
            if far is not None and far.enabled and speaks and _joined(graph, router.device, port.name, other):
                address = next(a.ip for a in far.addresses if a.network == one.network)
                yield RoutingEdge(Router(other.device, far.vrf), port.name, other, address, protocol)


def _joined(graph: CompanyGraph, device: str, name: str, other: PortName) -> bool:
    """Whether frames of one port reach another."""
    start, goal = layer2.layer2_start(graph, device, name), layer2.layer2_start(graph, other.device, other.interface)
    found = layer2.find_frame_path(graph, [start], [goal])
    return found.is_there and found.block is None


def _bgp(graph: CompanyGraph, router: Router, session: BgpSession) -> Iterator[RoutingEdge]:
    """The router at the other end of a session over a link; or the provider's network behind a circuit. Both ends have to expect the AS
    that the other is in (RFC 4271, section 6.2)."""
    peer = ip_address(session.peer)
    port, own = _towards(graph, router, peer)
    if port is None or own is None:
        return
    for held in graph.addresses.holders(peer):
        far = graph.facts(held.port.device).ports.get(held.port.interface)
        back = [one for one in graph.facts(held.port.device).sessions if one.enabled and one.peer == str(own.ip)]
        if (
            far is not None
            and far.enabled
            and any(_agree(session, one) for one in back)
            and _joined(graph, router.device, port.name, held.port)
        ):
            yield RoutingEdge(Router(held.port.device, far.vrf), port.name, held.port, peer, "bgp")
    if not graph.addresses.holders(peer):
        cloud = provider_network_behind(graph, PortName(router.device, port.name))
        if cloud is not None and _is_of_provider(graph, session, cloud):
            yield RoutingEdge(cloud, port.name, None, peer, "bgp")


def _agree(one: BgpSession, other: BgpSession) -> bool:
    """Whether two ends are in the AS that the other expects, as far as that is known."""
    pairs = ((one.expected_as, other.local_as), (other.expected_as, one.local_as))
    return all(not (expected and own) or expected == own for expected, own in pairs)


def _is_of_provider(graph: CompanyGraph, session: BgpSession, cloud: ProviderNetwork) -> bool:
    """Whether a session expects the AS of a provider, as far as both are known."""
    known = str(graph.company.objects.get("provider", {}).get(cloud.provider, {}).get("asn", ""))
    return not (known and session.expected_as) or session.expected_as == known


def _towards(graph: CompanyGraph, router: Router, peer: Address) -> tuple[Port | None, Interface | None]:
    for port in own_ports(graph, router):
        for one in port.addresses:
            if one.version == peer.version and peer in one.network:
                return port, one
    return None, None


def provider_network_behind(graph: CompanyGraph, port: PortName) -> ProviderNetwork | None:
    """The provider's network behind a port: by the circuit that ends there and has no end of ours at the other side."""
    return _circuit_ends(graph).get(PortName(port.device, port.interface.split(".")[0])) or _circuit_ends(graph).get(port)


def _circuit_ends(graph: CompanyGraph) -> dict[PortName, ProviderNetwork]:
    key = ("circuits",)
    if key not in graph.memory:
        graph.memory[key] = {
            PortName(str(one["a"]["device"]), str(one["a"]["interface"])): _cloud(str(one["type"]), str(one["provider"]))
            for one in graph.company.objects.get("circuit", {}).values()
            if "z" not in one and str(one["type"]) in CLOUDS
        }
    known: dict[PortName, ProviderNetwork] = graph.memory[key]
    return known


def _cloud(kind: str, provider: str) -> ProviderNetwork:
    return INTERNET if CLOUDS[kind] == "internet" else ProviderNetwork(CLOUDS[kind], provider)


def _from_cloud(graph: CompanyGraph, cloud: ProviderNetwork) -> Iterator[RoutingEdge]:
    """Our routers with a circuit into a provider's VPN and a session over it. Through the internet nothing of ours is reached."""
    if cloud == INTERNET:
        return
    for port, behind in sorted(_circuit_ends(graph).items(), key=lambda row: (row[0].device, row[0].interface)):
        if behind != cloud or not graph.is_present(port.device):
            continue
        facts = graph.facts(port.device)
        own = facts.ports.get(port.interface)
        if own is None or not own.enabled:
            continue
        sessions = [one for one in facts.sessions if one.enabled and is_ip(one.peer) and _is_of_provider(graph, one, cloud)]
        peers = [ip_address(one.peer) for one in sessions]
        if any(peer in one.network for peer in peers for one in own.addresses if one.version == peer.version):
            yield RoutingEdge(Router(port.device, own.vrf), "", port, own.addresses[0].ip, "bgp")
