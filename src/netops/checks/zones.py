"""Security zones of firewalls, and the policies between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netops.checks import Device, Finding, rule
from netops.checks._help import did_you_mean
from netops.checks._raw import has_raw, word_pattern
from netops.errors import Severity
from netops.model.index import Object, parse_network
from netops.model.sessions import peer_addresses

EVERYTHING = frozenset({"all", "any-service"})
"""Words for all services, or all protocols."""
ITSELF = "junos-host"
"""The zone that stands for the firewall itself."""
LOOPBACK = "lo"
MANAGEMENT = re.compile(r"(?:fxp|em|me|vme)\d")
"""Ports of Junos for management alone, which are in no zone (Interface Naming Overview)."""


def _zones(device: Device) -> dict[str, tuple[int, Object]]:
    """The zones by the name of each interface that is in one, with their positions."""
    zones = device.data.get("security", {}).get("zones", ())
    return {str(name): (index, zone) for index, zone in enumerate(zones) for name in zone.get("interfaces", ())}


def _crossed(device: Device) -> Iterator[str]:
    """The interfaces of a firewall with zones that packets come in by: those with an address that are not for management alone."""
    for name, port in device.interfaces.items() if device.data.get("security", {}).get("zones") else ():
        is_crossed = not port.get("mgmt_only") and not name.startswith(LOOPBACK) and not MANAGEMENT.match(name)
        if port.get("addresses") and is_crossed and port.get("enabled", True):
            yield name


def _lets_in(zone: Object, key: str, word: str, interface: str) -> bool:
    """Whether a zone admits a service or a protocol at one of its interfaces, whose own list holds in the place of the zone's."""
    found = set(map(str, zone.get("inbound", {}).get(interface, zone).get(key, ())))
    return word in found or bool(found & EVERYTHING)


def _is_admitted_raw(device: Device, zone: Object) -> bool:
    """Whether raw lines say what a zone lets in."""
    return has_raw(device.data, rf"security-zone {word_pattern(zone['name'])} .*host-inbound-traffic")


@rule("ZON001", title="zone names what exists", scope="target")
def zone_references_exist(device: Device) -> Iterator[Finding]:
    """Each interface of a zone is one of the device, in that zone alone; each zone of a policy exists.

    What it does: looks up `interfaces` of the zones, and `from` and `to` of the policies.
    Why it matters: the firewall refuses the whole config.
    Example: `{from: inside, to: outsde}`.
    Use instead: the name of a zone of the same device.
    """
    security = device.data.get("security", {})
    names, homes = [str(zone["name"]) for zone in security.get("zones", ())], _zones(device)
    for index, zone in enumerate(security.get("zones", ())):
        for at, port in enumerate(zone.get("interfaces", ())):
            place = device.at("security", "zones", index, "interfaces", at)
            if port not in device.interfaces:
                hint = did_you_mean(port, device.interfaces)
                yield Finding(place, f"{device.name} has no interface {port}", expected="an interface", found=str(port), hint=hint)
            elif homes[str(port)][0] != index:
                message = f"{port} is in zone {zone['name']} and in zone {homes[str(port)][1]['name']}"
                yield Finding(place, message, expected="one zone", found="two")
    for index, policy in enumerate(security.get("policies", ())):
        for key in ("from", "to"):
            if policy[key] not in (*names, ITSELF) and not has_raw(device.data, rf"security-zone {word_pattern(policy[key])}"):
                place, hint = device.at("security", "policies", index, key), did_you_mean(policy[key], names)
                yield Finding(place, f"{device.name} has no zone {policy[key]}", expected="a zone", found=str(policy[key]), hint=hint)


@rule("ZON002", title="interface of a firewall is in a zone", scope="target")
def firewall_interface_has_zone(device: Device) -> Iterator[Finding]:
    """Each interface with an address of a device with zones is in one of them.

    What it does: looks up the interfaces with an address; loopbacks and ports for management only are left out.
    Why it matters: a firewall drops what comes in by an interface without a zone.
    Example: `irb.120` with an address, and in no zone.
    Use instead: the interface in `interfaces` of the zone that its network belongs to.
    """
    homes = _zones(device)
    for name in _crossed(device):
        logical = name if "." in name else f"{name}.0"
        if name not in homes and not has_raw(device.data, rf"security-zone .*interfaces {re.escape(logical)}(?!\S)"):
            place = device.at("interfaces", name)
            yield Finding(
                place, f"{device.name} {name} is in no zone", expected="a zone", found="none", hint="add it to the interfaces of its zone"
            )


@rule("ZON003", title="firewall lets in what manages it", scope="target")
def firewall_permits_management(device: Device, *, services: tuple[str, ...] = ("ssh", "netconf")) -> Iterator[Finding]:
    """The zone of the interface that netops connects to permits SSH and NETCONF.

    What it does: looks at `services` of the zone of `primary_interface`.
    Why it matters: the change that brings the zones is the last one that arrives.
    Example: `primary_interface: irb.100`, in a zone with `services: [ping]`.
    Use instead: `services: [ping, ssh, netconf]`.
    Options: `services`, what netops comes in by.
    """
    name = str(device.data.get("primary_interface", ""))
    index, zone = _zones(device).get(name, (0, None))
    missing = [service for service in services if zone is not None and not _lets_in(zone, "services", service, name)]
    if zone is not None and missing and not _is_admitted_raw(device, zone):
        yield Finding(
            device.at("security", "zones", index),
            f"zone {zone['name']} of {device.name} keeps out {' and '.join(missing)}, and netops comes in by {name}",
            expected=", ".join(services),
            found=", ".join(zone.get("services", ())) or "no services",
            related=((f"{name} is the interface that netops talks to", device.at("primary_interface")),),
        )


@rule("ZON004", title="zone lets in the routing protocols that are spoken there", scope="target")
def zone_permits_routing_protocols(device: Device) -> Iterator[Finding]:
    """The zone of an interface with OSPF, VRRP or a DHCP relay lets that in.

    What it does: compares what an interface does with `protocols` and `services` of its zone.
    Why it matters: the firewall drops the neighbour's packets, and the session never comes up.
    Example: `ospf: {area: 0}` on an interface in a zone without `protocols: [ospf]`.
    Use instead: the protocol in `protocols` of the zone, `dhcp` in its `services`.
    """
    if not device.data.get("security", {}).get("zones"):
        return
    homes = _zones(device)
    for name in _crossed(device):
        index, zone = homes.get(name, (0, None))
        port = device.interfaces[name]
        wanted = {
            "ospf": "ospf" in port and not port["ospf"].get("passive", False),
            "vrrp": "vrrp" in port,
            "dhcp": bool(port.get("dhcp_relay")),
        }
        for what, is_spoken in wanted.items() if zone is not None else ():
            key = "services" if what == "dhcp" else "protocols"
            if is_spoken and zone is not None and not _lets_in(zone, key, what, name) and not _is_admitted_raw(device, zone):
                yield Finding(
                    device.at("security", "zones", index),
                    f"zone {zone['name']} of {device.name} keeps out {what}, which {name} needs",
                    expected=f"{what} in {key}",
                    found=", ".join(zone.get(key, ())) or f"no {key}",
                    related=((f"{name} needs it", device.at("interfaces", name)),),
                )


@rule("ZON007", title="zone lets BGP neighbours open the session", scope="target", severity=Severity.WARNING)
def zone_permits_bgp(device: Device) -> Iterator[Finding]:
    """The zone of an interface in whose network a BGP neighbour is lets BGP in.

    What it does: compares the neighbours' addresses with `protocols` of the zones of the interfaces.
    Why it matters: only the firewall itself can open the session then; when both ends wait for the other, or the neighbour is passive,
    it never comes up, and after a fault it takes longer.
    Example: `neighbors: [{address: 192.0.2.1}]` in the network of an interface in a zone without `protocols: [bgp]`.
    Use instead: `bgp` in `protocols` of the zone, or of the interface in `inbound`.
    """
    homes = _zones(device)
    peers = _peers(device) if homes else set()
    for name in (one for one in _crossed(device) if one in peers and one in homes):
        index, zone = homes[name]
        if not _lets_in(zone, "protocols", "bgp", name) and not _is_admitted_raw(device, zone):
            yield Finding(
                device.at("security", "zones", index),
                f"zone {zone['name']} of {device.name} does not let the BGP neighbour at {name} open the session",
                expected="bgp in protocols",
                found=", ".join(zone.get("protocols", ())) or "no protocols",
                related=((f"the neighbour is in the network of {name}", device.at("interfaces", name)),),
            )


def _peers(device: Device) -> set[str]:
    """The interfaces in whose networks a BGP neighbour is."""
    found = [parse_network(address) for address in peer_addresses(device.data.get("bgp", {}))]
    neighbours = [network.network_address for network in found if network is not None]
    return {one.port.interface for one in device.assigned if neighbours and any(other in one.value.network for other in neighbours)}


@rule("ZON005", title="policy can match", scope="target", severity=Severity.WARNING)
def policy_is_reachable(device: Device) -> Iterator[Finding]:
    """No policy comes after one that takes everything between the same two zones.

    What it does: looks for a policy without networks and protocol, and for policies behind it.
    Why it matters: the second one is relied on, and never matches a packet.
    Example: `{seq: 10, from: inside, to: outside, action: permit}`, then a `deny` for one server.
    Use instead: the narrow policies first, the wide one last.
    """
    wide: dict[tuple[str, str], tuple[int, Object]] = {}
    for index, policy in enumerate(device.data.get("security", {}).get("policies", ())):
        pair = str(policy["from"]), str(policy["to"])
        if pair in wide:
            before, other = wide[pair]
            yield Finding(
                device.at("security", "policies", index),
                f"policy {policy['name']} of {device.name} never matches",
                expected=f"a place before {other['name']}",
                found=f"{other['name']} takes all from {pair[0]} to {pair[1]}",
                related=(("what takes all", device.at("security", "policies", before)),),
            )
        elif "sources" not in policy and "destinations" not in policy and _takes_all(policy):
            wide[pair] = index, policy


def _takes_all(policy: Object) -> bool:
    """Whether a policy is for every protocol, whatever the VRF."""
    narrow = policy.get("protocol", "ip") != "ip" or "source_vrf_group" in policy or "destination_vrf_group" in policy
    return not narrow and policy.get("applications", ["any"]) == ["any"]


@rule("ZON006", title="networks of a zone reach each other", scope="target", severity=Severity.WARNING)
def zone_networks_reach_each_other(device: Device) -> Iterator[Finding]:
    """A zone with several networks has a policy from the zone to itself.

    What it does: counts the interfaces with an address of each zone, and looks for a policy from it to it.
    Why it matters: a firewall drops what passes from one interface to another without a policy, also within a zone.
    Example: a zone with `irb.110` and `irb.120`, and policies to other zones only.
    Use instead: a policy from the zone to itself that permits or denies the traffic.
    """
    security, crossed = device.data.get("security", {}), set(_crossed(device))
    inner = {str(policy["from"]) for policy in security.get("policies", ()) if policy["from"] == policy["to"]}
    for index, zone in enumerate(security.get("zones", ())):
        count = len(crossed & set(map(str, zone.get("interfaces", ()))))
        own = rf"from-zone {word_pattern(zone['name'])} to-zone {word_pattern(zone['name'])}"
        if count > 1 and str(zone["name"]) not in inner and not has_raw(device.data, own):
            place, expected = device.at("security", "zones", index), f"a policy from {zone['name']} to {zone['name']}"
            yield Finding(place, f"the {count} networks of zone {zone['name']} do not reach each other", expected=expected, found="none")
