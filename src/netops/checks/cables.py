"""What cables join, and how many a device needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._help import interface_place
from netops.checks._links import Interface, interface_of, links_with_both_ends
from netops.checks.cabling import VIRTUAL
from netops.errors import Severity
from netops.model.index import LINKS

WORKING = frozenset({"active", "failed"})
"""Status of a device that is in its place."""


def _neighbours(site: Scope, *, edges: bool = True) -> dict[str, list[str]]:
    """The network devices at the other ends of a device's cables, one entry per cable; without `edges` not those on edge ports."""
    found: dict[str, list[str]] = defaultdict(list)
    for near, far in site.index.links:
        for one, other in ((near, far), (far, near)):
            ours, theirs = one.port.device, other.port.device
            known = ours != theirs and ours in site.devices and site.devices.get(theirs, {}).get("kind") == "device"
            if known and (edges or not any((interface_of(site, end.port) or {}).get("edge") for end in (near, far))):
                found[ours].append(theirs)
    return found


def _partner(site: Scope, device: str) -> str:
    """The partner of a device at the same site, '' when there is none."""
    partner = str(site.devices[device].get("redundancy", {}).get("partner", ""))
    return partner if partner in site.devices else ""


@rule("CAB007", title="cable joins two devices", scope="site", severity=Severity.WARNING)
def cable_connects_two_devices(site: Scope) -> Iterator[Finding]:
    """The two ends of a cable are on two devices.

    What it does: compares the devices of both ends.
    Why it matters: a cable from a switch to itself is a loop, or the name of one end was copied from the other.
    Example: `{a: {device: ber-acc-1, interface: Ethernet1}, b: {device: ber-acc-1, interface: Ethernet2}}`.
    Use instead: the device that the other end is really in.
    """
    for near, far in site.index.links:
        if near.kind == "cable" and near.port.device == far.port.device:
            yield Finding(far.place, f"both ends of {near} are on {near.port.device}", expected="another device", found=str(far.port))


@rule("CAB008", title="port with a cable is enabled", scope="site", severity=Severity.WARNING)
def cabled_port_is_enabled(site: Scope) -> Iterator[Finding]:
    """The interfaces at both ends of an active cable are enabled.

    What it does: looks for `enabled: false` at the ends of cables whose status is active.
    Why it matters: the other end waits for a link that never comes, and monitoring shows an alarm without a cause.
    Example: a cable on GigabitEthernet1/0/5, which a range above shuts down.
    Use instead: `enabled: true` for this port, or `status: planned` for the cable.
    """
    cables = site.of("cable")
    for near, far, one, other in links_with_both_ends(site, "cable"):
        if cables[near.name].get("status", "active") == "active":
            for end, data, opposite in ((near, one, other), (far, other, one)):
                if not data.get("enabled", True) and opposite.get("enabled", True):
                    yield Finding(
                        interface_place(end.port, "enabled"),
                        f"{end.port} is shut down, and {end} ends there",
                        expected="enabled: true",
                        found="enabled: false",
                        related=((f"{end}", end.place),),
                    )


@rule("CAB009", title="cable ends on a socket", scope="site")
def cable_ends_on_physical_port(site: Scope) -> Iterator[Finding]:
    """A cable or circuit ends on a port of the hardware, not on an interface that the configuration makes.

    What it does: looks for groups, VLAN interfaces, loopbacks and sub-interfaces at the ends.
    Why it matters: no cable can be plugged in there, and what is derived from it (descriptions, trunks, impact) misses the real port.
    Example: `a: {device: ber-core-1, interface: Port-Channel1}`.
    Use instead: a cable for each member of the group.
    """
    for kind, keys in LINKS.items():
        for name, link in site.of(kind).items():
            for key in keys:
                port = str(link[key]["interface"]) if key in link else ""
                if VIRTUAL.match(port):
                    place = place_of(kind, name, key, "interface")
                    yield Finding(place, f"{kind} {name} ends on {port}, which is no socket", expected="a port of the hardware", found=port)


@rule("CAB010", title="device in service has a cable", scope="site", severity=Severity.WARNING)
def device_in_service_has_cable(site: Scope) -> Iterator[Finding]:
    """A device that is active has a cable or a circuit, at a site whose cables are in the data.

    What it does: looks for devices, servers, storage and printers that are the end of nothing; virtual machines are left out.
    Why it matters: its port cannot be found, and impact and waves miss what is behind it.
    Example: a new access switch without an entry in cables.yaml.
    Use instead: the cable, or `status: planned` until there is one.
    """
    used = {str(link[key]["device"]) for kind, keys in LINKS.items() for link in site.of(kind).values() for key in keys if key in link}
    for name, device in site.devices.items() if site.of("cable") else ():
        ports = device.get("interfaces", {}).values()
        virtual = "virtual_machine" in device or all(port.get("type") == "virtual" for port in ports)
        if name not in used and not virtual and device.get("status", "active") in WORKING:
            yield Finding(place_of("device", name), f"no cable ends on {name}", expected="a cable or a circuit", found="none")


@rule("CAB011", title="pair is cabled alike", scope="site", severity=Severity.WARNING)
def pair_is_cabled_symmetrically(site: Scope, *, single: tuple[str, ...] = ("access-point",)) -> Iterator[Finding]:
    """Both devices of a pair have cables to the same network devices, or to the two of another pair.

    What it does: compares the network devices at the far ends of both; a pair at the far end counts as one. Hosts are left out, and what
        is on a port with `edge: true`.
    Why it matters: when one of the pair fails, what was only cabled to it is cut off, though there are two.
    Example: ber-core-1 has a cable to ber-acc-4, ber-core-2 has none.
    Use instead: the second cable.
    Options: `single`, the roles of network devices that have one cable only.
    """
    neighbours = _neighbours(site, edges=False)
    for name in site.devices:
        partner = _partner(site, name)
        if not partner or not neighbours.get(partner) or not neighbours.get(name):
            continue
        theirs = {_pair(site, other) for other in neighbours[partner]}
        far = {other for other in neighbours[name] if other != partner and site.devices[other]["role"] not in single}
        missing = sorted(other for other in far if _pair(site, other) not in theirs)
        if missing:
            yield Finding(
                place_of("device", partner),
                f"{name} has a cable to {', '.join(missing)}, and its partner {partner} has none",
                expected=f"a cable from {partner} to {', '.join(missing)}",
                found="none",
                related=((f"{name} is its partner", place_of("device", name, "redundancy", "partner")),),
            )


def _pair(site: Scope, device: str) -> str:
    """One name for a device and its partner."""
    return min(device, _partner(site, device) or device)


@rule("CAB012", title="two uplinks end on two devices", scope="site", severity=Severity.WARNING)
def uplinks_end_on_two_devices(site: Scope) -> Iterator[Finding]:
    """A device with several cables to one device of a redundant pair has one to the other device of the pair too.

    What it does: counts the cables of each device to the two of each pair; a device whose own partner has a cable to the other one is fine.
    Why it matters: the second cable helps against a broken cable, not against what fails more often: the device at its end.
    Example: both uplinks of ber-acc-1 on ber-core-1.
    Use instead: one uplink on each of the pair.
    """
    neighbours = _neighbours(site)
    for name, others in neighbours.items():
        for end, count in Counter(others).items():
            partner = _partner(site, end)
            reached = {*others, *neighbours.get(_partner(site, name), ())}
            if count > 1 and partner and partner != name and partner not in reached:
                yield Finding(
                    place_of("device", name),
                    f"{count} cables of {name} end on {end}, none on its partner {partner}",
                    expected=f"one on {end}, one on {partner}",
                    found=f"{count} on {end}",
                    related=((f"{partner} is the partner of {end}", place_of("device", end, "redundancy", "partner")),),
                )


@rule("CAB013", title="switch has its uplinks", scope="site", severity=Severity.WARNING)
def switch_has_uplinks(site: Scope, *, least: int = 1, roles: tuple[str, ...] = ("access", "leaf", "distribution")) -> Iterator[Finding]:
    """A switch of an edge role has as many cables to other network devices as the company wants.

    What it does: counts the cables between the switch and network devices, at a site whose cables are in the data.
    Why it matters: a switch without an uplink is of no use; one with a single uplink depends on one cable.
    Example: an access switch with cables to servers only.
    Use instead: the cables to the switches above it.
    Options: `least`, how many; `roles`, the roles that need them.
    """
    neighbours = _neighbours(site)
    for name, device in site.devices.items() if site.of("cable") else ():
        count = len(neighbours.get(name, ()))
        wanted = str(device["role"]) in roles and device["kind"] == "device" and device.get("status", "active") in WORKING
        if wanted and count < least:
            found = "none" if not count else str(count)
            yield Finding(
                place_of("device", name), f"{name} has too few uplinks", expected=f"{least} to other network devices", found=found
            )


def _fixed_speed(port: Interface) -> int | None:
    speed = port.get("speed")
    return speed if isinstance(speed, int) else None


@rule("CAB014", title="both ends of a cable have one speed", scope="site")
def cable_ends_have_same_speed(site: Scope) -> Iterator[Finding]:
    """A speed that is fixed at one end of a cable is fixed at the other, or is one that the other can negotiate.

    What it does: compares `speed` of both ends; where one end negotiates, with the most that its medium can.
    Why it matters: the link stays down, or comes up with half of its packets lost.
    Example: `speed: 10000` at one end, `speed: 1000` at the other.
    Use instead: the same `speed` at both ends, or none at both.
    """
    for near, far, one, other in links_with_both_ends(site, "cable"):
        fixed = [(end, data, opposite) for end, data, opposite in ((near, one, far), (far, other, near)) if _fixed_speed(data)]
        if fixed:
            (end, data, opposite), theirs = fixed[0], interface_of(site, fixed[0][2].port) or {}
            typed, most = _fixed_speed(theirs), max_speed_of_medium(str(theirs.get("type", "")))
            if (typed is not None and typed != data["speed"]) or (typed is None and most and data["speed"] > most):
                said = f"{typed} Mbit/s" if typed is not None else f"{most} Mbit/s at most ({theirs['type']})"
                yield Finding(
                    interface_place(opposite.port, "speed"),
                    f"the ends of {end} have different speeds: {end.port} {data['speed']} Mbit/s, {opposite.port} {said}",
                    expected=f"{data['speed']}, as {end.port}",
                    found=str(typed or most),
                    related=((f"{end.port} has {data['speed']}", interface_place(end.port, "speed")),),
                )


def max_speed_of_medium(medium: str) -> int:
    """The most that a medium in NetBox's words can do, in Mbit/s; 0 for one without a speed in its name (`virtual`, `lag`)."""
    number, base, _ = medium.partition("base-")
    digits = number.rstrip("g")
    if not base or not digits.replace(".", "", 1).isdigit():
        return 0
    return round(float(digits) * (1000 if number.endswith("g") else 1))


@rule("CAB015", title="patch panel has a name of its own")
def patch_panel_name_is_unique(company: Scope) -> Iterator[Finding]:
    """A patch panel is not called like a device, or like another panel.

    What it does: compares `name` of each panel with the names of the devices and of the other panels.
    Why it matters: a cable names a device or a panel by its name alone; with two of a name the way through the panel is unknown.
    Example: panels called pp-1 at two sites.
    Use instead: the site in the name: ber-pp-1, ham-pp-1.
    """
    first: dict[str, str] = {}
    for key, panel in company.of("patch_panel").items():
        name = str(panel["name"])
        other = (
            place_of("device", name) if name in company.devices else place_of("patch_panel", first[name], "name") if name in first else None
        )
        if other is not None:
            place = place_of("patch_panel", key, "name")
            yield Finding(place, f"two things are called {name}", expected="a free name", found=name, related=(("the other one", other),))
        first.setdefault(name, key)
