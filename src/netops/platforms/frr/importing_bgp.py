"""Lines of BGP of FRR as data of the model (docs.frrouting.org: BGP)."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, Final

from netops.facts.filling import dampened, parse_maximum_prefix
from netops.facts.table import Effect, Fields, SectionPattern, make_table, set_constant, set_field

FAMILIES: Final = {
    "ipv4 unicast": "ipv4",
    "ipv4 multicast": "ipv4_multicast",
    "ipv4 labeled-unicast": "ipv4_labeled",
    "ipv4 vpn": "vpnv4",
    "ipv4 flowspec": "flowspec_ipv4",
    "ipv6 unicast": "ipv6",
    "ipv6 multicast": "ipv6_multicast",
    "ipv6 labeled-unicast": "ipv6_labeled",
    "ipv6 vpn": "vpnv6",
    "ipv6 flowspec": "flowspec_ipv6",
    "l2vpn evpn": "evpn",
}
SOURCES: Final = {"ospf6": "ospfv3"}
"""Protocols whose routes are taken over, where the model has another word."""

TABLE: Final = "vpn"
"""Key of a family, while it is read: what belongs to the VRF."""


def enter_bgp_process(fields: Fields, asn: str, vrf: str = "") -> Fields:
    """Enters `router bgp ASN [vrf NAME]`."""
    bgp: Fields = fields.setdefault("bgp", {"asn": int(asn)})
    if not vrf:
        bgp["asn"] = int(asn)
        return bgp
    own: Fields = bgp.setdefault("vrfs", {}).setdefault(vrf, {})
    if int(asn) != bgp["asn"]:
        own["local_asn"] = int(asn)
    return own


def enter_address_family(fields: Fields, words: str) -> Fields:
    """Enters `address-family ...`: the process, and the name of the family. LookupError for a family that the model does not have."""
    return {"process": fields, "family": FAMILIES[words]}


def session_fields(fields: Fields, name: str) -> Fields:
    """The fields of a neighbour or a group. LookupError for a name that no line before has introduced."""
    try:
        return _member(fields, "address", str(ip_address(name)))
    except ValueError:
        pass
    if name in fields.get("groups", {}):
        group: Fields = fields["groups"][name]
        return group
    found: dict[str, Fields] = {one["interface"]: one for one in fields.get("neighbors", ()) if "interface" in one}
    return found[name]


def _member(fields: Fields, key: str, name: str) -> Fields:
    members: list[Fields] = fields.setdefault("neighbors", [])
    found = next((one for one in members if one.get(key) == name), None)
    if found is None:
        found = {key: name}
        members.append(found)
    return found


def _of_session(name: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda fields, who, word: session_fields(fields, who).update({name: convert(word)})


def _flag(name: str, value: object = True) -> Effect:
    return lambda fields, who: session_fields(fields, who).update({name: value})


def _remote_as(fields: Fields, who: str, asn: str) -> None:
    key, value = ("peering", asn) if asn in ("internal", "external") else ("remote_asn", int(asn))
    session_fields(fields, who)[key] = value


def _on_interface(fields: Fields, who: str, words: str = "") -> None:
    match words.split():
        case []:
            _member(fields, "interface", who)
        case ["remote-as", asn]:
            _member(fields, "interface", who)
            _remote_as(fields, who, asn)
        case ["peer-group", group]:
            _member(fields, "interface", who)["group"] = group
        case _:
            raise ValueError(words)


def _listens(fields: Fields, prefix: str, group: str) -> None:
    fields.setdefault("listen_ranges", []).append({"prefix": prefix, "group": group})


def _timers(fields: Fields, keepalive: str, hold: str) -> None:
    fields["timers"] = {"keepalive_s": int(keepalive), "hold_s": int(hold)}


# ------------------------------------------------------------------------------------------------ what is exchanged in a family


def _exchanged(context: Fields, who: str) -> Fields:
    found: Fields = session_fields(context["process"], who).setdefault("address_families", {}).setdefault(context["family"], {})
    return found


def _in(name: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda context, who, word: _exchanged(context, who).update({name: convert(word)})


def _is(name: str, value: object = True) -> Effect:
    return lambda context, who: _exchanged(context, who).update({name: value})


def _way(name: str) -> Effect:
    return lambda context, who, word, way: _exchanged(context, who).update({f"{name}_{way}": word})


def _communities(context: Fields, who: str, kind: str = "standard") -> None:
    _exchanged(context, who)["send_community"] = kind


def _private(context: Fields, who: str, words: str = "") -> None:
    kinds: dict[str, object] = {"": True, "all": "all", "replace-AS": "replace-as", "all replace-AS": "all replace-as"}
    _exchanged(context, who)["remove_private_as"] = kinds[words]


def _limit(context: Fields, who: str, number: str, words: str = "") -> None:
    parse_maximum_prefix(_exchanged(context, who), number, words)


def _originates(context: Fields, who: str, route_map: str = "") -> None:
    _exchanged(context, who).update({"default_originate": True} | ({"default_originate_route_map": route_map} if route_map else {}))


# ------------------------------------------------------------------------------------------------ what a family does


def _own(context: Fields) -> Fields:
    """The fields of a family; those of IPv4 are the process's own."""
    if context["family"] == "ipv4":
        process_: Fields = context["process"]
        return process_
    return _family(context)


def _family(context: Fields) -> Fields:
    found: Fields = context["process"].setdefault("address_families", {}).setdefault(context["family"], {})
    return found


def _of_family(name: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda context, word: _own(context).update({name: convert(word)})


def _does(name: str, value: object = True) -> Effect:
    return lambda context: _family(context).update({name: value})


def _network(context: Fields, prefix: str, route_map: str = "") -> None:
    if context["family"] not in ("ipv4", "ipv6"):
        row = {"prefix": prefix} | ({"route_map": route_map} if route_map else {})
        _family(context).setdefault("networks", []).append(row)
        return
    context["process"].setdefault("networks", []).append(prefix)
    if route_map:
        context["process"].setdefault("network_route_maps", {})[prefix] = route_map


def _redistributes(context: Fields, source: str, words: str = "") -> None:
    row: Fields = {"source": SOURCES.get(source, source)}
    rest = words.split()
    if rest and rest[0].isdecimal():
        row["process"] = rest.pop(0)
    while rest:
        word, value, *rest = rest
        row[{"metric": "metric", "route-map": "route_map"}[word]] = int(value) if word == "metric" else value
    _own(context).setdefault("redistribute", []).append(row)


def _aggregate(context: Fields, prefix: str, words: str = "") -> None:
    row: Fields = {"prefix": prefix}
    rest = words.split()
    while rest:
        word = rest.pop(0)
        if word == "route-map":
            row["route_map"] = rest.pop(0)
        else:
            row[{"as-set": "as_set", "summary-only": "summary_only"}[word]] = True
    _own(context).setdefault("aggregates", []).append(row)


def _advertises(context: Fields, version: str) -> None:
    _family(context).setdefault("advertise", []).append(version)


_SESSION: Final[dict[str, Effect | SectionPattern]] = {
    "neighbor * peer-group": lambda fields, name: fields.setdefault("groups", {}).setdefault(name, {}),
    "neighbor * peer-group *": _of_session("group"),
    "neighbor * remote-as *": _remote_as,
    "neighbor * interface": _on_interface,
    "neighbor * interface ~": _on_interface,
    "neighbor * description ~": _of_session("description"),
    "neighbor * local-as #": _of_session("local_asn", int),
    "neighbor * local-as # no-prepend": lambda fields, who, asn: session_fields(fields, who).update(
        local_asn=int(asn), local_as_no_prepend=True
    ),
    "neighbor * local-as # no-prepend replace-as": lambda fields, who, asn: session_fields(fields, who).update(
        local_asn=int(asn), local_as_no_prepend=True, local_as_replace=True
    ),
    "neighbor * shutdown": _flag("enabled", False),
    "neighbor * password *": _of_session("password"),
    "neighbor * ebgp-multihop #": _of_session("ebgp_multihop", int),
    "neighbor * ttl-security hops #": _of_session("ttl_security", int),
    "neighbor * disable-connected-check": _flag("connected_check", False),
    "neighbor * enforce-first-as": _flag("enforce_first_as"),
    "neighbor * update-source *": _of_session("update_source"),
    "neighbor * passive": _flag("passive"),
    "neighbor * timers # #": lambda fields, who, keepalive, hold: _timers(session_fields(fields, who), keepalive, hold),
    "neighbor * timers connect #": _of_session("connect_retry_s", int),
    "neighbor * bfd": _flag("bfd"),
    "neighbor * capability extended-nexthop": _flag("extended_nexthop"),
    "bgp listen range * peer-group *": _listens,
}

_FAMILY: Final = make_table(
    {
        "neighbor * activate": _is("activate"),
        "no neighbor * activate": _is("activate", False),
        "neighbor * addpath-tx-all-paths": _is("add_paths", ["send"]),
        "neighbor * addpath-tx-bestpath-per-AS": _is("add_paths_best_per_as"),
        "neighbor * route-reflector-client": _is("route_reflector_client"),
        "neighbor * next-hop-self": _is("next_hop_self"),
        "neighbor * attribute-unchanged next-hop": _is("next_hop_unchanged"),
        "neighbor * remove-private-AS": _private,
        "neighbor * remove-private-AS ~": _private,
        "neighbor * as-override": _is("as_override"),
        "neighbor * send-community": _communities,
        "neighbor * send-community extended|both|large|all": _communities,
        "neighbor * default-originate": _originates,
        "neighbor * default-originate route-map *": _originates,
        "neighbor * soft-reconfiguration inbound": _is("soft_reconfiguration"),
        "neighbor * maximum-prefix #": _limit,
        "neighbor * maximum-prefix # ~": _limit,
        "neighbor * allowas-in #": _in("allowas_in", int),
        "neighbor * weight #": _in("weight", int),
        "neighbor * prefix-list * in|out": _way("prefix_list"),
        "neighbor * route-map * in|out": _way("route_map"),
        "neighbor * filter-list * in|out": _way("as_path_list"),
        "network *": _network,
        "network * route-map *": _network,
        "redistribute *": _redistributes,
        "redistribute * ~": _redistributes,
        "aggregate-address *": _aggregate,
        "aggregate-address * ~": _aggregate,
        "table-map *": lambda context, name: _family(context).update(table_policy=name),
        "bgp dampening": lambda fields: _of_family("dampening", bool)(fields, "1"),
        "bgp dampening ~": _of_family("dampening", dampened),
        "maximum-paths #": _of_family("maximum_paths", int),
        "maximum-paths ibgp #": _of_family("maximum_paths_ibgp", int),
        "advertise-all-vni": _does("advertise_all_vni"),
        "advertise-default-gw": _does("advertise_default_gateway"),
        "advertise-svi-ip": _does("advertise_svi_ip"),
        "advertise ipv4|ipv6 unicast": _advertises,
        "export vpn": _does("export_vpn"),
        "import vpn": _does("import_vpn"),
        "label vpn export auto": _does("label_mode", "auto"),
        "rd vpn export *": lambda context, rd: _family(context).setdefault(TABLE, {}).update(rd=rd),
        "rt vpn both ~": lambda context, words: (
            _family(context).setdefault(TABLE, {}).update(import_targets=words.split(), export_targets=words.split())
        ),
        "rt vpn import|export ~": lambda context, way, words: (
            _family(context).setdefault(TABLE, {}).update({f"{way}_targets": words.split()})
        ),
    }
)

BGP: Final = make_table(
    {
        **_SESSION,
        "address-family ~": SectionPattern(_FAMILY, enter_address_family),
        "segment-routing srv6": SectionPattern(make_table({"locator *": set_field("srv6_locator")})),
        "sid vpn per-vrf export auto": set_constant("srv6_sid_per_vrf", True),
        "bgp router-id *": set_field("router_id"),
        "bgp log-neighbor-changes": set_constant("log_neighbor_changes", True),
        "no bgp log-neighbor-changes": set_constant("log_neighbor_changes", False),
        "bgp always-compare-med": set_constant("always_compare_med", True),
        "no bgp ebgp-requires-policy": set_constant("ebgp_requires_policy", False),
        "no bgp default ipv4-unicast": set_constant("default_ipv4_unicast", False),
        "bgp cluster-id *": set_field("cluster_id"),
        "bgp deterministic-med": set_constant("deterministic_med", True),
        "bgp graceful-restart": set_constant("graceful_restart", True),
        "bgp bestpath ~": lambda fields, words: fields.setdefault("bestpath", []).append(words),
        "timers bgp # #": _timers,
    }
)

# ------------------------------------------------------------------------------------------------ the short form


def shorten_bgp(fields: Fields) -> None:
    """Bring what was read into the form in which people write it: settings of the only family beside the address, targets at the VRF."""
    bgp: Fields = fields.get("bgp", {})
    for name, own in bgp.get("vrfs", {}).items():
        _to_vrf(fields, name, own)
    for own in (bgp, *bgp.get("vrfs", {}).values()):
        for found in own.get("address_families", {}).values():
            found.pop(TABLE, None)
        if not all(own.get("address_families", {"": True}).values()):
            own["address_families"] = {name: found for name, found in own["address_families"].items() if found}
        for group in own.get("groups", {}).values():
            _flatten(group, group.get("address_families", {}), "ipv4", {})
        for one in own.get("neighbors", ()):
            _shorten(one, active=own.get("default_ipv4_unicast", True))


def _to_vrf(fields: Fields, name: str, own: Fields) -> None:
    vrf: Fields = fields.setdefault("vrf_table", {}).setdefault(name, {})
    for of, found in own.get("address_families", {}).items():
        shared = found.pop(TABLE, {})
        if "rd" in shared:
            vrf["rd"] = shared.pop("rd")
        if shared:
            vrf.setdefault("address_families", {})[of] = shared


def _shorten(one: Fields, *, active: bool) -> None:
    own = "ipv6" if ":" in one.get("address", "") else "ipv4"
    implied: dict[str, Fields] = {}
    if "group" not in one and own == "ipv6":
        implied = {"ipv6": {"activate": True}} | ({"ipv4": {"activate": False}} if active else {})
    elif "group" not in one and not active:
        implied = {"ipv4": {"activate": True}}
    if not _flatten(one, one.get("address_families", {}), own, implied) and implied:
        one.setdefault("address_families", {})


def _flatten(one: Fields, found: Fields, own: str, implied: dict[str, Fields]) -> bool:
    """Whether everything but the settings of the own family is implied; then these are put beside the address."""
    settings = found.get(own, {})
    others = {name: values for name, values in found.items() if name != own}
    if settings.get("activate") != implied.get(own, {}).get("activate") or others != {n: v for n, v in implied.items() if n != own}:
        return False
    one.pop("address_families", None)
    one.update({key: value for key, value in settings.items() if key != "activate"})
    return True
