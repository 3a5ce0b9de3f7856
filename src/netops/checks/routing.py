"""Routing: neighbours, next hops, policies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from ipaddress import ip_address
from typing import Any

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._help import unknown_name
from netops.checks._raw import has_raw, raw_addresses, word_pattern
from netops.errors import Severity
from netops.model.index import AssignedAddress, Index, parse_network
from netops.model.sessions import neighbors_and_groups, peer_addresses, sessions_in_default_vrf

PROTOCOLS = frozenset({"ospf", "ospfv3", "isis", "rip", "eigrp", "bgp"})
"""What may find a way to a next hop, by the keys of a device."""
POLICIES = (("prefix_list", "prefix_lists"), ("route_map", "route_maps"))


def _neighbors(company: Scope) -> Iterator[tuple[str, int, Any]]:
    """Every BGP neighbour with an address: device, position in its list, data with that of its group."""
    for name, device in company.devices.items():
        yield from ((name, position, neighbor) for position, neighbor in sessions_in_default_vrf(device.get("bgp", {})))


def _owners(text: Any, company: Scope) -> tuple[AssignedAddress, ...]:
    index: Index = company.index
    try:
        return index.addresses.get(ip_address(str(text)), ())
    except ValueError:
        return ()


def _connected(device: Device, text: Any, vrf: str | None = None) -> bool:
    """Whether an address is, or may be by DHCP, on a network of the device; in one routing table, unless `vrf` is None."""
    try:
        address = ip_address(str(text))
    except ValueError:
        return False
    own = any(address in one.value.network for one in device.assigned if vrf in (None, one.vrf))
    own = own or any(address in one.network for one in raw_addresses(device.data))
    return own or address.is_link_local or address.is_loopback or any(_is_dynamic(port, vrf) for port in device.interfaces.values())


def _is_dynamic(port: Mapping[str, Any], vrf: str | None) -> bool:
    """Whether an interface has an address that nobody can know before."""
    is_asked = bool(port.get("dhcp")) or any("dhcp" in str(one).split() for one in port.get("raw_config", ()))
    return is_asked and vrf in (None, str(port.get("vrf", "")))


def _listens(bgp: Mapping[str, Any], addresses: Iterable[str]) -> bool:
    """Whether a speaker takes a session from one of the addresses."""
    tables = (bgp, *bgp.get("vrfs", {}).values())
    ranges = [parse_network(one["prefix"]) for table in tables for one in table.get("listen_ranges", ())]
    return any(net is not None and ip_address(one) in net for net in ranges for one in addresses)


@rule("BGP001", title="BGP neighbour is a router that speaks to us")
def bgp_neighbors_are_mutual(company: Scope) -> Iterator[Finding]:
    """A neighbour's address that is one of ours belongs to another device, which has this one as its neighbour.

    What it does: looks up the owner of each neighbour's address, and this device's addresses among the owner's neighbours.
    Why it matters: the session stays down, or comes up with the wrong router.
    Example: `{address: 10.2.255.0}` on the router that itself has 10.2.255.0.
    Use instead: the address of the other end; `interfaces.NAME.neighbor.address` of the view has it.
    """
    for device, position, neighbor in _neighbors(company):
        owners = {one.port.device for one in _owners(neighbor["address"], company)}
        place = place_of("device", device, "bgp", "neighbors", position, "address")
        if device in owners:
            yield Finding(
                place,
                f"BGP neighbour {neighbor['address']} is {device} itself",
                expected="an address of another router",
                found=str(neighbor["address"]),
            )
            continue
        own = {str(one.value.ip) for one in company.index.assigned.get(device, ())}
        for owner in sorted(owners):
            bgp = company.devices[owner].get("bgp", {})
            back = peer_addresses(bgp)
            is_raw = any(has_raw(company.devices[owner], rf"neighbor {re.escape(one)}(?!\S)") for one in own)
            if not back & own and not _listens(bgp, own) and not is_raw:
                yield Finding(
                    place,
                    f"{owner} has {neighbor['address']}, but does not have {device} as a BGP neighbour",
                    expected=f"a neighbour of {owner} that is an address of {device}",
                    found=", ".join(sorted(back)) or "no neighbours",
                    related=((f"the neighbours of {owner}", place_of("device", owner, "bgp", "neighbors")),),
                )


@rule("BGP002", title="AS of a BGP neighbour is right")
def bgp_remote_as_is_correct(company: Scope) -> Iterator[Finding]:
    """A neighbour that is one of ours has the AS of its own data, and any other has a typed one.

    What it does: compares `remote_asn` with `bgp.asn` of the address's owner.
    Why it matters: the session is refused with "bad peer AS".
    Example: `remote_asn: 65010` for a router whose `asn` is 65020.
    Use instead: no `remote_asn` for our own routers: it is derived.
    """
    for device, position, neighbor in _neighbors(company):
        owner = next((one.port.device for one in _owners(neighbor["address"], company)), None)
        theirs = company.devices[owner].get("bgp", {}).get("asn") if owner else None
        typed, path = neighbor.get("remote_asn"), ("bgp", "neighbors", position)
        if theirs is None and typed is None and "peering" not in neighbor:
            place = place_of("device", device, *path, "address")
            yield Finding(
                place,
                f"the AS of BGP neighbour {neighbor['address']} is not known",
                expected="remote_asn",
                found="none",
                hint="it is none of our routers: type it",
            )
        elif theirs is not None and typed is not None and int(theirs) != int(typed):
            related = ((f"asn of {owner}", place_of("device", str(owner), "bgp", "asn")),)
            place = place_of("device", device, *path, "remote_asn")
            yield Finding(
                place,
                f"BGP neighbour {neighbor['address']} is {owner} in AS {theirs}, not {typed}",
                expected=str(theirs),
                found=str(typed),
                related=related,
            )


@rule("RTG001", title="next router is on a connected network", scope="target")
def next_hop_is_in_connected_network(device: Device) -> Iterator[Finding]:
    """The next hop of a static route, and a BGP neighbour without `update_source` or `ebgp_multihop`, is on a network of the device.

    What it does: compares the address with the networks of the device's interfaces; of a route, those in its VRF, and what its other static
        routes lead to. An interface with `dhcp` may have any. RTG009 names next hops that a routing protocol may find.
    Why it matters: the route is never used, the session never opened.
    Example: `next_hop: 10.1.99.1` on a device without an interface in 10.1.99.0/24.
    Use instead: the address of a router on the same link.
    """
    for position, route in enumerate(device.data.get("static_routes", ())):
        if _is_far(device, route) and not PROTOCOLS & device.data.keys():
            yield _far(device.name, "next hop", route["next_hop"], device.at("static_routes", position, "next_hop"))
    for position, neighbor in sessions_in_default_vrf(device.data.get("bgp", {})):
        internal = neighbor.get("remote_asn") == device.data["bgp"].get("asn") or neighbor.get("peering") == "internal"
        direct = not internal and not neighbor.keys() & {"update_source", "ebgp_multihop", "multihop"}
        if direct and not _connected(device, neighbor["address"]):
            yield _far(device.name, "BGP neighbour", neighbor["address"], device.at("bgp", "neighbors", position, "address"))


@rule("RTG009", title="next hop that only a routing protocol finds", scope="target", severity=Severity.WARNING)
def next_hop_needs_routing_protocol(device: Device) -> Iterator[Finding]:
    """The next hop of a static route is on no network of the device and behind none of its static routes, and it runs a routing protocol.

    What it does: compares as RTG001 does, on devices with OSPF, IS-IS, RIP, EIGRP or BGP.
    Why it matters: the route is used only while the protocol has one to its next hop; a wrong address is never noticed.
    Example: `next_hop: 10.1.99.1` on a router with OSPF and without an interface in 10.1.99.0/24.
    Use instead: the address of a router on the same link, or a waiver where the next hop is remote on purpose.
    """
    for position, route in enumerate(device.data.get("static_routes", ())):
        if _is_far(device, route) and PROTOCOLS & device.data.keys():
            yield _far(device.name, "next hop", route["next_hop"], device.at("static_routes", position, "next_hop"))


def _is_far(device: Device, route: Mapping[str, Any]) -> bool:
    """Whether a static route has a next hop alone that neither a network nor another static route of its table leads to."""
    if "next_hop" not in route or "interface" in route:
        return False
    table = str(route.get("next_hop_vrf", route.get("vrf", "")))
    return not (_connected(device, route["next_hop"], table) or _is_behind(device, route, table))


def _is_behind(device: Device, route: Mapping[str, Any], table: str) -> bool:
    """Whether other static routes lead to the next hop of a route; a default route does not (Cisco: recursive static routes)."""
    seen: list[Mapping[str, Any]] = []
    wanted = [route]
    while wanted:
        seen.append(found := wanted.pop())
        for other in device.data.get("static_routes", ()):
            net = parse_network(other["prefix"])
            if (
                other in seen
                or net is None
                or not net.prefixlen
                or str(other.get("vrf", "")) != table
                or not _covers(net, found["next_hop"])
            ):
                continue
            if "next_hop" not in other or "interface" in other or _connected(device, other["next_hop"], table):
                return True
            wanted.append(other)
    return False


def _covers(net: Any, text: Any) -> bool:
    try:
        return ip_address(str(text)) in net
    except ValueError:
        return False


def _far(device: str, what: str, address: Any, place: Any) -> Finding:
    return Finding(
        place, f"{what} {address} is on no network of {device}", expected=f"an address on a network of {device}", found=str(address)
    )


@rule("RTG002", title="static route leads somewhere", scope="target")
def static_route_has_next_hop(device: Device) -> Iterator[Finding]:
    """A static route has a `next_hop`, an `interface` or both, or `blackhole: true`.

    What it does: looks for a way, or for the word that there is none.
    Why it matters: a route without either cannot be rendered, one with both means two things.
    Example: `{prefix: 10.9.0.0/16}`.
    Use instead: `{prefix: 10.9.0.0/16, next_hop: 10.1.0.1}`.
    """
    for position, route in enumerate(device.data.get("static_routes", ())):
        has = [key for key in ("next_hop", "interface", "blackhole") if route.get(key)]
        if not has or (len(has) > 1 and "blackhole" in has):
            yield Finding(
                device.at("static_routes", position, "prefix"),
                f"static route {route['prefix']} has {' and '.join(has) or 'no way'}",
                expected="next_hop, interface or blackhole",
                found=" and ".join(has) or "neither",
            )


@rule("RTG003", title="routing policy exists", scope="target")
def routing_policy_exists(device: Device) -> Iterator[Finding]:
    """Prefix lists and route maps that a neighbour, a group or a route map names are on the same device.

    What it does: looks up `prefix_list_in/out`, `route_map_in/out` and `match_prefix_list`.
    Why it matters: a filter that does not exist lets everything through, or nothing.
    Example: `prefix_list_out: OUR` on a router that has the list OURS.
    Use instead: a name of `prefix_lists` or `route_maps`.
    """
    data = device.data
    for path, neighbor in neighbors_and_groups(data.get("bgp", {})):
        for stem, noun in POLICIES:
            known, expected = data.get(noun, {}), f"one of the {noun} of {device.name}"
            for key in (f"{stem}_in", f"{stem}_out"):
                if key in neighbor and str(neighbor[key]) not in known and not has_raw(data, word_pattern(neighbor[key])):
                    yield unknown_name(
                        stem.replace("_", " "),
                        neighbor[key],
                        known,
                        device.at("bgp", *path, key),
                        expected,
                        partial(device.at, noun),
                    )
    lists = data.get("prefix_lists", {})
    for name, entries in data.get("route_maps", {}).items():
        for position, entry in enumerate(entries):
            wanted = entry.get("match_prefix_list")
            if wanted is not None and str(wanted) not in lists and not has_raw(data, word_pattern(wanted)):
                place = device.at("route_maps", name, position, "match_prefix_list")
                yield unknown_name(
                    "prefix list", wanted, lists, place, f"one of the prefix_lists of {device.name}", partial(device.at, "prefix_lists")
                )
