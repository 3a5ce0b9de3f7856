"""Packets on their way: over networks to ports, through filters and translation, from router to router."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from netops.graph import layer2
from netops.graph.endpoints import PUBLIC, Endpoint
from netops.graph.from_data import GATEWAY
from netops.graph.graph import CompanyGraph
from netops.graph.layer2 import FrameDrop, Node
from netops.graph.packets import NEW, TCP, Packets
from netops.graph.place import NOWHERE, ConfigPlace
from netops.graph.records import LOGINS, ROUTES, Port, TargetFacts, UnreadLine, unread_in, unread_of
from netops.graph.routing import INTERNET, NextHop, Router, next_hops, provider_network_behind
from netops.graph.rulesets import Ruleset, evaluate_ruleset
from netops.graph.ways import CUT, REACHED, UNKNOWN, Hop, OneWayPath
from netops.model.index import Address, svi_vid
from netops.model.index import Port as PortName

LIMIT: Final = 64
"""So many routers are passed at most (RFC 1700, default time to live)."""


WORST: Final = (CUT, UNKNOWN, REACHED)


@dataclass(slots=True)
class PacketWalker:
    """The packets on their way: what is left of them, and what has happened."""

    graph: CompanyGraph
    packets: Packets
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    hops: list[Hop] = field(default_factory=list)
    translated: list[tuple[str, str, str]] = field(default_factory=list)
    verdict: str = REACHED

    def run(self, source: Endpoint, destination: Endpoint) -> OneWayPath:
        """The way from one end to the other."""
        if not self.packets:
            self.stop("", "packets", "source and destination share no address family", CUT)
        elif source.device == destination.device and source.device:
            self.add(source.device, "arrival", f"{source} is the same device")
        else:
            self._leave(source, destination)
        return OneWayPath(tuple(self.hops), self.verdict, self.packets if self.verdict != CUT or self._in_part else Packets())

    @property
    def _in_part(self) -> bool:
        return bool(self.packets) and all(hop.verdict == REACHED or hop.kind in ("filter", "host firewall", "login") for hop in self.hops)

    def add(self, device: str, kind: str, text: str, where: ConfigPlace = NOWHERE, *, is_assumed: bool = False) -> None:
        self.hops.append(Hop(device, kind, text, REACHED, is_assumed, device, where))

    def stop(self, device: str, kind: str, text: str, verdict: str, where: ConfigPlace = NOWHERE) -> None:
        self.hops.append(Hop(device, kind, text, verdict, False, device, where))
        self.verdict = CUT if CUT in (verdict, self.verdict) else verdict

    def mark_uncertain(self, facts: TargetFacts, line: UnreadLine | None) -> None:
        """Notes a line on the way that was not understood; the way goes on as if it were not there."""
        if line is not None:
            self.stop(facts.target, "config", f"not understood: {line.text}", UNKNOWN, ConfigPlace(line=line.line))

    def _doubt_port(self, port: PortName) -> None:
        facts = self.graph.facts(port.device)
        if facts.unread:
            self.mark_uncertain(facts, unread_of(facts, port.interface, self.graph.port(port.device, port.interface).lag))

    @property
    def destination(self) -> Address:
        """The destination address, the first one of several."""
        one = self.packets.boxes[0]
        return IPv4Address(one.destination[0]) if one.family == 4 else IPv6Address(one.destination[0])

    # from a host into the network

    def _leave(self, source: Endpoint, destination: Endpoint) -> None:
        if source.device and source.device != PUBLIC:
            facts = self.graph.facts(source.device)
            if not all(self._decide(facts, ruleset, "host firewall") for ruleset in facts.own_firewall):
                return
            self._route(Router(source.device, source.vrf), destination, "", seen=())
        elif source.device == PUBLIC:
            self._enter(source, destination)
        else:
            self._from_network(source, destination)

    def _enter(self, source: Endpoint, destination: Endpoint) -> None:
        """From the internet: by the first circuit whose router has a way to the destination."""
        for port in self._internet_ports():
            self.add(port.device, "port", f"from the internet in at {port}", is_assumed=True)
            self._arrive(port, destination, ())
            return
        self.stop("", "route", "no circuit to the internet", CUT)

    def _internet_ports(self) -> Sequence[PortName]:
        circuits = self.graph.company.objects.get("circuit", {}).values()
        ports = (PortName(str(one["a"]["device"]), str(one["a"]["interface"])) for one in circuits)
        return [port for port in ports if provider_network_behind(self.graph, port) == INTERNET]

    def _from_network(self, source: Endpoint, destination: Endpoint) -> None:
        """A host that is in the data only as an address in a network: it sends by its network's gateway."""
        starts = source.starts(self.graph)
        if not starts:
            device, where = (source.at[0], self.graph.port(*source.at).place("enabled")) if source.at else ("", source.where)
            self.stop(device, "port", f"no enabled port carries the network of {source}", CUT, where)
            return
        target = self.destination
        if source.network is not None and target in source.network:
            self._deliver(starts, "", "", destination, target)
        elif source.gateway is None:
            self.stop("", "gateway", f"{source} has no gateway in the data", UNKNOWN, source.where)
        else:
            self._to_address(starts, str(source), source.gateway, destination, "gateway", ())

    # over a network to a port

    def _to_address(
        self, starts: Sequence[Node], sender: str, address: Address, destination: Endpoint, kind: str, seen: tuple[Router, ...]
    ) -> None:
        """Over the network of `starts` to the port that has an address; of several gateways to the active one."""
        holders = self._active(address)
        if not holders:
            self.stop("", kind, f"{sender} sends to {address}, which nothing has", CUT)
            return
        for port in holders:
            found = self._path(starts, port)
            if found.is_there and found.block is None:
                self._follow(found)
                self.add(port.device, "gateway", f"{port} has {address}", self._place(port, "shared" if len(holders) > 1 else "addresses"))
                self._arrive(port, destination, seen)
                return
        self._blocked(self._path(starts, holders[0]), holders[0])

    def _active(self, address: Address) -> list[PortName]:
        """The ports with an address that are up, the active gateway first: highest priority, then address (RFC 9568, section 6.4)."""
        rows = []
        for held in self.graph.addresses.holders(address):
            port = self.graph.facts(held.port.device).ports.get(held.port.interface)
            if port is not None and port.enabled:
                shared = next((one for one in port.shared if one.address == str(address)), None)
                own = max((int(one.ip) for one in port.addresses if one.version == address.version), default=0)
                rows.append((-(shared.priority if shared and held.shared else 256), -own, held.port.device, held.port))
        return [row[3] for row in sorted(rows, key=lambda row: row[:3])]

    def _path(self, starts: Sequence[Node], port: PortName) -> layer2.FramePath:
        return layer2.find_frame_path(self.graph, starts, [layer2.layer2_start(self.graph, port.device, port.interface)])

    def _follow(self, found: layer2.FramePath) -> None:
        for step in found.steps:
            tag = f" tagged {step.vid}" if step.vid is not None else ""
            self.add(step.near.device, "port", f"{step.near} to {step.far}{tag}", self._place(step.near, ""))
            self._doubt_port(step.near)
            self._doubt_port(step.far)
            for port, kind in layer2.uncertain_restrictions(self.graph, step):
                self.stop(port.device, "port", f"not followed: {kind} of {port}", UNKNOWN, self._place(port, "restrictions"))

    def _blocked(self, found: layer2.FramePath, port: PortName) -> None:
        if not found.is_there:
            self.stop(port.device, "vlan", f"no cables lead to {port}", CUT)
            return
        for step in found.steps:
            if step.block is not None:
                self._stop_at(step.block, "vlan")
                return
            self._follow(replace(found, steps=(step,)))

    def _stop_at(self, block: FrameDrop, kind: str) -> None:
        where = (
            ConfigPlace(("vlans",))
            if block.field == "vlans" and not self._is_text(block.port.device)
            else self._place(block.port, block.field)
        )
        self.stop(block.port.device, "port" if block.field == "enabled" else kind, block.reason, CUT, where)

    def _is_text(self, device: str) -> bool:
        return self.graph.facts(device).is_text

    def _place(self, port: PortName, name: str) -> ConfigPlace:
        return self.graph.port(port.device, port.interface).place(name)

    # at a router or a host

    def _arrive(self, at: PortName, destination: Endpoint, seen: tuple[Router, ...]) -> None:
        """In at a port of a router or a host: its filter, then for itself or on."""
        facts, port = self.graph.facts(at.device), self.graph.port(at.device, at.interface)
        if svi_vid(at.interface) is not None:
            self._doubt_port(at)
        if not self._filter(facts, port, "in"):
            return
        self._translate_in(facts, port)
        if self._is_own(facts, port.vrf):
            self._for_itself(facts, port.vrf)
            return
        if self.graph.is_management(at.device, at.interface):
            self.stop(at.device, "route", f"{at} is for management and forwards nothing", CUT, port.place())
            return
        if facts.routes_packets is False or (facts.routes_packets is None and not _may_route(facts)):
            self.stop(at.device, "route", f"{at.device} does not route", CUT)
            return
        self._route(Router(at.device, port.vrf), destination, at.interface, seen)

    def _is_own(self, facts: TargetFacts, vrf: str) -> bool:
        target = self.destination
        return any(one.ip == target for port in facts.ports.values() if port.vrf == vrf and port.enabled for one in port.addresses) or any(
            one.address == str(target) for port in facts.ports.values() if port.vrf == vrf for one in port.shared
        )

    def _for_itself(self, facts: TargetFacts, vrf: str) -> None:
        """The filters of the device itself, the host firewall, and who may log in, where the packets are for the login."""
        if not self._control(facts, vrf):
            return
        for ruleset in facts.firewall:
            if not self._decide(facts, ruleset, "host firewall"):
                return
        if not self._is_login(facts) or self._may_log_in(facts):
            self.add(facts.target, "arrival", f"{facts.target} takes them")

    def _control(self, facts: TargetFacts, vrf: str) -> bool:
        """Whether some packets pass what is between all ports and the device itself: `lo0` of Junos, of the VRF or else of the device
        (Routing Policies and Firewall Filters guide, "Loopback Interface"), and filters of the control plane."""
        loops = [port for port in facts.ports.values() if port.name.partition(".")[0] == "lo0"]
        loop = next((port for port in loops if port.vrf == vrf), None) or next((port for port in loops if not port.vrf), None)
        if loop is not None and not self._filter(facts, loop, "in"):
            return False
        families = {one.family for one in self.packets.boxes}
        own = [(name, family) for family, name, where in facts.admission.controls if family in families and where in (vrf, "")]
        return all(self._named(facts, name, family, "filter", NOWHERE) for name, family in own)

    def _is_login(self, facts: TargetFacts) -> bool:
        """Whether some packets open a session of SSH."""
        port = facts.login.port
        return any(
            one.protocol[0] <= TCP <= one.protocol[1] and one.port[0] <= port <= one.port[1] and one.state & NEW
            for one in self.packets.boxes
        )

    def _may_log_in(self, facts: TargetFacts) -> bool:
        self.mark_uncertain(facts, unread_in(facts, LOGINS))
        if facts.login.enabled is False:
            self.stop(facts.target, "login", f"{facts.target} takes no login over SSH", CUT)
            return False
        families = {one.family for one in self.packets.boxes}
        filters = [(name, family) for family, name in facts.login.filters if family in families]
        return all(self._named(facts, name, family, "login", NOWHERE) for name, family in filters)

    def _route(self, router: Router, destination: Endpoint, came_in: str, seen: tuple[Router, ...]) -> None:
        """On from a router, or from a host with a table of its own."""
        if router in seen or len(seen) > LIMIT:
            self.stop(router.device, "route", f"they come round to {router.device} again", CUT)
            return
        target = self.destination
        hops = next_hops(self.graph, router, target, transit=bool(came_in))
        if not hops:
            self.stop(router.device, "route", f"{router.device} has no route to {target}", CUT)
            return
        before, found = (self.hops, self.packets, self.verdict), []
        for hop in hops:
            self.hops, self.packets, self.verdict = list(before[0]), before[1], before[2]
            self._on(router, hop, destination, came_in, (*seen, router))
            found.append((self.hops, self.packets, self.verdict))
        # Packets take any of several equal ways: the worst one counts.
        self.hops, self.packets, self.verdict = min(found, key=lambda one: WORST.index(one[2]))

    def _on(self, router: Router, hop: NextHop, destination: Endpoint, came_in: str, seen: tuple[Router, ...]) -> None:
        facts, port = self.graph.facts(router.device), self.graph.port(router.device, hop.interface)
        self.mark_uncertain(facts, unread_in(facts, ROUTES))
        if svi_vid(hop.interface) is not None:
            self._doubt_port(PortName(router.device, hop.interface))
        if hop.discards:
            self.stop(router.device, "route", f"{hop.text}: dropped", CUT, hop.where)
            return
        self.add(router.device, "route", hop.text, hop.where, is_assumed=hop.is_assumed)
        if came_in:
            self._translate_out(facts, self.graph.port(router.device, came_in), port)
            if not self._filter(facts, port, "out"):
                return
        if hop.cloud is not None:
            self._over(router, hop, destination, seen)
            return
        start = layer2.layer2_start(self.graph, router.device, hop.interface)
        if hop.address is None:
            self._deliver([start], router.device, hop.interface, destination, self.destination, seen)
            return
        if not self.graph.addresses.holders(hop.address):
            cloud = provider_network_behind(self.graph, PortName(router.device, hop.interface))
            if cloud is not None:
                self._over(router, replace(hop, cloud=cloud), destination, seen)
                return
        self._to_address([start], router.device, hop.address, destination, "gateway", seen)

    def _over(self, router: Router, hop: NextHop, destination: Endpoint, seen: tuple[Router, ...]) -> None:
        """Through a provider's network: in again at a router of ours, or out into the internet."""
        assert hop.cloud is not None
        if hop.peer is not None:
            self.add(router.device, "port", f"through the {hop.cloud.kind} of {hop.cloud.provider} to {hop.peer}", is_assumed=True)
            self._arrive(hop.peer, destination, seen)
        elif destination.device == PUBLIC or not self.graph.addresses.networks_of(self.destination):
            self.add(router.device, "arrival", f"out into the {hop.cloud.kind} at {hop.interface}", is_assumed=True)
        else:
            self.stop(router.device, "route", f"{self.destination} is not behind the {hop.cloud.kind}", CUT, hop.where)

    def _deliver(
        self, starts: Sequence[Node], device: str, interface: str, destination: Endpoint, target: Address, seen: tuple[Router, ...] = ()
    ) -> None:
        """In the network of the destination: to the port with the address, or to a port where such a host may be."""
        if self.graph.addresses.holders(target):
            self._to_address(starts, device or "the host", target, destination, "arrival", seen)
            return
        goals = destination.starts(self.graph)
        if not goals:
            self.add(device, "arrival", f"{target} is in the network at {interface or 'the port'}", is_assumed=True)
            return
        found = layer2.find_frame_path(self.graph, starts, goals)
        if found.block is None and found.is_there:
            self._follow(found)
            at = found.steps[-1].to if found.steps else starts[0]
            self.add(at.device, "arrival", f"{target} is in the network of {destination}")
        elif not found.is_there:
            self.stop(device, "vlan", f"no cables lead from {device} {interface} to {destination}", CUT)
        else:
            self._blocked(found, PortName(device, interface))

    # filters and translation

    def _filter(self, facts: TargetFacts, port: Port, direction: str) -> bool:
        """Whether some packets pass the filters of a port in a direction."""
        families = {one.family for one in self.packets.boxes}
        bounds = (one for one in port.filters if one.direction == direction and one.family in families)
        return all(self._named(facts, one.name, one.family, "filter", port.place(direction)) for one in bounds)

    def _named(self, facts: TargetFacts, name: str, family: int, kind: str, where: ConfigPlace) -> bool:
        ruleset = facts.filters.get((name, family))
        if ruleset is None or not ruleset.rules:
            self.stop(
                facts.target,
                kind,
                f"filter {name} of {facts.target} is not there, or empty: what then passes depends on the platform",
                UNKNOWN,
                where,
            )
            return True
        return self._decide(facts, ruleset, kind)

    def _decide(self, facts: TargetFacts, ruleset: Ruleset, kind: str) -> bool:
        """Whether some packets may go on; notes which rules permit, deny and are not understood."""
        self.mark_uncertain(facts, unread_of(facts, ruleset.name) if facts.unread else None)
        decision = evaluate_ruleset(ruleset, self.packets)
        for rule, _ in decision.permitted:
            self.add(facts.target, kind, f"{ruleset.name}: {rule.text}", rule.where)
        for rule, _ in decision.unknown:
            self.stop(facts.target, kind, f"{ruleset.name}: not understood: {rule.text}", UNKNOWN, rule.where)
        for rule, _ in decision.denied:
            self.stop(facts.target, kind, f"{ruleset.name}: {rule.text}", CUT, rule.where)
        unknown = tuple(one for _, part in decision.unknown for one in part.boxes)
        self.packets = Packets((*decision.passed.boxes, *unknown))
        return bool(self.packets)

    def _translate_out(self, facts: TargetFacts, came_in: Port, out: Port) -> None:
        """Inside to outside: the source gets another address."""
        if came_in.nat != "inside" or out.nat != "outside":
            return
        source = self.packets.boxes[0].source
        for one in facts.translations:
            new = one.outside or next((str(a.ip) for a in facts.ports.get(one.interface, out).addresses if a.version == 4), "")
            is_static = one.local and source == (int(ip_address(one.local)),) * 2
            ruleset = facts.filters.get((one.acl, 4))
            if one.acl and ruleset is None:
                self.stop(facts.target, "nat", f"{one.acl} is no filter: whom it translates is not followed", UNKNOWN, one.where)
                return
            if new and (is_static or (ruleset is not None and evaluate_ruleset(ruleset, self.packets).permitted)):
                old = str(ip_address(source[0]))
                self.translated.append((facts.target, old, new))
                self.packets = self.packets.coming_from(new)
                self.add(facts.target, "nat", f"from {old} to {new}", one.where)
                return

    def _translate_in(self, facts: TargetFacts, port: Port) -> None:
        """Outside to inside: the destination is that of the session, or of a static translation."""
        if port.nat != "outside":
            return
        target = str(self.destination)
        old = self.known.get((facts.target, target), "")
        where = NOWHERE
        for one in facts.translations if not old else ():
            new = one.outside or next((str(a.ip) for a in facts.ports.get(one.interface, port).addresses if a.version == 4), "")
            if one.local and new == target and self._is_for(one.outside_port):
                old, where = one.local, one.where
                break
        if old:
            self.packets = self.packets.to(old)
            self.add(facts.target, "nat", f"to {target} becomes {old}", where)

    def _is_for(self, port: int | None) -> bool:
        return port is None or all(one.port == (port, port) for one in self.packets.boxes)


def _may_route(facts: TargetFacts) -> bool:
    """Whether a device of which nothing says so routes: it has addresses in several networks, and routes, or no gateway of a host."""
    networks = {one.network for port in facts.ports.values() for one in port.addresses}
    is_host = bool(facts.routes) and all(route.distance == GATEWAY for route in facts.routes)
    return len(networks) > 1 and not is_host
