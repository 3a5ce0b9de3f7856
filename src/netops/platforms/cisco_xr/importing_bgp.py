"""Lines of BGP of IOS XR as data of the model (BGP Configuration Guide; BGP Command Reference)."""

from __future__ import annotations

from typing import Any, Final

from netops.facts.filling import dampened, parse_maximum_prefix
from netops.facts.importer import VRFS
from netops.facts.table import Fields, SectionPattern, append_to_field, make_table, set_constant, set_field

FAMILIES: Final = {
    "ipv4 unicast": "ipv4",
    "ipv6 unicast": "ipv6",
    "vpnv4 unicast": "vpnv4",
    "vpnv6 unicast": "vpnv6",
    "ipv4 multicast": "ipv4_multicast",
    "ipv6 multicast": "ipv6_multicast",
    "ipv4 labeled-unicast": "ipv4_labeled",
    "ipv6 labeled-unicast": "ipv6_labeled",
    "l2vpn evpn": "evpn",
    "l2vpn vpls-vpws": "vpls",
    "ipv4 flowspec": "flowspec_ipv4",
    "ipv6 flowspec": "flowspec_ipv6",
    "ipv4 rt-filter": "rt_filter",
    "link-state link-state": "link_state",
}
SOURCES: Final = ("connected", "static", "ospf", "ospfv3", "isis", "eigrp", "rip", "bgp")


def _timers(fields: Fields, keepalive: str, hold: str) -> None:
    fields["timers"] = {"keepalive_s": int(keepalive), "hold_s": int(hold)}


# ------------------------------------------------------------------------------------------------ what is exchanged in a family


def _sends(kind: str, other: str) -> Any:
    def effect(fields: Fields) -> None:
        fields["send_community"] = "both" if fields.get("send_community") == other else kind

    return effect


EXCHANGED: Final = make_table(
    {
        "use af-group *": set_field("group"),
        "route-policy * in|out": lambda fields, name, way: fields.update({f"route_map_{way}": name}),
        "maximum-prefix #": parse_maximum_prefix,
        "maximum-prefix # ~": parse_maximum_prefix,
        "allowas-in #": set_field("allowas_in", int),
        "as-override": set_constant("as_override", True),
        "default-originate": set_constant("default_originate", True),
        "default-originate route-policy *": lambda fields, name: fields.update(default_originate=True, default_originate_route_map=name),
        "route-reflector-client": set_constant("route_reflector_client", True),
        "next-hop-self": set_constant("next_hop_self", True),
        "next-hop-unchanged": set_constant("next_hop_unchanged", True),
        "remove-private-AS": set_constant("remove_private_as", True),
        "remove-private-AS entire-aspath": set_constant("remove_private_as", "all"),
        "send-community-ebgp": _sends("standard", "extended"),
        "send-extended-community-ebgp": _sends("extended", "standard"),
        "soft-reconfiguration inbound": set_constant("soft_reconfiguration", True),
        "soft-reconfiguration inbound always": set_constant("soft_reconfiguration", "always"),
        "weight #": set_field("weight", int),
    }
)


def _family_of(session: Fields, words: str) -> Fields:
    found: Fields = session.setdefault("address_families", {}).setdefault(FAMILIES[words], {})
    return found


SESSION: Final = make_table(
    {
        "remote-as #": set_field("remote_asn", int),
        "use neighbor-group *": set_field("group"),
        "use session-group *": set_field("session_group"),
        "local-as #": set_field("local_asn", int),
        "local-as # no-prepend": lambda fields, asn: fields.update(local_asn=int(asn), local_as_no_prepend=True),
        "local-as # no-prepend replace-as": lambda fields, asn: fields.update(
            local_asn=int(asn), local_as_no_prepend=True, local_as_replace=True
        ),
        "bfd fast-detect": set_constant("bfd", True),
        "ebgp-multihop #": set_field("ebgp_multihop", int),
        "ttl-security": set_constant("ttl_security", 1),
        "ignore-connected-check": set_constant("connected_check", False),
        "timers # #": _timers,
        "password encrypted|clear *": lambda fields, form, password: fields.update(password=password, password_type=form),
        "password *": set_field("password"),
        "shutdown": set_constant("enabled", False),
        "session-open-mode passive-only": set_constant("passive", True),
        "description ~": set_field("description"),
        "update-source *": set_field("update_source"),
        "address-family ~": SectionPattern(EXCHANGED, _family_of),
    }
)

# ------------------------------------------------------------------------------------------------ what the process does


def _family(fields: Fields, words: str) -> Fields:
    name = FAMILIES[words]
    own: Fields = fields.setdefault("address_families", {}).setdefault(name, {})
    return {"process": fields, "name": name, "own": own, "shared": fields if name == "ipv4" else own}


def _network(context: Fields, prefix: str, route_map: str = "") -> None:
    if context["name"] in ("ipv4", "ipv6"):
        context["process"].setdefault("networks", []).append(prefix)
        if route_map:
            context["process"].setdefault("network_route_maps", {})[prefix] = route_map
    else:
        row = {"prefix": prefix} | ({"route_map": route_map} if route_map else {})
        context["own"].setdefault("networks", []).append(row)


def _redistributes(context: Fields, source: str, words: str = "") -> None:
    row: Fields = {"source": SOURCES[SOURCES.index(source)]}
    rest = words.split()
    if rest and rest[0] not in ("metric", "route-policy"):
        row["process"] = rest.pop(0)
    while rest:
        word, value, *rest = rest
        row[{"metric": "metric", "route-policy": "route_map"}[word]] = int(value) if word == "metric" else value
    context["shared"].setdefault("redistribute", []).append(row)


def _aggregate(context: Fields, prefix: str, words: str = "") -> None:
    row: Fields = {"prefix": prefix}
    rest = words.split()
    while rest:
        word = rest.pop(0)
        if word == "route-policy":
            row["route_map"] = rest.pop(0)
        else:
            row[{"as-set": "as_set", "summary-only": "summary_only"}[word]] = True
    context["shared"].setdefault("aggregates", []).append(row)


FAMILY: Final = make_table(
    {
        "network *": _network,
        "network * route-policy *": _network,
        "redistribute *": _redistributes,
        "redistribute * ~": _redistributes,
        "aggregate-address *": _aggregate,
        "aggregate-address * ~": _aggregate,
        "table-policy *": lambda context, name: context["own"].update(table_policy=name),
        "label mode per-vrf|per-ce|per-prefix": lambda context, mode: context["own"].update(label_mode=mode),
        "maximum-paths eibgp #": lambda context, ways: context["own"].update(maximum_paths_eibgp=int(ways)),
        "additional-paths send|receive": lambda context, way: context["own"].setdefault("add_paths", []).append(way),
        "additional-paths selection route-policy *": lambda context, name: context["own"].update(add_paths_select=[name]),
        "bgp dampening": lambda context: context["own"].update(dampening=True),
        "bgp dampening ~": lambda context, words: context["own"].update(dampening=dampened(words, "route-policy")),
        "maximum-paths ebgp #": lambda context, ways: context["shared"].update(maximum_paths=int(ways)),
        "maximum-paths ibgp #": lambda context, ways: context["shared"].update(maximum_paths_ibgp=int(ways)),
    }
)


def _neighbor(fields: Fields, address: str) -> Fields:
    members: list[Fields] = fields.setdefault("neighbors", [])
    members.append({"address": address})
    return members[-1]


def _named(kind: str) -> Any:
    def enter(fields: Fields, name: str) -> Fields:
        found: Fields = fields.setdefault(kind, {}).setdefault(name, {})
        return found

    return enter


def _family_group(fields: Fields, name: str, words: str) -> Fields:
    found: Fields = fields.setdefault("family_groups", {}).setdefault(name, {"family": FAMILIES[words], "settings": {}})
    settings: Fields = found["settings"]
    return settings


INSTANCE: Final = make_table(
    {
        "bgp router-id *": set_field("router_id"),
        "bgp cluster-id *": set_field("cluster_id"),
        "bgp graceful-restart": set_constant("graceful_restart", True),
        "bgp log neighbor changes disable": set_constant("log_neighbor_changes", False),
        "bgp log neighbor changes detail": set_constant("log_neighbor_changes", "detail"),
        "bgp bestpath ~": append_to_field("bestpath"),
        "timers bgp # #": _timers,
        "address-family ~": SectionPattern(FAMILY, _family),
        "neighbor *": SectionPattern(SESSION, _neighbor),
    }
)
VRF: Final = make_table({"rd *": set_field("rd")}, "", INSTANCE)
BGP: Final = make_table(
    {
        "nsr": set_constant("nsr", True),
        "neighbor-group *": SectionPattern(SESSION, _named("groups")),
        "session-group *": SectionPattern(SESSION, _named("session_groups")),
        "af-group * address-family ~": SectionPattern(EXCHANGED, _family_group),
        "vrf *": SectionPattern(VRF, _named("vrfs")),
    },
    "",
    INSTANCE,
)


def enter_bgp_process(fields: Fields, asn: str) -> Fields:
    """Enters `router bgp AS`."""
    found: Fields = fields.setdefault("bgp", {"asn": int(asn)})
    return found


def shorten_bgp(fields: Fields) -> None:
    """Bring what was read into the form in which people write it: the only family of a neighbour beside its address, RDs at their VRFs."""
    bgp: Fields = fields.get("bgp", {})
    for name, own in bgp.get("vrfs", {}).items():
        if "rd" in own:
            fields.setdefault(VRFS, {}).setdefault(name, {})["rd"] = own.pop("rd")
    for own in (bgp, *bgp.get("vrfs", {}).values()):
        for one in own.get("neighbors", ()):
            _shorten(one)
        _drop_implied(own)


def _shorten(one: Fields) -> None:
    if "group" in one:
        return
    family = "ipv6" if ":" in one["address"] else "ipv4"
    found = one.setdefault("address_families", {})
    if list(found) == [family] and "group" not in found[family]:
        one.update(one.pop("address_families")[family])


def _drop_implied(own: Fields) -> None:
    """Leave out families without anything of their own that a network or a neighbour implies."""
    short = [one["address"] for one in own.get("neighbors", ()) if "address_families" not in one and "group" not in one]
    implied = {"ipv6" if ":" in text else "ipv4" for text in (*short, *own.get("networks", ()))}
    if any(key in own for key in ("redistribute", "aggregates", "maximum_paths", "maximum_paths_ibgp")):
        implied.add("ipv4")
    left = {name: found for name, found in own.get("address_families", {}).items() if found or name not in implied}
    own.pop("address_families", None)
    if left:
        own["address_families"] = left
