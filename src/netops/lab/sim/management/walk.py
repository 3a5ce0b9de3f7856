"""The way from where netops is plugged in to a target, through the other devices of a lab, as they are configured now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import NamedTuple

from netops.lab.sim.management.filters import Packet
from netops.lab.sim.management.plane import ManagementPath, Port

OUT_OF_BAND = re.compile(r"Management|mgmt|MgmtEth|fxp|vme", re.IGNORECASE)
"""Ports of a device itself, which forward nothing."""


class DevicePort(NamedTuple):
    """A port of a device."""

    device: str
    port: str


class VlanOnDevice(NamedTuple):
    """A VLAN as one device has it."""

    device: str
    vlan: int


@dataclass(frozen=True, slots=True)
class Cables:
    """The devices of a lab by name, and what each cabled port is connected to."""

    planes: Mapping[str, ManagementPath]
    ends: Mapping[DevicePort, DevicePort]

    def segment(self, start: DevicePort) -> frozenset[DevicePort]:
        """The ports with addresses that a frame from the other side of a port arrives at."""
        plane = self.planes[start.device]
        port = plane.ports.get(start.port)
        if port is not None and plane.closed_frame_filters & {*port.frame_filters}:
            return frozenset()
        return self._flood(self._entered(start, None))

    def beside(self, device: str, port: Port) -> frozenset[DevicePort]:
        """The ports with addresses in the segment of a port that has one itself."""
        return self._flood(self._left(device, port))

    def _flood(self, first: Iterator[VlanOnDevice | DevicePort]) -> frozenset[DevicePort]:
        todo, seen = [*first], set[VlanOnDevice | DevicePort]()
        while todo:
            place = todo.pop()
            if place not in seen:
                seen.add(place)
                if isinstance(place, VlanOnDevice):
                    todo.extend(self._spread(place))
        return frozenset(place for place in seen if isinstance(place, DevicePort))

    def _spread(self, domain: VlanOnDevice) -> Iterator[VlanOnDevice | DevicePort]:
        """Where a frame of a VLAN goes from one device: to its SVI, and over every port that carries the VLAN."""
        device, vlan = domain
        plane = self.planes[device]
        if not plane.has_vlan(vlan):
            return
        for port in plane.ports.values():
            if port.is_svi and port.vlan == vlan and port.enabled:
                yield DevicePort(device, port.name)
            member = plane.effective(port.name)
            if port.enabled and member is not None and member.enabled and member.carries(vlan):
                yield from self._crossed(DevicePort(device, port.name), None if vlan == member.untagged else vlan)

    def _left(self, device: str, port: Port) -> Iterator[VlanOnDevice | DevicePort]:
        """Where a frame goes that a port with addresses sends."""
        if port.is_svi:
            yield VlanOnDevice(device, port.vlan or 0)
            return
        physical = port.parent or port.name
        plane = self.planes[device]
        members = [one.name for one in plane.ports.values() if one.bundle == physical and one.enabled] or [physical]
        tag = port.vlan if port.parent else None
        for name in members:
            own = plane.ports.get(name)
            if own is None or own.enabled:
                yield from self._crossed(DevicePort(device, name), tag)

    def _crossed(self, end: DevicePort, tag: int | None) -> Iterator[VlanOnDevice | DevicePort]:
        other = self.ends.get(end)
        if other is None or other.device not in self.planes:
            return
        if not any(self._is_closed(one, to, tag) for one, to in ((end, other), (other, end))):
            yield from self._entered(other, tag)

    def _is_closed(self, end: DevicePort, other: DevicePort, tag: int | None) -> bool:
        """Whether a port takes no frames: it refuses the switch at its other end, it would lead to the root, or it admits none."""
        plane, theirs = self.planes[end.device], self.planes[other.device].effective(other.port)
        port, logical = plane.ports.get(end.port), plane.effective(end.port)
        if port is None or logical is None:
            return False
        is_switch = theirs is not None and (theirs.untagged is not None or bool(theirs.tagged))
        if port.refuses_switches and is_switch:
            return True
        if plane.closed_frame_filters & {*port.frame_filters, *logical.frame_filters}:
            return True
        vlan = logical.untagged if tag is None else tag
        return (port.has_root_guard or logical.has_root_guard) and is_switch and vlan is not None and self._is_rootward(end, other, vlan)

    def _is_rootward(self, end: DevicePort, other: DevicePort, vlan: int) -> bool:
        """Whether the switch at the other end is nearer to the root of a VLAN; of two as near ones that with the lower priority is."""
        near, far = ((self._nearest(one, vlan), self._rank(one, vlan)) for one in (end.device, other.device))
        return far < near

    def _rank(self, device: str, vlan: int) -> int:
        known = self.planes[device].priorities
        return known.get(vlan, known.get(0, 32768))

    def _nearest(self, device: str, vlan: int) -> int:
        """How many switches the root of a VLAN is away, over ports that may lead to it: it is the one with the lowest priority."""
        seen, todo = {device: 0}, [device]
        for here in todo:
            for port in self.planes[here].ports.values():
                carrier, far = self.planes[here].effective(port.name), self.ends.get(DevicePort(here, port.name))
                there = self.planes[far.device].effective(far.port) if far and far.device in self.planes else None
                is_way = carrier and there and port.enabled and carrier.carries(vlan) and there.carries(vlan)
                is_way = is_way and not (port.has_root_guard or (carrier and carrier.has_root_guard))
                if is_way and far and far.device not in seen:
                    seen[far.device] = seen[here] + 1
                    todo.append(far.device)
        every = min(self._rank(one, vlan) for one, plane in self.planes.items() if plane.vlans and vlan in plane.vlans)
        return min((steps for one, steps in seen.items() if self._rank(one, vlan) == every), default=len(self.planes))

    def _entered(self, end: DevicePort, tag: int | None) -> Iterator[VlanOnDevice | DevicePort]:
        """Where a frame is that comes in through a port, with its tag on the wire."""
        plane = self.planes[end.device]
        member, port = plane.ports.get(end.port), plane.effective(end.port)
        if member is None or port is None or not (member.enabled and port.enabled):
            return
        vlan = port.untagged if tag is None else tag if tag in port.tagged else None
        if vlan is not None and vlan in plane.arp_inspected and not (member.is_arp_trusted or port.is_arp_trusted):
            return
        if vlan is not None:
            yield VlanOnDevice(end.device, vlan)
        for one in plane.ports.values():
            is_here = one.name == port.name or one.parent == port.name
            if is_here and one.addresses and one.enabled and (one.vlan if one.parent else None) == tag:
                yield DevicePort(end.device, one.name)


@dataclass(slots=True)
class PathFinder:
    """Ways from one port to the targets. Segments and routes are computed once."""

    cables: Cables
    start: DevicePort
    _segments: dict[DevicePort, frozenset[DevicePort]] = field(default_factory=dict)
    _routes: dict[tuple[str, str, str], tuple[bool, frozenset[str] | None]] = field(default_factory=dict)

    def reaches(self, target: str, port: Port, there: Packet) -> bool:
        """Whether a packet arrives at a port of a target: in the first segment, or through devices that forward it there and back."""
        first, wanted = self._first(), DevicePort(target, port.name)
        if wanted in first or any(ip_address(there.source) in one.network for one in port.addresses):
            return wanted in first  # neighbours need no router
        todo, seen = [*first], set[DevicePort]()
        while todo:
            end = todo.pop()
            if end == wanted:
                return True
            if end in seen:
                continue
            seen.add(end)
            plane = self.cables.planes[end.device]
            if end.device == target and plane.ports[end.port].vrf == port.vrf and plane.passes(plane.ports[end.port].entering, there):
                return True
            for leaving in self._forwarding(end, there):
                todo.extend(self._beside(DevicePort(end.device, leaving.name), leaving))
        return False

    def _first(self) -> frozenset[DevicePort]:
        if self.start not in self._segments:
            self._segments[self.start] = self.cables.segment(self.start)
        return self._segments[self.start]

    def _beside(self, end: DevicePort, port: Port) -> frozenset[DevicePort]:
        if end not in self._segments:
            self._segments[end] = self.cables.beside(end.device, port)
        return self._segments[end]

    def _forwarding(self, end: DevicePort, there: Packet) -> Iterator[Port]:
        """The ports by which a device may send on what comes in by one of them."""
        plane = self.cables.planes[end.device]
        entered, back = plane.ports[end.port], there.back()
        if not plane.forwards or OUT_OF_BAND.match(entered.name) or not self._route(end.device, entered.vrf, there.source)[0]:
            return
        is_way, leaving = self._route(end.device, entered.vrf, there.destination)
        if not is_way:
            return
        for port in plane.ports.values():
            if OUT_OF_BAND.match(port.name) or not (leaving is None or port.name in leaving):
                continue
            is_other = port.addresses and port.name != entered.name and port.vrf == entered.vrf and port.enabled
            if is_other and _passes(plane, entered, port, there) and _passes(plane, port, entered, back):
                yield port

    def _route(self, device: str, vrf: str, address: str) -> tuple[bool, frozenset[str] | None]:
        """Whether a device has a way to an address, and the ports by which it leaves, where they are known."""
        key = device, vrf, address
        if key not in self._routes:
            plane = self.cables.planes[device]
            self._routes[key] = plane.has_way(address, vrf), plane.leaving(address, vrf)
        return self._routes[key]


def _passes(plane: ManagementPath, entered: Port, left: Port, packet: Packet) -> bool:
    return plane.passes(entered.entering, packet) and plane.passes(left.leaving, packet)
