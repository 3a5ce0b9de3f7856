"""Static routes and policies: what can never be used, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netops.checks import Device, Finding, rule
from netops.checks._raw import has_raw
from netops.checks.prefixes import parse_address
from netops.errors import Severity
from netops.model.index import Address, Network, parse_network

ROUTING = ("ospf", "bgp")
DEFAULTS = ("0.0.0.0/0", "::/0")


@rule("RTG004", title="device has a way out of its network", scope="target", severity=Severity.WARNING)
def device_has_default_route(device: Device) -> Iterator[Finding]:
    """A network device with an address has a routing protocol, a default route, or a gateway in the network it is in.

    What it does: looks for `ospf` or `bgp`, static routes, `default_gateway`, and `gateway` of the prefixes of its addresses, other than
    its own; only at sites that have gateways in the data.
    Why it matters: the device is reached from its own network only; from everywhere else it seems to be dead.
    Example: a switch in the network 10.1.0.0/24, which has no `gateway`.
    Use instead: `gateway:` at the prefix, or `static_routes: [{prefix: 0.0.0.0/0, next_hop: ...}]`.
    """
    data, prefixes, index = device.data, device.of("prefix"), device.around.index
    if device.kind != "device" or not device.assigned or any(key in data for key in ROUTING) or data.get("static_routes"):
        return
    if data.get("default_gateway"):
        return
    own = {one.value.ip for one in device.assigned}
    names = [name for one in device.assigned if (table := index.tables.get(one.vrf)) for name in table.holding(one.value.ip)]
    ways = {parse_address(prefixes[name]["gateway"]) for name in names if "gateway" in prefixes[name]}
    is_alone = not ways - own and any("gateway" in prefix for prefix in prefixes.values())
    if is_alone and not has_raw(data, r"\bdefault-gateway ", r"\brouter ", r"\bprotocols ", r"\broute "):
        one = device.assigned[0]
        yield Finding(
            device.at("interfaces", one.port.interface),
            f"{device.name} has no way out of {one.value.network}",
            expected="a gateway of the prefix, a static route or a routing protocol",
            found="none",
        )


@rule("RTG005", title="static route is not to a connected network", scope="target", severity=Severity.WARNING)
def static_route_is_not_to_connected_network(device: Device) -> Iterator[Finding]:
    """A static route leads to a network that the device is not itself in.

    What it does: compares the prefix of each route with the networks of the interfaces in the same VRF.
    Why it matters: the network on the interface always wins, so the route is never used; it is left over, or one of both is wrong.
    Example: `{prefix: 10.1.20.0/24, next_hop: 10.1.0.1}` on a device with 10.1.20.2/24.
    Use instead: take it out.
    """
    routes = device.data.get("static_routes", ())
    known = {(one.vrf, one.value.network): one for one in device.assigned} if routes else {}
    for position, route in enumerate(routes):
        network: Any = parse_network(route["prefix"])
        one = known.get((str(route.get("vrf", "")), network))
        if one is not None:
            yield Finding(
                device.at("static_routes", position, "prefix"),
                f"{device.name} has a static route to {network}, which it is itself in",
                expected="a network that is not connected",
                found=str(route["prefix"]),
                related=((f"{one.port.interface} has {one.text}", one.place),),
            )


@rule("RTG006", title="next router is another device", scope="target")
def next_hop_is_another_device(device: Device) -> Iterator[Finding]:
    """The next hop of a static route is none of the device's own addresses.

    What it does: compares it with the addresses of the interfaces, and with those that the device shares by VRRP.
    Why it matters: the device refuses the route, or sends packets to itself until they are too old.
    Example: `next_hop: 10.1.0.11` on the device with 10.1.0.11/24.
    Use instead: the address of the router at the other end.
    """
    routes = device.data.get("static_routes", ())
    ports: dict[Address | None, str] = {}
    for name, data in device.interfaces.items() if routes else ():
        if "vrrp" in data:
            ports[parse_address(data["vrrp"]["address"])] = str(name)
    ports |= {one.value.ip: one.port.interface for one in device.assigned if routes}
    for position, route in enumerate(routes):
        port = ports.get(parse_address(route["next_hop"])) if "next_hop" in route else None
        if port is not None:
            yield Finding(
                device.at("static_routes", position, "next_hop"),
                f"the next hop {route['next_hop']} of {route['prefix']} is {device.name} itself",
                expected="an address of another router",
                found=str(route["next_hop"]),
                related=((f"{port} has it", device.at("interfaces", port)),),
            )


@rule("RTG007", title="every entry of a route map can match", scope="target", severity=Severity.WARNING)
def route_map_entry_is_reachable(device: Device) -> Iterator[Finding]:
    """After an entry of a route map that takes every route comes no other.

    What it does: looks for entries behind one without `match_prefix_list`.
    Why it matters: the first entry that matches decides, so the entries after it have no effect.
    Example: `[{seq: 10, action: permit}, {seq: 20, action: deny, match_prefix_list: PRIVATE}]`.
    Use instead: the entry for all routes at the end, with the highest `seq`.
    """
    for name, entries in device.data.get("route_maps", {}).items():
        everything = next((at for at, entry in enumerate(entries) if "match_prefix_list" not in entry), len(entries))
        for position in range(everything + 1, len(entries)):
            first, entry = entries[everything], entries[position]
            yield Finding(
                device.at("route_maps", name, position, "seq"),
                f"entry {entry['seq']} of route map {name} is never reached: entry {first['seq']} takes every route",
                expected="the entry for all routes at the end",
                found=f"{first['seq']} before {entry['seq']}",
                related=((f"entry {first['seq']} has no match_prefix_list", device.at("route_maps", name, everything, "seq")),),
            )


@rule("RTG008", title="every entry of a prefix list can match", scope="target", severity=Severity.WARNING)
def prefix_list_entry_is_reachable(device: Device) -> Iterator[Finding]:
    """No entry of a prefix list comes after one that matches all of its prefixes.

    What it does: compares network and lengths (`ge`, `le`) of each entry with those before it.
    Why it matters: the first entry that matches decides, so the later one never does anything: a deny in it denies nothing.
    Example: `[{seq: 10, action: permit, prefix: 10.0.0.0/8, le: 32}, {seq: 20, action: deny, prefix: 10.1.0.0/16}]`.
    Use instead: the narrow entry before the wide one.
    """
    for name, entries in device.data.get("prefix_lists", {}).items():
        seen: dict[Network, list[tuple[int, int, int]]] = {}
        known: dict[int, set[int]] = {4: set(), 6: set()}
        for position, entry in enumerate(entries):
            network = parse_network(entry["prefix"])
            if network is None:
                continue
            low, high = _lengths(entry, network)
            wider = (network.supernet(new_prefix=length) for length in known[network.version] if length <= network.prefixlen)
            before = next((at for net in wider for from_, to, at in seen.get(net, ()) if from_ <= low and high <= to), None)
            if before is not None:
                first = entries[before]
                yield Finding(
                    device.at("prefix_lists", name, position, "seq"),
                    f"entry {entry['seq']} of prefix list {name} never matches: entry {first['seq']} takes all of {network}",
                    expected="the narrow entry before the wide one",
                    found=f"{first['seq']} before {entry['seq']}",
                    related=((f"entry {first['seq']} is {first['prefix']}", device.at("prefix_lists", name, before, "seq")),),
                )
            seen.setdefault(network, []).append((low, high, position))
            known[network.version].add(network.prefixlen)


def _lengths(entry: Any, network: Network) -> tuple[int, int]:
    """The shortest and the longest prefix that an entry matches."""
    low = int(entry.get("ge", network.prefixlen))
    return low, int(entry.get("le", network.max_prefixlen if "ge" in entry else network.prefixlen))
