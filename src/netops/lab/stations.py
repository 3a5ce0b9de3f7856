"""What simulated devices have in their ARP and MAC address tables: the hosts of the company, by its subnets and cables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network, ip_interface
from typing import Any

from netops.lab.sim.facts import stable_mac

SWITCHED = ("access", "tagged", "trunk")
_SVI = re.compile(r"(?:vlan|irb\.|vlan\.)(\d+)", re.IGNORECASE)

Interfaces = Mapping[str, Mapping[str, Any]]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Host:
    device: str
    interface: str
    address: IPv4Interface | IPv6Interface


def arp_tables(devices: Mapping[str, Interfaces]) -> dict[str, list[Row]]:
    """By device, the hosts that share a subnet with one of its interfaces."""
    hosts = [host for device, interfaces in devices.items() for host in _hosts(device, interfaces)]
    shared: defaultdict[IPv4Network | IPv6Network, list[_Host]] = defaultdict(list)
    for host in hosts:
        shared[host.address.network].append(host)
    found: dict[str, list[Row]] = {device: [] for device in devices}
    for own in hosts:
        for other in shared[own.address.network]:
            if other.device != own.device:
                row = {"interface": own.interface, "address": str(other.address.ip), "mac": stable_mac(other.device, other.interface)}
                found[own.device].append(row)
    return found


def mac_tables(devices: Mapping[str, Interfaces]) -> dict[str, list[Row]]:
    """By switch, the hardware addresses of the hosts that its cables lead to, each at the port that is first on the shortest way."""
    switches = {device for device, interfaces in devices.items() if any(data.get("mode") in SWITCHED for data in interfaces.values())}
    return {device: list(_learnt(device, devices, switches)) for device in switches}


def _hosts(device: str, interfaces: Interfaces) -> Iterator[_Host]:
    for name, data in interfaces.items():
        for text in data.get("addresses", ()) if data.get("enabled", True) else ():
            address = ip_interface(str(text))
            if address.network.num_addresses > 1:
                yield _Host(device, str(name), address)


def _learnt(start: str, devices: Mapping[str, Interfaces], switches: set[str]) -> Iterator[Row]:
    seen, waiting = {start}, [(start, "")]
    while waiting:
        switch, first = waiting.pop(0)
        for name, data in devices[switch].items():
            other = data.get("neighbor") if data.get("enabled", True) and _is_switched(data) else None
            if not other or str(other["device"]) in seen:
                continue
            port, device = first or str(data.get("lag") or name), str(other["device"])
            if device in switches and _is_switched(devices[device].get(str(other["interface"]), {})):
                seen.add(device)
                waiting.append((device, port))
                yield from _own(device, devices[device], port)
            else:
                yield {"interface": port, "mac": stable_mac(device, str(other["interface"])), "vlan": int(data.get("vid") or 0)}


def _is_switched(data: Mapping[str, Any]) -> bool:
    return data.get("mode") != "routed" and not data.get("addresses")


def _own(device: str, interfaces: Interfaces, port: str) -> Iterator[Row]:
    """The VLAN interfaces of a switch, as others learn them."""
    for name, data in interfaces.items():
        if (found := _SVI.fullmatch(str(name))) and data.get("addresses"):
            yield {"interface": port, "mac": stable_mac(device, str(name)), "vlan": int(found[1])}
