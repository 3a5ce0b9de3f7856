"""The cables of the real lab, as `ip` commands: pure planning first, running them last.

One host more than the company has, `fabric`, is everything between the others. It holds the management bridge, and a bridge
with a gateway address for each prefix in which a host has an address: the switches and routers that the lab does not have. Interfaces
that the company connects with each other are connected directly. The machine itself gets one interface, on the management bridge.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Interface, IPv4Network, IPv6Network, ip_interface, ip_network
from pathlib import Path
from typing import Any

from netops.errors import NetopsError
from netops.lab.real.host import Host
from netops.lab.real.provision import host_type

FABRIC = "fabric"
MANAGEMENT = "lab0"
"""The interface of each host that the machine reaches it by; not the company's, and not in any config."""

_PORT = re.compile(r"[a-z][a-z0-9]{0,14}")
_GATEWAY_METRIC = "1024"


@dataclass(frozen=True, slots=True)
class Management:
    """The network between the machine and the hosts: the machine's interface, and its prefix (the machine is the last address)."""

    interface: str
    prefix: IPv4Network

    def address(self, index: int) -> str:
        """The address of host number `index`, from 0; -1 is the machine's."""
        return str(self.prefix[index + 1 if index >= 0 else index - 1])


def machine_interface(lab: Path) -> str:
    """The name of the machine's interface of a lab, the same at any time."""
    return f"nl{hashlib.sha256(str(lab).encode()).hexdigest()[:8]}"


def choose_management(lab: Path, used: Iterable[str]) -> Management:
    """A management network that overlaps none of the `used` prefixes; two labs start looking at different places."""
    taken = [ip_network(prefix, strict=False) for prefix in used]
    first = int(machine_interface(lab)[2:], 16)
    for step in range(256):
        prefix = IPv4Network((int(IPv4Network("10.98.0.0/24").network_address) + (first + step) % 256 * 256, 24))
        if not any(other.version == 4 and prefix.overlaps(other) for other in taken if not _is_default(other)):
            return Management(machine_interface(lab), prefix)
    raise NetopsError("no free /24 in 10.98.0.0/16 for the lab's management network", hint="end another lab: netops lab down")


def _is_default(network: IPv4Network | IPv6Network) -> bool:
    return network.prefixlen == 0


def machine_prefixes() -> list[str]:
    """The prefixes that this machine has routes to."""
    shown = subprocess.run(["ip", "-json", "-4", "route", "show", "table", "all"], capture_output=True, text=True, check=True).stdout
    return [str(route["dst"]) for route in json.loads(shown) if route["dst"] != "default"]


# ---------------------------------------------------------------- planning


@dataclass(frozen=True, slots=True)
class Link:
    """A cable between two interfaces. An end in the fabric has a bridge, or none where nothing else is in reach."""

    a: tuple[str, str]
    b: tuple[str, str]
    bridge: str = ""


def ethernet_ports(target: Mapping[str, Any]) -> list[str]:
    """The interfaces of a target that can be made: Ethernet ports, not loopbacks and tagged ones."""
    return [name for name in target.get("interfaces", ()) if _PORT.fullmatch(name) and name not in ("lo", MANAGEMENT)]


def links_in_lab(targets: Sequence[Mapping[str, Any]]) -> list[Link]:
    """The company's cables that have both ends in the lab, then a cable into the fabric for each interface that is left."""
    have = {(target["name"], port) for target in targets for port in ethernet_ports(target)}
    direct = sorted({tuple(sorted(pair)) for pair in _cabled(targets) if set(pair) <= have})
    rest = sorted(have - {end for pair in direct for end in pair})
    bridges = {prefix: f"br{number}" for number, prefix in enumerate(_prefixes(targets), 1)}
    where = {(t["name"], port): prefix for t in targets for port in ethernet_ports(t) for prefix in _of_port(t, port)[:1]}
    into = (Link(end, (FABRIC, f"p{number}"), bridges.get(where.get(end, ""), "")) for number, end in enumerate(rest, 1))
    return [*(Link(a, b) for a, b in direct), *into]


def _cabled(targets: Sequence[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for target in targets:
        for neighbor in target.get("neighbors", ()):
            yield (target["name"], neighbor["interface"]), (neighbor["device"], neighbor["remote_interface"])


def _of_port(target: Mapping[str, Any], port: str) -> list[str]:
    """The IPv4 prefixes of a port."""
    addresses = map(ip_interface, target.get("addresses", {}).get(port, ()))
    return [str(address.network) for address in addresses if isinstance(address, IPv4Interface)]


def _prefixes(targets: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted({prefix for target in targets for port in ethernet_ports(target) for prefix in _of_port(target, port)})


def gateway_addresses(targets: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The fabric's address in each prefix: the first that no host of the lab has."""
    used = {str(ip_interface(a).ip) for target in targets for many in target.get("addresses", {}).values() for a in many}
    free = {prefix: next((str(ip) for ip in ip_network(prefix).hosts() if str(ip) not in used), "") for prefix in _prefixes(targets)}
    return {prefix: address for prefix, address in free.items() if address}


# ---------------------------------------------------------------- the commands


def build_network(hosts: Mapping[str, Host], targets: Sequence[Mapping[str, Any]], management: Management) -> None:
    """Makes all cables, bridges and addresses, and brings them up."""
    cables, ways = links_in_lab(targets), gateway_addresses(targets)
    _ip(_cable_commands(hosts, cables, targets, management))
    _ip(_fabric_commands(cables, ways, targets), hosts[FABRIC])
    for index, target in enumerate(targets):
        _ip(_host_commands(target, ways, management.address(index)), hosts[target["name"]])
    hosts[FABRIC].check_output("sysctl", "-qw", "net.ipv4.ip_forward=1")


def remove_machine_interface(lab: Path) -> None:
    """Takes the machine's interface of a lab away, if it is there; the rest ends with the hosts."""
    subprocess.run(["ip", "link", "delete", machine_interface(lab)], capture_output=True, check=False)


def _cable_commands(
    hosts: Mapping[str, Host], cables: Iterable[Link], targets: Sequence[Mapping[str, Any]], management: Management
) -> Iterator[str]:
    for index, target in enumerate(targets):
        yield _veth(Link((target["name"], MANAGEMENT), (FABRIC, f"m{index}")), hosts)
    for cable in cables:
        yield _veth(cable, hosts)
    yield f"link add {management.interface} type veth peer name machine netns {hosts[FABRIC].pid}"
    yield f"address add {management.address(-1)}/24 dev {management.interface}"
    yield f"link set {management.interface} up"


def _veth(cable: Link, hosts: Mapping[str, Host]) -> str:
    (a, a_port), (b, b_port) = cable.a, cable.b
    return f"link add {a_port} netns {hosts[a].pid} type veth peer name {b_port} netns {hosts[b].pid}"


def _fabric_commands(cables: Iterable[Link], ways: Mapping[str, str], targets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from ("link set lo up", "link add br0 type bridge", "link set br0 up")
    for port in ("machine", *(f"m{index}" for index, _ in enumerate(targets))):
        yield f"link set {port} master br0 up"
    for number, prefix in enumerate(_prefixes(targets), 1):
        yield f"link add br{number} type bridge"
        yield f"link set br{number} up"
        if prefix in ways:
            yield f"address add {ways[prefix]}/{ip_network(prefix).prefixlen} dev br{number}"
    for cable in cables:
        if cable.b[0] == FABRIC:
            yield f"link set {cable.b[1]} {f'master {cable.bridge} ' if cable.bridge else ''}up"


def _host_commands(target: Mapping[str, Any], ways: Mapping[str, str], address: str) -> Iterator[str]:
    """FRR sets the addresses and routes of a router itself, from its config."""
    yield "link set lo up"
    yield f"address add {address}/24 dev {MANAGEMENT}"
    for port in (MANAGEMENT, *ethernet_ports(target)):
        yield f"link set {port} up"
    if host_type(target).forwards:
        return
    for port in ethernet_ports(target):
        yield from (f"address add {a} dev {port}{' nodad' if ':' in a else ''}" for a in target.get("addresses", {}).get(port, ()))
    if gateway := next((ways[p] for port in ethernet_ports(target) for p in _of_port(target, port) if p in ways), ""):
        yield f"route add default via {gateway} metric {_GATEWAY_METRIC}"


def _ip(commands: Iterable[str], host: Host | None = None) -> None:
    """Runs `ip` commands in a host's network, or in the machine's."""
    text = "".join(f"{command}\n" for command in commands)
    inside = ["nsenter", "--target", str(host.pid), "--net", "--"] if host else []
    done = subprocess.run([*inside, "ip", "-batch", "-"], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        where = host.name if host else "the machine"
        raise NetopsError(f"cannot build the lab's network at {where}: {done.stderr.strip()}\n{text}")
