"""BGP: what is accepted from others, what is announced to them, and who we are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._help import duplicate_router_ids
from netops.checks._raw import has_raw
from netops.checks.prefixes import parse_address
from netops.errors import Severity
from netops.model.index import Network, parse_network
from netops.model.sessions import has_policy as has_policy
from netops.model.sessions import sessions_in_default_vrf

KINDS = ("prefix_list", "route_map")
POLICIES = "(?:route-map|prefix-list|filter-list|distribute-list|(?:route-)?policy|import|export)"
DIRECTIONS = {"in": "comes in from", "out": "goes out to"}


def _speakers(company: Scope) -> Iterator[tuple[str, Any]]:
    yield from ((name, device["bgp"]) for name, device in company.devices.items() if "bgp" in device)


@rule("BGP003", title="neighbour outside has a policy", severity=Severity.WARNING)
def external_neighbor_has_policy(company: Scope) -> Iterator[Finding]:
    """A neighbour in another AS that is none of our routers has a prefix list or a route map in both directions.

    What it does: looks for `prefix_list_in` or `route_map_in`, and `prefix_list_out` or `route_map_out` (RFC 8212).
    Why it matters: without one every route of the other side is accepted, and every route of ours announced: that is how a company
    becomes the transit between two providers. Some platforms exchange nothing at all then.
    Example: `{address: 192.0.2.1, remote_asn: 64500}`.
    Use instead: a list of what may come in, and one of what is ours.
    """
    for name, bgp in _speakers(company):
        for position, neighbor in sessions_in_default_vrf(bgp):
            missing = [way for way in DIRECTIONS if not any(has_policy(neighbor, kind, way) for kind in KINDS)]
            outside = (
                neighbor.get("remote_asn", bgp.get("asn")) != bgp.get("asn")
                and parse_address(neighbor["address"]) not in company.index.addresses
            )
            given = rf"neighbor {re.escape(str(neighbor['address']))} .*{POLICIES} "
            if outside and missing and not has_raw(company.devices[name], given):
                directions = " and ".join(DIRECTIONS[way] for way in missing)
                yield Finding(
                    place_of("device", name, "bgp", "neighbors", position),
                    f"{name} has no policy for what {directions} {neighbor['address']}, its neighbour in AS {neighbor['remote_asn']}",
                    expected=" and ".join(f"prefix_list_{way} or route_map_{way}" for way in missing),
                    found="none",
                )


@rule("BGP004", title="router id of BGP is used once")
def bgp_router_id_is_unique(company: Scope) -> Iterator[Finding]:
    """Two routers of the company have different router ids in BGP.

    What it does: groups the devices by `bgp.router_id`.
    Why it matters: neighbours with one id refuse the session; behind a route reflector their routes are taken for loops.
    Example: the router of a new site, copied from another one with its `router_id`.
    Use instead: the address of the device's own loopback.
    """
    yield from duplicate_router_ids("bgp", _speakers(company))


@rule("BGP005", title="network that is announced is ours", severity=Severity.WARNING)
def announced_network_is_owned(company: Scope) -> Iterator[Finding]:
    """A network in `bgp.networks` is one of our prefixes, inside one, or holds some of them.

    What it does: compares each network with the prefixes of all sites, in any VRF.
    Why it matters: with one wrong digit we announce another network, and attract its traffic.
    Example: `networks: [10.71.0.0/16]` when the site has 10.17.0.0/16.
    Use instead: the prefix of the site, or add it to the site's ipam.yaml.
    """
    speakers = [(name, bgp) for name, bgp in _speakers(company) if bgp.get("networks")]
    known = list(dict.fromkeys(company.index.networks.values())) if speakers else []
    for name, bgp in speakers:
        for position, text in enumerate(bgp["networks"]):
            network = parse_network(text)
            if network is not None and not any(other.version == network.version and other.overlaps(network) for other in known):
                yield Finding(
                    place_of("device", name, "bgp", "networks", position),
                    f"{name} announces {network}, which is no prefix of ours",
                    expected="a prefix of a site",
                    found=str(text),
                )


def _routes_to(network: Network | None) -> tuple[str, ...]:
    """Patterns of static routes to a network."""
    if network is None:
        return ()
    address, mask = re.escape(str(network.network_address)), re.escape(str(network.netmask))
    return (rf"route .*{address} {mask}", rf"route .*{address}/{network.prefixlen}(?!\d)")


@rule("BGP006", title="network that is announced is in the table", scope="target", severity=Severity.WARNING)
def announced_network_is_in_routing_table(device: Device) -> Iterator[Finding]:
    """A network in `bgp.networks` is connected, or has a static route; a router with OSPF can learn it there.

    What it does: looks for the same prefix among the static routes and the networks of the interfaces.
    Why it matters: BGP announces what is in the routing table and nothing else, so the site cannot be reached from outside.
    Example: `networks: [10.3.0.0/16]` on a router that has ten /24 of it and no route to the whole.
    Use instead: `static_routes: [{prefix: 10.3.0.0/16, blackhole: true}]`, the anchor of the aggregate.
    """
    networks = device.data.get("bgp", {}).get("networks", ())
    if not networks or "ospf" in device.data:
        return
    routes = {parse_network(route["prefix"]) for route in device.data.get("static_routes", ())}
    known = routes | {one.value.network for one in device.assigned}
    for position, text in enumerate(networks):
        network = parse_network(text)
        if network not in known and not has_raw(device.data, *_routes_to(network)):
            yield Finding(
                device.at("bgp", "networks", position),
                f"{device.name} announces {text}, and has no route to it",
                expected=f"a static route or an interface with {text}",
                found="none",
                hint=f"static_routes: [{{prefix: {text}, blackhole: true}}] anchors an aggregate",
            )
