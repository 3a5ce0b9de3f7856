"""How far a VLAN reaches: from the ports that use it to the router of its network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from netops.checks import Finding, Place, Scope, place_of, rule
from netops.checks._links import BRIDGED, bridge_port, carried_vlans
from netops.checks.prefixes import parse_address
from netops.model.index import Address, Port, svi_vid

Ways = Mapping[str, list[tuple[str, set[str]]]]
"""By device: the devices that it has bridged links to, and the VLANs on each."""
Missed = Mapping[str, tuple[str, set[str]]]
"""By VLAN whose router is known: the name of its prefix, and the devices that trunks lead to, but none with the VLAN."""


@rule("VLN010", title="VLAN of a port reaches its router", scope="site")
def vlan_of_port_reaches_router(site: Scope) -> Iterator[Finding]:
    """From a switch with ports in a VLAN there is a way of trunks that carry it to the router of its network.

    What it does: follows the cables from the device with the gateway of the VLAN's prefix, along links that carry the VLAN at both ends.
        Switches that no trunk leads to are left out (their cables are not in the data), and gateways that are none of our addresses.
    Why it matters: the port is up, in the right VLAN, and whoever is plugged in gets no address and no answer.
    Example: `untagged_vlan: finance` at a switch whose uplinks have `tagged_vlans: [staff, voice]`.
    Use instead: the VLAN in `tagged_vlans` of both ends of the uplink, or no list at all.
    """
    ways = _ways(site)
    for vlan, (prefix, missed) in _missed(site, ways).items():
        for device, interface, key in _users(site, vlan):
            if device in missed:
                yield _cut(
                    site, place_of("device", device, "interfaces", interface, key), f"VLAN {vlan} of {device} {interface}", vlan, prefix
                )


@rule("VLN011", title="switch is in reach of its own router", scope="site")
def switch_reaches_its_gateway(site: Scope) -> Iterator[Finding]:
    """A switch with an address in a VLAN has a way of trunks that carry it to the router of its network.

    What it does: follows the trunks as VLN010 does, and looks for the VLAN interfaces of switches that they do not come to.
    Why it matters: the switch works, and cannot be reached, monitored or changed any more.
    Example: an uplink with `tagged_vlans: [staff, voice]` to a switch that is managed in the VLAN mgmt.
    Use instead: the management VLAN in `tagged_vlans` of both ends.
    """
    ways, vids = _ways(site), {vlan.vid: vlan.name for known in site.index.vids.values() for vlan in known.values()}
    all_missed = _missed(site, ways)
    for device, assigned in site.index.assigned.items():
        for one in assigned if device in ways else ():
            vlan = vids.get(svi_vid(one.port.interface) or 0, "")
            prefix, missed = all_missed.get(vlan, ("", ()))
            network = site.index.networks.get(prefix) if device in missed else None
            if network is not None and one.value.ip in network:
                yield _cut(site, one.place, f"{device} at {one.value.ip} in VLAN {vlan}", vlan, prefix)


def _cut(site: Scope, place: Place, what: str, vlan: str, prefix: str) -> Finding:
    gateway = site.of("prefix")[prefix]["gateway"]
    return Finding(
        place,
        f"{what} has no way to the router {gateway}",
        expected=f"trunks that carry {vlan} to the device with {gateway}",
        found="none",
        hint=f"does each uplink on the way have {vlan} in tagged_vlans, at both ends?",
        related=((f"the gateway of {vlan}", place_of("prefix", prefix, "gateway")),),
    )


def _users(site: Scope, vlan: str) -> Iterator[tuple[str, str, str]]:
    """Of each switch that has a port in a VLAN the first such port: device, interface, the key that names the VLAN."""
    for device, data in site.devices.items():
        for name, port in data.get("interfaces", {}).items():
            key = next((key for key in ("untagged_vlan", "voice_vlan") if port.get(key) == vlan), None)
            if key and port.get("mode") in BRIDGED and port.get("enabled", True):
                yield device, name, key
                break


def _ways(site: Scope) -> Ways:
    found: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    for a, b in site.index.links:
        near, far = bridge_port(site, a.port), bridge_port(site, b.port)
        if near and far:
            common = carried_vlans(site, *near) & carried_vlans(site, *far)
            found[a.port.device].append((b.port.device, common))
            found[b.port.device].append((a.port.device, common))
    return found


def _missed(site: Scope, ways: Ways) -> Missed:
    owners, found = _owners(site), {}
    for name, prefix in site.of("prefix").items():
        vlan, gateway = str(prefix.get("vlan", "")), parse_address(prefix.get("gateway", ""))
        starts = {start for port in owners.get(gateway, ()) if (start := _entry(site, port, vlan))} if vlan and gateway else set()
        if starts and vlan not in found:
            found[vlan] = (name, _spread(starts, ways) - _spread(starts, ways, vlan))
    return found


def _spread(starts: set[str], ways: Ways, vlan: str = "") -> set[str]:
    """The devices that links with a VLAN lead to, those of any link without one."""
    found: set[str] = set()
    todo = sorted(starts)
    while todo:
        if (device := todo.pop()) not in found:
            found.add(device)
            todo += [other for other, vlans in ways.get(device, ()) if not vlan or vlan in vlans]
    return found


def _owners(site: Scope) -> dict[Address | None, list[Port]]:
    """The interfaces by address, their own or one that they share."""
    found: dict[Address | None, list[Port]] = defaultdict(list)
    for device, assigned in site.index.assigned.items():
        for one in assigned:
            found[one.value.ip].append(one.port)
            shared: Any = site.devices[device]["interfaces"][one.port.interface].get("vrrp")
            if shared:
                found[parse_address(shared["address"])].append(one.port)
    return found


def _entry(site: Scope, port: Port, vlan: str) -> str:
    """The switch where a router's interface meets a VLAN: the router itself by its VLAN interface, else what its cable leads to."""
    known = site.index.vids.get(str(site.devices[port.device]["site"]), {}).get(svi_vid(port.interface) or 0)
    if known is not None:
        return port.device if known.name == vlan else ""
    plug = site.index.far_ends.get(Port(port.device, port.interface.partition(".")[0]))
    far = bridge_port(site, plug.port) if plug else None
    return far[0].device if far and vlan in carried_vlans(site, *far) else ""
