"""Packets as sets: boxes over the fields of headers that filters decide by, with intersection and difference.

A box has a range of values in each field; a set is boxes that do not overlap. What a filter permits of a set is then exact, for
one packet as for all packets of a network.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, NamedTuple

Range = tuple[int, int]
PORTS: Final[Range] = (0, 65535)
BYTE: Final[Range] = (0, 255)
ADDRESSES: Final[dict[int, Range]] = {4: (0, 2**32 - 1), 6: (0, 2**128 - 1)}
ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58
FIN, SYN, RST, PSH, ACK, URG = 1, 2, 4, 8, 16, 32
ANY_FLAGS: Final = 2**64 - 1
"""A bit for each of the 64 combinations of the six flags (RFC 9293, section 3.1)."""
NEW, ESTABLISHED, RELATED, INVALID = 1, 2, 4, 8
ANY_STATE: Final = 15
WHOLE, LATER = 1, 2
"""A packet in one piece, or the first of several; a fragment after the first one, which has no ports."""


def packets_with_flags(set_: int, mask: int) -> int:
    """The combinations of flags whose bits in `mask` are those of `set_`."""
    return sum(1 << flags for flags in range(64) if flags & mask == set_)


IN_SESSION: Final = ANY_FLAGS & ~packets_with_flags(0, ACK | RST)
"""ACK or RST is set: what `established` means in filters without a memory (Cisco Security Command Reference; Junos `tcp-established`)."""


class PacketBox(NamedTuple):
    """Ranges of values, both ends included; flags, state and part as sets of bits."""

    family: int
    source: Range
    destination: Range
    protocol: Range = BYTE
    source_port: Range = PORTS
    port: Range = PORTS
    icmp_type: Range = BYTE
    icmp_code: Range = BYTE
    flags: int = ANY_FLAGS
    state: int = ANY_STATE
    part: int = WHOLE | LATER


RANGES: Final = tuple(range(1, 8))
BITS: Final = tuple(range(8, 11))


def full_box(family: int, **fields: Range | int) -> PacketBox:
    """A box with all packets of a family, narrowed by some fields."""
    every = {"source": ADDRESSES[family], "destination": ADDRESSES[family]}
    return PacketBox(family, **{**every, **fields})  # type: ignore[arg-type]


def intersect_boxes(one: PacketBox, other: PacketBox) -> PacketBox | None:
    """The packets in both boxes, None when there are none."""
    if one[0] != other[0]:
        return None
    found: list[Range | int] = [one[0]]
    for at in RANGES:
        low, high = max(one[at][0], other[at][0]), min(one[at][1], other[at][1])  # type: ignore[index]
        if low > high:
            return None
        found.append((low, high))
    for at in BITS:
        bits = one[at] & other[at]  # type: ignore[operator]
        if not bits:
            return None
        found.append(bits)
    return PacketBox(*found)  # type: ignore[arg-type]


def subtract_box(one: PacketBox, other: PacketBox) -> list[PacketBox]:
    """The packets of a box that are not in another: one piece for each field that reaches beyond it, or the box itself."""
    inner = intersect_boxes(one, other)
    if inner is None:
        return [one]
    pieces, rest = [], list(one)
    for at in RANGES:
        low, high = one[at]  # type: ignore[misc]
        inside: Range = inner[at]  # type: ignore[assignment]
        outside = [(low, inside[0] - 1)] * (low < inside[0]) + [(inside[1] + 1, high)] * (inside[1] < high)
        pieces += [PacketBox(*[*rest[:at], part, *rest[at + 1 :]]) for part in outside]  # type: ignore[arg-type]
        rest[at] = inside
    for at in BITS:
        left: int = one[at] & ~inner[at]  # type: ignore[operator]
        if left:
            pieces.append(PacketBox(*[*rest[:at], left, *rest[at + 1 :]]))  # type: ignore[arg-type]
        rest[at] = inner[at]
    return pieces


@dataclass(frozen=True, slots=True)
class Packets:
    """A set of packets."""

    boxes: tuple[PacketBox, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.boxes)

    def __and__(self, other: Packets) -> Packets:
        return Packets(tuple(both for one in self.boxes for two in other.boxes if (both := intersect_boxes(one, two)) is not None))

    def __sub__(self, other: Packets) -> Packets:
        left = list(self.boxes)
        for taken in other.boxes:
            left = [piece for one in left for piece in subtract_box(one, taken)]
        return Packets(tuple(left))

    def __or__(self, other: Packets) -> Packets:
        return Packets((*self.boxes, *(other - self).boxes))

    def example(self) -> PacketBox:
        """The packet with the lowest value in each field of the first box; a first segment of a new session, where it may be one."""
        one = self.boxes[0]
        lows = [(one[at][0],) * 2 for at in RANGES]  # type: ignore[index]
        bits = [_one_bit(mask, wanted) for mask, wanted in ((one.flags, 1 << SYN), (one.state, NEW), (one.part, WHOLE))]
        return PacketBox(*[one.family, *lows, *bits])  # type: ignore[arg-type]

    def reversed(self) -> Packets:
        """The answers: source and destination change places, and all belong to a session that is open."""
        return Packets(tuple(_answer(one) for one in self.boxes))

    def to(self, destination: str) -> Packets:
        """These packets with another destination address."""
        return Packets(tuple(one._replace(destination=host_range(destination)) for one in self.boxes))

    def coming_from(self, source: str) -> Packets:
        """These packets with another source address."""
        return Packets(tuple(one._replace(source=host_range(source)) for one in self.boxes))


def _one_bit(mask: int, wanted: int) -> int:
    return wanted if mask & wanted else mask & -mask


def _answer(one: PacketBox) -> PacketBox:
    echo = {8: 0, 128: 129}.get(one.icmp_type[0]) if one.icmp_type[0] == one.icmp_type[1] else None
    return one._replace(
        source=one.destination,
        destination=one.source,
        source_port=one.port,
        port=one.source_port,
        icmp_type=one.icmp_type if echo is None else (echo, echo),
        flags=IN_SESSION,
        state=ESTABLISHED,
    )


def host_range(address: str | IPv4Address | IPv6Address) -> Range:
    number = int(ip_address(str(address)))
    return number, number


def network_range(text: str) -> tuple[int, Range]:
    """The family of a prefix or an address, and its first and last number."""
    net = ip_network(text, strict=False)
    return net.version, (int(net.network_address), int(net.broadcast_address))


EPHEMERAL: Final[Range] = (32768, 60999)
"""Source ports of sessions, as Linux picks them (ip_local_port_range)."""
PROTOCOLS: Final = {"icmp": ICMP, "tcp": TCP, "udp": UDP, "icmpv6": ICMPV6}


def flow_packets(source: str, destination: str, protocol: str = "tcp", port: int | None = None) -> Packets:
    """The first packets of sessions from a source to a destination (addresses or prefixes of one family); ICMP is an echo request."""
    family, sources = network_range(source)
    other, destinations = network_range(destination)
    if family != other:
        return Packets()
    one = full_box(family, source=sources, destination=destinations, state=NEW, part=WHOLE)
    if protocol == "icmp":
        kind = (8, 8) if family == 4 else (128, 128)
        number = ICMP if family == 4 else ICMPV6
        return Packets((one._replace(protocol=(number, number), icmp_type=kind, icmp_code=(0, 0)),))
    number = PROTOCOLS.get(protocol, -1) if not protocol.isdecimal() else int(protocol)
    one = one._replace(protocol=(number, number) if number >= 0 else BYTE)
    if number in (TCP, UDP):
        one = one._replace(source_port=EPHEMERAL, port=PORTS if port is None else (port, port))
    return Packets((one._replace(flags=1 << SYN) if number == TCP else one,))


def all_packets(families: Iterable[int] = (4, 6)) -> Packets:
    """All packets."""
    return Packets(tuple(full_box(family) for family in families))
