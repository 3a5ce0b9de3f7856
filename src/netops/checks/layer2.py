"""VLANs, and the ports that carry them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from netops.checks import Device, Finding, Path, Place, Scope, place_of, rule
from netops.checks._help import interface_place, repeated_keys, unknown_name
from netops.checks._raw import has_raw, word_pattern
from netops.model.index import Vlan, listed_vlans, svi_vid


@rule("VLN001", title="VLAN exists where it is used", scope="site")
def vlan_exists(company: Scope) -> Iterator[Finding]:
    """A VLAN that a port or a prefix names exists at the same site.

    What it does: looks up `vlan_database` and `vlan_names` of every device, `untagged_vlan`, `tagged_vlans` and `voice_vlan` of every
        port, and `vlan` of every prefix.
    Why it matters: the port would be put into a VLAN that the switch does not have, and be silent.
    Example: `untagged_vlan: finanse` at a site that has `finance`.
    Use instead: a VLAN of the site's ipam.yaml, or add it there.
    """
    for device, data in company.devices.items():
        site = str(data["site"])
        known = company.index.vlans.get(site, {})
        listed: list[tuple[Path, Any]] = [
            (("vlan_database", position), name) for position, name in enumerate(data.get("vlan_database", ()))
        ]
        listed += [(("vlan_names", str(name)), name) for name in data.get("vlan_names", {})]
        for path, name in listed:
            if str(name) not in known:
                yield _unknown(name, known, place_of("device", device, *path), site)
        for port_name, port in data.get("interfaces", {}).items():
            for path, name in _named(port):
                if str(name) not in known:
                    yield _unknown(name, known, place_of("device", device, "interfaces", port_name, *path), site)
    for name, prefix in company.of("prefix").items():
        known = company.index.vlans.get(str(prefix["site"]), {})
        if "vlan" in prefix and str(prefix["vlan"]) not in known:
            yield _unknown(prefix["vlan"], known, place_of("prefix", name, "vlan"), prefix["site"])


def _unknown(name: Any, known: Mapping[str, Vlan], place: Place, site: Any) -> Finding:
    """The finding for a name that no VLAN of the site has; for the number of one, its name is the hint."""
    found = unknown_name("VLAN", name, known, place, f"a VLAN of site {site}", lambda near: known[near].place("name"))
    numbered = next((one for one, vlan in known.items() if str(vlan.vid) == str(name)), "")
    return replace(found, hint=f"VLANs are named here: {name} is {numbered}", related=()) if numbered else found


def _named(port: Any) -> Iterator[tuple[Path, Any]]:
    yield from (((key,), port[key]) for key in ("untagged_vlan", "voice_vlan", "access_vlan") if key in port)
    yield from ((("tagged_vlans", position), name) for position, name in enumerate(listed_vlans(port)))


@rule("VLN002", title="VLAN number is used once at a site", scope="site")
def vlan_id_is_unique_at_site(company: Scope) -> Iterator[Finding]:
    """Two VLANs of a site have different numbers.

    What it does: groups the VLANs of each site by number.
    Why it matters: on the wire there is only the number; both would be one network.
    Example: `{name: staff, vid: 110}` and `{name: guest, vid: 110}`.
    Use instead: a free number.
    """
    vlans = company.of("vlan")
    for (site, vid), names in repeated_keys(((str(v["site"]), int(v["vid"])), name) for name, v in vlans.items()):
        first, *others = names
        for other in others:
            yield Finding(
                place_of("vlan", other, "vid"),
                f"VLAN {vlans[other]['name']} has the number {vid} of {vlans[first]['name']} at site {site}",
                expected="a number that no other VLAN of the site has",
                found=str(vid),
                related=((f"{vlans[first]['name']} has it", place_of("vlan", first, "vid")),),
            )


@rule("VLN003", title="VLAN interface has its VLAN", scope="target")
def svi_has_vlan(device: Device) -> Iterator[Finding]:
    """The VLAN of a VLAN interface (Vlan110, irb.110) exists at the site, and its addresses are of that VLAN's prefixes.

    What it does: takes the number out of the interface's name; compares each address with the prefixes of the VLAN.
    Why it matters: the gateway of one network would be in another.
    Example: `Vlan110: {addresses: [10.1.11.1/24]}` when 10.1.11.0/24 belongs to VLAN 111.
    Use instead: the interface of the VLAN that the prefix names.
    """
    vids = device.around.index.vids.get(device.site, {})
    for name in device.interfaces:
        vid = svi_vid(name)
        if vid is not None and vid not in vids and not has_raw(device.data, rf"\bvlan(?:-id)? (?:\S*\b)?{vid}\b"):
            known = ", ".join(f"{number} {vlan.name}" for number, vlan in sorted(vids.items()))
            yield Finding(
                device.at("interfaces", name),
                f"{name} is the interface of VLAN {vid}, which site {device.site} does not have",
                expected=f"a VLAN of site {device.site}",
                found=str(vid),
                hint=f"there are: {known}" if known else "",
            )
    yield from _misplaced(device)


def _misplaced(device: Device) -> Iterator[Finding]:
    index, prefixes = device.around.index, device.of("prefix")
    known = index.vlans.get(device.site, {})
    for one in device.assigned:
        vlan = index.vids.get(device.site, {}).get(svi_vid(one.port.interface) or 0)
        table = index.tables.get(one.vrf)
        name = next(table.holding(one.value.ip), "") if table else ""
        belongs = str(prefixes[name].get("vlan", "")) if name else ""
        if vlan is not None and belongs in known and known[belongs].vid != vlan.vid:
            yield Finding(
                one.place,
                f"{one.text} belongs to VLAN {belongs}, not to {vlan.name} behind {one.port.interface}",
                expected=f"an address of VLAN {vlan.name}",
                found=one.text,
                related=((f"{prefixes[name]['prefix']} is in VLAN {belongs}", place_of("prefix", name, "vlan")),),
            )


@rule("VLN004", title="both ends of a cable carry the same VLANs", scope="site")
def cable_ends_carry_same_vlans(company: Scope) -> Iterator[Finding]:
    """A trunk ends on a trunk, and both ends of a link between switches have the same untagged VLAN.

    What it does: compares `mode` and `untagged_vlan` of both ends where both bridge.
    Why it matters: frames are dropped, or leak from one VLAN into another.
    Example: `mode: tagged` at one end, `mode: access` at the other.
    Use instead: the same profile at both ends.
    """
    for a, b in company.index.links:
        one, other = (company.devices.get(end.port.device, {}).get("interfaces", {}).get(end.port.interface, {}) for end in (a, b))
        if {one.get("mode"), other.get("mode")} <= {"access", "tagged"}:
            for key in ("mode", "untagged_vlan"):
                near, far = one.get(key, "none"), other.get(key, "none")
                if near != far:
                    yield Finding(
                        interface_place(b.port, key),
                        f"{key} differs at the ends of {a}: {b.port} has {far}",
                        expected=f"{near}, as {a.port}",
                        found=str(far),
                        related=((f"{a.port} has {near}", interface_place(a.port, key)),),
                    )


@rule("LAG001", title="group of a port exists", scope="target")
def lag_exists(device: Device) -> Iterator[Finding]:
    """The group that a port is a member of is an interface of the device.

    What it does: looks up the name in `lag`.
    Why it matters: the ports would join a group without a mode, VLANs or addresses.
    Example: `Ethernet1: {lag: Port-Channel1}` without an entry `Port-Channel1`.
    Use instead: an entry for the group beside its members.
    """
    for name, port in device.interfaces.items():
        if (
            "lag" in port
            and str(port["lag"]) not in device.interfaces
            and not has_raw(device.data, rf"interfaces? {word_pattern(port['lag'])}")
        ):
            group, place = str(port["lag"]), device.at("interfaces", name, "lag")
            yield Finding(place, f"{device.name} has no interface {group}", expected="an interface of the device", found=group)
