"""What the lines of BGP are in the model (IP Routing: BGP Command Reference)."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any, Final

from netops.facts.filling import dampened, redistribute_row
from netops.facts.table import Effect, Fields, SectionPattern, make_table, set_constant, set_field
from netops.facts.values import classful_netmask
from netops.platforms.cisco_ios.importing_routing import network_from_mask

FAMILIES: Final = {
    "ipv4": "ipv4",
    "ipv4 unicast": "ipv4",
    "ipv6": "ipv6",
    "ipv6 unicast": "ipv6",
    "ipv4 multicast": "ipv4_multicast",
    "ipv6 multicast": "ipv6_multicast",
    "vpnv4": "vpnv4",
    "vpnv4 unicast": "vpnv4",
    "vpnv6": "vpnv6",
    "vpnv6 unicast": "vpnv6",
    "l2vpn evpn": "evpn",
}


def _bgp(fields: Fields, asn: str) -> Fields:
    fields["bgp"] = {"asn": int(asn), "_peers": {}}
    found: Fields = fields["bgp"]
    return found


def _family(fields: Fields, words: str) -> Fields:
    """The scope of the lines of a family: the speaker, its table of the family."""
    kind, is_vrf, vrf = words.partition(" vrf ")
    family = FAMILIES[kind]
    speaker = fields
    if is_vrf:
        speaker = fields.setdefault("vrfs", {}).setdefault(vrf, {"_peers": {}})
    own = speaker.setdefault("address_families", {}).setdefault(family, {})
    return {"_speaker": speaker, "_family": family, "_own": own, "_vrf": bool(is_vrf)}


def _peer(fields: Fields, who: str) -> Fields:
    """The row of a neighbour or a group, in the session or in the family that the lines are in."""
    speaker = fields.get("_speaker", fields)
    found: Fields = speaker["_peers"].setdefault(who.lower() if ":" in who else who, {})
    return found


def _settings(fields: Fields, who: str) -> Fields:
    row = _peer(fields, who)
    if "_family" in fields:
        inner: Fields = row.setdefault("address_families", {}).setdefault(fields["_family"], {"activate": False})
        return inner
    return row


def set_session_value(name: str, convert: Any = str) -> Effect:
    """An effect on a neighbour's session."""

    def effect(fields: Fields, who: str, *words: str) -> None:
        _peer(fields, who)[name] = convert(words[0]) if words else True

    return effect


def set_policy(name: str, convert: Any = str, value: Any = True) -> Effect:
    """An effect on a neighbour in the family that the line is in."""

    def effect(fields: Fields, who: str, *words: str) -> None:
        _settings(fields, who)[name] = convert(words[0]) if words else value

    return effect


def set_directed_policy(name: str) -> Effect:
    """An effect for a policy with a direction."""
    return lambda fields, who, one, way: _settings(fields, who).update({f"{name}_{way}": one})


def _is_group(fields: Fields, who: str) -> None:
    _peer(fields, who)["_group"] = True


def _password(fields: Fields, who: str, words: str) -> None:
    kind, _, value = words.rpartition(" ")
    _peer(fields, who).update({"password": value} | ({"password_type": kind} if kind else {}))


def _timers(fields: Fields, who: str, words: str) -> None:
    _peer(fields, who)["timers"] = dict(zip(("keepalive_s", "hold_s", "min_hold_s"), map(int, words.split()), strict=False))


def _local_as(fields: Fields, who: str, asn: str, words: str = "") -> None:
    more = {"no-prepend": "local_as_no_prepend", "replace-as": "local_as_replace"}
    _peer(fields, who).update({"local_asn": int(asn)} | {more[word]: True for word in words.split()})


def _maximum(fields: Fields, who: str, words: str) -> None:
    first, *found = words.split()
    row: Fields = {"maximum_prefix": int(first)}
    while found:
        match found:
            case ["warning-only", *found]:
                row["maximum_prefix_warning_only"] = True
            case ["restart", value, *found]:
                row["maximum_prefix_restart_min"] = int(value)
            case [value, *found]:
                row["maximum_prefix_threshold"] = int(value)
    _settings(fields, who).update(row)


def _remove_private(fields: Fields, who: str, words: str = "") -> None:
    _settings(fields, who)["remove_private_as"] = {"": True, "all": "all", "all replace-as": "replace-as"}[words]


def _network(fields: Fields, words: str) -> None:
    """`network A mask M [route-map R]`, `network A`, whose mask is that of its class, `network P [route-map R]`."""
    found = words.split()
    match found:
        case [address, "mask", mask, *found]:
            network = network_from_mask(address, mask)
        case [first, *found]:
            network = str(ip_network(first)) if "/" in first else network_from_mask(first, classful_netmask(first))
    speaker = fields.get("_speaker", fields)
    speaker.setdefault("networks", []).append(network)
    match found:
        case ["route-map", name]:
            speaker.setdefault("network_route_maps", {})[network] = name
        case []:
            pass
        case _:
            raise ValueError(words)


def _aggregate(fields: Fields, words: str) -> None:
    first, *found = words.split()
    if "/" in first:
        row: Fields = {"prefix": str(ip_network(first))}
    else:
        row, found = {"prefix": network_from_mask(first, found[0])}, found[1:]
    for word in found:
        row[{"as-set": "as_set", "summary-only": "summary_only"}[word]] = True
    fields.get("_own", fields).setdefault("aggregates", []).append(row)


def _redistribute(fields: Fields, source: str, words: str = "") -> None:
    row = redistribute_row(source, words, {"metric": int, "route-map": str})
    fields.get("_own", fields).setdefault("redistribute", []).append(row)


def _paths(name: str) -> Effect:
    return lambda fields, number: fields.get("_own", fields).update({name: int(number)})


_SESSION: Final = {
    "neighbor * peer-group": _is_group,
    "neighbor * remote-as #": set_session_value("remote_asn", int),
    "neighbor * local-as #": _local_as,
    "neighbor * local-as # ~": _local_as,
    "neighbor * peer-group *": set_session_value("group"),
    "neighbor * description ~": set_session_value("description"),
    "neighbor * shutdown": lambda fields, who: _peer(fields, who).update(enabled=False),
    "neighbor * ebgp-multihop #": set_session_value("ebgp_multihop", int),
    "neighbor * ttl-security hops #": set_session_value("ttl_security", int),
    "neighbor * password ~": _password,
    "neighbor * update-source *": set_session_value("update_source"),
    "neighbor * transport connection-mode passive": set_session_value("passive"),
    "neighbor * fall-over bfd": set_session_value("bfd"),
    "neighbor * timers ~": _timers,
}
_POLICY: Final = {
    "neighbor * activate": set_policy("activate"),
    "no neighbor * activate": set_policy("activate", value=False),
    "neighbor * send-community": set_policy("send_community", value="standard"),
    "neighbor * send-community extended|both": set_policy("send_community"),
    "neighbor * route-reflector-client": set_policy("route_reflector_client"),
    "neighbor * next-hop-self": set_policy("next_hop_self"),
    "neighbor * default-originate": set_policy("default_originate"),
    "neighbor * default-originate route-map *": set_policy("default_originate_route_map"),
    "neighbor * soft-reconfiguration inbound": set_policy("soft_reconfiguration"),
    "neighbor * allowas-in": set_policy("allowas_in", value=3),
    "neighbor * allowas-in #": set_policy("allowas_in", int),
    "neighbor * as-override": set_policy("as_override"),
    "neighbor * remove-private-as": _remove_private,
    "neighbor * remove-private-as ~": _remove_private,
    "neighbor * weight #": set_policy("weight", int),
    "neighbor * maximum-prefix ~": _maximum,
    "neighbor * prefix-list * in|out": set_directed_policy("prefix_list"),
    "neighbor * filter-list * in|out": set_directed_policy("as_path_list"),
    "neighbor * route-map * in|out": set_directed_policy("route_map"),
    "network ~": _network,
    "aggregate-address ~": _aggregate,
    "redistribute *": _redistribute,
    "redistribute * ~": _redistribute,
    "maximum-paths #": _paths("maximum_paths"),
    "maximum-paths ibgp #": _paths("maximum_paths_ibgp"),
}
_OF_FAMILY: Final[dict[str, Effect | SectionPattern]] = {
    "maximum-paths eibgp #": _paths("maximum_paths_eibgp"),
    "bgp additional-paths select ~": lambda fields, words: fields["_own"].setdefault("add_paths_select", []).append(words),
    "bgp additional-paths send|receive": lambda fields, way: fields["_own"].update(add_paths=[way]),
    "bgp additional-paths send receive": lambda fields: fields["_own"].update(add_paths=["send", "receive"]),
    "bgp dampening": lambda fields: fields["_own"].update(dampening=True),
    "bgp dampening ~": lambda fields, words: fields["_own"].update(dampening=dampened(words)),
    "neighbor * additional-paths send|receive": lambda fields, who, way: _settings(fields, who).update(add_paths=[way]),
    "neighbor * additional-paths send receive": lambda fields, who: _settings(fields, who).update(add_paths=["send", "receive"]),
    "neighbor * advertise additional-paths ~": lambda fields, who, words: (
        _settings(fields, who).setdefault("advertise_add_paths", []).append(words)
    ),
}
FAMILY: Final = make_table(
    {**_SESSION, **_POLICY, **_OF_FAMILY, "bgp router-id *": lambda fields, one: fields["_speaker"].update(router_id=one)},
    "exit-address-family",
)
BGP: Final = make_table(
    {
        "bgp router-id *": set_field("router_id"),
        "bgp log-neighbor-changes": set_constant("log_neighbor_changes", True),
        "no bgp log-neighbor-changes": set_constant("log_neighbor_changes", False),
        "bgp cluster-id *": set_field("cluster_id"),
        "no bgp default ipv4-unicast": set_constant("default_ipv4_unicast", False),
        "bgp always-compare-med": set_constant("always_compare_med", True),
        "bgp deterministic-med": set_constant("deterministic_med", True),
        "bgp bestpath ~": lambda fields, words: fields.setdefault("bestpath", []).append(words),
        "bgp graceful-restart": set_constant("graceful_restart", True),
        "timers bgp # #": lambda fields, one, two: fields.update(timers={"keepalive_s": int(one), "hold_s": int(two)}),
        "bgp listen range * peer-group *": lambda fields, one, group: fields.setdefault("listen_ranges", []).append(
            {"prefix": one, "group": group}
        ),
        **_SESSION,
        **_POLICY,
        "address-family ~": SectionPattern(FAMILY, _family),
    }
)
SPEAKER: dict[str, Any] = {"router bgp #": SectionPattern(BGP, _bgp)}


def finish_bgp(fields: Fields) -> None:
    """Put the rows of neighbours and groups where they belong."""
    bgp: Fields = fields.get("bgp", {})
    if not bgp:
        return
    flat = not bgp.get("address_families") and not bgp.get("vrfs")
    if flat:
        bgp["family_sections"] = False
    for speaker in (bgp, *bgp.get("vrfs", {}).values()):
        for who, row in speaker.pop("_peers").items():
            if not flat:
                row.setdefault("address_families", {})
            if row.pop("_group", False):
                speaker.setdefault("groups", {})[who] = row
            else:
                speaker.setdefault("neighbors", []).append({"address": who, **row})
