"""Pairs of devices that stand in for each other: apart enough, alike enough, and one of them first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._help import SHOWN
from netops.checks._raw import has_raw
from netops.errors import Severity
from netops.model.index import Path, svi_vid

LEADERS = (("stp", "priority", 32768, "bridge priority", ("vrrp",)),)
"""What says which of a pair is first: feature, key, default, its name, kinds of pairs that need one."""
FACTS: tuple[Path, ...] = (("device_type",), ("platform",), ("os",), ("expected", "firmware"))
"""What both of a pair have alike."""


def _pairs(site: Scope) -> Iterator[tuple[str, Any, str, Any]]:
    """Each pair of a site once: name and data of both."""
    for name, device in site.devices.items():
        partner = str(device.get("redundancy", {}).get("partner", ""))
        other = site.devices.get(partner)
        if other is not None and name < partner and str(other.get("redundancy", {}).get("partner")) == name:
            yield name, device, partner, other


@rule("RED004", title="one of a pair is first", scope="site", severity=Severity.WARNING)
def pair_has_one_primary(site: Scope) -> Iterator[Finding]:
    """What decides which of a pair is first is not the same on both.

    What it does: compares `stp.priority` of both devices of a pair with `kind: vrrp`, be it the untouched default or what a role gives to
        both. An MLAG pair is one bridge for others, and has one priority. The priorities of VRRP itself are compared by RED003.
    Why it matters: then the serial number decides, and after an exchange the other one is first, which was never planned or tested.
    Example: `stp: {priority: 4096}` in the role of both cores.
    Use instead: 4096 in the role, 8192 in the file of the second one.
    """
    for name, device, partner, other in _pairs(site):
        for feature, key, default, word, kinds in LEADERS:
            both = feature in device and feature in other and device["redundancy"].get("kind", "vrrp") in kinds
            ours, theirs = (data.get(feature, {}).get(key, default) for data in (device, other))
            if both and ours == theirs:
                path = (feature, key) if ours != default else (feature,)
                untouched = ", the untouched default" if ours == default else ""
                yield Finding(
                    place_of("device", partner, *path),
                    f"{name} and {partner} have the same {word} {ours}{untouched}",
                    expected="a lower one for the device that is to be first",
                    found=f"{ours} on both",
                    related=((f"{name} has it too", place_of("device", name, *path)),),
                )


@rule("RED005", title="gateway and root of the spanning tree are one device", scope="site", severity=Severity.WARNING)
def gateway_is_spanning_tree_root(site: Scope) -> Iterator[Finding]:
    """Of a pair, the device that is first for a VLAN's gateway is first in the spanning tree too.

    What it does: compares the VRRP priorities of each VLAN interface of a pair with the bridge priorities of the two.
    Why it matters: every packet of the VLAN goes to the root first and then over the cable between the two.
    Example: `vrrp: {priority: 110}` on ber-core-2, `stp: {priority: 4096}` on ber-core-1.
    Use instead: both on the same device.
    """
    for name, device, partner, other in _pairs(site):
        bridges = [int(data["stp"].get("priority", 32768)) for data in (device, other) if "stp" in data]
        if len(bridges) < 2 or bridges[0] == bridges[1]:
            continue
        root, second = (name, partner) if bridges[0] < bridges[1] else (partner, name)
        first = _first_for(site.devices[second]["interfaces"], site.devices[root]["interfaces"])
        if first:
            shown = ", ".join(first[:SHOWN]) + (", ..." if len(first) > SHOWN else "")
            yield Finding(
                place_of("device", second, "interfaces", first[0], "vrrp", "priority"),
                f"{second} is first for the gateways of {shown}, and {root} for the spanning tree",
                expected=f"higher VRRP priorities on {root}, or a lower bridge priority on {second}",
                found=f"bridge priorities {bridges[0]} on {name}, {bridges[1]} on {partner}",
                related=((f"bridge priority of {root}", place_of("device", root, "stp")),),
            )


def _first_for(ports: Any, others: Any) -> list[str]:
    """The VLAN interfaces whose VRRP group has a higher priority than on the other device."""
    both = ((name, port["vrrp"], others.get(name, {}).get("vrrp")) for name, port in ports.items() if "vrrp" in port and svi_vid(name))
    alike = ((name, ours, theirs) for name, ours, theirs in both if theirs and ours["group"] == theirs["group"])
    return [name for name, ours, theirs in alike if ours.get("priority", 100) > theirs.get("priority", 100)]


@rule("RED006", title="pair is not in one rack", scope="site", severity=Severity.WARNING)
def pair_is_in_two_racks(site: Scope) -> Iterator[Finding]:
    """The two devices of a pair are in two racks, at a site that has more than one in the room.

    What it does: compares `rack` of both, when the location of the rack has another one.
    Why it matters: water, heat or a hand at the wrong switch of the rack takes both.
    Example: both cores in rack R1 while R2 is beside it.
    Use instead: one device in each rack.
    """
    rooms = [str(rack.get("location", "")) for each in site.of("site").values() for rack in each.get("racks", ())]
    for name, device, partner, other in _pairs(site):
        rack, room = device.get("rack"), str(device.get("location", ""))
        if rack is not None and rack == other.get("rack") and rooms.count(room) > 1:
            yield Finding(
                place_of("device", partner, "rack"),
                f"{name} and {partner} stand in for each other, and are both in rack {rack}",
                expected="two racks",
                found=str(rack),
                related=((f"{name} is there too", place_of("device", name, "rack")),),
            )


@rule("RED007", title="pair runs on one hardware and release", scope="site", severity=Severity.WARNING)
def pair_has_same_hardware_and_release(site: Scope) -> Iterator[Finding]:
    """Both devices of a pair have the same hardware, platform and release.

    What it does: compares `device_type`, `platform`, `os` and `expected.firmware` where both have them.
    Why it matters: a pair shares its state only between equal releases, and the slower one is all there is when it matters.
    Example: `expected: {firmware: 4.31.1F}` on one core, 4.28.0F on the other.
    Use instead: one release for both; while an upgrade lasts, a waiver with its day.
    """
    for name, device, partner, other in _pairs(site):
        for path in FACTS:
            ours, theirs = (_value(data, path) for data in (device, other))
            if ours is not None and theirs is not None and ours != theirs:
                fact = ".".join(map(str, path))
                yield Finding(
                    place_of("device", partner, *path),
                    f"{name} and {partner} are a pair with different {fact}",
                    expected=f"{ours}, as {name}",
                    found=str(theirs),
                    related=((f"{name} has {ours}", place_of("device", name, *path)),),
                )


def _value(data: Any, path: Path) -> Any:
    for key in path:
        data = data.get(key) if data is not None else None
    return data


@rule("RED008", title="both of a pair share each gateway", scope="site", severity=Severity.WARNING)
def pair_shares_gateways(site: Scope) -> Iterator[Finding]:
    """When devices of a pair share the gateways of VLANs, they share that of every VLAN that one of them routes.

    What it does: at pairs with `kind: vrrp` and VRRP on both, looks for VLAN interfaces with an address on one of the two only.
    Why it matters: when the one fails, its partner takes over every network but this.
    Example: Vlan130 with an address on ber-core-1, no Vlan130 on ber-core-2.
    Use instead: the interface on both, with an address of its own and the same `vrrp`.
    """
    for name, device, partner, other in _pairs(site):
        ports = [_svis(data) for data in (device, other)]
        shared = all(any("vrrp" in port for port in each.values()) for each in ports)
        if not shared or device["redundancy"].get("kind", "vrrp") != "vrrp":
            continue
        for has, lacks, ours, theirs in ((name, partner, *ports), (partner, name, *reversed(ports))):
            lacking = device if lacks == name else other
            for port in (
                port for port in ours if port not in theirs and not has_raw(lacking, rf"interfaces? {re.escape(port)}[. ].*address")
            ):
                yield Finding(
                    place_of("device", has, "interfaces", port, "addresses"),
                    f"{has} routes {port}, and its partner {lacks} does not",
                    expected=f"{port} with an address on {lacks}",
                    found="none",
                    related=((f"{lacks} is its partner", place_of("device", has, "redundancy", "partner")),),
                )


def _svis(device: Any) -> dict[str, Any]:
    return {name: port for name, port in device.get("interfaces", {}).items() if port.get("addresses") and svi_vid(name)}
