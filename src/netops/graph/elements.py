"""What a company consists of, as one graph: elements by kind and name, and how each depends on, or is connected with, others."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from netops.model.index import Index, Object, Place, Plug, listed_vlans, svi_vid
from netops.model.stack import stack_members as stack_members
from netops.model.tunnels import tunnel_pairs


class Element(NamedTuple):
    """A thing of the company: `device ber-core-1`, `port ber-core-1 Ethernet1`, `vlan ber/mgmt`, `circuit HT-1001`, `service printing`."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Edge:
    """How an element is joined with another: `near` RELATION `far`. `place`: what in the data says so."""

    near: Element
    relation: str
    far: Element
    place: Place


LINKED: Final = ("cable", "circuit")
"""Relations that work both ways: a cable or a circuit between two ports."""
NEEDS: Final = ("depends on", "runs on", "powered by", "prints on")
"""Relations along which a failure travels: what fails at `far` is felt at `near`."""


class Elements:
    """The graph: edges by their near element and, the other way round, by their far one, in the order of the data."""

    __slots__ = ("_from", "_linked", "_to")

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._from: dict[Element, list[Edge]] = defaultdict(list)
        self._to: dict[Element, list[Edge]] = defaultdict(list)
        self._linked: dict[str, set[str]] = defaultdict(set)
        for edge in edges:
            self._from[edge.near].append(edge)
            self._to[edge.far].append(edge)
            if edge.relation in LINKED:
                self._linked[device_of(edge.near)].add(device_of(edge.far))

    def linked(self, device: str) -> Set[str]:
        """The devices at the far ends of a device's cables and circuits."""
        return self._linked.get(device, frozenset())

    def shortest(self, starts: Set[str], ends: Set[str], without: str = "") -> list[str]:
        """A shortest way over cables and circuits from any device of `starts` to any of `ends`, both included; empty when there is none."""
        todo = deque([name] for name in sorted(starts - {without}))
        seen = set(starts) | {without}
        while todo:
            way = todo.popleft()
            if way[-1] in ends:
                return way
            following = sorted(self.linked(way[-1]) - seen)
            seen.update(following)
            todo.extend([*way, name] for name in following)
        return []

    def bottleneck(self, starts: Set[str], ends: Set[str]) -> str:
        """The first device that is on every way from `starts` to `ends`; '' when there is none, or no way at all."""
        return next((device for device in self.shortest(starts, ends) if not self.shortest(starts, ends, device)), "")

    def of(self, kind: str) -> list[Element]:
        """The elements of a kind that are joined with something, sorted."""
        return sorted({one for side in (self._from, self._to) for one in side if one.kind == kind})

    def edges_from(self, near: Element, relations: Collection[str] = ()) -> Sequence[Edge]:
        return _chosen(self._from.get(near, ()), relations)

    def edges_to(self, far: Element, relations: Collection[str] = ()) -> Sequence[Edge]:
        return _chosen(self._to.get(far, ()), relations)

    def below(self, start: Element, relations: Collection[str] = NEEDS) -> list[Edge]:
        """All that an element needs, directly or through others: each needed element once, by the first edge that leads to it."""
        return _reached(start, lambda one: self.edges_from(one, relations), lambda edge: edge.far)

    def above(self, start: Element, relations: Collection[str] = NEEDS) -> list[Edge]:
        """All that needs an element, directly or through others."""
        return _reached(start, lambda one: self.edges_to(one, relations), lambda edge: edge.near)


def _chosen(edges: Sequence[Edge], relations: Collection[str]) -> Sequence[Edge]:
    return [edge for edge in edges if edge.relation in relations] if relations else edges


def _reached(start: Element, edges: Callable[[Element], Sequence[Edge]], end: Callable[[Edge], Element]) -> list[Edge]:
    found, seen, todo = [], {start}, deque([start])
    while todo:
        for edge in edges(todo.popleft()):
            if end(edge) not in seen:
                seen.add(end(edge))
                todo.append(end(edge))
                found.append(edge)
    return found


def edges_of(objects: Mapping[str, Mapping[str, Object]], devices: Mapping[str, Object], index: Index) -> Iterator[Edge]:
    """All edges of a company: what is at its sites, how it is connected, and what needs what."""
    for name, device in devices.items():
        yield from _of_device(name, device)
    yield from _of_locations(objects)
    yield from _of_links(objects, index)
    yield from _of_networks(objects, devices, index)
    yield from _of_tunnels(devices)
    for name, service in objects.get("service", {}).items():
        yield from _of_service(name, service)


def device_element(name: str) -> Element:
    return Element("device", name)


def device_of(port: Element) -> str:
    """The device of a port."""
    return port.name.partition(" ")[0]


def port_element(device: str, interface: str) -> Element:
    return Element("port", f"{device} {interface}")


def _of_device(name: str, device: Object) -> Iterator[Edge]:
    me = device_element(name)

    def edge(relation: str, kind: str, other: str, *path: str | int) -> Edge:
        return Edge(me, relation, Element(kind, other), Place("device", name, path))

    yield edge("at", "site", str(device.get("site", "")))
    if "rack" in device:
        yield edge("in", "rack", f"{device['site']}/{device['rack']}", "rack")
    if "location" in device:
        yield edge("in", "location", f"{device['site']}/{device['location']}", "location")
    if "tenant" in device:
        yield edge("works for", "tenant", str(device["tenant"]), "tenant")
    if partner := device.get("redundancy", {}).get("partner"):
        yield edge("paired with", "device", str(partner), "redundancy", "partner")
    if host := device.get("virtual_machine", {}).get("host"):
        yield edge("runs on", "device", str(host), "virtual_machine", "host")
    for position, supply in enumerate(device.get("power", {}).get("supplies", ())):
        if "feed" in supply:
            yield edge("powered by", "power_feed", f"{device['site']}/{supply['feed']}", "power", "supplies", position, "feed")
    for number, _ in stack_members(device):
        yield edge("has member", "stack_member", f"{name} {number}", "stack")
    yield from _of_host(name, device)


def _of_locations(objects: Mapping[str, Mapping[str, Object]]) -> Iterator[Edge]:
    """Locations in others, racks in locations."""
    for name, location in objects.get("location", {}).items():
        if "parent" in location:
            outer = Element("location", f"{location['site']}/{location['parent']}")
            yield Edge(Element("location", name), "in", outer, Place("location", name, ("parent",)))
    for name, site in objects.get("site", {}).items():
        for position, rack in enumerate(site.get("racks", ())):
            if "location" in rack:
                place = Place("site", name, ("racks", position, "location"))
                yield Edge(Element("rack", f"{name}/{rack['name']}"), "in", Element("location", f"{name}/{rack['location']}"), place)


def _of_host(name: str, device: Object) -> Iterator[Edge]:
    """Shares and print queues of a host, and the printer behind each queue."""
    for kind, key in (("share", "shares"), ("print_queue", "print_queues")):
        for position, row in enumerate(device.get(key, ())):
            here, own = Place("device", name, (key, position)), Element(kind, f"{name}/{row['name']}")
            yield Edge(own, "runs on", device_element(name), here)
            if "printer" in row:
                yield Edge(own, "prints on", device_element(str(row["printer"])), Place("device", name, (key, position, "printer")))
            if "department" in row:
                department = Element("department", str(row["department"]))
                yield Edge(department, "uses", own, Place("device", name, (key, position, "department")))


def links_between_devices(index: Index) -> Iterator[Edge]:
    """Cables, through patch panels, and circuits between two ports of ours, both ways round."""
    return map(_link, index.ways.values())


def _of_links(objects: Mapping[str, Mapping[str, Object]], index: Index) -> Iterator[Edge]:
    """Cables and circuits between ports; circuits to providers."""
    yield from links_between_devices(index)
    for server, device in (pair for pairs in index.consoles.values() for pair in pairs):
        yield Edge(device_element(device.port.device), "console at", port_element(server.port.device, server.port.interface), server.place)
    for name, circuit in objects.get("circuit", {}).items():
        me = Element("circuit", name)
        if "provider" in circuit:
            yield Edge(me, "depends on", Element("provider", str(circuit["provider"])), Place("circuit", name, ("provider",)))
        for key in ("a", "z"):
            if key in circuit:
                end = device_element(str(circuit[key]["device"]))
                yield Edge(me, "ends at", end, Place("circuit", name, (key,)))


def _link(way: Sequence[Plug]) -> Edge:
    near, far = way[0], way[-1]
    ends = (port_element(plug.port.device, plug.port.interface) for plug in (near, far))
    return Edge(next(ends), near.kind, next(ends), near.place)


def _of_networks(objects: Mapping[str, Mapping[str, Object]], devices: Mapping[str, Object], index: Index) -> Iterator[Edge]:
    """Ports of devices: the group that each is a member of, its VLANs and VRF, and the prefixes that it is in; VLANs of prefixes."""
    for name, device in devices.items():
        vlans = index.vlans.get(str(device.get("site", "")), {})
        vids = index.vids.get(str(device.get("site", "")), {})
        for interface, port in device.get("interfaces", {}).items():
            yield from _of_port(name, str(interface), port, vlans, vids)
    for name, prefix in objects.get("prefix", {}).items():
        if "vlan" in prefix and "site" in prefix:
            yield Edge(
                Element("prefix", name), "in", Element("vlan", f"{prefix['site']}/{prefix['vlan']}"), Place("prefix", name, ("vlan",))
            )


def _of_tunnels(devices: Mapping[str, Object]) -> Iterator[Edge]:
    """Tunnel interfaces to the other end of their tunnel, both ways round."""
    for near, far in tunnel_pairs(devices):
        ends = (port_element(end.port.device, end.port.interface) for end in (near, far))
        yield Edge(next(ends), "tunnel", next(ends), Place("device", near.port.device, ("interfaces", near.port.interface, "tunnel")))


def _of_port(device: str, interface: str, port: Object, vlans: Mapping[str, Any], vids: Mapping[int, Any]) -> Iterator[Edge]:
    me, here = port_element(device, interface), ("interfaces", interface)
    used = {key: str(port[key]) for key in ("untagged_vlan", "voice_vlan") if key in port}
    rows = [*used.items(), *(("tagged_vlans", str(vlan)) for vlan in listed_vlans(port))]
    if not rows and "lag" not in port and "addresses" not in port:
        return
    yield Edge(me, "of", device_element(device), Place("device", device, here))
    if "lag" in port:
        yield Edge(me, "member of", port_element(device, str(port["lag"])), Place("device", device, (*here, "lag")))
    for key, name in rows:
        if name in vlans:
            yield Edge(me, "carries", Element("vlan", vlans[name].key), Place("device", device, (*here, key)))
    if (vlan := vids.get(svi_vid(interface) or 0)) is not None:
        yield Edge(me, "gateway of", Element("vlan", vlan.key), Place("device", device, here))
    if "vrf" in port:
        yield Edge(me, "in", Element("vrf", f"{device} {port['vrf']}"), Place("device", device, (*here, "vrf")))


NAMED: Final = (
    ("devices", "device"),
    ("circuits", "circuit"),
    ("shares", "share"),
    ("print_queues", "print_queue"),
    ("services", "service"),
)
"""Keys of `depends_on` of a business service, and the kinds that they name."""


def _of_service(name: str, service: Object) -> Iterator[Edge]:
    me, needs = Element("service", name), service.get("depends_on", {})
    if "hosted" in service:
        yield Edge(
            me, "depends on", Element("provider", str(service["hosted"]["provider"])), Place("service", name, ("hosted", "provider"))
        )
    for key, kind in NAMED:
        for position, other in enumerate(needs.get(key, ())):
            yield Edge(me, "depends on", Element(kind, str(other)), Place("service", name, ("depends_on", key, position)))
    for position, flow in enumerate(service.get("flows", ())):
        yield Edge(me, "answers at", device_element(str(flow["to"])), Place("service", name, ("flows", position, "to")))
    for position, department in enumerate(service.get("users", ())):
        yield Edge(Element("department", str(department)), "uses", me, Place("service", name, ("users", position)))
