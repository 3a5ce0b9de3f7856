"""Where a host is plugged in, by the ARP, MAC address and LLDP tables of devices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from netops.search.query import MacQuery, Query, Relation, normal_mac


@dataclass(frozen=True, slots=True)
class ArpRow:
    """An address and the hardware address that a device knows for it, of ARP or of IPv6's neighbour discovery."""

    address: str
    mac: str
    interface: str


@dataclass(frozen=True, slots=True)
class MacRow:
    """A hardware address that a switch has learnt at a port. `vlan`: 0 where the device shows none."""

    mac: str
    interface: str
    vlan: int = 0


@dataclass(frozen=True, slots=True)
class Neighbor:
    """What a device sees by LLDP at a port."""

    interface: str
    host: str
    port: str


@dataclass(frozen=True, slots=True)
class Tables:
    """What a device shows; interfaces have the names of the config. `unread`: the tables that it does not give, with the reason."""

    device: str
    arp: tuple[ArpRow, ...] = ()
    macs: tuple[MacRow, ...] = ()
    neighbors: tuple[Neighbor, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class SwitchPort:
    """A port of a switch. `vlan`: in which the hardware address was learnt, 0 for not shown."""

    device: str
    interface: str
    vlan: int = 0

    def __str__(self) -> str:
        return f"{self.device} {self.interface}"


@dataclass(frozen=True, slots=True)
class Located:
    """A hardware address, the addresses that devices know for it, and where it is.

    `ports`: the access ports, one for each VLAN that it is in; empty when only uplinks see it. `uplinks`: the other ports that have learnt
    it. `seen_by`: devices that know its address, each with the interface. `way`: the ports from one of them to the access port.
    `neighbor`: the name by which LLDP sees it there.
    """

    mac: str
    addresses: tuple[str, ...] = ()
    ports: tuple[SwitchPort, ...] = ()
    uplinks: tuple[SwitchPort, ...] = ()
    seen_by: tuple[SwitchPort, ...] = ()
    way: tuple[SwitchPort, ...] = ()
    neighbor: str = ""


Cables = Mapping[tuple[str, str], str]
"""Device and port of each cable, and the device at its other end; a link aggregation is a port."""


class Network:
    """The tables of devices together: nothing of them is looked through twice."""

    def __init__(self, read: Sequence[Tables], cables: Cables, owner: Callable[[str], str] = lambda address: "") -> None:
        """`owner`: the device that has an address by the data, or nothing."""
        self.read, self._owner = read, owner
        self.learnt: defaultdict[str, list[SwitchPort]] = defaultdict(list)
        self.known: defaultdict[str, list[tuple[str, SwitchPort]]] = defaultdict(list)
        self.neighbors: dict[tuple[str, str], str] = {}
        for one in read:
            for learnt in one.macs:
                self.learnt[normal_mac(learnt.mac)].append(SwitchPort(one.device, learnt.interface, learnt.vlan))
            for row in one.arp:
                self.known[normal_mac(row.mac)].append((row.address, SwitchPort(one.device, row.interface)))
            self.neighbors |= {(one.device, seen.interface): seen.host for seen in one.neighbors}
        self.counts = Counter((place.device, place.interface) for places in self.learnt.values() for place in places)
        switches = {one.device.lower(): one.device for one in read if one.macs}
        seen = {key: switches.get(host.partition(".")[0].lower(), switches.get(host.lower(), "")) for key, host in self.neighbors.items()}
        self.uplinks = {key: to for key, to in {**seen, **{key: to for key, to in cables.items() if to in switches.values()}}.items() if to}

    def locate(self, query: Query, addresses: Collection[str] = ()) -> list[Located]:
        """Where the hosts are that a query means. `addresses`: those that the data gives to them."""
        return [self._located(mac) for mac in dict.fromkeys([*self._meant(query, addresses), *self._seen_macs(query)])]

    def neighbors_named(self, query: Query) -> list[tuple[SwitchPort, Neighbor]]:
        """The neighbours that devices see by LLDP under a name that is searched for, as a whole word."""
        wanted = (Relation.IS, Relation.WORD)
        return [
            (SwitchPort(one.device, seen.interface), seen)
            for one in self.read
            for seen in one.neighbors
            if query.relation(seen.host) in wanted or query.relation(seen.host.partition(".")[0]) in wanted
        ]

    def _meant(self, query: Query, addresses: Collection[str]) -> Iterator[str]:
        """The hardware addresses that devices know for a searched address, or for one of a host."""
        is_address = query.kind in ("address", "prefix")
        for mac, rows in self.known.items():
            if any(address in addresses or (is_address and query.relation(address) in (Relation.IS, Relation.IN)) for address, _ in rows):
                yield mac

    def _seen_macs(self, query: Query) -> Iterator[str]:
        if isinstance(query, MacQuery):
            yield from (mac for mac in dict.fromkeys([*self.known, *self.learnt]) if query.of(mac) is not None)

    def _located(self, mac: str) -> Located:
        places, known = self.learnt.get(mac, []), self.known.get(mac, [])
        owner = {self._owner(address) for address, _ in known} - {""}
        edges = [place for place in places if self._is_edge(place, owner)]
        ports = tuple(sorted(dict.fromkeys(self._fewest(edges))))
        seen_by = tuple(sorted({place for _, place in known}))
        return Located(
            mac=":".join(mac[at : at + 2] for at in range(0, len(mac), 2)),
            addresses=tuple(dict.fromkeys(address for address, _ in known)),
            ports=ports,
            uplinks=tuple(sorted({place for place in places if place.interface} - {*ports})),
            seen_by=seen_by,
            way=self._way(places, ports, [place.device for place in seen_by]),
            neighbor=next((host for port in ports if (host := self.neighbors.get((port.device, port.interface)))), ""),
        )

    def _is_edge(self, place: SwitchPort, owner: Collection[str]) -> bool:
        """Whether a port leads to no other switch, or to the very switch that has the address."""
        other = self.uplinks.get((place.device, place.interface))
        return bool(place.interface) and (other is None or other in owner)

    def _fewest(self, edges: Sequence[SwitchPort]) -> Iterator[SwitchPort]:
        """In each VLAN the port with the fewest hardware addresses: behind the others is a switch that was not read."""
        by_vlan: defaultdict[int, list[SwitchPort]] = defaultdict(list)
        for place in edges:
            by_vlan[place.vlan].append(place)
        for places in by_vlan.values():
            yield min(places, key=lambda place: (self.counts[place.device, place.interface], place))

    def _way(self, places: Sequence[SwitchPort], ports: Sequence[SwitchPort], starts: Sequence[str]) -> tuple[SwitchPort, ...]:
        """The ports from the first device that knows the address and has learnt where it is, as far as cables and LLDP lead."""
        ends, at = {port.device for port in ports}, {place.device: place for place in places if place not in ports}
        device = next((start for start in starts if start in at), "")
        way: list[SwitchPort] = []
        while device in at and device not in ends and at[device] not in way:
            way.append(at[device])
            device = self.uplinks.get((at[device].device, at[device].interface), "")
        return tuple(way)
