"""VRFs, static routes, OSPF, BGP and EVPN."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any, Final

from netops.facts.filling import dampened, enter_map, find_or_add_row, keyword_values, map_at_path
from netops.facts.importer import VRFS
from netops.facts.table import FactTable, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.platforms._multicast import of_vrf, rp, ssm
from netops.platforms.cisco_nxos.importing_interfaces import parse_area

FAMILIES: Final = {
    "ipv4 unicast": "ipv4",
    "ipv6 unicast": "ipv6",
    "ipv4 multicast": "ipv4_multicast",
    "ipv6 multicast": "ipv6_multicast",
    "ipv4 labeled-unicast": "ipv4_labeled",
    "ipv6 labeled-unicast": "ipv6_labeled",
    "vpnv4 unicast": "vpnv4",
    "vpnv6 unicast": "vpnv6",
    "l2vpn evpn": "evpn",
    "link-state": "link_state",
}
_PORT: Final = re.compile(r"[A-Za-z][A-Za-z-]*\d[\d/.]*")


def _route(fields: Fields, words: str, vrf: str = "") -> None:
    """`PREFIX [INTERFACE] [NEXT-HOP] [vrf V] [track N] [name N] [tag T] [PREFERENCE]`, or `PREFIX Null0 ...`."""
    prefix, *rest = words.split()
    found: Fields = {"prefix": str(ip_network(prefix))} | ({"vrf": vrf} if vrf else {})
    if rest[:1] == ["Null0"]:
        found["blackhole"] = bool(rest.pop(0))
    elif rest and _PORT.fullmatch(rest[0]):
        found["interface"] = rest.pop(0)
    if rest and "blackhole" not in found and not rest[0].isalpha() and not rest[0].isdecimal():
        found["next_hop"] = str(ip_address(rest.pop(0)))
    if len(rest) % 2:
        found["distance"] = int(rest.pop())
    known = keyword_values(" ".join(rest), {"vrf": str, "track": int, "name": str, "tag": int})
    found.update({"next_hop_vrf" if key == "vrf" else key: value for key, value in known.items()})
    fields.setdefault("static_routes", []).append(found)


def _context(fields: Fields, name: str) -> Fields:
    vrf = map_at_path(fields, VRFS, name)
    return {"root": fields, "vrf": name, "own": vrf}


def _target(fields: Fields, ways: str, target: str, end: str = "") -> None:
    for way in ("import", "export") if ways == "both" else (ways,):
        fields.setdefault(f"{way}_targets{end}", []).append(target)


_TARGETS: Final = make_table(
    {
        "route-target import|export|both *": _target,
        "route-target import|export|both * evpn": lambda fields, way, target: _target(fields, way, target, "_evpn"),
        "import map *": set_field("import_map"),
        "export map *": set_field("export_map"),
    }
)


def _own(name: str, convert: Callable[[str], Any] = str) -> Callable[..., None]:
    return lambda fields, word: fields["own"].update({name: convert(word)})


_CONTEXT: Final = make_table(
    {
        "description ~": _own("description"),
        "vni #": _own("vni", int),
        "rd *": _own("rd"),
        "ip|ipv6 route ~": lambda fields, _, words: _route(fields["root"], words, fields["vrf"]),
        "ip pim rp-address * group-list *": lambda fields, address, groups: rp(
            of_vrf(fields["root"], fields["vrf"]), address, groups=groups
        ),
        "ip pim ssm range ~": lambda fields, words: ssm(of_vrf(fields["root"], fields["vrf"]), words),
        "address-family ipv4|ipv6 unicast": SectionPattern(
            _TARGETS, lambda fields, family: map_at_path(fields["own"], "address_families", family)
        ),
    }
)


def _process(fields: Fields, name: str) -> Fields:
    if "ospf" in fields:
        raise ValueError("a second process")
    ospf = map_at_path(fields, "ospf")
    if name != "1":
        ospf["process"] = int(name) if name.isdecimal() else name
    return ospf


_SOURCES: Final = {"direct": "connected"} | {name: name for name in ("static", "bgp", "ospf", "ospfv3", "isis", "eigrp", "rip")}


def _redistributed(text: str) -> Fields:
    """`direct route-map X`, `ospf 1 route-map X`."""
    word, *rest = text.split()
    found: Fields = {"source": _SOURCES[word]}
    if rest and rest[0] != "route-map":
        found["process"] = rest.pop(0)
    if rest:
        keyword, found["route_map"] = rest
        if keyword != "route-map":
            raise ValueError("not of a redistribution")
    return found


def _default_originate(fields: Fields, words: str = "") -> None:
    found = keyword_values(words, {"always": None, "route-map": str})
    fields["default_originate"] = {key.replace("-", "_"): value for key, value in found.items()} or True


def _of_area(key: str, value: object) -> Callable[..., None]:
    return lambda fields, number: map_at_path(fields, "areas", str(parse_area(number))).update({key: value})


def _range(fields: Fields, number: str, prefix: str, words: str = "") -> None:
    found = keyword_values(words, {"not-advertise": None, "cost": int})
    entry: Fields = {"prefix": str(ip_network(prefix))} | ({"advertise": False} if found.pop("not-advertise", False) else {}) | found
    map_at_path(fields, "areas", str(parse_area(number))).setdefault("ranges", []).append(entry)


_OSPF: Final = make_table(
    {
        "router-id *": set_field("router_id"),
        "default-information originate": _default_originate,
        "default-information originate ~": _default_originate,
        "redistribute ~": append_to_field("redistribute", _redistributed),
        "area * authentication": _of_area("authentication", "simple"),
        "area * authentication message-digest": _of_area("authentication", "message-digest"),
        "area * stub": _of_area("type", "stub"),
        "area * stub no-summary": _of_area("type", "totally_stub"),
        "area * nssa": _of_area("type", "nssa"),
        "area * nssa no-summary": _of_area("type", "totally_nssa"),
        "area * default-cost #": lambda fields, number, cost: map_at_path(fields, "areas", str(parse_area(number))).update(
            default_cost=int(cost)
        ),
        "area * range *": _range,
        "area * range * ~": _range,
        "log-adjacency-changes": set_constant("log_adjacency_changes", True),
        "log-adjacency-changes detail": set_constant("log_adjacency_changes", "detail"),
        "maximum-paths #": set_field("maximum_paths", int),
        "distance #": set_field("distance", int),
        "auto-cost reference-bandwidth # Mbps": set_field("reference_bandwidth_mbps", int),
        "auto-cost reference-bandwidth # Gbps": set_field("reference_bandwidth_mbps", lambda text: int(text) * 1000),
        "passive-interface default": set_constant("passive_default", True),
    }
)
_SESSION_FAMILY: Final = make_table(
    {
        "allowas-in #": set_field("allowas_in", int),
        "send-community": lambda fields: _sends(fields, "standard"),
        "send-community extended": lambda fields: _sends(fields, "extended"),
        "send-community both": lambda fields: _sends(fields, "both"),
        "as-override": set_constant("as_override", True),
        "route-map * in": set_field("route_map_in"),
        "route-map * out": set_field("route_map_out"),
        "prefix-list * in": set_field("prefix_list_in"),
        "prefix-list * out": set_field("prefix_list_out"),
        "filter-list * in": set_field("as_path_list_in"),
        "filter-list * out": set_field("as_path_list_out"),
        "route-reflector-client": set_constant("route_reflector_client", True),
        "default-originate": set_constant("default_originate", True),
        "default-originate route-map *": lambda fields, name: fields.update(default_originate=True, default_originate_route_map=name),
        "next-hop-self": set_constant("next_hop_self", True),
        "maximum-prefix #": set_field("maximum_prefix", int),
        "maximum-prefix # #": lambda fields, most, part: fields.update(maximum_prefix=int(most), maximum_prefix_threshold=int(part)),
        "maximum-prefix # warning-only": lambda fields, most: fields.update(maximum_prefix=int(most), maximum_prefix_warning_only=True),
        "maximum-prefix # restart #": lambda fields, most, minutes: fields.update(
            maximum_prefix=int(most), maximum_prefix_restart_min=int(minutes)
        ),
        "weight #": set_field("weight", int),
        "soft-reconfiguration inbound": set_constant("soft_reconfiguration", True),
    }
)


def _sends(fields: Fields, kind: str) -> None:
    fields["send_community"] = "both" if fields.get("send_community", kind) != kind else kind


def _family(fields: Fields, words: str) -> Fields:
    return map_at_path(fields, "address_families", FAMILIES[words])


def _timers(fields: Fields, keepalive: str, hold: str) -> None:
    fields["timers"] = {"keepalive_s": int(keepalive), "hold_s": int(hold)}


def _local_as(fields: Fields, asn: str, words: str = "") -> None:
    found = keyword_values(words, {"no-prepend": None, "replace-as": None})
    names = {"no-prepend": "local_as_no_prepend", "replace-as": "local_as_replace"}
    fields.update(local_asn=int(asn), **{names[key]: True for key in found})


_SESSION: Final = make_table(
    {
        "bfd": set_constant("bfd", True),
        "inherit peer *": set_field("group"),
        "remote-as #": set_field("remote_asn", int),
        "local-as #": _local_as,
        "local-as # ~": _local_as,
        "description ~": set_field("description"),
        "password *": set_field("password"),
        "password # *": lambda fields, kind, password: fields.update(password=password, password_type=kind),
        "update-source *": set_field("update_source"),
        "ebgp-multihop #": set_field("ebgp_multihop", int),
        "timers # #": _timers,
        "ttl-security hops #": set_field("ttl_security", int),
        "transport connection-mode passive": set_constant("passive", True),
        "remove-private-as": set_constant("remove_private_as", True),
        "remove-private-as all|replace-as": set_field("remove_private_as"),
        "shutdown": set_constant("enabled", False),
        "address-family ~": SectionPattern(_SESSION_FAMILY, _family),
    }
)


def _neighbor(fields: Fields, address: str, asn: str = "") -> Fields:
    found = find_or_add_row(fields, "neighbors", address=str(ip_address(address)))
    if asn:
        found.update(remote_asn=int(asn), _on_line=True)
    return found


def _network(fields: Fields, prefix: str, name: str = "") -> None:
    fields.setdefault("networks", []).append({"prefix": str(ip_network(prefix))} | ({"route_map": name} if name else {}))


def _aggregate(fields: Fields, prefix: str, words: str = "") -> None:
    found = keyword_values(words, {"as-set": None, "summary-only": None, "attribute-map": str})
    names = {"as-set": "as_set", "summary-only": "summary_only", "attribute-map": "route_map"}
    fields.setdefault("aggregates", []).append({"prefix": str(ip_network(prefix))} | {names[key]: value for key, value in found.items()})


_TABLE_FAMILY: Final = make_table(
    {
        "network *": _network,
        "network * route-map *": _network,
        "redistribute ~": append_to_field("redistribute", _redistributed),
        "aggregate-address *": _aggregate,
        "aggregate-address * ~": _aggregate,
        "maximum-paths #": set_field("maximum_paths", int),
        "maximum-paths ibgp #": set_field("maximum_paths_ibgp", int),
        "additional-paths send|receive": append_to_field("add_paths"),
        "additional-paths selection route-map *": append_to_field("add_paths_select"),
        "dampening": set_constant("dampening", True),
        "dampening ~": set_field("dampening", dampened),
        "advertise l2vpn evpn": set_constant("advertise_evpn", True),
        "retain route-target all": set_constant("retain_route_targets", True),
    }
)
_TABLE: Final = make_table(
    {
        "router-id *": set_field("router_id", lambda text: str(ip_address(text))),
        "cluster-id *": set_field("cluster_id"),
        "timers bgp # #": _timers,
        "bestpath ~": append_to_field("bestpath"),
        "bestpath always-compare-med": set_constant("always_compare_med", True),
        "log-neighbor-changes": set_constant("log_neighbor_changes", True),
        "address-family ~": SectionPattern(_TABLE_FAMILY, _family),
        "template peer *": SectionPattern(_SESSION, lambda fields, name: map_at_path(fields, "groups", name)),
        "neighbor *": SectionPattern(_SESSION, _neighbor),
        "neighbor * remote-as #": SectionPattern(_SESSION, _neighbor),
    }
)
_BGP: Final = make_table(
    {
        "vrf *": SectionPattern(
            make_table({"local-as #": set_field("local_asn", int)}, "", _TABLE), lambda fields, name: map_at_path(fields, "vrfs", name)
        )
    },
    "",
    _TABLE,
)


def _speaker(fields: Fields, asn: str) -> Fields:
    bgp = map_at_path(fields, "bgp")
    bgp["asn"] = int(asn)
    return bgp


_INSTANCE: Final = make_table(
    {
        "rd *": set_field("rd"),
        "route-target import *": append_to_field("import_targets"),
        "route-target export *": append_to_field("export_targets"),
    }
)
ROUTING: Final[FactTable] = make_table(
    {
        "ip|ipv6 route ~": lambda fields, _, words: _route(fields, words),
        "vrf context *": SectionPattern(_CONTEXT, _context),
        "router ospf *": SectionPattern(
            make_table({"vrf *": SectionPattern(_OSPF, lambda fields, name: map_at_path(fields, "vrfs", name))}, "", _OSPF), _process
        ),
        "router bgp #": SectionPattern(_BGP, _speaker),
        "evpn": SectionPattern(
            make_table({"vni # l2": SectionPattern(_INSTANCE, lambda fields, vni: find_or_add_row(fields, "vlans", vni=int(vni)))}),
            enter_map("evpn"),
            whole=True,
        ),
    }
)
