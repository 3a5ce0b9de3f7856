"""The facts of a target from its view: what the source of truth wants of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any, Final

from netops.facts.values import canonical_area, parse_vlan_ids
from netops.graph import hosts
from netops.graph.entries import rule_of_entry, rule_of_groups, rule_of_term, unparsed_rule
from netops.graph.place import ConfigPlace
from netops.graph.records import (
    FAMILIES,
    Adjacency,
    BgpSession,
    FilterBinding,
    LoginService,
    Port,
    Route,
    TargetFacts,
    Translation,
    VirtualAddress,
    used_filters,
)
from netops.graph.rulesets import Ruleset
from netops.graph.sshd import ROOT_LOGIN
from netops.model.derive.gateway import DEFAULT_ROUTES
from netops.model.index import ALL_VLANS, parse_interface, svi_vid
from netops.model.sessions import sessions_in_default_vrf

PRIORITY: Final = 32768
"""Of a bridge of which nothing is said (IEEE 802.1Q, table 13-3)."""
View = Mapping[str, Any]
ALL: Final = frozenset(range(1, 4095))
OF_FAMILY: Final = {"inet": 4, "inet6": 6}


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds on a platform where the data says nothing: whether it routes (None: that depends), the distance of static routes, and
    whether its configs say who logs in."""

    routes_packets: bool | None = None
    route_distance: int = 1
    has_accounts: bool = True


def facts_of_view(view: View, defaults: Defaults) -> TargetFacts:
    """The facts of a target, with the places of values in the view."""
    found = (_port(str(name), port, view) for name, port in view.get("interfaces", {}).items())
    ports = {port.name: port for port in found if not port.is_idle}
    login, translations = _login(view), tuple(_translations(view))
    filters = {(one.name, family): one for family, one in _filters(view)}
    return TargetFacts(
        target=str(view["target"]),
        ports=ports,
        vlans=frozenset(int(vlan["vid"]) for vlan in view.get("vlans", ())) or None,
        routes_packets=view.get("system", {}).get("routing", defaults.routes_packets),
        routes=tuple(_routes(view, defaults.route_distance)),
        filters=used_filters(filters, ports.values(), login, translations),
        adjacencies=tuple(sorted(_adjacencies(view, ports))),
        sessions=tuple(sorted(set(_sessions(view)))),
        translations=translations,
        login=login,
        priorities=_priorities(view.get("stp", {})),
        admission=hosts.login_policy_of_view(view, has_accounts=defaults.has_accounts),
        **hosts.firewall_of_view(view),  # type: ignore[arg-type]
    )


def _port(name: str, port: View, view: View) -> Port:
    here = ("interfaces", name)
    addresses = tuple(one for text in port.get("addresses", ()) if (one := parse_interface(text)) is not None)
    mode = _mode(name, port, bool(addresses))
    native = port.get("vid") if mode in ("access", "tagged") else None
    tagged = ALL if mode == "tagged" and port.get("tagged_vlans") == ALL_VLANS else frozenset(port.get("tagged_vids", ()))
    if mode == "access":
        tagged = frozenset()
    if mode == "tagged" and native is None and 1 in tagged:
        native = 1  # the native VLAN of a trunk that names none (IEEE 802.1Q, PVID)
    return Port(
        name=name,
        enabled=bool(port.get("enabled", True)),
        mode="trunk" if mode == "tagged" else mode,
        untagged=None if native is None or (mode == "tagged" and not port.get("allow_untagged", True)) else int(native),
        tagged=tagged - {native},
        voice=port.get("voice_vid") if mode == "access" else None,
        lag=str(port.get("lag", "")),
        parent=name.rpartition(".")[0] if "." in name else "",
        tag=_tag(name, port),
        vrf=str(port.get("vrf", "")),
        addresses=addresses,
        shared=tuple(sorted(_shared(port))),
        filters=tuple(sorted(_bound(port, view))),
        nat=str(port.get("nat", "")),
        has_dynamic_address=bool(port.get("dhcp", False)),
        bpduguard=_has_bpduguard(port.get("stp", {}), view.get("stp", {}), is_access=mode == "access"),
        restrictions=("root guard",) * (port.get("stp", {}).get("guard") == "root" or bool(port.get("stp", {}).get("no_root_port"))),
        arp_trusted=bool(port.get("arp_inspection_trust", False)),
        places={"": ConfigPlace(here), **{field: ConfigPlace((*here, key)) for field, key in KEYS.items() if key in port}},
    )


def _has_bpduguard(own: View, device: View, *, is_access: bool) -> bool:
    """Whether a switch at the other end shuts a port down: the port says so, or the device does of all edge ports."""
    is_edge = own.get("edge", is_access and device.get("edge_default", False))
    return bool(own.get("bpduguard", is_edge and (device.get("bpduguard_default") or device.get("bpdu_block_on_edge"))))


def _priorities(stp: View) -> dict[int, int]:
    """The priorities of the spanning tree by VLAN, 0 for the others."""
    rows = {vid: int(row["priority"]) for row in stp.get("vlan_priorities", ()) for vid in parse_vlan_ids(str(row["vlans"]))}
    return ({0: int(stp["priority"])} if stp.get("priority", PRIORITY) != PRIORITY else {}) | rows


KEYS: Final = {
    "enabled": "enabled",
    "mode": "mode",
    "untagged": "untagged_vlan",
    "tagged": "tagged_vlans",
    "lag": "lag",
    "tag": "vlan_tag",
    "vrf": "vrf",
    "addresses": "addresses",
    "shared": "vrrp",
    "in": "acl_in",
    "out": "acl_out",
    "nat": "nat",
    "restrictions": "stp",
}
"""Keys of an interface, by the field of a port that they make."""


def _mode(name: str, port: View, has_addresses: bool) -> str:
    if "mode" in port:
        return str(port["mode"])
    if "lag" in port:
        return "member"
    return "routed" if has_addresses or port.get("dhcp") or "unnumbered" in port or svi_vid(name) is not None or "." in name else ""


def _tag(name: str, port: View) -> int | None:
    """The tag of a sub-interface; of a VLAN interface and of unit 0 there is none."""
    number = name.rpartition(".")[2]
    if "vlan_tag" in port:
        return int(port["vlan_tag"])
    is_sub = "." in name and svi_vid(name) is None and number.isdecimal() and int(number) > 0
    return int(number) if is_sub and not port.get("vlan_tag_native") else None


def _shared(port: View) -> Iterator[VirtualAddress]:
    if "vrrp" in port:
        one = port["vrrp"]
        yield VirtualAddress(str(one["address"]), int(one["group"]), int(one.get("priority", 100)))
    for key in ("hsrp", "vrrp_groups"):
        for one in port.get(key, ()):
            for address in (*([one["address"]] if "address" in one else ()), *one.get("secondary_addresses", ())):
                if one.get("enabled", True) and address != "autoconfig":
                    yield VirtualAddress(str(address), int(one["group"]), int(one.get("priority", 100)))
    yield from (VirtualAddress(str(address)) for address in port.get("virtual_addresses", ()))


def _bound(port: View, view: View) -> Iterator[FilterBinding]:
    for key, direction in (("acl_in", "in"), ("acl_out", "out")):
        if key in port:
            name = str(port[key])
            yield FilterBinding(direction, _family_of(name, view), name)
        for family, inner in port.get("families", {}).items():
            if key in inner and family in OF_FAMILY:
                yield FilterBinding(direction, OF_FAMILY[family], str(inner[key]))


def _family_of(name: str, view: View) -> int:
    acl, terms = view.get("acls", {}).get(name), view.get("firewall_filters", {}).get(name)
    if acl is None and terms is not None:
        return OF_FAMILY.get(str(terms.get("family", "inet")), 4)
    return FAMILIES[str((acl or {}).get("family", "ipv4"))]


def _routes(view: View, distance: int) -> Iterator[Route]:
    for position, one in enumerate(view.get("static_routes", ())):
        discards = bool(one.get("blackhole") or one.get("reject"))
        yield Route(
            str(one.get("vrf", "")),
            ip_network(str(one["prefix"]), strict=False),
            str(one.get("next_hop", "")),
            str(one.get("interface", "")),
            int(one.get("distance", distance)),
            discards,
            str(one.get("next_hop_vrf", one.get("next_table", ""))),
            str(one.get("track", "")),
            ConfigPlace(("static_routes", position)),
        )
    for family, gateway in view.get("default_gateway", {}).items():
        yield Route(
            "", ip_network(DEFAULT_ROUTES[FAMILIES[family]]), str(gateway), distance=GATEWAY, where=ConfigPlace(("default_gateway", family))
        )


GATEWAY: Final = 255
"""The distance of the gateway of a device that does not route: any route goes before it."""


def _filters(view: View) -> Iterator[tuple[int, Ruleset]]:
    for name, acl in view.get("acls", {}).items():
        family, here = FAMILIES[str(acl.get("family", "ipv4"))], ("acls", name)
        rows = [
            (int(entry.get("seq", 0)), rule_of_entry(entry, family, ConfigPlace((*here, "entries", position))))
            for position, entry in enumerate(acl.get("entries", ()))
        ]
        rows += ((seq, rule_of_groups(text, family, ConfigPlace(("raw_config",)), {})) for seq, text in _raw_entries(view, str(name)))
        rules = (rule for _, rule in sorted(rows, key=lambda row: row[0]))
        yield family, Ruleset(str(name), tuple(rules), where=ConfigPlace(here))
    for name, one in view.get("firewall_filters", {}).items():
        family = OF_FAMILY.get(str(one.get("family", "inet")), 0)
        if family:
            rules = (
                _term(term, family, ConfigPlace(("firewall_filters", name, "terms", at))) for at, term in enumerate(one.get("terms", ()))
            )
            yield family, Ruleset(str(name), tuple(rules), where=ConfigPlace(("firewall_filters", name)))


LIST: Final = re.compile(r"(?:ip |ipv4 |ipv6 )?access-list (?:standard |extended )?(\S+)(?: (.*))?")
ENTRY: Final = re.compile(r"(?:(?:seq |sequence )?(\d+) )?((?!remark |seq |sequence |\d).+)")
LAST: Final = 1 << 32
"""Where entries without a number come: after all that have one."""


def _raw_entries(view: View, name: str) -> Iterator[tuple[int, str]]:
    """The entries of a filter that are lines of `raw_config`, with their positions."""
    inside = False
    for line in map(str, view.get("raw_config", ())):
        text = " ".join(line.split())
        if line[:1] != " ":
            match = LIST.fullmatch(text)
            inside = bool(match and match[1] == name)
            text = match[2] or "" if match else ""
        if inside and (entry := ENTRY.fullmatch(text)):
            yield int(entry[1] or LAST), entry[2]


TERM: Final = {
    "addresses": "address",
    "sources": "source-address",
    "destinations": "destination-address",
    "protocols": "protocol",
    "next_headers": "next-header",
    "source_ports": "source-port",
    "destination_ports": "destination-port",
    "ports": "port",
    "icmp_types": "icmp-type",
    "tcp_established": "tcp-established",
    "tcp_initial": "tcp-initial",
    "is_fragment": "is-fragment",
}
"""Keys of the conditions of a term, and their words."""


def _term(term: View, family: int, where: ConfigPlace) -> Any:
    conditions: dict[str, list[str]] = {}
    text = f"term {term['name']}"
    for key, value in term.get("from", {}).items():
        if key not in TERM:
            return unparsed_rule(f"{text}: {key}", family, where)
        conditions[TERM[key]] = [""] if value is True else [str(one) for one in value]
    action = term.get("then", {})
    if action.get("action") == "next term" or "routing_instance" in action:
        return unparsed_rule(text, family, where)
    return rule_of_term(conditions, str(action.get("action", "accept")), family, text, where)


def _adjacencies(view: View, ports: Mapping[str, Port]) -> Iterator[Adjacency]:
    ospf, nets = view.get("ospf"), [(one, ip_network(str(one["prefix"]))) for one in view.get("ospf", {}).get("networks", ())]
    for name, port in ports.items():
        own, isis = (view["interfaces"][name].get(protocol, {}) for protocol in ("ospf", "isis"))
        named = next((one["area"] for one, net in nets for address in port.addresses if address.ip in net), own.get("area"))
        if ospf is not None and named is not None:
            shown = canonical_area(str(own.get("area", named)))
            yield Adjacency("ospf", name, bool(own.get("passive", ospf.get("passive_default", False))), shown)
        if "isis" in view and isis:
            yield Adjacency("isis", name, bool(isis.get("passive", False)))


def _sessions(view: View) -> Iterator[BgpSession]:
    bgp = view.get("bgp", {})
    for vrf, table in (("", bgp), *((str(vrf), table) for vrf, table in bgp.get("vrfs", {}).items())):
        for _, one in sessions_in_default_vrf(table):
            own = str(one.get("local_asn") or table.get("asn") or bgp.get("asn", ""))
            yield BgpSession(vrf, str(one["address"]), bool(one.get("enabled", True)), str(one.get("remote_asn", "")), own)


def _translations(view: View) -> Iterator[Translation]:
    nat = view.get("nat", {})
    pools = {str(pool["name"]): str(pool["first"]) for pool in nat.get("pools", ())}
    for position, one in enumerate(nat.get("static", ())):
        if one.get("side", "inside") == "outside" or "network_length" in one:
            continue
        yield Translation(
            local=str(one["local"]),
            outside=str(one.get("global", "")),
            interface=str(one.get("interface", "")),
            protocol=str(one.get("protocol", "")),
            port=one.get("local_port"),
            outside_port=one.get("global_port"),
            where=ConfigPlace(("nat", "static", position)),
        )
    for position, one in enumerate(nat.get("rules", ())):
        pool = pools.get(str(one.get("pool", "")), "")
        acl = str(one.get("acl", one.get("route_map", "")))
        yield Translation(acl=acl, outside=pool, interface=str(one.get("interface", "")), where=ConfigPlace(("nat", "rules", position)))


def _login(view: View) -> LoginService:
    """Filters of SSH, and of the lines that it comes in on."""
    ssh, sshd = view.get("ssh", {}), view.get("sshd", {})
    lines = [line for line in view.get("lines", ()) if not str(line["line"]).startswith(("con", "aux", "tty"))]
    rows = [({"acl": line.get("acl_in", ssh.get("acl")), "acl_v6": line.get("acl_in_v6", ssh.get("acl_v6"))}) for line in lines] or [ssh]
    names = {(family, str(row[key])) for row in rows for key, family in (("acl", 4), ("acl_v6", 6)) if row.get(key)}
    if sshd:
        groups = tuple(map(str, sshd.get("allow_groups", ())))
        root = str(sshd.get("root_login", ROOT_LOGIN))
        return LoginService(None, int(sshd.get("port", 22)), groups=groups, root=root, where=ConfigPlace(("sshd",)))
    return LoginService(ssh.get("enabled"), int(ssh.get("port", 22)), tuple(sorted(names)))
