"""The management plane of IOS, EOS, NX-OS and XR, as their running configs have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network

from netops.lab.sim.management.filters import Entry, parse_filter_entry
from netops.lab.sim.management.indented import (
    PlatformKeywords,
    admin_accounts,
    child_lines,
    configured_filters,
    configured_ports,
    configured_vlans,
    has_line,
    login_methods,
    next_hop,
    of_frames,
    rest_of_line,
    rests_of_lines,
    section,
    sections,
    session_refusal,
    static_routes,
    vrfs_with_routing_protocol,
)
from netops.lab.sim.management.plane import Login, LoginServer, ManagementPath, Port, Route
from netops.lab.sim.nxos_tree import is_enabled
from netops.lab.sim.tree import Node

IOS = PlatformKeywords(("vrf forwarding", "ip vrf forwarding"), "channel-group", "Port-channel", ("ip access-group", "ipv6 traffic-filter"))
EOS = PlatformKeywords(("vrf", "vrf forwarding"), "channel-group", "Port-Channel", ("ip access-group", "ipv6 access-group"))
NXOS = PlatformKeywords(("vrf member",), "channel-group", "port-channel", ("ip access-group", "ipv6 traffic-filter"))
XR = PlatformKeywords(
    ("vrf",), "bundle id", "Bundle-Ether", ("ipv4 access-group", "ipv6 access-group"), families=("ipv4", "ipv6"), switched=False
)
Reader = Callable[[Node, str], ManagementPath]
"""Reads the plane of a running config, for a transport."""


# IOS


def ios(root: Node, transport: str) -> ManagementPath:
    """Of IOS and IOS XE. A connection takes the first VTY line."""
    line = _first_vty(root)
    hop = "" if has_line(root, "ip routing") else rest_of_line(child_lines(root), "ip default-gateway")
    gateway = [Route("0.0.0.0/0", hop=hop)] if hop else []
    known = {**configured_filters(root, ("ip access-list", "ipv6 access-list"), ("object-group network",)), **_numbered(root)}
    plane = ManagementPath(
        ports=configured_ports(root, IOS),
        vlans=configured_vlans(root),
        routes=(*static_routes(root), *gateway),
        learning=vrfs_with_routing_protocol(root),
        filters={name: entries for name, entries in known.items() if entries},  # an empty one admits everything
        service=LoginServer(_ios_off(line), _ios_vrfs(line), _vty_filters(line), needs_port=_ios_ports(root)),
        login=_ios_login(root, line),
    )
    return of_frames(plane, root)


def _numbered(root: Node) -> dict[str, tuple[Entry, ...]]:
    """The filters whose entries are lines of their own: `access-list 10 permit ...`; 1 to 99 and 1300 to 1999 are standard ones."""
    found: dict[str, tuple[Entry, ...]] = {}
    for number, _, text in (rest.partition(" ") for rest in rests_of_lines(child_lines(root), "access-list")):
        is_standard = number.isdigit() and (int(number) < 100 or 1300 <= int(number) < 2000)
        if (one := parse_filter_entry(text, {}, standard=is_standard)) is not None:
            found[number] = (*found.get(number, ()), one)
    return found


def _first_vty(root: Node) -> Node | None:
    found = {int(rest.split()[0]): node for rest, node in sections(root, "line vty") if rest[:1].isdigit()}
    return found[min(found)] if found else None


def _ios_off(line: Node | None) -> str:
    inputs = rest_of_line(child_lines(line), "transport input") if line else ""
    return "the VTY lines do not take SSH" if inputs and not {"ssh", "all"} & set(inputs.split()) else ""


def _vty_filters(line: Node | None) -> tuple[str, ...]:
    applied = [rest.split() for rest in (rests_of_lines(child_lines(line), "access-class") if line else [])]
    return tuple(words[0] for words in applied if "in" in words)


def _ios_vrfs(line: Node | None) -> frozenset[str] | None:
    """An access class without `vrf-also` lets nobody in from a VRF."""
    applied = [rest.split() for rest in (rests_of_lines(child_lines(line), "access-class") if line else []) if rest.split()[1:2] == ["in"]]
    return frozenset({""}) if any("vrf-also" not in words and "vrfname" not in words for words in applied) else None


def _ios_ports(root: Node) -> frozenset[str] | None:
    """The ports on which management is let in, where `control-plane host` names any."""
    host = section(root, "control-plane host") or section(root, "control-plane") or Node("")
    named = [rest.split() for rest in rests_of_lines(child_lines(host), "management-interface")]
    return frozenset(words[0] for words in named if {"ssh", "all"} & set(words[2:])) if named else None


def _ios_accounts(root: Node) -> frozenset[str]:
    """Those that may change the config: at level 15, or by a password that leads there."""
    if any(line.startswith(("enable secret", "enable password")) for line in child_lines(root)):
        return admin_accounts(root)
    full = {rest.split()[0] for rest, _ in sections(root, "username") if re.search(r" privilege 15\b", rest)}
    return admin_accounts(root) & full


def _ios_login(root: Node, line: Node | None) -> Login:
    if has_line(root, "aaa new-model"):
        named = rest_of_line(child_lines(line), "login authentication") if line else ""
        return Login(_ios_accounts(root), login_methods(root, named or "default"), session_refusal(root))
    is_local = line is not None and has_line(line, "login local")
    return Login(_ios_accounts(root), refused="" if is_local else "the VTY lines do not log in by local accounts")


# EOS


def eos(root: Node, transport: str) -> ManagementPath:
    """Of EOS, reached by eAPI or by SSH."""
    plane = ManagementPath(
        ports=configured_ports(root, EOS),
        vlans=configured_vlans(root),
        routes=tuple(static_routes(root)),
        learning=vrfs_with_routing_protocol(root),
        filters=configured_filters(root, ("ip access-list", "ipv6 access-list")),
        own_filters=tuple(_eos_control(root)),
        service=_eos_service(root, transport),
        login=Login(admin_accounts(root), login_methods(root), session_refusal(root)),
    )
    return of_frames(plane, root, of_any_mode=True)


def _eos_control(root: Node) -> Iterator[str]:
    """The filters of the control plane in the default VRF."""
    for rest in rests_of_lines(child_lines(section(root, "system control-plane") or Node("")), "ip access-group"):
        words = rest.split()
        if "vrf" not in words or "default" in words:
            yield words[0]


def _eos_service(root: Node, transport: str) -> LoginServer:
    if transport == "ssh":
        return _eos_ssh(section(root, "management ssh") or Node(""))
    api = section(root, "management api http-commands") or Node("")
    inner = dict(sections(api, "vrf"))
    served = {name for name, node in inner.items() if has_line(node, "no shutdown")} | ({""} if has_line(api, "no shutdown") else set())
    if not served:
        return LoginServer("management api http-commands is shut")
    https = int(rest_of_line(child_lines(api), "protocol https port") or 443)
    answers = frozenset(
        {https} - ({https} if has_line(api, "no protocol https") else set()) | ({80} if has_line(api, "protocol http") else set())
    )
    applied = tuple(
        rest_of_line(child_lines(node), "ip access-group").split()[0]
        for node in inner.values()
        if rest_of_line(child_lines(node), "ip access-group")
    )
    return LoginServer(vrfs=frozenset("" if name == "default" else name for name in served), filters=applied, ports=answers)


def _eos_ssh(ssh: Node) -> LoginServer:
    if has_line(ssh, "shutdown"):
        return LoginServer("management ssh is shut")
    applied = tuple(rest.split()[0] for rest in rests_of_lines(child_lines(ssh), "ip access-group"))
    return LoginServer(filters=applied)


# NX-OS


def nxos(root: Node, transport: str) -> ManagementPath:
    """Of NX-OS. Unless the fallback is switched off, local accounts are used when no server answers."""
    contexts = list(sections(root, "vrf context"))
    fallback = () if has_line(root, "no aaa authentication login default fallback error local") else ("local",)
    plane = ManagementPath(
        ports=_nxos_ports(root),
        vlans=configured_vlans(root),
        routes=(*static_routes(root), *(route for name, node in contexts for route in static_routes(node, vrf=name))),
        learning=vrfs_with_routing_protocol(root),
        filters=configured_filters(root, ("ip access-list", "ipv6 access-list"), ("object-group ip address",)),
        service=_nxos_service(root),
        login=Login(admin_accounts(root, needs_role=True), (*login_methods(root), *fallback), session_refusal(root)),
    )
    return of_frames(plane, root)


def _nxos_ports(root: Node) -> dict[str, Port]:
    """The interfaces, down where that is the default; an SVI only with its feature."""
    enabled = {name.split()[0]: is_enabled(node) for name, node in sections(root, "interface") if name}
    has_svis = has_line(root, "feature interface-vlan")
    found = (replace(port, enabled=enabled.get(port.name, True)) for port in configured_ports(root, NXOS).values())
    return {port.name: port for port in found if has_svis or not port.is_svi}


def _nxos_service(root: Node) -> LoginServer:
    line = section(root, "line vty") or Node("")
    off = "feature ssh is off" if has_line(root, "no feature ssh") else ""
    return LoginServer(off, filters=_vty_filters(line), ports=_ssh_port(root, "ssh port"))


def _ssh_port(root: Node, start: str) -> frozenset[int] | None:
    """The port that a line gives SSH, if one does."""
    port = rest_of_line(child_lines(root), start)
    return frozenset({int(port)}) if port.isdigit() else None


# XR


def xr(root: Node, transport: str) -> ManagementPath:
    """Of IOS XR."""
    found = configured_ports(root, XR)
    static = section(root, "router static") or Node("")
    inner = [("", static), *sections(static, "vrf")]
    return ManagementPath(
        ports=found,
        routes=tuple(route for vrf, node in inner for route in _xr_routes(node, vrf)),
        learning=vrfs_with_routing_protocol(root),
        filters=configured_filters(root, ("ipv4 access-list", "ipv6 access-list"), ("object-group network ipv4",)),
        service=_xr_service(root),
        login=Login(admin_accounts(root, needs_role=True), login_methods(root), session_refusal(root)),
    )


def _xr_routes(node: Node, vrf: str) -> list[Route]:
    families = [inner for _, inner in sections(node, "address-family")]
    found = []
    for words in (line.split() for family in families for line in child_lines(family)):
        try:
            ip_network(words[0], strict=False)
        except ValueError:
            continue
        found.append(Route(words[0], vrf, len(words) > 1 and words[1].lower() == "null0", next_hop(words[1:])))
    return found


def _xr_service(root: Node) -> LoginServer:
    """SSH is served where a line says so. Lines of VTY follow the default template, or that of the pool."""
    served = {value for value in rests_of_lines(child_lines(root), "ssh server") if value.startswith("vrf ")}
    vrfs = {rest.split()[1] for rest in served} | ({""} if has_line(root, "ssh server v2") else set())
    if not vrfs:
        return LoginServer("ssh server is off")
    template = re.search(r"line-template (\S+)", rest_of_line(child_lines(root), "vty-pool default"))
    line = section(root, f"line template {template[1]}" if template and template[1] != "default" else "line default") or Node("")
    inputs = rest_of_line(child_lines(line), "transport input")
    if inputs and not {"ssh", "all"} & set(inputs.split()):
        return LoginServer("the VTY lines do not take SSH")
    applied = [rest.split()[-1] for rest in served if "access-list" in rest] + rests_of_lines(child_lines(line), "access-class ingress")
    names = frozenset("" if name == "default" else name for name in vrfs)
    return LoginServer(vrfs=names, filters=tuple(applied), ports=_ssh_port(root, "ssh server port"), needs_port=_xr_ports(root))


def _xr_ports(root: Node) -> frozenset[str] | None:
    """The ports on which management is let in, where `control-plane management-plane` names any; a management port always is one."""
    plane = section(section(root, "control-plane") or Node(""), "management-plane") or Node("")
    inband = section(plane, "inband")
    if inband is None:
        return None
    named = {
        name for name, node in sections(inband, "interface") if any(re.match(r"allow (SSH|all)\b", line) for line in child_lines(node))
    }
    return None if "all" in named else frozenset({*named, *(port for port in configured_ports(root, XR) if port.startswith("MgmtEth"))})
