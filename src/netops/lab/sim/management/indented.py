"""The management plane as the config of an IOS-like device has it: what IOS, EOS, NX-OS, XR and FRR have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from ipaddress import ip_address, ip_interface

from netops.lab.sim.management.filters import AddressMask, Entry, group_areas, parse_filter_entry
from netops.lab.sim.management.plane import EVERY_VLAN, Interface, ManagementPath, Port, Route
from netops.lab.sim.tree import Node

DISCARDS = frozenset({"null0", "null", "blackhole", "reject"})
NO_BGP = ("router ospf", "router ospfv3", "router ospf6", "router isis", "router eigrp", "router rip")


@dataclass(frozen=True, slots=True)
class PlatformKeywords:
    """How a platform spells what the others spell otherwise."""

    vrf: tuple[str, ...]
    """Lines of an interface before the name of its VRF."""
    bundle: str
    """The line of a member before the number of its bundle."""
    bundle_name: str
    filters: tuple[str, ...]
    """Lines of an interface before the name of a filter."""
    families: tuple[str, ...] = ("ip", "ipv6")
    switched: bool = True
    """Whether Ethernet ports switch unless a line says otherwise."""


Lines = Iterable[str]


def child_lines(node: Node) -> Iterator[str]:
    return (child.line for child in node.children.values())


def rest_of_line(of: Lines, *starts: str) -> str:
    """What follows one of these beginnings of a line; nothing when there is none."""
    found = (line[len(start) + 1 :] for line in of for start in starts if line.startswith(f"{start} "))
    return next(found, "")


def rests_of_lines(of: Lines, start: str) -> list[str]:
    return [line[len(start) + 1 :] for line in of if line.startswith(f"{start} ")]


def has_line(node: Node, line: str) -> bool:
    return line in node.children or any(one == line for one in child_lines(node))


def sections(root: Node, start: str) -> Iterator[tuple[str, Node]]:
    """The sections whose line begins with `start`, with the rest of it."""
    return ((child.line[len(start) :].strip(), child) for child in root.children.values() if f"{child.line} ".startswith(f"{start} "))


def section(root: Node, line: str) -> Node | None:
    return next((child for child in root.children.values() if child.line == line), None)


def number_set(text: str) -> frozenset[int]:
    """`100,110-112` as numbers."""
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        low, _, high = part.partition("-")
        if low.isdigit() and (high or low).isdigit():
            found.update(range(int(low), int(high or low) + 1))
    return frozenset(found)


def configured_vlans(root: Node) -> frozenset[int] | None:
    """The VLANs that a switch has; None where the config has none."""
    blocks = [(rest, node) for rest, node in sections(root, "vlan") if rest[:1].isdigit()]
    found = [number_set(rest) for rest, node in blocks if not (has_line(node, "shutdown") or has_line(node, "state suspend"))]
    if blocks and not any(found):
        return frozenset()
    return frozenset().union(*found) if any(found) else None


def configured_ports(root: Node, words: PlatformKeywords) -> dict[str, Port]:
    """The interfaces of a config by name."""
    found = (_port(rest, tuple(child_lines(node)), words) for rest, node in sections(root, "interface") if rest)
    return {port.name: port for port in found}


NO_SWITCH = re.compile(
    r"spanning-tree bpduguard enable|(?:dot1x|authentication|access-session) port-control (?:auto|force-unauthorized)"
    r"|switchport port-security"
)


def priorities(root: Node) -> dict[int, int]:
    """Of the spanning tree, by VLAN."""
    found: dict[int, int] = {}
    for line in child_lines(root):
        if match := re.fullmatch(r"spanning-tree (?:vlan(?:-id)? (\S+) |mst 0 )?priority (\d+)", line):
            found.update(dict.fromkeys(number_set(match[1]) if match[1] and match[1] != "1-4094" else (0,), int(match[2])))
    return found


def arp_inspected(root: Node) -> frozenset[int]:
    """The VLANs whose ARP is inspected."""
    return frozenset().union(*map(number_set, rests_of_lines(child_lines(root), "ip arp inspection vlan")))


def closed_frame_filters(root: Node) -> frozenset[str]:
    """The filters of MAC addresses that admit no frame."""
    named = [(rest.split()[-1], node) for rest, node in sections(root, "mac access-list") if rest]
    return frozenset(name for name, node in named if node.children and not any("permit" in line for line in child_lines(node)))


EDGE = re.compile(r"spanning-tree (?:portfast(?: edge)?|port type edge)( trunk)?")


def _with_guarded_edges(root: Node, port: Port, *, of_any_mode: bool) -> Port:
    """A port that the device guards, since it is one for end devices."""
    node = section(root, f"interface {port.name}") or Node("")
    edges = [match for line in child_lines(node) if (match := EDGE.fullmatch(line))]
    is_edge = any(match[1] or of_any_mode or not port.tagged for match in edges)
    return replace(port, refuses_switches=True) if is_edge and not has_line(node, "spanning-tree bpduguard disable") else port


def of_frames(plane: ManagementPath, root: Node, *, of_any_mode: bool = False) -> ManagementPath:
    """A plane with what keeps frames off the ports of a switch. `of_any_mode`: a trunk is for end devices without a word more."""
    if any(
        re.fullmatch(r"spanning-tree (?:portfast|edge-port|port type edge)(?: edge)? bpduguard default", line) for line in child_lines(root)
    ):
        ports_ = {name: _with_guarded_edges(root, port, of_any_mode=of_any_mode) for name, port in plane.ports.items()}
        plane = replace(plane, ports=ports_)
    return replace(plane, priorities=priorities(root), arp_inspected=arp_inspected(root), closed_frame_filters=closed_frame_filters(root))


@lru_cache(maxsize=16_384)  # most ports of a lab are like others
def _port(rest: str, node: tuple[str, ...], words: PlatformKeywords) -> Port:
    name = rest.split()[0]
    parent, _, unit = name.rpartition(".")
    svi = re.fullmatch(r"(?:vlan|bvi)\s*(\d+)", name, re.IGNORECASE)
    tag = re.search(r"\d+", rest_of_line(node, "encapsulation dot1q", "encapsulation dot1Q", "encapsulation dot1q vlan"))
    bundle = rest_of_line(node, words.bundle).split()
    port = Port(
        name,
        enabled="shutdown" not in node,
        vrf=rest_of_line(node, *words.vrf) or _named_vrf(rest),
        addresses=tuple(_addresses(node, words.families)),
        vlan=int(svi[1]) if svi else int(tag[0] if tag else unit) if parent and unit.isdigit() else None,
        parent=parent,
        bundle=f"{words.bundle_name}{bundle[0]}" if bundle else "",
        refuses_switches=any(NO_SWITCH.fullmatch(line) for line in node) and not any("maximum" in line for line in node),
        has_root_guard="spanning-tree guard root" in node,
        is_arp_trusted="ip arp inspection trust" in node,
        frame_filters=tuple(found[1] for line in node if (found := re.match(r"mac (?:port )?access-group (\S+)", line))),
    )
    return _with_vlans(_with_filters(port, node, words.filters), node, words)


def _named_vrf(rest: str) -> str:
    """The VRF in the line of an interface of FRR: `interface eth0 vrf red`."""
    _, _, name = rest.partition(" vrf ")
    return name


def _with_filters(port: Port, node: Lines, starts: tuple[str, ...]) -> Port:
    """The filters of an interface by direction: `ip access-group NAME in`."""
    applied = [rest.split() for start in starts for rest in rests_of_lines(node, start)]
    entering = tuple(rest[0] for rest in applied if rest[-1] in ("in", "ingress"))
    leaving = tuple(rest[0] for rest in applied if rest[-1] in ("out", "egress"))
    return replace(port, entering=entering, leaving=leaving)


def _with_vlans(port: Port, node: Lines, words: PlatformKeywords) -> Port:
    """The VLANs of a switched port: an access port has one, a trunk all but those that are not allowed."""
    physical = port.vlan is None and not port.parent and not re.match(r"(?i)loopback|lo|mgmt|management|tunnel|null|nve|vxlan", port.name)
    if not (physical and words.switched) or port.addresses or "no switchport" in node:
        return port
    if rest_of_line(node, "switchport mode") != "trunk":
        return replace(port, untagged=int(_number(rest_of_line(node, "switchport access vlan"), "1")))
    allowed = frozenset().union(*map(_allowed, rests_of_lines(node, "switchport trunk allowed vlan") or ["all"]))
    native = int(_number(rest_of_line(node, "switchport trunk native vlan"), "1"))
    return replace(port, tagged=allowed - {native}, untagged=native if native in allowed else None)


def _allowed(text: str) -> frozenset[int]:
    if text == "all":
        return EVERY_VLAN
    if text.startswith("except "):
        return EVERY_VLAN - number_set(text.removeprefix("except "))
    return number_set(text.removeprefix("add "))


def _number(text: str, otherwise: str) -> str:
    word = text.split()[0] if text else ""
    return word if word.isdigit() else otherwise


def _addresses(node: Lines, families: tuple[str, ...]) -> Iterator[Interface]:
    for family in families:
        for rest in rests_of_lines(node, f"{family} address"):
            try:
                yield _interface(rest.split())
            except ValueError:
                continue  # dhcp, negotiated, a virtual address without a length


def _interface(words: list[str]) -> Interface:
    if "/" in words[0]:
        return ip_interface(words[0])
    return ip_interface(f"{words[0]}/{words[1]}" if len(words) > 1 else words[0])


# routes


def static_routes(root: Node, starts: tuple[str, ...] = ("ip route", "ipv6 route"), vrf: str = "") -> Iterator[Route]:
    """The static routes among the lines of a section: `ip route [vrf NAME] NET [MASK] HOP`."""
    for start in starts:
        for rest in rests_of_lines(child_lines(root), start):
            try:
                yield _route(rest.split(), vrf)
            except (ValueError, IndexError):
                continue


def _route(words: list[str], vrf: str) -> Route:
    if words[0] == "vrf":
        vrf, words = words[1], words[2:]
    masked = "/" not in words[0] and re.fullmatch(r"\d+(\.\d+){3}", words[1])
    network = f"{words[0]}/{words[1]}" if masked else words[0]
    hop = words[2 if masked else 1]
    if "vrf" in words[2:-1]:  # FRR names it at the end
        vrf = words[words.index("vrf", 2) + 1]
    ip_interface(network)
    return Route(network, vrf, hop.lower() in DISCARDS, next_hop(words[2 if masked else 1 :]))


def next_hop(words: Iterable[str]) -> str:
    """The first address among the words behind the network of a route."""
    return next((word for word in words if _is_address(word)), "")


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return not word.isdigit()


def vrfs_with_routing_protocol(root: Node) -> frozenset[str]:
    """The VRFs in which a routing protocol runs."""
    found: set[str] = set()
    for start in (*NO_BGP, *(("router bgp",) if _has_peer(root) else ())):
        for rest, node in sections(root, start):
            found.add(_after(rest, "vrf"))
            found.update(_after(line, "vrf") for line in child_lines(node) if re.search(r"\bvrf \S", line))
    return frozenset(found)


def _has_peer(root: Node) -> bool:
    """Whether a neighbour of BGP can be up: one that is not shut, in the network of a port that is not shut either. Where none is named
    by an address, that is not known."""
    named = [line.split()[1] for _, node in sections(root, "router bgp") for line in _deep(node) if line.startswith("neighbor ")]
    shut = {line.split()[1] for _, node in sections(root, "router bgp") for line in _deep(node) if re.match(r"neighbor \S+ shutdown", line)}
    peers = [ip_address(name) for name in named if _is_address(name)]
    up = [node for _, node in sections(root, "interface") if not has_line(node, "shutdown")]
    networks = [one.network for node in up for family in ("ip", "ipv4", "ipv6") for one in _addresses(list(child_lines(node)), (family,))]
    return not peers or any(peer in network for peer in peers if str(peer) not in shut for network in networks)


def _deep(node: Node) -> Iterator[str]:
    for child in node.children.values():
        yield child.line
        yield from _deep(child)


def _after(text: str, word: str) -> str:
    """The word behind another; nothing when it is not there."""
    words = text.split()
    return words[words.index(word) + 1] if word in words[:-1] else ""


# filters


def configured_filters(root: Node, starts: Iterable[str], group_starts: Iterable[str] = ()) -> dict[str, tuple[Entry, ...]]:
    """The filters of a config by name, each a section with its entries."""
    groups = {
        rest.split()[-1]: tuple(group_areas(child_lines(node))) for start in group_starts for rest, node in sections(root, start) if rest
    }
    found: dict[str, tuple[Entry, ...]] = {}
    for start in starts:
        for rest, node in sections(root, start):
            if rest:
                found[rest.split()[-1]] = tuple(_entries(node, groups, standard=rest.startswith("standard ")))
    return found


def _entries(node: Node, groups: dict[str, tuple[AddressMask, ...]], *, standard: bool) -> Iterator[Entry]:
    """The entries by their number, which is not always their place."""
    numbered = sorted(child_lines(node), key=lambda line: int(found[1]) if (found := re.match(r"(?:seq |sequence )?(\d+) ", line)) else 0)
    made = (parse_filter_entry(line, groups, standard=standard) for line in numbered)
    return (one for one in made if one is not None)


def login_methods(root: Node, name: str = "default") -> tuple[str, ...]:
    """Where accounts are looked up for a login, in order: `aaa authentication login NAME METHODS`; `group NAME` is one."""
    found = rest_of_line(child_lines(root), f"aaa authentication login {name}")
    return tuple(re.sub(r"group (\S+)", r"group:\1", found).split()) or ("local",)


READERS = frozenset(("network-operator", "vdc-operator", "operator", "sysadmin", "serviceadmin", "cisco-support"))
"""Roles and groups that change nothing."""


def admin_accounts(root: Node, *, needs_role: bool = False) -> frozenset[str]:
    """The accounts that log in and may change the config. `needs_role`: one without a role changes nothing."""
    weak = {*READERS, *_weak_roles(root), *({""} if needs_role else ())}
    texts = {rest.split()[0]: f"{rest} {' '.join(child_lines(node))}" for rest, node in sections(root, "username") if rest}
    return frozenset(name for name, text in texts.items() if _works(text, weak))


def _weak_roles(root: Node) -> Iterator[str]:
    """Roles of the config's own that only look."""
    for start, strong in (("role name", "rule \\d+ permit read-write"), ("usergroup", "taskgroup (root-lr|root-system|netadmin)")):
        for name, node in sections(root, start):
            if not any(re.fullmatch(strong, line) for line in child_lines(node)):
                yield name


def _works(text: str, weak: set[str]) -> bool:
    secret = re.search(r" (?:secret|password|ssh-key|sshkey) (?:(?:\d+|sha512) +)?(\S+)(?: |$)", text)
    roles = set(re.findall(r" (?:role|group) (\S+)", text)) or {""}
    return secret is not None and secret[1] not in ("!", "*") and not roles <= weak


def session_refusal(root: Node) -> str:
    """Why no session works: the list by which only servers authorise it."""
    for line in child_lines(root):
        found = re.fullmatch(r"aaa authorization (?:exec|config-commands|commands(?: (?:1|15|all))?) default (.+)", line)
        if found and not re.search(r"\b(local|none|if-authenticated)\b", found[1]):
            return f"sessions are authorised by servers that do not answer: {line}"
    return ""
