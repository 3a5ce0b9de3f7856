"""Link aggregation: groups, and the ports that are their members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from string import ascii_letters

from netops.checks import Device, Finding, Scope, rule
from netops.checks._help import interface_place
from netops.checks._links import Interface, interface_of, links_with_both_ends
from netops.checks._raw import has_raw
from netops.errors import Severity
from netops.model.index import Port

LOST = ("untagged_vlan", "tagged_vlans", "voice_vlan", "vrf", "acl_in", "acl_out", "ospf", "vrrp", "dhcp_relay")
"""What a port cannot have while it is a member: the group has it."""
ALIKE = ("type", "speed", "mtu")
"""What the members of a group have in common."""
PASSIVE, STATIC = "passive", "static"


def _groups(device: Device) -> dict[str, dict[str, Interface]]:
    """The members by group, each with its data."""
    found: dict[str, dict[str, Interface]] = defaultdict(dict)
    for name, port in device.interfaces.items():
        if "lag" in port:
            found[str(port["lag"])][str(name)] = port
    return found


@rule("LAG002", title="group has two members", scope="target", severity=Severity.WARNING)
def lag_has_two_members(device: Device, *, least: int = 2) -> Iterator[Finding]:
    """A group has at least two members that are enabled.

    What it does: counts the enabled ports with the same `lag`.
    Why it matters: a group of one port suggests a redundancy that is not there.
    Example: `Ethernet1: {lag: Port-Channel1}` and no other port with this group.
    Use instead: a second member; a plain trunk where there is one cable only.
    Options: `least`, the number of members.
    """
    for group, ports in _groups(device).items():
        enabled = [name for name, port in ports.items() if port.get("enabled", True)]
        if len(enabled) < least and not has_raw(
            device.data, rf"(?:channel-group|bundle id|802\.3ad) (?:ae)?{group.lstrip(ascii_letters + '-')}(?!\d)"
        ):
            place = device.at("interfaces", (enabled or list(ports))[0], "lag")
            found = ", ".join(enabled) or "none"
            yield Finding(place, f"{device.name} {group} has too few members", expected=f"{least} enabled ports", found=found)


@rule("LAG003", title="cable of a group ends in a group", scope="site")
def lag_member_connects_to_lag(site: Scope) -> Iterator[Finding]:
    """When one end of a cable between network devices is a member of a group, the other one is too.

    What it does: compares `lag` of both ends; servers, which can bond without the switch, are left out.
    Why it matters: one end spreads frames over its cables, the other takes that for a loop, or the port never comes up.
    Example: `lag: Port-Channel1` on the switch, `mode: tagged` on the port at the other end.
    Use instead: a group at both ends, or at none.
    """
    for near, far, one, other in links_with_both_ends(site, "cable"):
        grouped = [end for end, data in ((near, one), (far, other)) if "lag" in data]
        devices = {str(site.devices[end.port.device]["kind"]) for end in (near, far)}
        if len(grouped) == 1 and devices == {"device"}:
            alone, group = (far, one["lag"]) if grouped == [near] else (near, other["lag"])
            yield Finding(
                interface_place(alone.port),
                f"{alone.port} is in no group, and the other end of {near} is in {group} of {grouped[0].port.device}",
                expected="a group at both ends, or at none",
                found="no lag",
                related=((f"{grouped[0].port} is in {group}", interface_place(grouped[0].port, "lag")),),
            )


@rule("LAG004", title="group ends at one device", scope="site")
def lag_connects_to_one_device(site: Scope) -> Iterator[Finding]:
    """The cables of a group end in one group of one device, or of both devices of an MLAG pair.

    What it does: follows the cable of each member; two far devices must be a pair with `kind: mlag`. Servers are left out.
    Why it matters: a group with two ends is two links that each take the frames of the other.
    Example: Ethernet1 and Ethernet2 in Port-Channel1, one cable to each of two switches that are no pair.
    Use instead: two groups, or `redundancy: {kind: mlag}` when the two switches are one for others.
    """
    ends: dict[Port, list[tuple[Port, Port]]] = defaultdict(list)
    for near, far, one, other in links_with_both_ends(site, "cable"):
        for port, data, end, theirs in ((near.port, one, far.port, other), (far.port, other, near.port, one)):
            if "lag" in data and "lag" in theirs and site.devices[end.device]["kind"] == "device":
                ends[Port(port.device, str(data["lag"]))].append((port, Port(end.device, str(theirs["lag"]))))
    for group, (first, *others) in ends.items():
        for port, end in others:
            if end != first[1] and not (end.device != first[1].device and _one_for_others(site, end.device, first[1].device)):
                yield Finding(
                    interface_place(port, "lag"),
                    f"{group} ends in two groups: {first[1]} and {end}",
                    expected=f"{first[1]}, where {first[0].interface} ends",
                    found=str(end),
                    related=((f"{first[0]} ends in {first[1]}", interface_place(first[0], "lag")),),
                )


def _one_for_others(site: Scope, device: str, partner: str) -> bool:
    redundancy = site.devices[device].get("redundancy", {})
    return str(redundancy.get("partner")) == partner and redundancy.get("kind") == "mlag"


@rule("LAG005", title="member of a group has nothing of its own", scope="target")
def lag_member_has_no_own_config(device: Device) -> Iterator[Finding]:
    """A port with `lag` has no VLANs, filters, VRF or routing: those are the group's.

    What it does: looks for such keys beside `lag`; that a member has no mode and no addresses is checked by the schema.
    Why it matters: the device ignores it or refuses the member, and a filter that is relied on is missing.
    Example: `Ethernet1: {lag: Port-Channel1, acl_in: GUEST-IN}`.
    Use instead: the same key at `Port-Channel1`.
    """
    for name, port in device.interfaces.items():
        for key in LOST if "lag" in port else ():
            if key in port:
                yield Finding(
                    device.at("interfaces", name, key),
                    f"{device.name} {name} is a member of {port['lag']}, and has its own {key}",
                    expected=f"{key} at {port['lag']}",
                    found=str(port[key]),
                    related=((f"{name} is a member", device.at("interfaces", name, "lag")),),
                )


@rule("LAG006", title="members of a group are alike", scope="target")
def lag_members_are_identical(device: Device) -> Iterator[Finding]:
    """The members of a group have the same medium, speed and MTU.

    What it does: compares `type`, `speed` and `mtu` of each member with the first one.
    Why it matters: a port of another speed stays out of the group, and a smaller MTU drops every second large packet.
    Example: a group of Ethernet48 (10G) and Ethernet49 (100G).
    Use instead: ports of one kind.
    """
    for group, ports in _groups(device).items():
        first = next(iter(ports))
        for name, port in ports.items():
            for key in ALIKE:
                where = "lag" if key == "type" else key  # a type stands in the catalog, and is right there
                ours, theirs = ports[first].get(key, "none"), port.get(key, "none")
                if ours != theirs:
                    yield Finding(
                        device.at("interfaces", name, where),
                        f"the members of {device.name} {group} differ in {key}: {first} {ours}, {name} {theirs}",
                        expected=str(ours),
                        found=str(theirs),
                        related=((f"{first} has {ours}", device.at("interfaces", first, where)),),
                    )


@rule("LAG007", title="group has the members that it must have", scope="target")
def lag_meets_min_links(device: Device) -> Iterator[Finding]:
    """A group has at least as many enabled members as its `lacp.min_links`.

    What it does: counts the enabled ports with this `lag`.
    Why it matters: with fewer the group stays down, however good the links are.
    Example: `lacp: {min_links: 2}` at Port-Channel1, and one port with `lag: Port-Channel1`.
    Use instead: one less than there are members, so that one of them may fail.
    """
    for name, port in device.interfaces.items():
        least = port["lacp"].get("min_links", 0) if "lacp" in port else 0
        if least:
            enabled = [member for member, data in _groups(device).get(name, {}).items() if data.get("enabled", True)]
            if len(enabled) < least:
                place, found = device.at("interfaces", name, "lacp", "min_links"), ", ".join(enabled) or "none"
                yield Finding(place, f"{device.name} {name} never comes up", expected=f"{least} enabled members", found=found)


@rule("LAG008", title="both ends of a group come to terms", scope="site")
def lag_ends_have_compatible_modes(site: Scope) -> Iterator[Finding]:
    """The groups at both ends of a cable both use LACP, with one of them active, or both are static.

    What it does: compares `lacp.mode` of both groups; without one a group is active.
    Why it matters: two passive ends wait for each other for ever; a static end sends into a group that LACP keeps down.
    Example: `lacp: {mode: passive}` at both ends.
    Use instead: `active` at both ends.
    """
    reported = set()
    for near, far, one, other in links_with_both_ends(site, "cable"):
        if "lag" not in one or "lag" not in other:
            continue
        group, theirs = Port(near.port.device, str(one["lag"])), Port(far.port.device, str(other["lag"]))
        modes = [_mode(site, group), _mode(site, theirs)]
        if (modes.count(STATIC) == 1 or modes == [PASSIVE, PASSIVE]) and (group, theirs) not in reported:
            reported.add((group, theirs))
            yield Finding(
                interface_place(theirs, "lacp", "mode"),
                f"{theirs} is {modes[1]}, and {group} at the other end of {near} is {modes[0]}",
                expected=STATIC if modes[0] == STATIC else "active",
                found=modes[1],
                related=((f"{group} is {modes[0]}", interface_place(group, "lacp", "mode")),),
            )


def _mode(site: Scope, group: Port) -> str:
    return str((interface_of(site, group) or {}).get("lacp", {}).get("mode", "active"))
