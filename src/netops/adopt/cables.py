"""Cables guessed from what devices show of each other by LLDP and CDP, from descriptions of interfaces and from subnets with two hosts.

What neighbours say of themselves goes before what people wrote. A port with two answers gets no cable, and both are reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_interface
from typing import Any

from netops.adopt import names
from netops.adopt.draft import INTERFACES, DeviceDraft
from netops.adopt.ports import long_name
from netops.model.index import Port

SHORTEST = {4: 30, 6: 64}
"""The prefix length of the largest subnet that may be a link between two devices."""
SUBINTERFACE = re.compile(r"[.:]\d+$")
_PORT = re.compile(r"[A-Za-z][A-Za-z-]*[ -]?\d+(?:[/:]\d+)*")
_WORD = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What a device has seen at one of its ports: the names of a host and its port. `protocol`: LLDP or CDP."""

    port: str
    host: str
    other: str
    protocol: str = "LLDP"


Neighbours = Callable[[str, str], Sequence[Neighbour]]
"""What a device has seen at its ports, by the name of its config and its platform."""


def no_neighbours(source: str, platform: str) -> tuple[Neighbour, ...]:
    """Nothing: nobody has asked."""
    return ()


@dataclass(frozen=True, slots=True)
class GuessedCables:
    """Cables by their two ends in order, each with its reasons, and the ports that have more than one answer."""

    cables: Mapping[tuple[Port, Port], tuple[str, ...]] = field(default_factory=dict)
    conflicts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CabledDevice:
    """A draft with the ports that a cable can be plugged into."""

    draft: DeviceDraft
    ports: frozenset[str]

    def end(self, port: str) -> Port | None:
        """A port by any spelling; None when the device has none of this name. A group of one port is that port."""
        for name in (port, long_name(self.draft.platform.name, port), long_name(self.draft.platform.name, port.replace(" ", ""))):
            if socket := self.socket(SUBINTERFACE.sub("", name) if name not in self.ports else name):
                return socket
        return None

    def socket(self, name: str) -> Port | None:
        """The port of an interface: its own, or that of the only member of a group; None for all others."""
        members = [one for one, data in self.draft.data.get(INTERFACES, {}).items() if data.get("lag") == name]
        port = members[0] if len(members) == 1 else name
        return Port(self.draft.name, port) if port in self.ports else None


class CableEvidence:
    """What is known of each pair of ports, from one kind of source. `taken`: ports whose other end is no device of these."""

    def __init__(self) -> None:
        self.reasons: dict[tuple[Port, Port], dict[str, None]] = defaultdict(dict)
        self.taken: set[Port] = set()

    def add(self, one: Port | None, other: Port | None, reason: str) -> None:
        if one and other and one.device != other.device:
            self.reasons[min(one, other), max(one, other)][reason] = None


def guess_cables(devices: Iterable[CabledDevice], neighbours: Mapping[str, Sequence[Neighbour]]) -> GuessedCables:
    """The cables between devices. `neighbours`: what each device has seen, by its name."""
    found = sorted(devices, key=lambda one: one.draft.name)
    hosts = _by_host(found)
    cables: dict[tuple[Port, Port], tuple[str, ...]] = {}
    conflicts: list[str] = []
    taken: set[Port] = set()
    for evidence in (_seen(found, hosts, neighbours), _written(found, hosts)):
        pairs = {pair: reasons for pair, reasons in evidence.reasons.items() if not taken & {*pair}}
        at: dict[Port, list[tuple[Port, Port]]] = defaultdict(list)
        for pair in pairs:
            for end in pair:
                at[end].append(pair)
        disputed = {end for end, ways in at.items() if len(ways) > 1}
        conflicts += [_conflict(end, at[end], pairs) for end in sorted(disputed)]
        cables |= {pair: tuple(reasons) for pair, reasons in pairs.items() if not disputed & {*pair}}
        taken |= {*at, *evidence.taken}
    return GuessedCables(dict(sorted(cables.items())), tuple(conflicts))


def _conflict(end: Port, ways: Iterable[tuple[Port, Port]], reasons: Mapping[tuple[Port, Port], Iterable[str]]) -> str:
    others = (f"{one if other == end else other} ({', '.join(reasons[one, other])})" for one, other in sorted(ways))
    return f"no cable for {end}: {' or '.join(others)}"


def _by_host(devices: Iterable[CabledDevice]) -> dict[str, CabledDevice]:
    """The devices by their host names without domains, and by the names of their files; none by a name that two have."""
    found: dict[str, CabledDevice | None] = {}
    for device in devices:
        for name in {_host(str(device.draft.data.get("hostname", ""))), _host(device.draft.source)} - {""}:
            found[name] = device if name not in found else None
    return {name: device for name, device in found.items() if device}


def _host(name: str) -> str:
    """A host name without its domain, as NX-OS writes it also without its serial number in brackets."""
    return name.partition("(")[0].partition(".")[0].lower()


def _seen(
    devices: Iterable[CabledDevice], hosts: Mapping[str, CabledDevice], neighbours: Mapping[str, Sequence[Neighbour]]
) -> CableEvidence:
    """What devices have seen of each other."""
    evidence = CableEvidence()
    for device in devices:
        for one in neighbours.get(device.draft.name, ()):
            here, other = device.end(one.port), hosts.get(_host(one.host))
            there = other.end(one.other) if other else None
            if here and there is None:
                evidence.taken.add(here)
            evidence.add(here, there, f"{one.protocol} of {device.draft.name}")
    return evidence


def _written(devices: Sequence[CabledDevice], hosts: Mapping[str, CabledDevice]) -> CableEvidence:
    """What descriptions and subnets say."""
    evidence = CableEvidence()
    named: dict[tuple[str, str], list[Port]] = defaultdict(list)
    longest_first = sorted(hosts, key=lambda name: (-len(name), name))
    patterns = {name: re.compile(_WORD.format(re.escape(name)), re.IGNORECASE) for name in longest_first}
    for device in devices:
        for port, text in _descriptions(device):
            other, rest = _mentioned(text, device, hosts, patterns)
            if other is not None:
                ends = {end for match in _PORT.finditer(rest) if (end := other.end(match[0]))}
                if len(ends) == 1:
                    evidence.add(port, ends.pop(), f"description of {port}")
                else:
                    named[port.device, other.draft.name].append(port)
    for (one, two), mine in sorted(named.items()):
        back = named.get((two, one), [])
        if one < two and len(mine) == len(back) == 1:
            evidence.add(mine[0], back[0], "descriptions of both name the other")
    for here, there, network in _links(devices):
        evidence.add(here, there, f"both have an address of {network}")
    return evidence


def _descriptions(device: CabledDevice) -> Iterator[tuple[Port, str]]:
    for port, data in sorted(device.draft.data.get(INTERFACES, {}).items()):
        if (socket := device.socket(port)) and isinstance(text := data.get("description"), str):
            yield socket, text


def _mentioned(
    text: str, device: CabledDevice, hosts: Mapping[str, CabledDevice], patterns: Mapping[str, re.Pattern[str]]
) -> tuple[CabledDevice | None, str]:
    """The one other device that a description names, and the rest of the text; a longer name goes before one that is a part of it."""
    found: dict[str, CabledDevice] = {}
    rest, low = text, text.lower()
    for name, pattern in patterns.items():
        if name in low and pattern.search(rest):
            rest = pattern.sub(" ", rest)
            found[hosts[name].draft.name] = hosts[name]
    found.pop(device.draft.name, None)
    return (next(iter(found.values())), rest) if len(found) == 1 else (None, "")


def _links(devices: Iterable[CabledDevice]) -> Iterator[tuple[Port | None, Port | None, IPv4Network | IPv6Network]]:
    """The pairs of ports that are the only two with an address of a subnet, where that is one for two hosts."""
    found: dict[IPv4Network | IPv6Network, list[tuple[CabledDevice, str]]] = defaultdict(list)
    for device in devices:
        for port, data in sorted(device.draft.data.get(INTERFACES, {}).items()):
            for address in data.get("addresses", ()):
                network = ip_interface(str(address)).network
                shortest = SHORTEST[network.version]
                if not network.is_link_local and shortest <= network.prefixlen < network.max_prefixlen:
                    found[network].append((device, port))
    for network, ends in found.items():
        if len(ends) == 2:
            (one, here), (other, there) = ends
            yield one.socket(here), other.socket(there), network


def cable_rows(cables: Mapping[tuple[Port, Port], Sequence[str]]) -> list[dict[str, Any]]:
    """Cables as a site's file has them, in the order of their names."""
    found = sorted(cables, key=lambda pair: (pair[0].device, names.natural_key(pair[0].interface), pair[1]))
    return [
        {
            **{side: {"device": end.device, "interface": end.interface} for side, end in zip("ab", pair, strict=True)},
            "description": names.single_line(f"Guess: {', '.join(cables[pair])}"),
        }
        for pair in found
    ]
