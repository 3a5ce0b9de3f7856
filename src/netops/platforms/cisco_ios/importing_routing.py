"""What the lines of routing, of filters and of policies are in the model (IP Routing Command References)."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, ip_network
from typing import Any, Final

from netops.facts.filling import fields_of, redistribute_row
from netops.facts.importer import VRFS
from netops.facts.table import Fields, SectionPattern, make_table, set_constant, set_field
from netops.facts.values import mask_length
from netops.platforms._communities import IN_ROUTE_MAPS, OF_ROUTE_TYPE, lists


def network_from_mask(address: str, mask: str) -> str:
    """A network of an address and a mask. ValueError for bits of hosts."""
    return str(IPv4Network(f"{address}/{mask_length(mask)}"))


def network_from_wildcard(address: str, inverse: str) -> str:
    """A network of an address and a wildcard. ValueError for bits of hosts, and for ones that are apart."""
    bits = f"{int(IPv4Address(inverse)):032b}"
    if "10" in bits:
        raise ValueError(f"not a prefix: {address} {inverse}")
    return str(IPv4Network(f"{address}/{bits.count('0')}"))


def _route(fields: Fields, words: str) -> None:
    """`ip route [vrf V] NETWORK MASK [INTERFACE] [NEXT-HOP] [DISTANCE] [tag T] [permanent] [track N] [name WORDS]`."""
    found = words.split()
    row: Fields = {}
    if found[0] == "vrf":
        row["vrf"], found = found[1], found[2:]
    row["prefix"] = network_from_mask(found[0], found[1])
    _target(row, found[2:])
    fields.setdefault("static_routes", []).append(row)


def _route6(fields: Fields, words: str) -> None:
    found = words.split()
    row: Fields = {}
    if found[0] == "vrf":
        row["vrf"], found = found[1], found[2:]
    row["prefix"] = str(ip_network(found[0]))
    _target(row, found[1:])
    fields.setdefault("static_routes", []).append(row)


def _target(row: Fields, found: list[str]) -> None:
    if found[0] == "Null0":
        row["blackhole"], found = True, found[1:]
    else:
        if found[0][:1].isalpha() and ":" not in found[0]:
            row["interface"], found = found[0], found[1:]
        if found and (found[0].count(".") == 3 or ":" in found[0]):
            row["next_hop"], found = found[0].lower(), found[1:]
    while found:
        match found:
            case ["tag", value, *found]:
                row["tag"] = int(value)
            case ["permanent", *found]:
                row["permanent"] = True
            case ["track", value, *found]:
                row["track"] = int(value)
            case ["name", *rest]:
                row["name"], found = " ".join(rest), []
            case [value, *found] if value.isdecimal():
                row["distance"] = int(value)
            case _:
                raise ValueError(" ".join(found))


def parse_area(text: str) -> int | str:
    """An area, as it is written."""
    return int(text) if text.isdecimal() else text


def _ospf(fields: Fields, process: str) -> Fields:
    if "ospf" in fields:
        raise ValueError("a second process")
    fields["ospf"] = {"process": int(process)}
    found: Fields = fields["ospf"]
    return found


def _network(fields: Fields, address: str, inverse: str, number: str) -> None:
    fields.setdefault("networks", []).append({"prefix": network_from_wildcard(address, inverse), "area": parse_area(number)})


def _passive(fields: Fields, name: str) -> None:
    fields.setdefault("_passive", []).append(name)


def _active(fields: Fields, name: str) -> None:
    fields.setdefault("_active", []).append(name)


def _redistribute(fields: Fields, source: str, words: str = "") -> None:
    known = {"metric": int, "metric-type": int, "route-map": str, "tag": int, "subnets": None}
    row = redistribute_row(source, words, known)
    fields.setdefault("redistribute", []).append(row)


def _originate(fields: Fields, words: str = "") -> None:
    row = fields_of(words, {"always": None, "metric": int, "metric-type": int, "route-map": str})
    fields["default_originate"] = row or True


def _area(fields: Fields, number: str) -> Fields:
    found: Fields = fields.setdefault("areas", {}).setdefault(number, {})
    return found


def _area_type(fields: Fields, number: str, words: str) -> None:
    _area(fields, number)["type"] = {"stub": "stub", "stub no-summary": "totally_stub", "nssa": "nssa", "nssa no-summary": "totally_nssa"}[
        words
    ]


def _area_range(fields: Fields, number: str, address: str, mask: str) -> None:
    _area(fields, number).setdefault("ranges", []).append({"prefix": network_from_mask(address, mask)})


OSPF: Final = make_table(
    {
        "router-id *": set_field("router_id"),
        "auto-cost reference-bandwidth #": set_field("reference_bandwidth_mbps", int),
        "log-adjacency-changes": set_constant("log_adjacency_changes", True),
        "log-adjacency-changes detail": set_constant("log_adjacency_changes", "detail"),
        "no log-adjacency-changes": set_constant("log_adjacency_changes", False),
        "network * * area *": _network,
        "passive-interface default": set_constant("passive_default", True),
        "passive-interface *": _passive,
        "no passive-interface *": _active,
        "redistribute * ~": _redistribute,
        "redistribute *": _redistribute,
        "default-information originate": _originate,
        "default-information originate ~": _originate,
        "default-metric #": set_field("default_metric", int),
        "maximum-paths #": set_field("maximum_paths", int),
        "distance #": set_field("distance", int),
        "nsr": set_constant("nsr", True),
        "mpls ldp sync": set_constant("mpls_ldp_sync", True),
        "area * stub|nssa": lambda fields, number, words: _area_type(fields, number, words),
        "area * stub|nssa no-summary": lambda fields, number, words: _area_type(fields, number, f"{words} no-summary"),
        "area * authentication": lambda fields, number: _area(fields, number).update(authentication="simple"),
        "area * authentication message-digest": lambda fields, number: _area(fields, number).update(authentication="message-digest"),
        "area * default-cost #": lambda fields, number, cost: _area(fields, number).update(default_cost=int(cost)),
        "area * range * *": _area_range,
    }
)


def _prefix_list(fields: Fields, name: str, seq: str, action: str, words: str) -> None:
    first, *found = words.split()
    row: Fields = {"seq": int(seq), "action": action, "prefix": str(ip_network(first))}
    while found:
        match found:
            case ["ge" | "le" as key, value, *found]:
                row[key] = int(value)
            case _:
                raise ValueError(words)
    fields.setdefault("prefix_lists", {}).setdefault(name, []).append(row)


def _route_map(fields: Fields, name: str, action: str, seq: str) -> Fields:
    row: Fields = {"seq": int(seq), "action": action}
    fields.setdefault("route_maps", {}).setdefault(name, []).append(row)
    return row


def _communities(fields: Fields, words: str) -> None:
    found = words.split()
    if found[-1] == "additive":
        fields["communities_additive"] = True
        found = found[:-1]
    fields["set_communities"] = found


def _prepend(fields: Fields, words: str) -> None:
    fields["prepend_asns"] = [int(word) for word in words.split()]


ROUTE_MAP: Final = make_table(
    {
        "description ~": set_field("description"),
        "match ip|ipv6 address prefix-list *": lambda fields, _, name: fields.update(match_prefix_list=name),
        "match ip address ~": set_field("match_acls", str.split),
        "match community ~": set_field("match_communities", str.split),
        **IN_ROUTE_MAPS,
        **OF_ROUTE_TYPE,
        "set comm-list * delete": set_field("delete_communities"),
        "match as-path *": set_field("match_as_path"),
        "match interface *": set_field("match_interface"),
        "match tag #": set_field("match_tag", int),
        "match metric #": set_field("match_metric", int),
        "set local-preference #": set_field("set_local_preference", int),
        "set metric #": set_field("set_med", int),
        "set metric-type type-1|type-2|internal|external": set_field("set_metric_type"),
        "set weight #": set_field("set_weight", int),
        "set tag #": set_field("set_tag", int),
        "set origin igp|incomplete": set_field("set_origin"),
        "set ip next-hop *": set_field("set_next_hop"),
        "set community ~": _communities,
        "set as-path prepend ~": _prepend,
    }
)


def _community_list(fields: Fields, kind: str, name: str, action: str, words: str) -> None:
    row: Fields = {"action": action} | ({"communities": words.split()} if kind == "standard" else {"regex": words})
    fields.setdefault("community_lists", {}).setdefault(name, {"type": kind, "entries": []})["entries"].append(row)


def _as_path_list(fields: Fields, name: str, action: str, regex: str) -> None:
    fields.setdefault("as_path_lists", {}).setdefault(name, []).append({"action": action, "regex": regex})


_RD: Final = {"rd *": set_field("rd"), "description ~": set_field("description")}


def _vrf(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault(VRFS, {}).setdefault(name, {})
    return found


def _legacy_vrf(fields: Fields, name: str) -> Fields:
    fields.setdefault("system", {})["legacy_vrf"] = True
    return _vrf(fields, name)


def _targets(fields: Fields, way: str, target: str) -> None:
    for one in ("import", "export") if way == "both" else (way,):
        fields.setdefault(f"{one}_targets", []).append(target)


def _family(fields: Fields, version: str) -> Fields:
    found: Fields = fields.setdefault("address_families", {}).setdefault(version, {})
    return found


VRF_FAMILY: Final = make_table(
    {"route-target import|export|both *": _targets, "import map *": set_field("import_map"), "export map *": set_field("export_map")}
)
VRF: Final = make_table(
    {
        **_RD,
        "route-target import|export|both *": _targets,
        "address-family ipv4|ipv6": SectionPattern(VRF_FAMILY, _family),
    },
    "exit-address-family",
)

ROUTING: dict[str, Any] = {
    "ip route ~": _route,
    "ipv6 route ~": _route6,
    "router ospf #": SectionPattern(OSPF, _ospf),
    "ip|ipv6 prefix-list * seq # permit|deny ~": lambda fields, _, *words: _prefix_list(fields, *words),
    "route-map * permit|deny #": SectionPattern(ROUTE_MAP, _route_map),
    "ip community-list standard|expanded * permit|deny ~": _community_list,
    **lists("ip"),
    "ip as-path access-list * permit|deny ~": _as_path_list,
    "vrf definition *": SectionPattern(VRF, _vrf),
    "ip vrf *": SectionPattern(VRF, _legacy_vrf),
}


def finish_routing(fields: Fields) -> None:
    """Put what OSPF has about interfaces at the interfaces."""
    ospf: Fields = fields.get("ospf", {})
    ports: Fields = fields.get("interfaces", {})
    for key, value in (("_passive", True), ("_active", False)):
        for name in ospf.pop(key, ()):
            if name in ports:
                ports[name].setdefault("ospf", {})["passive"] = value
    for port in ports.values():
        if str(port.get("ospf", {}).get("process", "")) == str(ospf.get("process", "")):
            port.get("ospf", {}).pop("process", None)
