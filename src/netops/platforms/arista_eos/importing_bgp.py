"""BGP of EOS in the words of the model: the inverse of templates/arista_eos/bgp.j2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_network
from typing import Any, Final

from netops.facts.importer import VRFS
from netops.facts.table import Effect, FactTable, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.facts.values import is_ip

FAMILIES: Final[Mapping[str, str]] = {
    **{"ipv4": "ipv4", "ipv6": "ipv6", "evpn": "evpn", "vpn-ipv4": "vpnv4", "vpn-ipv6": "vpnv6", "link-state": "link_state"},
    **{"ipv4 labeled-unicast": "ipv4_labeled", "ipv6 labeled-unicast": "ipv6_labeled", "ipv4 multicast": "ipv4_multicast"},
    **{"ipv6 multicast": "ipv6_multicast", "flow-spec ipv4": "flowspec_ipv4", "flow-spec ipv6": "flowspec_ipv6"},
    "rt-membership": "rt_filter",
}
COMMUNITIES: Final = {"": "all", "standard": "standard", "extended": "extended", "large": "large", "standard extended": "both"}


def parse_asn(text: str) -> int:
    """An AS number, in either notation."""
    high, dot, low = text.partition(".")
    return (int(high) << 16) + int(low) if dot else int(text)


def _peer(fields: Fields, who: str) -> Fields:
    """The settings of a neighbour or a group, by its name; in an address family those that differ there."""
    found: Fields = fields["_peers"].setdefault(who, {})
    if "_family" in fields:
        found = found.setdefault("address_families", {}).setdefault(fields["_family"], {})
    return found


def _of(effect: Effect) -> Effect:
    """An effect of a line of a neighbour on the settings of that neighbour."""

    def of_peer(fields: Fields, who: str, *words: str) -> None:
        effect(_peer(fields, who), *words)

    return of_peer


def _way(stem: str) -> Effect:
    return _of(lambda peer, name, way: peer.update({f"{stem}_{way}": name}))


POLICIES: Final[dict[str, Effect | SectionPattern]] = {
    "neighbor * next-hop-self": _of(set_constant("next_hop_self", True)),
    "neighbor * next-hop-unchanged": _of(set_constant("next_hop_unchanged", True)),
    "neighbor * route-map * in|out": _way("route_map"),
    "neighbor * prefix-list * in|out": _way("prefix_list"),
    "neighbor * default-originate": _of(set_constant("default_originate", True)),
    "neighbor * default-originate route-map *": _of(set_field("default_originate_route_map")),
    "neighbor * weight #": _of(set_field("weight", int)),
    "neighbor * additional-paths receive": _of(append_to_field("add_paths", lambda: "receive")),
    "neighbor * additional-paths send any": _of(append_to_field("add_paths", lambda: "send")),
}


def _maximum(fields: Fields, who: str, words: str) -> None:
    """`maximum-routes N [warning-limit P percent] [warning-only]`."""
    limit, *rest = words.split()
    found: Fields = {"maximum_prefix": int(limit)}
    if rest[-1:] == ["warning-only"]:
        rest.pop()
        found["maximum_prefix_warning_only"] = True
    match rest:
        case ["warning-limit", share, "percent"]:
            found["maximum_prefix_threshold"] = int(share)
        case [_, *_]:
            raise ValueError(f"not understood: {words}")
    _peer(fields, who).update(found)


def _local_as(fields: Fields, who: str, words: str) -> None:
    number, *rest = words.split()
    flags = {"no-prepend": "local_as_no_prepend", "replace-as": "local_as_replace"}
    _peer(fields, who).update({"local_asn": parse_asn(number)} | {flags[word]: True for word in rest})


def _timers(fields: Fields, keepalive: str, hold: str) -> None:
    fields["timers"] = {"keepalive_s": int(keepalive), "hold_s": int(hold)}


def _private(how: Any) -> Effect:
    return _of(set_constant("remove_private_as", how))


SESSIONS: Final[dict[str, Effect | SectionPattern]] = POLICIES | {
    "neighbor * peer group": _of(set_constant("_is_group", True)),
    "neighbor * peer group *": _of(set_field("group")),
    "neighbor * remote-as *": _of(set_field("remote_asn", parse_asn)),
    "neighbor * local-as ~": _local_as,
    "neighbor * shutdown": _of(set_constant("enabled", False)),
    "neighbor * remove-private-as": _private(True),
    "neighbor * remove-private-as all": _private("all"),
    "neighbor * remove-private-as all replace-as": _private("replace-as"),
    "neighbor * update-source *": _of(set_field("update_source")),
    "neighbor * bfd": _of(set_constant("bfd", True)),
    "neighbor * description ~": _of(set_field("description")),
    "neighbor * allowas-in #": _of(set_field("allowas_in", int)),
    "neighbor * rib-in pre-policy retain": _of(set_constant("soft_reconfiguration", True)),
    "neighbor * passive": _of(set_constant("passive", True)),
    "neighbor * ebgp-multihop #": _of(set_field("ebgp_multihop", int)),
    "neighbor * ttl maximum-hops #": _of(set_field("ttl_security", int)),
    "neighbor * route-reflector-client": _of(set_constant("route_reflector_client", True)),
    "neighbor * timers # #": _of(_timers),
    "neighbor * password *": _of(set_field("password")),
    "neighbor * password # *": _of(lambda peer, kind, secret: peer.update(password_type=kind, password=secret)),
    "neighbor * password * *": _of(lambda peer, kind, secret: peer.update(password_type=kind, password=secret)),
    "neighbor * send-community": _of(set_constant("send_community", "all")),
    "neighbor * send-community ~": _of(set_field("send_community", lambda words: COMMUNITIES[words])),
    "neighbor * maximum-routes ~": _maximum,
}


def _network(fields: Fields, prefix: str, route_map: str = "") -> None:
    one = str(ip_network(prefix))
    if "_family" in fields:
        fields.setdefault("networks", []).append({"prefix": one} | ({"route_map": route_map} if route_map else {}))
        return
    fields.setdefault("networks", []).append(one)
    if route_map:
        fields.setdefault("network_route_maps", {})[one] = route_map


def _redistribute(fields: Fields, source: str, route_map: str = "") -> None:
    fields.setdefault("redistribute", []).append({"source": source} | ({"route_map": route_map} if route_map else {}))


def _aggregate(fields: Fields, prefix: str, words: str = "") -> None:
    """`aggregate-address P [as-set] [summary-only] [attribute-map M]`."""
    found: Fields = {"prefix": str(ip_network(prefix))}
    rest = words.split()
    for word, key in (("as-set", "as_set"), ("summary-only", "summary_only")):
        if rest[:1] == [word]:
            found[key], rest = True, rest[1:]
    match rest:
        case ["attribute-map", name]:
            found["route_map"] = name
        case [_, *_]:
            raise ValueError(f"not understood: {words}")
    fields.setdefault("aggregates", []).append(found)


ORIGINATED: Final[dict[str, Effect | SectionPattern]] = {
    "network *": _network,
    "network * route-map *": _network,
    "redistribute connected|static|isis|ospf|ospfv3|rip|attached-host": _redistribute,
    "redistribute connected|static|isis|ospf|ospfv3|rip|attached-host route-map *": _redistribute,
    "aggregate-address *": _aggregate,
    "aggregate-address * ~": _aggregate,
}


def _family(fields: Fields, words: str) -> Fields:
    """The fields of an address family; its neighbours are those of the speaker."""
    family = FAMILIES[words]
    found: Fields = fields.setdefault("address_families", {}).setdefault(family, {})
    found.update(_family=family, _peers=fields["_peers"])
    return found


FAMILY: Final = SectionPattern(
    make_table(
        {
            **POLICIES,
            **ORIGINATED,
            "neighbor * activate": _of(set_constant("activate", True)),
            "no neighbor * activate": _of(set_constant("activate", False)),
            "bgp next-hop-unchanged": set_constant("next_hop_unchanged", True),
        }
    ),
    _family,
)


def _listen(fields: Fields, prefix: str, group: str, word: str = "", name: str = "") -> None:
    more: Fields = {"peer_filter": name} if word == "peer-filter" else {"remote_asn": parse_asn(name)} if name else {}
    fields.setdefault("listen_ranges", []).append({"prefix": str(ip_network(prefix)), "group": group} | more)


def _paths(fields: Fields, number: str, ecmp: str = "") -> None:
    fields.update({"maximum_paths": int(number)} | ({"maximum_paths_ecmp": int(ecmp)} if ecmp else {}))


def _distance(fields: Fields, *words: str) -> None:
    fields["distance"] = dict(zip(("external", "internal", "local"), map(int, words), strict=True))


SPEAKER: Final[dict[str, Effect | SectionPattern]] = {
    **SESSIONS,
    **ORIGINATED,
    "router-id *": set_field("router_id"),
    "bgp cluster-id *": set_field("cluster_id"),
    "timers bgp # #": _timers,
    "distance bgp # # #": _distance,
    "update wait-install": append_to_field("update_wait", lambda: "install"),
    "update wait-for-convergence": append_to_field("update_wait", lambda: "convergence"),
    "graceful-restart": set_constant("graceful_restart", True),
    "graceful-restart restart-time #": set_field("graceful_restart_time_s", int),
    "graceful-restart stalepath-time #": set_field("stalepath_time_s", int),
    "bgp bestpath ~": append_to_field("bestpath"),
    "bgp always-compare-med": set_constant("always_compare_med", True),
    "maximum-paths #": _paths,
    "maximum-paths # ecmp #": _paths,
    "bgp listen range * peer-group *": _listen,
    "bgp listen range * peer-group * peer-filter|remote-as *": _listen,
    "address-family ~": FAMILY,
}


def _target(way: str) -> Effect:
    def effect(fields: Fields, *words: str) -> None:
        *family, target = words
        place = fields.setdefault("address_families", {}).setdefault(FAMILIES[family[0]], {}) if family else fields
        for one in ("import", "export") if way == "both" else (way,):
            place.setdefault(f"{one}_targets", []).append(target)

    return effect


def _of_vrf(effect: Effect) -> Effect:
    """An effect on the VRF itself, not on BGP in it."""
    return lambda fields, *words: effect(fields["_vrf"], *words)


def _enter_vrf(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault("vrfs", {}).setdefault(name, {})
    found.update(_peers=found.get("_peers", {}), _vrf=fields["_root"].setdefault(VRFS, {}).setdefault(name, {}))
    return found


VRF: Final = SectionPattern(
    make_table(
        {
            **SPEAKER,
            "rd *": _of_vrf(set_field("rd")),
            "route-target import *": _of_vrf(_target("import")),
            "route-target export *": _of_vrf(_target("export")),
            "route-target import evpn|vpn-ipv4|vpn-ipv6 *": _of_vrf(_target("import")),
            "route-target export evpn|vpn-ipv4|vpn-ipv6 *": _of_vrf(_target("export")),
            "local-as *": set_field("local_asn", parse_asn),
        }
    ),
    _enter_vrf,
)

_BRIDGED: Final[FactTable] = make_table(
    {
        "rd *": set_field("rd"),
        "route-target both|import|export *": lambda fields, way, target: _target(way)(fields, target),
        "redistribute learned|static|host-route|router-mac": append_to_field("redistribute"),
        "vlan *": set_field("bundle_vlans"),
    }
)


def _bridged(key: str, convert: Callable[[str], Any]) -> Callable[..., Fields]:
    def enter(fields: Fields, word: str) -> Fields:
        found: Fields = {key: convert(word)}
        fields["_root"].setdefault("evpn", {}).setdefault("vlans", []).append(found)
        return found

    return enter


def _enter(fields: Fields, number: str) -> Fields:
    found: Fields = fields.setdefault("bgp", {})
    found.update(asn=parse_asn(number), _peers=found.get("_peers", {}), _root=fields)
    return found


BGP: Final = SectionPattern(
    make_table(
        {
            **SPEAKER,
            "bgp asn notation asdot|asplain": set_field("asn_notation"),
            "no bgp default ipv4-unicast": set_constant("default_ipv4_unicast", False),
            "bgp default ipv4-unicast": set_constant("default_ipv4_unicast", True),
            "no bgp log-neighbor-changes": set_constant("log_neighbor_changes", False),
            "vrf *": VRF,
            "vlan #": SectionPattern(_BRIDGED, _bridged("vlan", int)),
            "vlan-aware-bundle *": SectionPattern(_BRIDGED, _bridged("bundle", str)),
        }
    ),
    _enter,
)


def finish_bgp(fields: Fields) -> None:
    """Groups and neighbours out of what their lines say."""
    bgp = fields.get("bgp")
    if bgp is None:
        return
    del bgp["_root"]
    for speaker in (bgp, *bgp.get("vrfs", {}).values()):
        speaker.pop("_vrf", None)
        peers: dict[str, Fields] = speaker.pop("_peers")
        for family in speaker.get("address_families", {}).values():
            family.pop("_family")
            family.pop("_peers")
        _sort(speaker, peers)
        _shorten(speaker)


def _sort(speaker: Fields, peers: dict[str, Fields]) -> None:
    groups = {name: peer for name, peer in peers.items() if peer.pop("_is_group", False)}
    neighbors = [{"address": str(ip_address(name))} | peer for name, peer in peers.items() if name not in groups and is_ip(name)]
    speaker.update({key: value for key, value in (("groups", groups), ("neighbors", neighbors)) if value})


def _shorten(speaker: Fields) -> None:
    """A neighbour with IPv6 and nothing but its own family is in the short form; one in no family says so."""
    families = speaker.get("address_families", {})
    for peer in speaker.get("neighbors", ()):
        if ":" in peer["address"] and "group" not in peer:
            if peer.get("address_families") == {"ipv6": {"activate": True}}:
                del peer["address_families"]
            else:
                peer.setdefault("address_families", {})
    held = {
        name for peer in (*speaker.get("neighbors", ()), *speaker.get("groups", {}).values()) for name in peer.get("address_families", {})
    }
    held |= {"ipv6"} if any(":" in peer["address"] and "address_families" not in peer for peer in speaker.get("neighbors", ())) else set()
    for name in [name for name, family in families.items() if not family and name in held]:
        del families[name]
    if not families:
        speaker.pop("address_families", None)
