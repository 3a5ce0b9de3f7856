"""Routes, routing protocols and policies of EOS in the words of the model: the inverse of the templates of these nouns."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any, Final

from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.platforms._communities import IN_ROUTE_MAPS, OF_ROUTE_TYPE, listed
from netops.platforms.arista_eos.importing_bgp import parse_asn
from netops.platforms.arista_eos.importing_interfaces import bfd_timers, short_area

DISCARD: Final = "Null0"
VALUES: Final = {"tag": "tag", "name": "name", "metric": "metric"}


def add_static_route(fields: Fields, _: str, words: str) -> None:
    """`ip route [vrf V] PREFIX [egress-vrf V] [INTERFACE] [NEXT-HOP] [DISTANCE] [tag N] [name N] [metric N]`."""
    rest = words.split()
    found: Fields = {}
    if rest[0] == "vrf":
        found["vrf"], rest = rest[1], rest[2:]
    found["prefix"], rest = str(ip_network(rest[0])), rest[1:]
    if rest[0] == "egress-vrf":
        found["next_hop_vrf"], rest = rest[1], rest[2:]
    rest = _way(found, rest)
    if rest and rest[0].isdecimal():
        found["distance"], rest = int(rest[0]), rest[1:]
    for key in VALUES:
        if rest[:1] == [key]:
            found[key], rest = rest[1] if key == "name" else int(rest[1]), rest[2:]
    if rest:
        raise ValueError(f"not understood: {words}")
    fields.setdefault("static_routes", []).append(found)


def _way(found: Fields, rest: list[str]) -> list[str]:
    """Where a route leads: what is left of the words."""
    if rest[0] == DISCARD:
        found["blackhole"] = True
        return rest[1:]
    if rest[0][0].isalpha() and ":" not in rest[0]:
        found["interface"], rest = rest[0], rest[1:]
        if not rest or rest[0].isdecimal() or rest[0] in VALUES:
            return rest
    found["next_hop"] = str(ip_address(rest[0]))
    return rest[1:]


def _listed(fields: Fields, name: str, seq: str, action: str, words: str) -> None:
    """An entry of a prefix list: `seq N permit PREFIX [ge N] [le N]`."""
    prefix, *rest = words.split()
    found: Fields = {"seq": int(seq), "action": action, "prefix": str(ip_network(prefix))}
    for key in ("eq", "ge", "le"):
        if rest[:1] == [key]:
            found[key], rest = int(rest[1]), rest[2:]
    if rest:
        raise ValueError(f"not understood: {words}")
    fields.setdefault("prefix_lists", {}).setdefault(name, []).append(found)


def _section(fields: Fields, name: str) -> Fields:
    return {"_root": fields, "_name": name}


def _entry(fields: Fields, seq: str, action: str, words: str) -> None:
    _listed(fields["_root"], fields["_name"], seq, action, words)


def _styled(fields: Fields, name: str) -> Fields:
    fields.setdefault("system", {})["prefix_list_sections"] = True
    return _section(fields, name)


ENTRIES: Final = make_table({"seq # permit|deny ~": _entry})


def _map(fields: Fields, name: str, action: str, seq: str) -> Fields:
    found: Fields = {"seq": int(seq), "action": action}
    fields.setdefault("route_maps", {}).setdefault(name, []).append(found)
    return found


def _communities(fields: Fields, words: str) -> None:
    *rest, last = words.split()
    fields.update({"set_communities": rest, "communities_additive": True} if last == "additive" else {"set_communities": [*rest, last]})


def _next_hop(fields: Fields, _: str, word: str) -> None:
    fields["set_next_hop"] = {"peer-address": "peer", "unchanged": "unchanged"}.get(word) or str(ip_address(word))


MAP: Final = SectionPattern(
    make_table(
        {
            "description ~": set_field("description"),
            "match ip|ipv6 address prefix-list *": lambda fields, _, name: fields.update(match_prefix_list=name),
            "match community ~": set_field("match_communities", str.split),
            **IN_ROUTE_MAPS,
            **OF_ROUTE_TYPE,
            "match as-path *": set_field("match_as_path"),
            "match interface *": set_field("match_interface"),
            "match tag #": set_field("match_tag", int),
            "match metric #": set_field("match_metric", int),
            "match source-protocol connected|static|ospf|isis|rip|bgp": set_field("match_source_protocol"),
            "sub-route-map *": set_field("call"),
            "continue": set_constant("continue_at", "next"),
            "continue #": set_field("continue_at", int),
            "set local-preference #": set_field("set_local_preference", int),
            "set metric #": set_field("set_med", int),
            "set metric-type type-1|type-2|internal|external": set_field("set_metric_type"),
            "set weight #": set_field("set_weight", int),
            "set tag #": set_field("set_tag", int),
            "set origin igp|egp|incomplete": set_field("set_origin"),
            "set community ~": _communities,
            "set ip|ipv6 next-hop *": _next_hop,
            "set as-path prepend ~": set_field("prepend_asns", lambda words: [parse_asn(one) for one in words.split()]),
        }
    ),
    _map,
)


def _list(kind: str) -> Effect:
    """A line of a list of communities: all that it names, or a regular expression over them."""

    def effect(fields: Fields, name: str, action: str, words: str) -> None:
        found: Fields = fields.setdefault("community_lists", {}).setdefault(name, {"type": kind, "entries": []})
        if found["type"] != kind:
            raise ValueError("lists of both kinds have one name")
        value: Any = words.split() if kind == "standard" else words
        found["entries"].append({"action": action, "communities" if kind == "standard" else "regex": value})

    return effect


def _path_list(fields: Fields, name: str, action: str, words: str) -> None:
    regex = words.removesuffix(" any")
    if regex == words:
        raise ValueError("not for any origin")
    fields.setdefault("as_path_lists", {}).setdefault(name, []).append({"action": action, "regex": regex})


def _passive(fields: Fields, name: str) -> None:
    fields.setdefault("_passive", []).append(name)


def _redistributed(fields: Fields, source: str, route_map: str = "") -> None:
    fields.setdefault("redistribute", []).append({"source": source, "route_map": route_map} if route_map else source)


OSPF: Final = SectionPattern(
    make_table(
        {
            "router-id *": set_field("router_id"),
            "auto-cost reference-bandwidth #": set_field("reference_bandwidth_mbps", int),
            "passive-interface default": set_constant("passive_default", True),
            "passive-interface *": _passive,
            "no passive-interface *": lambda fields, name: fields.setdefault("_active", []).append(name),
            "network * area *": lambda fields, prefix, number: append_to_field("networks", dict)(
                fields, {"prefix": str(ip_network(prefix)), "area": short_area(number)}
            ),
            "redistribute connected|static|bgp|isis|rip": _redistributed,
            "redistribute connected|static|bgp|isis|rip route-map *": _redistributed,
            "max-lsa #": set_field("max_lsa", int),
            "default-information originate": set_constant("default_originate", True),
            "default-information originate always": lambda fields: fields.update(default_originate={"always": True}),
        }
    ),
    lambda fields, process: _process(fields, process),
)


def _process(fields: Fields, process: str) -> Fields:
    """The fields of the process; of a second one nothing is read."""
    if "ospf" in fields:
        raise ValueError("a second process")
    fields["ospf"] = {} if process == "1" else {"process": int(process)}
    found: Fields = fields["ospf"]
    return found


def _isis(effect: Effect, family: str = "") -> Effect:
    """An effect on the process, or on one of its families."""

    def on_process(fields: Fields, *words: Any) -> None:
        place = fields.setdefault("address_families", {}).setdefault(family, {}) if family else fields
        effect(place, *words)

    return on_process


ISIS: Final = SectionPattern(
    make_table(
        {
            "net *": append_to_field("nets"),
            "router-id ipv4 *": _isis(set_field("router_id"), "ipv4"),
            "is-type level-1|level-1-2|level-2": set_field("is_type", lambda word: "level-2-only" if word == "level-2" else word),
            "hello padding disabled": set_constant("hello_padding", False),
            "log-adjacency-changes": set_constant("log_adjacency_changes", True),
            "address-family ipv4|ipv6 unicast": SectionPattern(
                make_table({"maximum-paths #": set_field("maximum_paths", int)}),
                lambda fields, family: fields.setdefault("address_families", {}).setdefault(family, {}),
            ),
        }
    ),
    lambda fields, process: _first(fields, process),
)


def _first(fields: Fields, process: str) -> Fields:
    found: Fields = fields.setdefault("isis", {"process": process})
    if found["process"] != process:
        raise ValueError("a second process")
    return found


BFD: Final = SectionPattern(
    make_table(
        {
            "interval # min-rx # multiplier # default": lambda fields, *words: fields.update(bfd_timers(*words)),
            "multihop interval # min-rx # multiplier #": lambda fields, *words: fields.update(multihop=bfd_timers(*words)),
        }
    ),
    lambda fields: fields.setdefault("bfd", {}),
)


def _of_kind(noun: str, kind: str) -> Effect:
    effect = listed(noun)
    return lambda fields, name, action, words: effect(fields, kind, name, action, words)


ROUTING: Final = make_table(
    {
        "ip|ipv6 route ~": add_static_route,
        "ip|ipv6 prefix-list * seq # permit|deny ~": lambda fields, _, name, seq, action, words: _listed(fields, name, seq, action, words),
        "ip prefix-list *": SectionPattern(ENTRIES, _styled, whole=True),
        "ipv6 prefix-list *": SectionPattern(ENTRIES, _section, whole=True),
        "route-map * permit|deny #": MAP,
        "ip community-list * permit|deny ~": _list("standard"),
        "ip community-list regexp * permit|deny ~": _list("expanded"),
        **{
            f"ip {word} {form}* permit|deny ~": _of_kind(noun, kind)
            for word, noun in (("extcommunity-list", "extended_community_lists"), ("large-community-list", "large_community_lists"))
            for form, kind in (("", "standard"), ("regexp ", "expanded"))
        },
        "ip as-path access-list * permit|deny ~": _path_list,
        "router bfd": BFD,
        "router ospf #": OSPF,
        "router isis *": ISIS,
    }
)


def finish_routing(fields: Fields) -> None:
    """Interfaces that the process of OSPF names as passive, or as not."""
    process = fields.get("ospf", {})
    ports = fields.get("interfaces", {})
    active, passive = process.pop("_active", []), process.pop("_passive", [])
    for name in (*active, *passive):
        if name in ports:
            ports[name].setdefault("ospf", {})
    for name, port in ports.items():
        if "ospf" in port and (name in passive or (process.get("passive_default") and name not in active)):
            port["ospf"]["passive"] = True
