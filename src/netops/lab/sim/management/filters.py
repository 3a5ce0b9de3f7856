"""Packet filters of simulated devices: whether one admits a packet of netops."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

PORTS = {
    "ftp": 21,
    "ssh": 22,
    "telnet": 23,
    "smtp": 25,
    "domain": 53,
    "www": 80,
    "http": 80,
    "bgp": 179,
    "https": 443,
    "netconf-ssh": 830,
    "netconf": 830,
}
"""Services that filters name; a packet of netops goes to none of the others."""
OPERATORS = ("eq", "neq", "range", "gt", "lt")
HARMLESS = frozenset({"log", "log-input", "count", "counted", "tracked"})
"""Words behind an entry that do not narrow it."""


@dataclass(frozen=True, slots=True)
class AddressMask:
    """Addresses that have the bits of `base` wherever `care` has a one."""

    version: int
    base: int
    care: int

    def holds(self, address: str) -> bool:
        one = ip_address(address)
        return one.version == self.version and int(one) & self.care == self.base & self.care

    @property
    def first(self) -> str:
        number = self.base & self.care
        return str(ip_address(number.to_bytes(4 if self.version == 4 else 16, "big")))


Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet of TCP between netops and a device."""

    source: str
    destination: str
    source_port: int
    destination_port: int
    established: bool = False

    def back(self) -> Packet:
        """What the other side answers."""
        return Packet(self.destination, self.source, self.destination_port, self.source_port, True)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a filter; None matches everything."""

    permits: bool
    sources: tuple[AddressMask, ...] | None = None
    destinations: tuple[AddressMask, ...] | None = None
    source_ports: tuple[Range, ...] | None = None
    destination_ports: tuple[Range, ...] | None = None
    established: bool = False
    fresh: bool = False
    """Whether it only matches the first packet of a connection."""
    not_sources: tuple[AddressMask, ...] = ()
    under: tuple[Entry, ...] = ()
    """Conditions of the rules by which its chain is entered."""

    def matches(self, packet: Packet) -> bool:
        return (
            (packet.established or not self.established)
            and not (packet.established and self.fresh)
            and not (self.not_sources and _in_areas(self.not_sources, packet.source))
            and all(one.matches(packet) for one in self.under)
            and _in_areas(self.sources, packet.source)
            and _in_areas(self.destinations, packet.destination)
            and _in_ranges(self.source_ports, packet.source_port)
            and _in_ranges(self.destination_ports, packet.destination_port)
        )


Filters = Mapping[str, tuple[Entry, ...]]


def _in_areas(areas: tuple[AddressMask, ...] | None, address: str) -> bool:
    return areas is None or any(area.holds(address) for area in areas)


def _in_ranges(ranges: tuple[Range, ...] | None, port: int) -> bool:
    return ranges is None or any(low <= port <= high for low, high in ranges)


def is_permitted(entries: Iterable[Entry], packet: Packet) -> bool:
    """Whether the first entry that matches permits; nothing that no entry matches gets through."""
    return next((entry.permits for entry in entries if entry.matches(packet)), False)


def address_mask(text: str) -> AddressMask:
    """The addresses of a prefix or of one address. ValueError for anything else."""
    network = ip_network(text, strict=False)
    return AddressMask(network.version, int(network.network_address), int(network.netmask))


def masked_area(address: str, mask: str, *, is_netmask: bool = False) -> AddressMask:
    """The addresses of an address with a wildcard, or with a netmask."""
    bits = int(ip_address(mask))
    return AddressMask(4, int(ip_address(address)), bits if is_netmask else bits ^ 0xFFFFFFFF)


# entries of the IOS family


def parse_filter_entry(line: str, groups: Mapping[str, tuple[AddressMask, ...]], *, standard: bool = False) -> Entry | None:
    """An entry as IOS, EOS, NX-OS, XR and FRR show it; None for a remark, and for one that no packet of netops can match."""
    words = re.sub(r"^(seq |sequence )?\d+ ", "", line).split()
    if words[0] not in ("permit", "deny"):
        return None
    rest = _Words(words[1:])
    try:
        return _entry(words[0] == "permit", rest, groups, standard)
    except (ValueError, IndexError):
        return None


class _Words:
    """The words of an entry that are still to be read."""

    def __init__(self, words: Sequence[str]) -> None:
        self._left = list(words)

    def next(self) -> str:
        return self._left.pop(0)

    def peek(self) -> str:
        return self._left[0] if self._left else ""

    def rest(self) -> list[str]:
        return self._left


def _entry(permits: bool, words: _Words, groups: Mapping[str, tuple[AddressMask, ...]], standard: bool) -> Entry | None:
    if standard or _is_address(words.peek()):
        return Entry(permits, _areas(words, groups))
    protocol = words.next()
    if protocol not in ("ip", "ipv4", "ipv6", "tcp", "6", "any"):
        return None
    sources, source_ports = _areas(words, groups), _ranges(words)
    destinations, destination_ports = _areas(words, groups), _ranges(words)
    narrowing = [word for word in words.rest() if word not in HARMLESS]
    if narrowing not in ([], ["established"]):
        return None
    return Entry(permits, sources, destinations, source_ports, destination_ports, established=bool(narrowing))


def _is_address(word: str) -> bool:
    """Whether an entry has no protocol."""
    return word in ("any", "host") or re.fullmatch(r"[\d.]+(/\d+)?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(/\d+)?", word) is not None


def _areas(words: _Words, groups: Mapping[str, tuple[AddressMask, ...]]) -> tuple[AddressMask, ...] | None:
    word = words.next()
    if word in ("any", "any4", "any6"):
        return None
    if word in ("object-group", "addrgroup", "net-group"):
        return groups.get(words.next(), ())
    if word == "host":
        return (address_mask(words.next()),)
    if "/" not in word and re.fullmatch(r"\d+(\.\d+){3}", words.peek()):
        return (masked_area(word, words.next()),)
    return (address_mask(word),)


def _ranges(words: _Words) -> tuple[Range, ...] | None:
    """The ports of one side. A port with another name is none of netops."""
    operator = words.peek()
    if operator in ("portgroup", "port-group"):
        raise ValueError(operator)
    if operator not in OPERATORS:
        return None
    words.next()
    if operator == "range":
        return ((_port(words.next()), _port(words.next())),)
    numbers = [_port(words.next())]
    while operator == "eq" and _is_port(words.peek()):
        numbers.append(_port(words.next()))
    return tuple(found for number in numbers for found in _compared(operator, number))


def _compared(operator: str, number: int) -> tuple[Range, ...]:
    match operator:
        case "eq":
            return ((number, number),)
        case "gt":
            return ((number + 1, 65535),)
        case "lt":
            return ((0, number - 1),)
        case _:
            return ((0, number - 1), (number + 1, 65535))


def _is_port(word: str) -> bool:
    return word.isdigit() or word in PORTS


def _port(word: str) -> int:
    return int(word) if word.isdigit() else PORTS.get(word, -1)


def group_areas(lines: Iterable[str]) -> Iterator[AddressMask]:
    """The addresses of an object group, line by line: hosts, prefixes, addresses with a netmask or a wildcard."""
    for line in lines:
        words = re.sub(r"^\d+ ", "", line).removeprefix("host ").split()
        try:
            if len(words) == 2:
                yield masked_area(words[0], words[1], is_netmask=words[1].startswith("255"))
            else:
                yield address_mask(words[0])
        except ValueError:
            continue
