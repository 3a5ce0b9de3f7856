"""Whether netops gets from where it runs to a login on a target, in a graph: the address, the way there and back, the login."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final, Literal

from netops.graph.admission import LoginMethod, LoginObstacle, login_method, login_obstacles
from netops.graph.endpoints import Endpoint
from netops.graph.graph import CompanyGraph
from netops.graph.management import runner_of
from netops.graph.packets import SYN, TCP, flow_packets
from netops.graph.place import NOWHERE, ConfigPlace
from netops.graph.records import LOGINS, Port, unread_in
from netops.graph.rulesets import evaluate_ruleset
from netops.graph.walk import trace_packets
from netops.graph.ways import CUT, UNKNOWN, Hop, RoundTrip

if TYPE_CHECKING:
    from netops.model.company import Company

State = Literal["open", "partial", "cut"]
Doubt = tuple[str, str]
"""A device on the way, and what is not understood there."""


@dataclass(frozen=True, slots=True)
class ManagementReach:
    """How netops reaches a target. `partial`: only from a part of the network that netops is in. `why`, `device` and `where`: what cuts it.

    `doubts`: what is not understood on the way. `hops`: the way, without places; `devices`: all that it passes."""

    target: str
    state: State = "open"
    why: str = ""
    device: str = ""
    where: ConfigPlace = NOWHERE
    doubts: frozenset[Doubt] = frozenset()
    hops: tuple[tuple[str, str, str], ...] = ()
    devices: tuple[str, ...] = ()


class ManagementStation:
    """Where netops runs, and by what it connects to each target. `start`: None where netops.yaml does not say where it runs."""

    def __init__(self, graph: CompanyGraph) -> None:
        self.company: Company = graph.company
        self.start = runner_of(graph, graph.company.settings.get("runner"))
        self._ways: dict[str, LoginMethod] = {}

    def way(self, target: str) -> LoginMethod:
        if target not in self._ways:
            self._ways[target] = login_method(self.company, self.company.target(target))
        return self._ways[target]

    @cached_property
    def sources(self) -> tuple[str, str]:
        """The first and the last address that netops may come from; any where it is not known."""
        net = ip_network(self.start.address, strict=False) if self.start else ip_network("0.0.0.0/0")
        return str(net.network_address), str(net.broadcast_address)

    def reach(self, graph: CompanyGraph, target: str) -> ManagementReach:
        """How netops reaches a target in a graph. Without a place to start from, what the target itself says."""
        way, address = self.way(target), self.company.target(target).address
        if way.is_console or not address:
            return ManagementReach(target)
        port = _holder(graph, target, address)
        if port is None:
            return ManagementReach(
                target, "cut", f"no interface of {target} has {address}, by which netops connects", target, devices=(target,)
            )
        if not port.enabled:
            why = f"{port.name} with {address} is {port.off or 'shut down'}"
            return ManagementReach(target, "cut", why, target, port.place("enabled"), devices=(target,))
        if part := self._part(port):
            return ManagementReach(target, "cut", part, target, port.place("addresses"), devices=(target,))
        found = ManagementReach(target, devices=(target,))
        if self.start is not None and self.start.device != target:
            found = _of_walk(target, self._walk(graph, self.start, target, address, port))
        found = _with_login(found, self._objections(graph, target, address, port, way))
        policies = ((target, f"policy of the control plane: {one}") for one in graph.facts(target).admission.policies)
        return replace(found, doubts=found.doubts.union(policies))

    def _part(self, port: Port) -> str:
        """Why a target in the network of netops answers only a part of it: its mask is longer than that of the network."""
        network = self.start.network if self.start is not None else None
        if network is None:
            return ""
        own = [one for one in port.addresses if one.ip in network]
        is_whole = any(one.network.prefixlen <= network.prefixlen for one in own)
        return f"{port.name} with {own[0]} has only a part of {network}, where netops is" if own and not is_whole else ""

    def path(self, graph: CompanyGraph, target: str) -> RoundTrip | None:
        """The way of a login to a target, there and back; None where nothing says where netops runs, or where the target is."""
        address = self.company.target(target).address
        port = _holder(graph, target, address) if address else None
        return self._walk(graph, self.start, target, address or "", port) if self.start is not None and port is not None else None

    def _walk(self, graph: CompanyGraph, start: Endpoint, target: str, address: str, port: Port) -> RoundTrip:
        way, device = self.way(target), target.partition(":")[0]
        protocol = "udp" if way.transport == "snmp" else "tcp"
        return trace_packets(
            graph, start, Endpoint(target, address, device, port.vrf), flow_packets(start.address, address, protocol, way.port)
        )

    def _objections(self, graph: CompanyGraph, target: str, address: str, port: Port, way: LoginMethod) -> list[LoginObstacle]:
        facts = graph.facts(target)
        found = login_obstacles(facts.admission, way, port, self.sources, address)
        if way.transport in API and (line := unread_in(facts, LOGINS)) is not None:
            found.append(LoginObstacle(f"not understood: {line.text}", False, ConfigPlace(line=line.line)))
        if way.transport not in API or self.start is None:
            return found
        packets = flow_packets(self.start.address, address, "tcp", way.port)
        for family, name in facts.admission.api_filters:
            ruleset = facts.filters.get((name, family))
            if ruleset is None or family != ip_address(address).version:
                continue
            decision = evaluate_ruleset(ruleset, packets)
            found += [LoginObstacle(f"{name}: {rule.text}", not decision.passed, rule.where) for rule, _ in decision.denied]
        return found


API: Final = ("eapi", "netconf")


def _holder(graph: CompanyGraph, target: str, address: str) -> Port | None:
    """The interface of a target that has its management address."""
    ports = [port for port in graph.facts(target.partition(":")[0]).ports.values() if any(str(one.ip) == address for one in port.addresses)]
    return next((port for port in ports if port.enabled), None) or next(iter(ports), None)


def _of_walk(target: str, found: RoundTrip) -> ManagementReach:
    ways = [way for way in (found.there, found.back) if way is not None]
    hops = tuple((hop.device, hop.kind, f"{hop.text} {hop.verdict}") for way in ways for hop in way.hops)
    doubts = frozenset((hop.device, hop.text) for way in ways for hop in way.hops if hop.verdict == UNKNOWN)
    cut = found.end if found.verdict == CUT else None
    state: State = "open" if cut is None else "partial" if _is_partial(found) else "cut"
    devices = tuple(dict.fromkeys((*found.devices, *found.destination.device.split())))
    return ManagementReach(target, state, *_cause(cut, target), doubts, hops, devices)


def _cause(hop: Hop | None, target: str) -> tuple[str, str, ConfigPlace]:
    return (hop.text, hop.target or target, hop.where) if hop is not None else ("", "", NOWHERE)


def _is_partial(found: RoundTrip) -> bool:
    """Whether sessions from a part of the network get there and their answers back: netops may be in that part."""
    opens = [one for one in found.there.passed.boxes if one.protocol[0] > TCP or one.protocol[1] < TCP or one.flags & 1 << SYN]
    return bool(opens) and found.back is not None and bool(found.back.passed)


def _with_login(found: ManagementReach, against: list[LoginObstacle]) -> ManagementReach:
    """The reach with what the login itself says."""
    doubts = found.doubts | {(found.target, one.text) for one in against if not one.is_certain}
    certain = next((one for one in against if one.is_certain), None)
    hops = (*found.hops, *((found.target, "login", one.text) for one in against))
    found = replace(found, doubts=doubts, hops=hops)
    if certain is None or found.state == "cut":
        return found
    return replace(found, state="cut", why=certain.text, device=found.target, where=certain.where)
