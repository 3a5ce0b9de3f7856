"""The two ends of tunnels: interfaces whose outer packets go from the address of each to that of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netops.model.index import Address, Object, Port, parse_interface


@dataclass(frozen=True, slots=True)
class TunnelEnd:
    """A tunnel interface with a source and one destination: the outer addresses, the VRF of the outer packets, the key of both ends."""

    port: Port
    sources: frozenset[Address]
    destination: Address
    vrf: str
    key: int | None

    def is_other_end_of(self, other: TunnelEnd) -> bool:
        """Whether each of two ends sends to the other one, with one key."""
        return self.destination in other.sources and other.destination in self.sources and self.key == other.key


def tunnel_ends(devices: Mapping[str, Object]) -> Iterator[TunnelEnd]:
    """The tunnel interfaces of all devices that have a source and a destination that are addresses; a hub of many ends is none."""
    for name, device in devices.items():
        for interface, port in device.get("interfaces", {}).items():
            tunnel = port.get("tunnel", {})
            destination = parse_interface(tunnel["destination"]) if "destination" in tunnel else None
            sources = _addresses(device, str(tunnel.get("source", ""))) if destination else frozenset()
            if destination and sources:
                yield TunnelEnd(Port(name, str(interface)), sources, destination.ip, str(tunnel.get("vrf", "")), tunnel.get("key"))


def _addresses(device: Object, source: str) -> frozenset[Address]:
    """The addresses of the source of a tunnel: an address, or those of an interface."""
    own = parse_interface(source) if source and "/" not in source else None
    texts = [source] if own else device.get("interfaces", {}).get(source, {}).get("addresses", ())
    return frozenset(found.ip for text in texts if (found := parse_interface(text)))


def tunnel_pairs(devices: Mapping[str, Object]) -> Iterator[tuple[TunnelEnd, TunnelEnd]]:
    """The ends that belong together, each pair both ways round."""
    by_source: dict[Address, list[TunnelEnd]] = defaultdict(list)
    ends = list(tunnel_ends(devices))
    for end in ends:
        for address in end.sources:
            by_source[address].append(end)
    for end in ends:
        yield from ((end, other) for other in by_source.get(end.destination, ()) if end.port != other.port and end.is_other_end_of(other))
