"""What a device's config says about the way to it: ports, VLANs, routes, filters, the service, accounts. And what of it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from ipaddress import IPv4Interface, IPv6Interface, ip_address, ip_interface, ip_network
from typing import TYPE_CHECKING

from netops.lab.sim.management.filters import Filters, Packet, is_permitted

if TYPE_CHECKING:
    from netops.lab.sim.frontend import Management

EVERY_VLAN = frozenset(range(1, 4095))
SOURCE_PORT = 40_000
Interface = IPv4Interface | IPv6Interface


def parse_addresses(texts: Iterable[str]) -> tuple[Interface, ...]:
    """Those of the texts that are addresses, with or without a length."""
    found: list[Interface] = []
    for text in texts:
        with suppress(ValueError):
            found.append(ip_interface(text))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Port:
    """An interface. A switched port has VLANs; a routed one, an SVI or a sub-interface has addresses."""

    name: str
    enabled: bool = True
    vrf: str = ""
    addresses: tuple[Interface, ...] = ()
    untagged: int | None = None
    tagged: frozenset[int] = frozenset()
    vlan: int | None = None
    """The VLAN of an SVI or of a sub-interface."""
    parent: str = ""
    """The port of a sub-interface."""
    bundle: str = ""
    entering: tuple[str, ...] = ()
    """The filters of what comes in."""
    leaving: tuple[str, ...] = ()
    refuses_switches: bool = False
    """Whether nothing passes once a switch is at the other end: bpduguard, logins of ports, port security."""
    has_root_guard: bool = False
    is_arp_trusted: bool = False
    frame_filters: tuple[str, ...] = ()
    filters_own_packets: bool = False
    """Whether the filters of what goes out also see the device's own packets."""

    @property
    def is_svi(self) -> bool:
        return self.vlan is not None and not self.parent

    def carries(self, vlan: int) -> bool:
        return vlan == self.untagged or vlan in self.tagged


@dataclass(frozen=True, slots=True)
class Route:
    """A static route; one without a next hop throws packets away."""

    network: str
    vrf: str = ""
    is_discard: bool = False
    hop: str = ""
    """The address of the next hop, if it is one."""


@dataclass(frozen=True, slots=True)
class LoginServer:
    """What netops logs in to: why it is off, if it is; where it listens; who may connect."""

    off: str = ""
    vrfs: frozenset[str] | None = None
    """None for all."""
    filters: tuple[str, ...] = ()
    ports: frozenset[int] | None = None
    """The TCP ports on which it answers; None for that of the transport."""
    needs_port: frozenset[str] | None = None
    """The ports on which it answers; None for all."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who may log in, and where accounts are looked up, in order. Servers of accounts do not answer in a lab."""

    accounts: frozenset[str] = frozenset()
    methods: tuple[str, ...] = ("local",)
    refused: str = ""
    """Why nobody gets in, if so."""


@dataclass(frozen=True, slots=True)
class ManagementPath:
    """The management plane of one device, as its config has it."""

    ports: Mapping[str, Port] = field(default_factory=dict)
    vlans: frozenset[int] | None = None
    """Those that exist; None where they need no line of their own."""
    routes: tuple[Route, ...] = ()
    priorities: Mapping[int, int] = field(default_factory=dict)
    """Of the spanning tree by VLAN, 0 for the others."""
    arp_inspected: frozenset[int] = frozenset()
    """VLANs whose ARP from ports that are not trusted is of no known host."""
    closed_frame_filters: frozenset[str] = frozenset()
    """Filters of frames that admit none."""
    learning: frozenset[str] = frozenset()
    """VRFs in which a routing protocol runs."""
    filters: Filters = field(default_factory=dict)
    forwards: bool = True
    own_filters: tuple[str, ...] = ()
    """The filters of what is for the device itself, whatever port it comes in by."""
    service: LoginServer = LoginServer()
    login: Login | None = None
    """None where accounts are not in the config."""

    def port_of(self, address: str) -> Port | None:
        """The port that holds an address."""
        wanted = ip_address(address)
        return next((port for port in self.ports.values() if any(one.ip == wanted for one in port.addresses)), None)

    def effective(self, name: str) -> Port | None:
        """The port that decides about VLANs and addresses for a cable: the bundle of a member."""
        port = self.ports.get(name)
        return self.ports.get(port.bundle, port) if port and port.bundle else port

    def has_vlan(self, vlan: int) -> bool:
        return self.vlans is None or vlan in self.vlans or vlan == 1

    def passes(self, names: Sequence[str], packet: Packet) -> bool:
        """Whether all of these filters admit a packet. A filter that is applied and not defined admits everything."""
        return all(is_permitted(self.filters[name], packet) for name in names if name in self.filters)

    def has_way(self, address: str, vrf: str) -> bool:
        """Whether packets to an address leave the device: the longest match among networks and routes, else what it may have learned."""
        return self._best(address, vrf) is not None or vrf in self.learning

    def _best(self, address: str, vrf: str) -> int | None:
        one, lengths = ip_address(address), []
        for port in self.ports.values():
            if port.enabled and port.vrf == vrf:
                lengths += [(net.network.prefixlen, True) for net in port.addresses if one in net.network]
        for route in self.routes:
            network = ip_network(route.network, strict=False)
            if route.vrf == vrf and one.version == network.version and one in network and self._is_resolved(route):
                lengths.append((network.prefixlen, not route.is_discard))
        longest = max(lengths, default=None)
        return longest[0] if longest and longest[1] else None

    def _is_resolved(self, route: Route) -> bool:
        """Whether the next hop of a route is known: in the network of a port, or behind a route that is narrower than all."""
        if not route.hop or route.is_discard or self._near(route.hop, route.vrf) or route.vrf in self.learning:
            return True
        hop = ip_address(route.hop)
        nets = [ip_network(one.network, strict=False) for one in self.routes if one is not route and one.vrf == route.vrf]
        return any(net.prefixlen and net.version == hop.version and hop in net for net in nets)

    def leaving(self, address: str, vrf: str) -> frozenset[str] | None:
        """The ports by which packets to an address leave: those of its network, else of the next hop; None where that is not known."""
        if near := self._near(address, vrf):
            return near
        one = ip_address(address)
        matching = [(ip_network(route.network, strict=False), route) for route in self.routes if route.vrf == vrf]
        routes = [(network.prefixlen, route) for network, route in matching if one.version == network.version and one in network]
        best = [route for length, route in routes if length == max(length for length, _ in routes)]
        if vrf in self.learning or not all(route.hop for route in best):
            return None
        return frozenset[str]().union(*(self._near(route.hop, vrf) for route in best))

    def _near(self, address: str, vrf: str) -> frozenset[str]:
        """The ports in whose network an address is."""
        one = ip_address(address)
        ports = (port for port in self.ports.values() if port.enabled and port.vrf == vrf)
        return frozenset(port.name for port in ports if any(one in net.network for net in port.addresses))

    def discards(self, address: str, vrf: str) -> bool:
        """Whether the best route to an address throws packets away."""
        one = ip_address(address)
        nets = [ip_network(route.network, strict=False) for route in self.routes if route.vrf == vrf and route.is_discard]
        return any(one.version == net.version and one in net for net in nets) and self._best(address, vrf) is None


class FaultEffect(Enum):
    """What a fault of the management plane does."""

    CUT = "cut"
    """Packets do not arrive any more: sessions end, and there are no new ones."""
    NO_CONNECTION = "no connection"
    """New connections are refused; sessions go on."""
    NO_LOGIN = "no login"
    """The login is refused; sessions go on."""


@dataclass(frozen=True, slots=True)
class AccessProblem:
    """Why netops does not get in. `check` names the check, so that one that has never passed can be left out."""

    check: str
    effect: FaultEffect
    reason: str


def access_problems(plane: ManagementPath, management: Management) -> Iterator[AccessProblem]:
    """What of a device's own config keeps netops out."""
    port = plane.port_of(management.address) if management.address else None
    if management.address and port is None:
        yield AccessProblem("address", FaultEffect.CUT, f"no interface holds {management.address}")
    if port is not None:
        yield from _port_problems(plane, port, management.cabled)
        yield from _path_problems(plane, port, management)
    yield from _service_problems(plane, port, management)
    yield from _login_problems(plane, management.username)


def _port_problems(plane: ManagementPath, port: Port, cabled: Sequence[str]) -> Iterator[AccessProblem]:
    parent = plane.ports.get(port.parent)
    if not port.enabled or (parent is not None and not parent.enabled):
        yield AccessProblem("port", FaultEffect.CUT, f"{port.name} is shut")
    elif port.is_svi and not plane.has_vlan(port.vlan or 0):
        yield AccessProblem("vlan", FaultEffect.CUT, f"VLAN {port.vlan} of {port.name} does not exist")
    elif port.is_svi and not any(_is_up_in(plane, name, port.vlan or 0) for name in cabled):
        yield AccessProblem("vlan", FaultEffect.CUT, f"no port that is up carries VLAN {port.vlan} of {port.name}")


def _is_up_in(plane: ManagementPath, name: str, vlan: int) -> bool:
    """Whether a cabled port carries a VLAN and is up, and so is its bundle."""
    member, port = plane.ports.get(name), plane.effective(name)
    return member is not None and port is not None and member.enabled and port.enabled and port.carries(vlan)


def _path_problems(plane: ManagementPath, port: Port, management: Management) -> Iterator[AccessProblem]:
    if not management.source:
        return
    network, address = ip_interface(management.source).network, str(ip_interface(management.source).ip)
    if not plane.has_way(address, port.vrf) or plane.discards(address, port.vrf):
        yield AccessProblem("way back", FaultEffect.CUT, f"no route back to {network}")
    for established, effect in ((True, FaultEffect.CUT), (False, FaultEffect.NO_CONNECTION)):
        entering = (*port.entering, *plane.own_filters)
        packets = [login_packet(one, management, established=established) for one in source_addresses(management, plane, entering)]
        if not any(plane.passes(entering, one) and _answers(plane, port, one) for one in packets):
            yield AccessProblem(f"filter {effect.value}", effect, f"a filter of {port.name} does not admit {network}")


def _answers(plane: ManagementPath, port: Port, packet: Packet) -> bool:
    return not port.filters_own_packets or plane.passes(port.leaving, packet.back())


def login_packet(source: str, management: Management, *, established: bool) -> Packet:
    """A packet of netops to a target: the first one of a login, or a later one."""
    return Packet(source, management.address, SOURCE_PORT, management.port, established)


def source_addresses(management: Management, plane: ManagementPath, filters: Iterable[str]) -> list[str]:
    """Addresses that netops may have in its network: the one given, and those that filters name there."""
    given = ip_interface(management.source)
    areas = {area for name in filters for one in plane.filters.get(name, ()) for area in one.sources or ()}
    named = {area.first for area in areas if area.version == given.version and ip_address(area.first) in given.network}
    return [str(given.ip), *sorted(named)]


def _service_problems(plane: ManagementPath, port: Port | None, management: Management) -> Iterator[AccessProblem]:
    service = plane.service
    if service.off:
        yield AccessProblem("service", FaultEffect.NO_CONNECTION, service.off)
    elif service.ports is not None and management.port not in service.ports:
        yield AccessProblem("service", FaultEffect.NO_CONNECTION, f"nothing answers on port {management.port}")
    elif port is not None and service.vrfs is not None and port.vrf not in service.vrfs:
        yield AccessProblem(
            "service vrf", FaultEffect.NO_CONNECTION, f"{management.transport} is not served in VRF {port.vrf or 'default'}"
        )
    elif port is not None and service.needs_port is not None and port.name not in service.needs_port:
        yield AccessProblem("service port", FaultEffect.NO_CONNECTION, f"{management.transport} is not served on {port.name}")
    elif management.source and service.filters:
        packets = [login_packet(one, management, established=False) for one in source_addresses(management, plane, service.filters)]
        if not any(plane.passes(service.filters, one) for one in packets):
            network = ip_interface(management.source).network
            yield AccessProblem(
                "service filter", FaultEffect.NO_CONNECTION, f"filter {', '.join(service.filters)} does not admit {network}"
            )


def _login_problems(plane: ManagementPath, username: str) -> Iterator[AccessProblem]:
    if plane.login is None:
        return
    login, method = plane.login, _first_answer(plane.login.methods)
    if login.refused:
        yield AccessProblem("login", FaultEffect.NO_LOGIN, login.refused)
    elif method == "local" and username not in login.accounts:
        yield AccessProblem("login", FaultEffect.NO_LOGIN, f"there is no account {username}")
    elif method not in ("local", "none"):
        yield AccessProblem("login", FaultEffect.NO_LOGIN, "accounts are only on servers that do not answer")


def _first_answer(methods: Sequence[str]) -> str:
    """The first place of accounts that answers: not a server of a lab."""
    return next((method for method in methods if method in ("local", "none")), "")
