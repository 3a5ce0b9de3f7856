"""Addresses and prefixes."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._help import repeated_keys
from netops.model.index import Network, Port, parse_interface, parse_network, svi_vid
from netops.model.target import primary_address

POINT_TO_POINT = (31, 32, 127, 128)
ANYWHERE = frozenset({"wan"})
"""Roles of prefixes that reach from one site into another."""


@rule("ADR001", title="address is used once")
def address_is_unique(company: Scope) -> Iterator[Finding]:
    """Every address is on one interface only, within its VRF.

    What it does: compares all interface addresses of all devices, and the shared addresses of VRRP with them. Gateways that are the same
        on all switches of a fabric are one: interfaces with `anycast_gateway`, or of a VLAN with a VXLAN network; so are the tunnel
        endpoint of a pair of switches (`mlag`), the addresses of the link between the two, which other pairs have too, and what
        `reservations` give the role `anycast`.
    Why it matters: two hosts with one address take turns in being unreachable.
    Example: `Vlan110: {addresses: [10.1.10.2/24]}` on ber-core-1 and on ber-core-2.
    Use instead: the next free address of the prefix, or `vrrp` for an address that two devices share.
    """
    every = (one for places in company.index.addresses.values() for one in places)
    shared = {(str(one.get("vrf", "")), str(one["start"])) for one in company.of("reservation").values() if one.get("role") == "anycast"}
    for (vrf, address), places in repeated_keys(((one.vrf, one.value.ip), one) for one in every):
        if (vrf, str(address)) in shared:
            continue
        first, *others = places
        for other in others:
            if _is_anycast(company, first.port) and _is_anycast(company, other.port):
                continue
            where = f" in VRF {vrf}" if vrf else ""
            yield Finding(
                other.place,
                f"{address} is already the address of {first.port}{where}",
                expected="an address that no other interface has",
                found=other.text,
                related=((f"{first.port} has it too", first.place),),
            )


def _is_anycast(company: Scope, port: Port) -> bool:
    """Whether other switches may have the address of an interface too."""
    device = company.devices[port.device]
    if device["interfaces"][port.interface].get("anycast_gateway"):
        return True
    mlag = device.get("mlag", {})
    if mlag and port.interface in (mlag.get("local_interface"), device.get("vxlan", {}).get("source_interface")):
        return True
    return svi_vid(port.interface) in {one["vlan"] for one in device.get("vxlan", {}).get("vlans", ())}


@rule("ADR002", title="address is inside a prefix of its site")
def address_is_in_site_prefix(company: Scope) -> Iterator[Finding]:
    """Every interface address lies in a prefix of the device's site.

    What it does: looks up the most specific prefixes that hold the address; one of the site must be among them, or one of role `wan`.
    Why it matters: an address outside the plan is a typing error, or a network that is not routed, filtered or documented.
    Example: `10.2.10.2/24` on a device in Berlin, whose networks begin with 10.1.
    Use instead: an address of one of the site's prefixes, or add the prefix to the site's ipam.yaml.
    """
    prefixes = company.of("prefix")
    for device, assigned in company.index.assigned.items():
        site = str(company.devices[device]["site"])
        for one in assigned:
            table = company.index.tables.get(one.vrf)
            holding = [prefixes[name] for name in table.holding(one.value.ip)] if table else []
            known = any(str(p["site"]) == site or p.get("role") in ANYWHERE for p in holding)
            if not known and not one.value.ip.is_link_local:
                elsewhere = f"; it is in {holding[0]['prefix']} of site {holding[0]['site']}" if holding else ""
                yield Finding(
                    one.place,
                    f"{one.value.ip} is in no prefix of site {site}{elsewhere}",
                    expected=f"an address of a prefix of {site}" + (f" in VRF {one.vrf}" if one.vrf else ""),
                    found=one.text,
                    hint=f"correct the address, or add {one.value.network} to the prefixes of {site}",
                )


@rule("ADR003", title="prefix is a network", scope="site")
def prefix_has_no_host_bits(company: Scope) -> Iterator[Finding]:
    """A prefix is a valid network without host bits.

    What it does: reads every prefix as the IP standards define it.
    Why it matters: devices refuse such a line, or round it silently to another network.
    Example: `prefix: 10.1.3.0/23`.
    Use instead: `10.1.2.0/23`, the network that holds it, or `10.1.3.0/24`, the smaller one.
    """
    for name, prefix in company.of("prefix").items():
        text, place = str(prefix["prefix"]), place_of("prefix", name, "prefix")
        network = parse_network(text)
        if network is None:
            yield Finding(place, f"{text} is not a network", expected="an IPv4 or IPv6 network", found=text)
        elif parse_interface(text).ip != network.network_address:  # type: ignore[union-attr]
            yield Finding(
                place,
                f"prefix {text} has host bits set",
                expected=str(network),
                found=text,
                hint=f"the network is {network}, or did you mean {_largest_at(text)}?",
            )


def _largest_at(text: str) -> Network:
    """The largest network that begins at an address: 10.1.3.0 begins 10.1.3.0/24."""
    address = ip_address(text.partition("/")[0])
    bits, number = address.max_prefixlen, int(address)
    return ip_network(f"{address}/{bits - ((number & -number).bit_length() - 1)}")


@rule("ADR004", title="prefixes do not overlap")
def prefixes_do_not_overlap(company: Scope) -> Iterator[Finding]:
    """Within a VRF only a prefix of role `container` holds other prefixes.

    What it does: sorts the networks of each VRF and compares each with the last one that is still open.
    Why it matters: hosts in overlapping networks look for each other on the wrong link.
    Example: `10.1.10.0/24` and `10.1.10.128/25`, both for users.
    Use instead: prefixes that do not overlap, or `role: container` for the outer one.
    """
    prefixes = company.of("prefix")
    rows = sorted(
        (
            (net.version, str(prefixes[name].get("vrf", "")), int(net.network_address), net.prefixlen, net, name)
            for name, net in company.index.networks.items()
        ),
        key=lambda row: row[:4],
    )
    outer: list[tuple[str, Network, str]] = []
    for _, vrf, _, _, network, name in rows:
        while outer and not (outer[-1][0] == vrf and _inside(network, outer[-1][1])):
            outer.pop()
        if outer and (network == outer[-1][1] or prefixes[outer[-1][2]].get("role") != "container"):
            other = outer[-1][2]
            yield Finding(
                place_of("prefix", name, "prefix"),
                f"prefix {network} of site {prefixes[name]['site']} overlaps {outer[-1][1]} of site {prefixes[other]['site']}",
                expected="networks beside each other, or an outer one with role container",
                found=str(network),
                related=((f"{outer[-1][1]} holds it", place_of("prefix", other, "prefix")),),
            )
        outer.append((vrf, network, name))


def _inside(inner: Network, outer: Network) -> bool:
    return inner.version == outer.version and outer.network_address <= inner.network_address <= outer.broadcast_address  # type: ignore[operator]


@rule("ADR005", title="management address is in a management prefix")
def management_address_is_in_management_prefix(company: Scope) -> Iterator[Finding]:
    """netops reaches a network device at an address of a prefix with role `mgmt`, where the site has one.

    What it does: takes the address of each target of kind device and looks up its prefix; not at a site without a management network.
    Why it matters: filters and jump hosts allow the management networks; a device outside of them cannot be reached when it matters.
    Example: a switch whose first address is its loopback or a user network.
    Use instead: `primary_interface:` with the interface in the management network.
    """
    prefixes = company.of("prefix")
    sites = {str(prefix.get("site", "")) for prefix in prefixes.values() if prefix.get("role") == "mgmt"}
    for device, data in company.devices.items():
        address = primary_address(data)
        if data["kind"] != "device" or not address or str(data["site"]) not in sites:
            continue
        table = company.index.tables.get(_vrf_of(device, address, company))
        name = next(table.holding(ip_address(address)), None) if table else None
        role = str(prefixes[name].get("role", "none")) if name is not None else "none"
        if role != "mgmt":
            yield Finding(
                place_of("device", device, "interfaces"),
                f"{device} is managed at {address}, which is in no management prefix",
                expected="an address of a prefix with role mgmt",
                found=f"{prefixes[name]['prefix']} with role {role}" if name is not None else "no prefix at all",
                hint="name the interface in the management network: primary_interface",
            )


def _vrf_of(device: str, address: str, company: Scope) -> str:
    return next((one.vrf for one in company.index.assigned[device] if str(one.value.ip) == address), "")


@rule("ADR006", title="gateway and DHCP pool are inside their prefix", scope="site")
def gateway_and_pool_are_in_prefix(company: Scope) -> Iterator[Finding]:
    """The gateway and both ends of the DHCP pool are host addresses of their prefix, and the pool leaves the gateway out.

    What it does: compares `gateway`, `dhcp.start` and `dhcp.end` with the prefix.
    Why it matters: hosts cannot reach a gateway on another network; a pool that holds the gateway gives its address away.
    Example: `{prefix: 10.1.10.0/24, gateway: 10.1.11.1}`.
    Use instead: an address of the same prefix, usually the first.
    """
    for name, prefix in company.of("prefix").items():
        network = company.index.networks.get(name)
        if network is not None:
            yield from _members(name, prefix, network)
            yield from _pool(name, prefix)


def _members(name: str, prefix: Any, network: Network) -> Iterator[Finding]:
    keys = [("gateway",), ("dhcp", "start"), ("dhcp", "end")]
    for path in keys:
        value = prefix.get(path[0]) if len(path) == 1 else prefix.get("dhcp", {}).get(path[1])
        address = _address(value)
        if value is not None and (address is None or address not in network):
            yield Finding(
                place_of("prefix", name, *path),
                f"{'.'.join(path)} {value} is not in {network}",
                expected=f"an address of {network}",
                found=str(value),
            )


def _pool(name: str, prefix: Any) -> Iterator[Finding]:
    pool = prefix.get("dhcp")
    start, end, gateway = (_address(v) for v in ((pool or {}).get("start"), (pool or {}).get("end"), prefix.get("gateway")))
    if not (isinstance(start, IPv4Address) and isinstance(end, IPv4Address)):
        return
    if end < start:
        yield Finding(
            place_of("prefix", name, "dhcp", "end"),
            f"the pool ends at {end}, before its start {start}",
            expected=f"{start} or later",
            found=str(end),
        )
    elif isinstance(gateway, IPv4Address) and start <= gateway <= end:
        place = place_of("prefix", name, "dhcp", "start")
        yield Finding(
            place, f"the pool {start} - {end} holds the gateway {gateway}", expected="a pool without the gateway", found=f"{start} - {end}"
        )


def _address(value: Any) -> Any:
    try:
        return None if value is None else ip_address(str(value))
    except ValueError:
        return None


@rule("ADR007", title="address is a host's", scope="target")
def address_is_host_address(device: Device) -> Iterator[Finding]:
    """An interface does not have its network's own address or the broadcast address.

    What it does: compares each IPv4 address with the first and the last of its network; /31 and /32 have no such addresses.
    Why it matters: devices refuse it, or hosts take what is sent there for a broadcast.
    Example: `10.1.10.0/24` on Vlan110.
    Use instead: `10.1.10.1/24`.
    """
    for one in device.assigned:
        network = one.value.network
        if (
            one.value.version == 4
            and network.prefixlen not in POINT_TO_POINT
            and one.value.ip in (network.network_address, network.broadcast_address)
        ):
            kind = "network" if one.value.ip == network.network_address else "broadcast"
            yield Finding(
                one.place,
                f"{one.text} is the {kind} address of {network}",
                expected=f"{network.network_address + 1} to {network.broadcast_address - 1}",
                found=str(one.value.ip),
            )


@rule("ADR008", title="address is not given away by DHCP", scope="target")
def address_is_not_in_dhcp_pool(device: Device) -> Iterator[Finding]:
    """No interface address of ours lies in a DHCP pool.

    What it does: compares every address with the pool of the prefix that holds it.
    Why it matters: the DHCP server gives the address to another host.
    Example: a printer at 10.1.10.60 in a network with the pool 10.1.10.50 - 10.1.10.250.
    Use instead: an address outside of the pool.
    """
    prefixes, tables = device.of("prefix"), device.around.index.tables
    for one in device.assigned:
        table = tables.get(one.vrf)
        for name in table.holding(one.value.ip) if table else ():
            pool = prefixes[name].get("dhcp", {})
            start, end = _address(pool.get("start")), _address(pool.get("end"))
            if start is not None and end is not None and int(start) <= int(one.value.ip) <= int(end):
                yield Finding(
                    one.place,
                    f"{one.value.ip} of {one.port} is in the DHCP pool {start} - {end}",
                    expected="an address outside of the pool",
                    found=one.text,
                    related=(("the pool", place_of("prefix", name, "dhcp", "start")),),
                )
