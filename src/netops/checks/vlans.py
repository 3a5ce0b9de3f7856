"""VLANs of ports, and of both ends of a trunk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._help import interface_place
from netops.checks._links import bridge_port, carried_vlans
from netops.checks._raw import has_raw
from netops.errors import Severity


@rule("VLN005", title="access port has a VLAN", scope="target", severity=Severity.WARNING)
def access_port_has_vlan(device: Device) -> Iterator[Finding]:
    """An enabled port with `mode: access` has a VLAN.

    What it does: looks for `untagged_vlan`.
    Why it matters: without one the port is in VLAN 1, which no plan has and which reaches every switch.
    Example: `Ethernet1: {mode: access}`.
    Use instead: `untagged_vlan:` with a VLAN of the site, or `enabled: false` for an unused port.
    """
    for name, port in device.interfaces.items():
        is_bare = port.get("mode") == "access" and "untagged_vlan" not in port and port.get("enabled", True)
        if is_bare and not has_raw(device.data, rf"interfaces? {re.escape(name)} .*\bvlan "):
            place = device.at("interfaces", name, "mode")
            yield Finding(place, f"{device.name} {name} is an access port without a VLAN", expected="untagged_vlan", found="none")


@rule("VLN006", title="telephones have another VLAN than desks", scope="target")
def voice_vlan_differs_from_data_vlan(device: Device) -> Iterator[Finding]:
    """`voice_vlan` of a port is another VLAN than `untagged_vlan`.

    What it does: compares the two.
    Why it matters: one VLAN cannot be tagged and untagged on a port; the telephone or the desk stays without a network.
    Example: `{untagged_vlan: staff, voice_vlan: staff}`.
    Use instead: the VLAN of the telephones, or no `voice_vlan` where there are none.
    """
    for name, port in device.interfaces.items():
        if "voice_vlan" in port and port["voice_vlan"] == port.get("untagged_vlan"):
            vlan = str(port["voice_vlan"])
            yield Finding(
                device.at("interfaces", name, "voice_vlan"),
                f"{device.name} {name} has {vlan} tagged and untagged",
                expected="a VLAN for telephones",
                found=vlan,
                related=(("the VLAN of the desk", device.at("interfaces", name, "untagged_vlan")),),
            )


@rule("VLN007", title="both ends of a trunk have the same VLANs", scope="site", severity=Severity.WARNING)
def trunk_ends_have_same_vlans(site: Scope) -> Iterator[Finding]:
    """Two ports that are trunks to each other carry the same VLANs.

    What it does: compares `tagged_vlans` of both ends, or of the groups they are in; a trunk without a list carries every VLAN in use.
    Why it matters: one end sends frames that the other one drops: the VLAN works on one side of the cable only.
    Example: `tagged_vlans: [staff, voice]` at the core, `tagged_vlans: [staff]` at the access switch.
    Use instead: the same list at both ends, best from one interface profile.
    """
    seen = set()
    for a, b in site.index.links:
        near, far = bridge_port(site, a.port), bridge_port(site, b.port)
        if near is None or far is None or {near[1]["mode"], far[1]["mode"]} != {"tagged"} or (near[0], far[0]) in seen:
            continue
        seen.add((near[0], far[0]))
        ours, theirs = (carried_vlans(site, *end) for end in (near, far))
        if ours != theirs:
            only = ((near[0], ours - theirs), (far[0], theirs - ours))
            words = "; ".join(f"{', '.join(sorted(names))} only at {port}" for port, names in only if names)
            yield Finding(
                interface_place(far[0], "tagged_vlans" if "tagged_vlans" in far[1] else "mode"),
                f"the ends of {a} carry different VLANs: {words}",
                expected=f"{', '.join(sorted(ours))}, as {near[0]}",
                found=", ".join(sorted(theirs)),
                related=((str(near[0]), interface_place(near[0], "tagged_vlans" if "tagged_vlans" in near[1] else "mode")),),
            )


@rule("VLN008", title="VLAN is used", scope="site", severity=Severity.WARNING)
def vlan_is_used(site: Scope) -> Iterator[Finding]:
    """A VLAN of a site in service has a port, an interface or a prefix.

    What it does: looks for VLANs that no interface, no prefix and no `vlan_database` names.
    Why it matters: it is left over, or its use is missing in the data; the number cannot be reused safely.
    Example: `{name: cameras, vid: 150}` at a site without cameras.
    Use instead: take it out, or give it `status: planned`.
    """
    named = {str(prefix["vlan"]) for prefix in site.of("prefix").values() if "vlan" in prefix}
    listed = {(str(device["site"]), str(name)) for device in site.devices.values() for name in device.get("vlan_database", ())}
    for name, vlan in site.of("vlan").items() if site.devices else ():
        busy = named | set(site.index.carried.get(str(vlan["site"]), ()))
        in_use = str(vlan["name"]) in busy or (str(vlan["site"]), str(vlan["name"])) in listed
        if not in_use and vlan.get("status", "active") == "active":
            yield Finding(
                place_of("vlan", name, "name"),
                f"nothing uses VLAN {vlan['name']} of site {vlan['site']}",
                expected="a port or a prefix",
                found="none",
            )


@rule("VLN009", title="VLAN number is free to take", scope="site", severity=Severity.WARNING)
def vlan_id_is_not_reserved(site: Scope, *, reserved: tuple[int, ...] = (1, 1002, 1003, 1004, 1005)) -> Iterator[Finding]:
    """A VLAN has none of the numbers that switches keep for themselves.

    What it does: compares `vid` with a list.
    Why it matters: VLAN 1 has every unconfigured port, on every switch; Cisco's switches refuse 1002 to 1005.
    Example: `{name: staff, vid: 1}`.
    Use instead: a number between 2 and 1001.
    Options: `reserved`, the numbers.
    """
    for name, vlan in site.of("vlan").items():
        if vlan["vid"] in reserved:
            yield Finding(
                place_of("vlan", name, "vid"),
                f"VLAN {vlan['name']} of site {vlan['site']} has the number {vlan['vid']}, which switches keep for themselves",
                expected=f"none of {', '.join(map(str, reserved))}",
                found=str(vlan["vid"]),
            )
