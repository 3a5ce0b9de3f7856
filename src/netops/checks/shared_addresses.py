"""Addresses that routers share, and those that a device is managed at."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, place_of, rule
from netops.checks.prefixes import parse_address
from netops.errors import Severity


@rule("ADR017", title="shared address is in the network of its interface", scope="target")
def virtual_address_is_in_interface_network(device: Device) -> Iterator[Finding]:
    """The address of a VRRP group is in a network of the interface that shares it.

    What it does: compares `vrrp.address` with the networks of the interface's own addresses.
    Why it matters: the router never answers for the address, so the hosts of the network have no gateway.
    Example: `Vlan110: {addresses: [10.1.10.2/24], vrrp: {group: 110, address: 10.1.11.1}}`.
    Use instead: an address of 10.1.10.0/24.
    """
    ports = dict.fromkeys(one.port.interface for one in device.assigned)
    for name in ports:
        shared = device.interfaces[name].get("vrrp")
        networks = [one.value.network for one in device.assigned if one.port.interface == name] if shared else []
        wanted = parse_address(shared["address"]) if shared else None
        if wanted is not None and not any(wanted in network for network in networks):
            own = ", ".join(map(str, networks))
            yield Finding(
                device.at("interfaces", name, "vrrp", "address"),
                f"{device.name} {name} shares {wanted}, which is not in its network {own}",
                expected=f"an address of {own}",
                found=str(wanted),
                related=((f"the addresses of {name}", device.at("interfaces", name, "addresses")),),
            )


@rule("ADR018", title="management port is in a management prefix", scope="target", severity=Severity.WARNING)
def management_port_is_in_management_prefix(device: Device) -> Iterator[Finding]:
    """The address of a port with `mgmt_only` is in a prefix of role `mgmt`.

    What it does: looks up the prefix of each address of such a port; an address without a prefix is reported by ADR002.
    Why it matters: the port exists to be separate from users, and is in their network.
    Example: `Management1: {addresses: [10.1.10.11/24]}` in the network of the desks.
    Use instead: an address of the management network, or `role: mgmt` for its prefix.
    """
    index, prefixes = device.around.index, device.of("prefix")
    for one in device.assigned:
        table = index.tables.get(one.vrf) if device.interfaces[one.port.interface].get("mgmt_only") else None
        name = next(table.holding(one.value.ip), None) if table else None
        role = str(prefixes[name].get("role", "none")) if name is not None else "mgmt"
        if name is not None and role != "mgmt":
            yield Finding(
                one.place,
                f"{one.port} is for management, and its address {one.value.ip} is in a prefix of role {role}",
                expected="an address of a prefix with role mgmt",
                found=f"{prefixes[name]['prefix']} with role {role}",
                related=((f"the role of {prefixes[name]['prefix']}", place_of("prefix", name, "role")),),
            )
