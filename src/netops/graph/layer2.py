"""The way of a frame: from a port through VLANs and trunks to another port. Spanning tree is not asked: any way that is not shut counts."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from netops.graph import spanning_tree
from netops.graph.graph import CompanyGraph
from netops.graph.records import Port
from netops.model.index import Port as PortName
from netops.model.index import svi_vid


class Bridge(NamedTuple):
    """A VLAN on a switch."""

    device: str
    vid: int


class HostPort(NamedTuple):
    """A port that takes frames for itself: of a router, a server, a printer."""

    device: str
    port: str


Node = Bridge | HostPort
DEFAULT_VLAN: Final = 1
"""The VLAN of a switch port of which nothing is said (IEEE 802.1Q, table 9-2)."""


@dataclass(frozen=True, slots=True)
class FrameDrop:
    """Why a frame does not pass: the port, and the field of it that says so."""

    port: PortName
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class FrameHop:
    """One link of a way: out of `near`, in at `far`; `vid` of the tag, None without one. `to`: where the frame then is."""

    to: Node
    near: PortName
    far: PortName
    vid: int | None
    block: FrameDrop | None = None


@dataclass(frozen=True, slots=True)
class FramePath:
    """The steps of a way, and what blocks the first one that does not pass; a blocked way is the one with the fewest blocks."""

    steps: tuple[FrameHop, ...] = ()
    block: FrameDrop | None = None
    is_there: bool = True


def layer2_start(graph: CompanyGraph, device: str, name: str) -> Node:
    """Where frames of a port begin: the VLAN of a VLAN interface, else the port itself."""
    vid = svi_vid(name)
    return HostPort(device, name) if vid is None else Bridge(device, vid)


def find_frame_path(graph: CompanyGraph, starts: Collection[Node], goals: Collection[Node]) -> FramePath:
    """A shortest way that is not blocked, else one with the fewest blocks; `is_there` False when no cables lead there."""
    key = ("path", frozenset(starts), frozenset(goals))
    if key not in graph.memory:
        graph.memory[key] = _open(graph, starts, goals) or _least_blocked(graph, starts, goals)
    found: FramePath = graph.memory[key]
    return found


def _open(graph: CompanyGraph, starts: Collection[Node], goals: Collection[Node]) -> FramePath | None:
    came: dict[Node, tuple[Node, FrameHop] | None] = dict.fromkeys(sorted(starts))
    todo = deque(came)
    while todo:
        here = todo.popleft()
        if here in goals:
            return FramePath(_back(came, here))
        for step in next_frame_hops(graph, here):
            if step.block is None and step.to not in came:
                came[step.to] = (here, step)
                todo.append(step.to)
    return None


def _least_blocked(graph: CompanyGraph, starts: Collection[Node], goals: Collection[Node]) -> FramePath:
    """A way with the fewest blocks, by looking through open steps first (0-1 breadth-first search)."""
    came: dict[Node, tuple[Node, FrameHop] | None] = dict.fromkeys(sorted(starts))
    cost = dict.fromkeys(came, 0)
    todo = deque(came)
    while todo:
        here = todo.popleft()
        for step in next_frame_hops(graph, here, through=True):
            new = cost[here] + (step.block is not None)
            if new < cost.get(step.to, 1 << 30):
                cost[step.to], came[step.to] = new, (here, step)
                (todo.append if step.block else todo.appendleft)(step.to)
    reached = min((goal for goal in goals if goal in cost), key=lambda goal: (cost[goal], goal), default=None)
    if reached is None:
        return FramePath(is_there=False)
    way = _back(came, reached)
    return FramePath(way, next((step.block for step in way if step.block is not None), None))


def _back(came: dict[Node, tuple[Node, FrameHop] | None], here: Node) -> tuple[FrameHop, ...]:
    way: list[FrameHop] = []
    while (row := came[here]) is not None:
        here = row[0]
        way.append(row[1])
    return tuple(reversed(way))


def next_frame_hops(graph: CompanyGraph, here: Node, *, through: bool = False) -> list[FrameHop]:
    """The links that a frame may take from here. `through`: also those that it does not pass, with what blocks them."""
    key = ("steps", here, through)
    if key not in graph.memory:
        found = _from_bridge(graph, here, through) if isinstance(here, Bridge) else _from_end(graph, here, through)
        graph.memory[key] = list(found)
    known: list[FrameHop] = graph.memory[key]
    return known


def _from_bridge(graph: CompanyGraph, here: Bridge, through: bool) -> Iterator[FrameHop]:
    facts = graph.facts(here.device)
    for near, far in graph.neighbours(here.device).items():
        logical = _logical(graph, near)
        port = graph.port(here.device, logical)
        if port.mode not in ("access", "trunk", ""):
            continue
        block = _shut(graph, near) or _not_sent(port, PortName(here.device, logical), here.vid)
        if block is None and facts.vlans is not None and here.vid not in facts.vlans and here.vid != DEFAULT_VLAN:
            block = FrameDrop(PortName(here.device, ""), "vlans", f"{here.device} has no VLAN {here.vid}")
        if block is None or through:
            tag = None if here.vid == _untagged(port) or port.mode != "trunk" else here.vid
            yield from _arrivals(graph, near, far.port, tag, here.vid, block, through)


def _from_end(graph: CompanyGraph, here: HostPort, through: bool) -> Iterator[FrameHop]:
    port = graph.port(here.device, here.port)
    host = graph.company.devices.get(here.device, {}).get("virtual_machine", {}).get("host")
    if host:
        yield from _from_guest(graph, here, str(host), through)
    base = port.parent if port.tag is not None and port.parent else here.port
    off = FrameDrop(PortName(here.device, here.port), "enabled", f"{here.device} {here.port} is shut") if not port.enabled else None
    for near in _members(graph, here.device, base):
        far = graph.link(near)
        block = off or _shut(graph, near)
        if far is not None and (block is None or through):
            yield from _arrivals(graph, near, far.port, port.tag, port.tag, block, through)


def _from_guest(graph: CompanyGraph, here: HostPort, host: str, through: bool) -> Iterator[FrameHop]:
    """A virtual machine: the frames of its network leave by the ports of its host, tagged or not, as the switch there has it."""
    vid = _vid_of_guest(graph, here)
    for near, far in graph.neighbours(host).items():
        port = graph.port(far.port.device, _logical(graph, far.port))
        if vid is not None and port.mode in ("access", "trunk") and (port.carries(vid) or through):
            yield from _arrivals(graph, near, far.port, None if port.untagged == vid else vid, vid, _shut(graph, near), through)


def _vid_of_guest(graph: CompanyGraph, here: HostPort) -> int | None:
    addresses = graph.port(here.device, here.port).addresses
    found = graph.vlan_of(str(addresses[0].ip)) if addresses else None
    return found[1] if found else None


def _arrivals(
    graph: CompanyGraph, near: PortName, far: PortName, tag: int | None, vid: int | None, block: FrameDrop | None, through: bool
) -> Iterator[FrameHop]:
    """Where a frame is that comes in at `far` with a tag: in a VLAN of the switch, or at the port of a router or a host."""
    logical = PortName(far.device, _logical(graph, far))
    port = graph.port(logical.device, logical.interface)
    block = block or _shut(graph, far) or _kept_off(graph, near, far, vid) or _kept_off(graph, far, near, vid)
    if port.mode == "routed" or (port.mode == "" and not _bridges(graph, far.device)):
        sub = _of_tag(graph, logical, tag)
        if sub is not None:
            yield FrameHop(HostPort(far.device, sub), near, far, tag, block or _off(graph, PortName(far.device, sub)))
        yield from _to_guests(graph, near, far, tag, vid, block)
        return
    there, refused = _taken(port, logical, tag)
    block = block or refused or _inspected(graph, far, there)
    if there is None:
        there = vid
    if there is not None and block is None:
        vlans = graph.facts(far.device).vlans
        if vlans is not None and there not in vlans and there != DEFAULT_VLAN:
            block = FrameDrop(PortName(far.device, ""), "vlans", f"{far.device} has no VLAN {there}")
    if there is not None and (block is None or through):
        yield FrameHop(Bridge(far.device, there), near, far, tag, block)


def _to_guests(
    graph: CompanyGraph, near: PortName, far: PortName, tag: int | None, vid: int | None, block: FrameDrop | None
) -> Iterator[FrameHop]:
    for guest in graph.guests(far.device):
        for name in graph.facts(guest).ports:
            if _vid_of_guest(graph, HostPort(guest, name)) in (tag, vid) and vid is not None:
                yield FrameHop(HostPort(guest, name), near, far, tag, block)


def _taken(port: Port, where: PortName, tag: int | None) -> tuple[int | None, FrameDrop | None]:
    """The VLAN of a frame that comes in at a switch port, and why it is dropped."""
    if tag is None:
        vid = _untagged(port)
        return vid, None if vid is not None else FrameDrop(where, "untagged", f"{where} drops frames without a tag")
    is_taken = tag in port.tagged or tag == port.voice
    return tag, None if is_taken else FrameDrop(where, "tagged" if port.mode == "trunk" else "mode", f"{where} does not carry VLAN {tag}")


def _not_sent(port: Port, where: PortName, vid: int) -> FrameDrop | None:
    if vid == _untagged(port) or port.carries(vid):
        return None
    field = {"trunk": "tagged", "access": "untagged"}.get(port.mode, "")
    return FrameDrop(where, field, f"{where} does not carry VLAN {vid}")


def _untagged(port: Port) -> int | None:
    return DEFAULT_VLAN if port.mode == "" else port.untagged


def _bridges(graph: CompanyGraph, device: str) -> bool:
    """Whether a device is a switch: some port of it has a VLAN."""
    key = ("bridges", device)
    if key not in graph.memory:
        graph.memory[key] = any(one.mode in ("access", "trunk") for one in graph.facts(device).ports.values())
    found: bool = graph.memory[key]
    return found


def _logical(graph: CompanyGraph, port: PortName) -> str:
    """The group that a port is a member of, else the port."""
    return graph.port(port.device, port.interface).lag or port.interface


def _members(graph: CompanyGraph, device: str, name: str) -> list[PortName]:
    """The ports with cables of an interface: the members of a group, or the port itself."""
    found = [PortName(device, one.name) for one in graph.facts(device).ports.values() if one.lag == name]
    return found or [PortName(device, name)]


def _of_tag(graph: CompanyGraph, port: PortName, tag: int | None) -> str | None:
    """The interface that takes frames of a tag: the port, or a sub-interface."""
    if tag is None:
        return port.interface
    subs = graph.facts(port.device).ports.values()
    return next((one.name for one in subs if one.parent == port.interface and one.tag == tag), None)


def _shut(graph: CompanyGraph, port: PortName) -> FrameDrop | None:
    """Why nothing passes a port: it is shut, or the group that it is in is."""
    return _off(graph, port) or _off(graph, PortName(port.device, _logical(graph, port)))


SWITCHES_ONLY: Final = {
    "port login": "{port} lets nobody pass who does not log in to it, and {other} is a switch",
    "port security": "{port} takes one address, and behind {other} are more",
}
"""Restrictions of a port that certainly keep off what a switch sends, with the words."""


def _kept_off(graph: CompanyGraph, port: PortName, other: PortName, vid: int | None) -> FrameDrop | None:
    """Why a port takes or sends no frames of a VLAN, whatever its mode and its VLANs are."""
    found = _guarded(graph, port, other)
    logical = graph.port(port.device, _logical(graph, port))
    for kind in (*graph.port(port.device, port.interface).restrictions, *logical.restrictions):
        if found is not None:
            break
        if kind in SWITCHES_ONLY and _is_of_switch(graph, other):
            found = FrameDrop(port, "restrictions", SWITCHES_ONLY[kind].format(port=port, other=other.device))
        elif kind.startswith("closed "):
            found = FrameDrop(port, "restrictions", f"{kind.removeprefix('closed ')} of {port} lets no frame pass")
        elif kind == "root guard" and spanning_tree.leads_to_root(graph, port, other, vid) is True:
            found = FrameDrop(port, "restrictions", f"{port} with root guard leads to the root of VLAN {vid}, so it is blocked")
    return found


def _inspected(graph: CompanyGraph, port: PortName, vid: int | None) -> FrameDrop | None:
    """Why ARP is dropped that comes in at a port: it is inspected there, and of no host that got its address over DHCP."""
    facts = graph.facts(port.device)
    if vid not in facts.arp_inspected or facts.arp_exempt or graph.port(port.device, port.interface).arp_trusted:
        return None
    logical = PortName(port.device, _logical(graph, port))
    if graph.port(logical.device, logical.interface).arp_trusted:
        return None
    return FrameDrop(logical, "arp_trusted", f"{logical} is not trusted, and ARP of VLAN {vid} is inspected on {port.device}")


def uncertain_restrictions(graph: CompanyGraph, step: FrameHop) -> Iterator[tuple[PortName, str]]:
    """What may keep frames off a link that they pass: ports, and what of them is not followed."""
    vid = step.to.vid if isinstance(step.to, Bridge) else step.vid
    for port, other in ((step.near, step.far), (step.far, step.near)):
        for kind in graph.port(port.device, port.interface).restrictions:
            if _is_uncertain(graph, kind, port, other, vid):
                yield port, kind


def _is_uncertain(graph: CompanyGraph, kind: str, port: PortName, other: PortName, vid: int | None) -> bool:
    if kind == "root guard":
        return spanning_tree.leads_to_root(graph, port, other, vid) is None
    if kind == "port security of several":
        return _is_of_switch(graph, other)
    if kind in SWITCHES_ONLY:
        return kind == "port login" and not _is_of_switch(graph, other)
    return not kind.startswith("closed ")


def _guarded(graph: CompanyGraph, port: PortName, other: PortName) -> FrameDrop | None:
    """Why a port with bpduguard is down: at its other end is a port of a switch, which sends BPDUs (IEEE 802.1Q, section 13)."""
    if not graph.port(port.device, port.interface).bpduguard or not _is_of_switch(graph, other):
        return None
    return FrameDrop(port, "bpduguard", f"{port} with bpduguard is shut down by the spanning tree of {other.device}")


def _is_of_switch(graph: CompanyGraph, port: PortName) -> bool:
    """Whether a port switches: frames of many hosts, and BPDUs, come out of it."""
    return _bridges(graph, port.device) and graph.port(port.device, _logical(graph, port)).mode != "routed"


def _off(graph: CompanyGraph, port: PortName) -> FrameDrop | None:
    found = graph.port(port.device, port.interface)
    return None if found.enabled else FrameDrop(port, "enabled", f"{port} is {found.off or 'shut'}")
