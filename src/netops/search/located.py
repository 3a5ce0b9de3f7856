"""Where a host is plugged in, by the ARP, MAC address and LLDP tables of devices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

    `ports`: the access ports, one but for addresses in more than one VLAN; empty when only uplinks see it. `uplinks`: the ports of switches
    on the way. `seen_by`: devices that know its address, each with the interface.
    """

    mac: str
    addresses: tuple[str, ...] = ()
    ports: tuple[SwitchPort, ...] = ()
    uplinks: tuple[SwitchPort, ...] = ()
    seen_by: tuple[SwitchPort, ...] = ()
    neighbor: str = ""
    """The name by which the host is seen by LLDP at its port."""


def locate(query: Query, addresses: Collection[str], read: Sequence[Tables], uplinks: Collection[tuple[str, str]]) -> list[Located]:
    """Where the hosts are that a query means. `addresses`: those that the data gives to them; `uplinks`: device and port of each cable
    between two devices with tables of hardware addresses, and of link aggregations over such cables."""
    macs = dict.fromkeys([*_meant(query, addresses, read), *_seen_macs(query, read)])
    return [_located(mac, read, uplinks) for mac in macs]


def heard(query: Query, read: Iterable[Tables]) -> list[tuple[SwitchPort, Neighbor]]:
    """The neighbours that devices see by LLDP under a name that is searched for, as a whole word."""
    wanted = (Relation.IS, Relation.WORD, Relation.IN)
    return [
        (SwitchPort(one.device, seen.interface), seen)
        for one in read
        for seen in one.neighbors
        if query.relation(seen.host) in wanted or query.relation(seen.host.partition(".")[0]) in wanted
    ]


def _meant(query: Query, addresses: Collection[str], read: Iterable[Tables]) -> Iterator[str]:
    """The hardware addresses that devices know for a searched address, or for one of a host."""
    for one in read:
        for row in one.arp:
            relation = query.relation(row.address) if query.kind in ("address", "prefix") else None
            if relation in (Relation.IS, Relation.IN) or row.address in addresses:
                yield normal_mac(row.mac)


def _seen_macs(query: Query, read: Iterable[Tables]) -> Iterator[str]:
    if isinstance(query, MacQuery):
        macs = [row.mac for one in read for row in one.arp] + [row.mac for one in read for row in one.macs]
        yield from (normal_mac(mac) for mac in macs if query.of(mac) is not None)


def _located(mac: str, read: Sequence[Tables], uplinks: Collection[tuple[str, str]]) -> Located:
    places = [SwitchPort(one.device, row.interface, row.vlan) for one in read for row in one.macs if normal_mac(row.mac) == mac]
    known = [(row, one.device) for one in read for row in one.arp if normal_mac(row.mac) == mac]
    counts = Counter((one.device, row.interface) for one in read for row in one.macs)
    is_uplink = {(one.device, seen.interface) for one in read for seen in one.neighbors if _is_switch(seen.host, read)} | {*uplinks}
    edges = [place for place in places if place.interface and (place.device, place.interface) not in is_uplink]
    ports = tuple(sorted(dict.fromkeys(_fewest(edges, counts))))
    neighbor = next((seen.host for one in read for seen in one.neighbors if (one.device, seen.interface) in _names(ports)), "")
    return Located(
        mac=":".join(mac[at : at + 2] for at in range(0, len(mac), 2)),
        addresses=tuple(dict.fromkeys(row.address for row, _ in known)),
        ports=ports,
        uplinks=tuple(sorted({place for place in places if place.interface} - {*ports})),
        seen_by=tuple(sorted({SwitchPort(device, row.interface) for row, device in known})),
        neighbor=neighbor,
    )


def _names(ports: Iterable[SwitchPort]) -> set[tuple[str, str]]:
    return {(port.device, port.interface) for port in ports}


def _is_switch(host: str, read: Iterable[Tables]) -> bool:
    """Whether a neighbour is a device whose table of hardware addresses was read: the host is behind it."""
    short = host.partition(".")[0].lower()
    return any(one.macs and one.device.lower() in (host.lower(), short) for one in read)


def _fewest(edges: Sequence[SwitchPort], counts: Mapping[tuple[str, str], int]) -> Iterator[SwitchPort]:
    """In each VLAN the port with the fewest hardware addresses: behind the others is a switch that was not read."""
    by_vlan: defaultdict[int, list[SwitchPort]] = defaultdict(list)
    for place in edges:
        by_vlan[place.vlan].append(place)
    for places in by_vlan.values():
        yield min(places, key=lambda place: (counts[place.device, place.interface], place))
