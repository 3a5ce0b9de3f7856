"""What a simulated device shows about itself beside its configuration: interfaces as they are, neighbours, hardware addresses."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from netops.config.facts import facts as read_facts
from netops.lab.sim.frontend import Neighbor, Station, TargetSpec
from netops.lab.sim.tree import Node

ALWAYS_UP = re.compile(r"^(Loopback|Vlan|Management|Port-[Cc]hannel|lo|irb|me|fxp|ae|em)\d*", re.IGNORECASE)
"""Interfaces that need no cable of the company's plan to be up."""


@dataclass(frozen=True, slots=True)
class InterfaceState:
    """An interface as `show interfaces` sees it. It is up when enabled and cabled, or of a kind without a cable."""

    name: str
    enabled: bool
    up: bool
    description: str
    mtu: int
    address: str
    mac: str


def stable_mac(device: str, interface: str) -> str:
    """A stable hardware address, of the locally administered range."""
    number = zlib.crc32(f"{device}/{interface}".encode())
    return "02:00:" + ":".join(f"{number >> shift & 0xFF:02x}" for shift in (24, 16, 8, 0))


def dotted_mac(mac: str) -> str:
    """A hardware address as Cisco writes it: 0200.1234.abcd."""
    digits = mac.replace(":", "")
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"


def format_uptime(seconds: float) -> tuple[int, int, int, int]:
    """Days, hours, minutes and seconds."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return hours // 24, hours % 24, minutes, left


def is_up(spec: TargetSpec, name: str, enabled: bool) -> bool:
    return enabled and (ALWAYS_UP.match(name) is not None or any(n.interface == name for n in spec.neighbors))


def lldp_neighbors(spec: TargetSpec, states: Iterable[InterfaceState]) -> list[Neighbor]:
    """The neighbours that are seen by LLDP: those on ports that are up."""
    up = {state.name for state in states if state.up}
    return [one for one in spec.neighbors if one.interface in up]


def arp_table(spec: TargetSpec, states: Iterable[InterfaceState], *, version: int = 4) -> list[Station]:
    """The hosts in the ARP table, or in that of IPv6's neighbour discovery: those on interfaces that are up."""
    up = {state.name for state in states if state.up}
    return [one for one in spec.arp if one.interface in up and (":" in one.address) == (version == 6)]


def mac_table(spec: TargetSpec, states: Iterable[InterfaceState]) -> list[Station]:
    """The hosts in the MAC address table: those on ports that are up."""
    up = {state.name for state in states if state.up}
    return [one for one in spec.macs if one.interface in up]


def route_count(spec: TargetSpec, running: str) -> dict[str, int]:
    """How many routes a device has of its own. The devices of a simulated lab do not talk to each other: they learn none."""
    known = read_facts(spec.platform, running)
    connected = sum(len(one.addresses) for one in known.interfaces if one.enabled is not False)
    return {"connected": connected, "static": len(known.routes)}


def interface_states(spec: TargetSpec, running: Node, types: Sequence[str]) -> Iterator[InterfaceState]:
    """The interfaces of an IOS-like running configuration, in the device's order."""
    for node in running.ordered(types):
        if node.rule is None or node.rule.opens != "interface":
            continue
        name = node.line.split()[1]
        enabled = "shutdown" not in node.children
        yield InterfaceState(
            name,
            enabled,
            is_up(spec, name, enabled),
            _value(node, "description"),
            int(_value(node, "mtu") or 1500),
            _value(node, "ip address"),
            stable_mac(spec.name, name),
        )


def _value(node: Node, key: str) -> str:
    found = node.children.get(key)
    return found.line[len(key) + 1 :] if found else ""
