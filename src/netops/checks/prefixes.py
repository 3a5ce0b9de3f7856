"""Prefixes, and the addresses that stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._links import addresses_by_port
from netops.checks._raw import has_raw
from netops.errors import Severity
from netops.model.index import Address, AssignedAddress, Index, parse_interface

MATES = {(4, 31): 1, (4, 30): 3, (6, 127): 1}
"""Networks for two, by family and length: the bits in which both addresses differ."""


def _holding(one: AssignedAddress, index: Index) -> str:
    """The name of the most specific prefix that holds an address, '' when none does (ADR002 reports that)."""
    table = index.tables.get(one.vrf)
    return next(table.holding(one.value.ip), "") if table else ""


@rule("ADR009", title="prefix is used", scope="site", severity=Severity.WARNING)
def prefix_is_used(site: Scope) -> Iterator[Finding]:
    """A prefix of a site in service has a VLAN, a department or an address.

    What it does: looks for prefixes without `vlan` and `department` that hold no interface address; containers are left out.
    Why it matters: it is unclear whether the network can be used for something else.
    Example: `{prefix: 10.1.77.0/24, role: users}` and nothing else about it.
    Use instead: `vlan:` with the VLAN it lives in, or take it out.
    """
    held = {_holding(one, site.index) for assigned in site.index.assigned.values() for one in assigned}
    for name, prefix in site.of("prefix").items() if site.devices else ():
        idle = name not in held and "vlan" not in prefix and "department" not in prefix
        if idle and prefix.get("role") != "container" and prefix.get("status", "active") == "active":
            yield Finding(
                place_of("prefix", name, "prefix"),
                f"nothing uses prefix {prefix['prefix']} of site {prefix['site']}",
                expected="a VLAN, a department or an address of a device in it",
                found="none",
                hint="say what it is for, give it `status: planned`, or take it out",
            )


@rule("ADR010", title="gateway of a prefix belongs to a device", scope="site", severity=Severity.WARNING)
def prefix_gateway_is_on_device(site: Scope) -> Iterator[Finding]:
    """The gateway of a prefix is an address of a device of the site, or one that devices share by VRRP.

    What it does: looks up `gateway` among the interface addresses and the VRRP addresses of the site, when some gateway is there. The
        gateway of a network with role `wan` is the provider's.
    Why it matters: hosts send everything there, and no device forwards it.
    Example: `gateway: 10.1.10.1` while the cores share 10.1.10.254.
    Use instead: the address that the router of the network has; no `gateway` when the network has no way out.
    """
    ports = (port for device in site.devices.values() for port in device.get("interfaces", {}).values() if "vrrp" in port)
    known = {*site.index.addresses, *(parse_address(port["vrrp"]["address"]) for port in ports)}
    inside = {name: prefix for name, prefix in site.of("prefix").items() if "gateway" in prefix and prefix.get("role") != "wan"}
    gateways = [(name, prefix, parse_address(prefix["gateway"])) for name, prefix in inside.items()]
    if known.isdisjoint(wanted for *_, wanted in gateways):
        return  # the routers of the site are somebody else's, and not in our data
    for name, prefix, wanted in gateways:
        if wanted is not None and wanted not in known and not _is_raw(site, wanted):
            yield Finding(
                place_of("prefix", name, "gateway"),
                f"no device of site {prefix['site']} has {wanted}, the gateway of {prefix['prefix']}",
                expected="an address of an interface, or of a VRRP group",
                found=str(wanted),
            )


def _is_raw(site: Scope, wanted: Any) -> bool:
    """Whether a raw line of a device has an address."""
    return any(has_raw(device, rf"(?<![\d.:]){re.escape(str(wanted))}(?![\d.:])") for device in site.devices.values())


def parse_address(text: Any) -> Address | None:
    """The address, None when it is not one (the schema reports that)."""
    found = parse_interface(str(text))
    return found.ip if found else None


@rule("ADR011", title="both ends of a cable are in one network", scope="site")
def cable_ends_are_in_same_network(site: Scope) -> Iterator[Finding]:
    """Interfaces with addresses at both ends of a cable share a network.

    What it does: compares the networks of both ends, IPv4 and IPv6 apart.
    Why it matters: both interfaces are up, and neither router reaches the other.
    Example: 10.1.255.0/31 at one end, 10.1.255.3/31 at the other.
    Use instead: two addresses of one network, usually a /31.
    """
    yield from _apart("cable", site)


@rule("ADR012", title="both ends of a circuit are in one network")
def circuit_ends_are_in_same_network(company: Scope) -> Iterator[Finding]:
    """Interfaces with addresses at both ends of a circuit share a network.

    What it does: compares the networks of both ends, IPv4 and IPv6 apart.
    Why it matters: the provider's line is up, and the sites do not reach each other.
    Example: 10.255.0.0/31 in Berlin, 10.255.1.1/31 in Hamburg.
    Use instead: two addresses of one network.
    """
    yield from _apart("circuit", company)


def _apart(kind: str, scope: Scope) -> Iterator[Finding]:
    ports = addresses_by_port(scope)
    for port, near in ports.items():
        plug = scope.index.far_ends.get(port)
        if plug is None or plug.kind != kind or plug.key not in ("b", "z") or plug.port not in ports:
            continue
        for version in (4, 6):
            ours, theirs = ([one for one in ends if one.value.version == version] for ends in (near, ports[plug.port]))
            if ours and theirs and not {one.value.network for one in ours} & {one.value.network for one in theirs}:
                yield Finding(
                    theirs[0].place,
                    f"the ends of {plug} are in different networks: {port} {ours[0].text}, {plug.port} {theirs[0].text}",
                    expected=f"an address of {ours[0].value.network}",
                    found=theirs[0].text,
                    related=((f"{port} has {ours[0].text}", ours[0].place),),
                )


@rule("ADR013", title="loopback has a single address", scope="target", severity=Severity.WARNING)
def loopback_has_host_address(device: Device) -> Iterator[Finding]:
    """An address of a loopback interface has the length /32 or /128.

    What it does: looks at the addresses of lo, lo0 and Loopback interfaces, other than 127.0.0.1 and ::1.
    Why it matters: the router announces the whole network, and traffic for its other addresses is lost.
    Example: `Loopback0: {addresses: [10.1.254.11/24]}`.
    Use instead: `10.1.254.11/32`.
    """
    for one in device.assigned:
        whole = one.value.ip.max_prefixlen
        if one.port.interface[:2].lower() == "lo" and one.value.network.prefixlen != whole and not one.value.ip.is_loopback:
            yield Finding(
                one.place, f"{one.port} claims the network {one.value.network}", expected=f"{one.value.ip}/{whole}", found=one.text
            )


@rule("ADR014", title="address has the length of its network", scope="target")
def address_length_matches_prefix(device: Device) -> Iterator[Finding]:
    """An address in the network of a VLAN has the length of its prefix.

    What it does: compares each address with the prefix that holds it, when that has a `vlan`; /32 and /128 are left out.
    Why it matters: the host takes neighbours for strangers, or strangers for neighbours, and loses some of them.
    Example: `10.1.20.5/25` in the network 10.1.20.0/24.
    Use instead: `10.1.20.5/24`.
    """
    prefixes, index = device.of("prefix"), device.around.index
    for one in device.assigned:
        name = _holding(one, index)
        own, bits = one.value.network, one.value.ip.max_prefixlen
        if name and own != index.networks[name] and own.prefixlen != bits and "vlan" in prefixes[name]:
            yield Finding(
                one.place,
                f"{one.text} of {one.port} has another length than its network {index.networks[name]}",
                expected=f"{one.value.ip}/{index.networks[name].prefixlen}",
                found=one.text,
                related=((f"the network of VLAN {prefixes[name]['vlan']}", place_of("prefix", name, "prefix")),),
            )


@rule("ADR015", title="network between two routers has two ends", scope="site", severity=Severity.WARNING)
def point_to_point_network_has_two_ends(site: Scope) -> Iterator[Finding]:
    """In a network for two of a prefix with role `p2p`, both addresses belong to a device.

    What it does: looks for the other address of each /31, /30 and /127; the ends of a circuit are left out.
    Why it matters: a router waits for a neighbour that is not there: half of a link was typed, or one end was left behind.
    Example: 10.1.255.12/31 on a router, 10.1.255.13 nowhere.
    Use instead: the other address on the router at the other end, or none of both.
    """
    prefixes = site.of("prefix")
    for assigned in site.index.assigned.values():
        for one in assigned:
            bits = MATES.get((one.value.version, one.value.network.prefixlen))
            name = _holding(one, site.index) if bits else ""
            mate = ip_address(int(one.value.ip) ^ bits) if bits else None
            far = site.index.far_ends.get(one.port)
            leaves = far is not None and far.kind == "circuit"
            if name and prefixes[name].get("role") == "p2p" and mate not in site.index.addresses and not leaves and not _is_raw(site, mate):
                yield Finding(
                    one.place,
                    f"{one.port} has {one.text}, and no device has {mate}",
                    expected=f"a device with {mate}",
                    found="none",
                    related=((f"{prefixes[name]['prefix']} is for links between two", place_of("prefix", name, "role")),),
                )


@rule("ADR016", title="prefix is inside a container of its site", scope="site", severity=Severity.WARNING)
def prefix_is_in_site_container(site: Scope, *, apart: tuple[str, ...] = ("wan",)) -> Iterator[Finding]:
    """A site that plans its networks in containers has all of them there.

    What it does: looks for prefixes outside of the containers of the same VRF and family.
    Why it matters: what the site announces, and what others filter by, is the container.
    Example: 10.7.10.0/24 at a site whose container is 10.1.0.0/16.
    Use instead: a network of the container, or one more container.
    Options: `apart`, the roles of prefixes that come from elsewhere: a provider, or one range for the loopbacks of all sites.
    """
    prefixes, networks = site.of("prefix"), site.index.networks
    outer = [(str(prefixes[name].get("vrf", "")), net) for name, net in networks.items() if prefixes[name].get("role") == "container"]
    for name, net in networks.items():
        vrf = str(prefixes[name].get("vrf", ""))
        alike = [other for table, other in outer if table == vrf and other.version == net.version]
        inside = any(net.network_address in other for other in alike)
        if alike and not inside and prefixes[name].get("role") not in ("container", *apart):
            yield Finding(
                place_of("prefix", name, "prefix"),
                f"prefix {net} is in no container of site {prefixes[name]['site']}",
                expected=f"a network of {' or '.join(map(str, alike))}",
                found=str(net),
            )
