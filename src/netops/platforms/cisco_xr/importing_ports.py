"""Interfaces, OSPF and IS-IS of IOS XR as data of the model (Interface and Hardware Component, and Routing Configuration Guides)."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_interface
from typing import Any, Final

from netops.facts.filling import add_reverse_path
from netops.facts.table import Effect, FactTable, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field

PRIVATE: Final = ("_mtu", "_mode", "_fast", "_tag")
"""Keys of an interface while it is read: what depends on its name, or belongs to its group."""


def _address(fields: Fields, address: str, mask: str) -> None:
    fields.setdefault("addresses", []).append(str(ip_interface(f"{address}/{mask}")))


def _bundle(fields: Fields, number: str, mode: str) -> None:
    fields.update(lag=f"Bundle-Ether{number}", _mode={"active": "active", "passive": "passive", "on": "static"}[mode])


def _of_tunnel(key: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda fields, word: fields.setdefault("tunnel", {}).update({key: convert(word)})


PORT: Final = make_table(
    {
        "description ~": set_field("description"),
        "shutdown": set_constant("enabled", False),
        "service-policy input|output *": lambda fields, way, name: fields.setdefault("service_policies", {}).update({way: name}),
        "vrf *": set_field("vrf"),
        "mtu #": set_field("_mtu", int),
        "ipv4 mtu #": set_field("ip_mtu", int),
        "ipv6 mtu #": set_field("ipv6_mtu", int),
        "ipv4 address * *": _address,
        "ipv4 address * * secondary": _address,
        "ipv4 address dhcp": set_constant("dhcp", True),
        "ipv6 address *": append_to_field("addresses"),
        "ipv6 enable": set_constant("ipv6_enable", True),
        "cdp": set_constant("cdp", True),
        "bandwidth #": set_field("bandwidth_kbps", int),
        "load-interval #": set_field("load_interval_s", int),
        "speed 10|100|1000": set_field("speed", int),
        "bundle id # mode active|passive|on": _bundle,
        "bundle minimum-active links #": lambda fields, number: fields.setdefault("lacp", {}).update(min_links=int(number)),
        "lacp period short": set_constant("_fast", True),
        "encapsulation dot1q #": set_field("_tag", int),
        "ipv4|ipv6 verify unicast source reachable-via rx|any": add_reverse_path,
        "ipv4|ipv6 verify unicast source reachable-via rx|any allow-default": lambda fields, family, mode: add_reverse_path(
            fields, family, mode, allow_default=True
        ),
        "ipv4 unreachables disable": set_constant("ip_unreachables", False),
        "ipv6 unreachables disable": set_constant("ipv6_unreachables", False),
        "ipv4 redirects": set_constant("ip_redirects", True),
        "ipv4 directed-broadcast": set_constant("directed_broadcast", True),
        "proxy-arp": set_constant("proxy_arp", True),
        "tunnel source *": _of_tunnel("source"),
        "tunnel destination *": _of_tunnel("destination"),
        "tunnel mode ~": _of_tunnel("mode"),
        "tunnel key #": _of_tunnel("key", int),
        "tunnel ttl #": _of_tunnel("ttl", int),
        "tunnel vrf *": _of_tunnel("vrf"),
        "ipv4|ipv6 access-group * ingress": lambda fields, _, name: fields.update(acl_in=name),
        "ipv4|ipv6 access-group * egress": lambda fields, _, name: fields.update(acl_out=name),
    }
)


def port_fields(fields: Fields, name: str) -> Fields:
    """The fields of an interface."""
    found: Fields = fields.setdefault("interfaces", {}).setdefault(name, {})
    return found


# ------------------------------------------------------------------------------------------------ OSPF


def parse_area(word: str) -> int | str:
    """An area as a number, or as the address that it is written as."""
    return int(word) if word.isdecimal() else word


def _own(name: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda context, word: context["own"].update({name: convert(word)})


def _is(name: str, value: object = True) -> Effect:
    return lambda context: context["own"].update({name: value})


def _md5(fields: Fields, number: str, *words: str) -> None:
    *kind, key = words
    row = {"id": int(number)} | ({"type": kind[0]} if kind else {}) | {"key": key}
    fields.setdefault("md5_keys", []).append(row)


OSPF_PORT: Final = make_table(
    {
        "bfd fast-detect": set_constant("bfd", True),
        "cost #": set_field("cost", int),
        "authentication": set_constant("authentication", "simple"),
        "authentication message-digest|null": set_field("authentication"),
        "message-digest-key # md5 *": _md5,
        "message-digest-key # md5 encrypted|clear *": _md5,
        "network broadcast|point-to-point|point-to-multipoint|non-broadcast": set_field("network"),
        "hello-interval #": set_field("hello_s", int),
        "dead-interval #": set_field("dead_s", int),
        "priority #": set_field("priority", int),
        "mtu-ignore enable": set_constant("mtu_ignore", True),
        "passive enable": set_constant("passive", True),
        "passive disable": set_constant("passive", False),
    }
)


def _in_area(context: Fields, name: str) -> Fields:
    found: Fields = port_fields(context["root"], name).setdefault("ospf", {})
    found["area"] = parse_area(context["area"])
    return found


def _of_area(name: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda context, word: _area(context).update({name: convert(word)})


def _area(context: Fields) -> Fields:
    found: Fields = context["own"].setdefault("areas", {}).setdefault(context["area"], {})
    return found


def _range(context: Fields, prefix: str, *words: str) -> None:
    _area(context).setdefault("ranges", []).append({"prefix": prefix} | ({"advertise": False} if words else {}))


AREA: Final = make_table(
    {
        "message-digest-key # md5 *": lambda context, *words: _md5(_area(context), *words),
        "message-digest-key # md5 encrypted|clear *": lambda context, *words: _md5(_area(context), *words),
        "fast-reroute per-prefix": lambda context: _area(context).update(fast_reroute=True),
        "fast-reroute per-prefix lfa-candidate interface *": lambda context, name: (
            _area(context).setdefault("lfa_candidates", []).append(name)
        ),
        "fast-reroute per-prefix remote-lfa tunnel mpls-ldp": lambda context: _area(context).update(remote_lfa=True),
        "fast-reroute per-prefix use-candidate-only enable": lambda context: _area(context).update(lfa_candidates_only=True),
        "mpls traffic-eng": lambda context: _area(context).update(mpls_te=True),
        "interface *": SectionPattern(OSPF_PORT, _in_area),
        "authentication": lambda context: _area(context).update(authentication="simple"),
        "authentication message-digest": lambda context: _area(context).update(authentication="message-digest"),
        "stub|nssa": _of_area("type"),
        "stub|nssa no-summary": lambda context, kind: _area(context).update(type=f"totally_{kind}"),
        "default-cost #": _of_area("default_cost", int),
        "range *": _range,
        "range * not-advertise|advertise": lambda context, prefix, word: _range(context, prefix, *([word] if word[0] == "n" else [])),
    }
)
_OF_SOURCE: Final = {"metric": "metric", "metric-type": "metric_type", "tag": "tag", "route-policy": "route_map"}


def _options(words: list[str]) -> Fields:
    row: Fields = {}
    while words:
        word, value, *words = words
        row[_OF_SOURCE[word]] = value if word == "route-policy" else int(value)
    return row


def _redistributes(context: Fields, source: str, words: str = "") -> None:
    if source not in ("connected", "static", "bgp", "eigrp", "isis", "ospf", "rip"):
        raise ValueError(source)
    rest = words.split()
    row: Fields = {"source": source}
    if rest and rest[0] not in _OF_SOURCE:
        row["process"] = rest.pop(0)
    row |= _options(rest)
    context["own"].setdefault("redistribute", []).append(source if len(row) == 1 else row)


def _originates(context: Fields, words: str = "") -> None:
    rest = words.split()
    always = rest[:1] == ["always"]
    row = ({"always": True} if always else {}) | _options(rest[always:])
    context["own"]["default_originate"] = row or True


OSPF: Final = make_table(
    {
        "nsr": _is("nsr"),
        "router-id *": _own("router_id"),
        "log adjacency changes": _is("log_adjacency_changes"),
        "log adjacency changes detail": _is("log_adjacency_changes", "detail"),
        "log adjacency changes disable": _is("log_adjacency_changes", False),
        "mpls ldp sync": _is("mpls_ldp_sync"),
        "mpls traffic-eng router-id *": _own("mpls_te_router_id"),
        "address-family ipv4 unicast": lambda context: append_to_field("families")(context["own"], "ipv4"),
        "distance #": _own("distance", int),
        "maximum paths #": _own("maximum_paths", int),
        "default-metric #": _own("default_metric", int),
        "auto-cost reference-bandwidth #": _own("reference_bandwidth_mbps", int),
        "redistribute *": _redistributes,
        "redistribute * ~": _redistributes,
        "default-information originate": _originates,
        "default-information originate ~": _originates,
        "passive enable": _is("passive_default"),
        "area *": SectionPattern(AREA, lambda context, number: {**context, "area": number}),
    }
)


def enter_ospf(fields: Fields, name: str) -> Fields:
    """Enters `router ospf NAME`. ValueError for a second process."""
    process: int | str = int(name) if name.isdecimal() and 1 <= int(name) <= 65535 else name
    own: Fields = fields.setdefault("ospf", {"process": process})
    if own["process"] != process:
        raise ValueError(name)
    return {"root": fields, "own": own}


# ------------------------------------------------------------------------------------------------ IS-IS

_PADDING: Final = {"always": True, "disable": False, "adaptive": "adaptive"}


def _pads(fields: Fields, word: str) -> None:
    fields["hello_padding"] = _PADDING[word]


_ISIS_PORT_FAMILY: Final = make_table(
    {
        "metric #": set_field("metric", int),
        "prefix-sid index #": set_field("prefix_sid_index", int),
        "prefix-sid absolute #": set_field("prefix_sid_label", int),
        "prefix-sid algorithm # index #": lambda fields, algorithm, index: fields.setdefault("prefix_sids", []).append(
            {"algorithm": int(algorithm), "index": int(index)}
        ),
        "mpls ldp sync": set_constant("ldp_sync", True),
        "fast-reroute per-prefix": set_constant("fast_reroute", True),
        "fast-reroute per-prefix ti-lfa": set_constant("ti_lfa", True),
    }
)
ISIS_PORT: Final = make_table(
    {
        "bfd minimum-interval #": set_field("bfd_interval_ms", int),
        "bfd multiplier #": set_field("bfd_multiplier", int),
        "hello-password keychain *": set_field("hello_keychain"),
        "hello-password hmac-md5 clear|encrypted *": lambda fields, form, word: fields.update(
            hello_password=word, hello_password_type=form
        ),
        "passive": set_constant("passive", True),
        "circuit-type level-1|level-1-2|level-2-only": set_field("circuit_type"),
        "point-to-point": set_constant("network", "point-to-point"),
        "bfd fast-detect ipv4": set_constant("bfd", True),
        "hello-padding *": _pads,
        "hello-interval #": set_field("hello_interval_s", int),
        "hello-multiplier #": set_field("hello_multiplier", int),
        "priority #": set_field("priority", int),
        "address-family ipv4|ipv6 unicast": SectionPattern(
            _ISIS_PORT_FAMILY, lambda fields, family: fields.setdefault("address_families", {}).setdefault(family, {})
        ),
    }
)


def _isis_redistributes(fields: Fields, source: str, words: str = "") -> None:
    if source not in ("connected", "static", "ospf", "bgp", "rip"):
        raise ValueError(source)
    row: Fields = {"source": source}
    rest = words.split()
    if rest and rest[0] not in ("level-1", "level-2", "level-1-2", "metric", "route-policy"):
        row["process"] = rest.pop(0)
    if rest and rest[0].startswith("level-"):
        row["level"] = rest.pop(0)
    fields.setdefault("redistribute", []).append(row | _options(rest))


_ISIS_FAMILY: Final = make_table(
    {
        "metric-style narrow|wide|transition": set_field("metric_style"),
        "metric #": set_field("metric", int),
        "maximum-paths #": set_field("maximum_paths", int),
        "router-id *": set_field("router_id"),
        "maximum-redistributed-prefixes #": set_field("maximum_redistributed_prefixes", int),
        "advertise passive-only": set_constant("advertise_passive_only", True),
        "advertise link attributes": set_constant("advertise_link_attributes", True),
        "mpls traffic-eng level-1|level-2|level-1-2|level-2-only": set_field("mpls_te_levels"),
        "mpls traffic-eng router-id *": set_field("mpls_te_router_id"),
        "single-topology": set_constant("single_topology", True),
        "default-information originate": set_constant("default_originate", True),
        "summary-prefix *": append_to_field("summaries"),
        "segment-routing srv6": SectionPattern(make_table({"locator *": append_to_field("srv6_locators")}), whole=True),
        "microloop avoidance segment-routing": set_constant("microloop_avoidance", True),
        "segment-routing mpls": set_constant("segment_routing", "mpls"),
        "segment-routing mpls sr-prefer": set_constant("segment_routing", "mpls-prefer"),
        "redistribute *": _isis_redistributes,
        "redistribute * ~": _isis_redistributes,
    }
)
_COLOURS: Final = {"exclude-any": "exclude_any", "include-any": "include_any", "include-all": "include_all"}
_FLEX_ALGO: Final = make_table(
    {
        "metric-type delay|te": set_field("metric_type"),
        "priority #": set_field("priority", int),
        "advertise-definition": set_constant("advertise", True),
        "affinity exclude-any|include-any|include-all ~": lambda fields, kind, words: fields.update({_COLOURS[kind]: words.split()}),
    }
)


def _flex_algo(context: Fields, number: str) -> Fields:
    rows: list[Fields] = context["own"].setdefault("flex_algos", [])
    rows.append({"number": int(number)})
    return rows[-1]


ISIS: Final = make_table(
    {
        "affinity-map * bit-position #": lambda context, name, bit: context["own"].setdefault("affinities", {}).update({name: int(bit)}),
        "flex-algo #": SectionPattern(_FLEX_ALGO, _flex_algo),
        "nsf ietf|cisco": _own("nsf"),
        "lsp-password keychain *": _own("lsp_keychain"),
        "lsp-password hmac-md5 clear|encrypted *": lambda context, form, word: context["own"].update(
            lsp_password=word, lsp_password_type=form
        ),
        "net *": lambda context, net: append_to_field("nets")(context["own"], net),
        "is-type level-1|level-1-2|level-2-only": _own("is_type"),
        "log adjacency changes": _is("log_adjacency_changes"),
        "nsr": _is("nsr"),
        "set-overload-bit": _is("overload"),
        "lsp-mtu #": _own("lsp_mtu", int),
        "lsp-refresh-interval #": _own("lsp_refresh_interval_s", int),
        "max-lsp-lifetime #": _own("max_lsp_lifetime_s", int),
        "hello-padding *": lambda context, word: _pads(context["own"], word),
        "authentication-check disable": _is("authentication_check", False),
        "distribute link-state": _is("distribute_link_state"),
        "distribute link-state level #": lambda context, level: context["own"].update(distribute_link_state=f"level {level}"),
        "address-family ipv4|ipv6 unicast": SectionPattern(
            _ISIS_FAMILY, lambda context, family: context["own"].setdefault("address_families", {}).setdefault(family, {})
        ),
        "interface *": SectionPattern(ISIS_PORT, lambda context, name: port_fields(context["root"], name).setdefault("isis", {})),
    }
)


def enter_isis(fields: Fields, name: str) -> Fields:
    """Enters `router isis NAME`. ValueError for a second process."""
    own: Fields = fields.setdefault("isis", {"process": name})
    if own["process"] != name:
        raise ValueError(name)
    return {"root": fields, "own": own}


PROCESSES: Final[dict[str, tuple[FactTable, Callable[..., Fields]]]] = {"ospf": (OSPF, enter_ospf), "isis": (ISIS, enter_isis)}


def shorten_ports(fields: Fields) -> None:
    """Put what depends on the name of an interface, or is said by the members of a group, where the model has it."""
    ports: dict[str, Fields] = fields.get("interfaces", {})
    for name, one in ports.items():
        tagged = "." in name
        if "_mtu" in one:
            one["mtu"] = one["_mtu"] - (18 if tagged else 14)
        if tagged and "_tag" in one and str(one["_tag"]) != name.partition(".")[2]:
            one["vlan_tag"] = one["_tag"]
        group = ports.get(one.get("lag", ""))
        if group is not None and one["_mode"] != "active":
            group.setdefault("lacp", {})["mode"] = one["_mode"]
        if group is not None and one.get("_fast"):
            group.setdefault("lacp", {})["fast"] = True
    for one in ports.values():
        for key in PRIVATE:
            one.pop(key, None)
