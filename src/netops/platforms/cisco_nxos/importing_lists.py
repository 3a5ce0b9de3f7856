"""Filters, prefix lists, lists of communities and AS paths, route maps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import ip_network
from typing import Final

from netops.facts.filling import keyword_values, map_at_path
from netops.facts.table import FactTable, Fields, SectionPattern, make_table, set_constant, set_field

TCP: Final = {"ftp-data": 20, "ftp": 21, "telnet": 23, "smtp": 25, "tacacs": 49, "domain": 53, "www": 80, "pop3": 110} | {
    "sunrpc": 111,
    "nntp": 119,
    "bgp": 179,
}
UDP: Final = {"tacacs": 49, "domain": 53, "bootps": 67, "bootpc": 68, "tftp": 69, "sunrpc": 111, "ntp": 123, "snmp": 161} | {
    "snmptrap": 162,
    "isakmp": 500,
    "syslog": 514,
    "rip": 520,
}
"""Ports by the names that NX-OS shows (Security Configuration Guide, Configuring IP ACLs)."""


def _filter(family: str) -> Callable[..., Fields]:
    def enter(fields: Fields, name: str) -> Fields:
        acl = map_at_path(fields, "acls", name)
        if family != "ipv4":
            acl["family"] = family
        acl.setdefault("entries", [])
        return acl

    return enter


def _end(words: list[str]) -> str:
    word = words.pop(0)
    return word if word == "any" else str(ip_network(word))


_BOUNDS: Final = {"lt": "<", "gt": ">", "neq": "!"}


def _ports(words: list[str], names: Mapping[str, int], one: str, many: str) -> Fields:
    """`eq bgp`, `range 1024 65535`, `gt 1023`: taken off the words; nothing when no ports come."""
    word = words[0] if words else ""
    if word not in ("eq", "range", *_BOUNDS):
        return {}
    words.pop(0)
    first = _port(words, names)
    if word == "eq":
        return {one: first}
    return {many: f"{first}-{_port(words, names)}" if word == "range" else f"{_BOUNDS[word]}{first}"}


def _port(words: list[str], names: Mapping[str, int]) -> int:
    word = words.pop(0)
    return names[word] if word in names else int(word)


def _entry(fields: Fields, seq: str, action: str, text: str) -> None:
    words = text.split()
    protocol = words.pop(0)
    entry: Fields = {"seq": int(seq), "action": action}
    if protocol not in ("ip", "ipv6"):
        entry["protocol"] = protocol
    names = UDP if protocol == "udp" else TCP
    if (end := _end(words)) != "any":
        entry["source"] = end
    entry |= _ports(words, names, "source_port", "source_ports")
    if (end := _end(words)) != "any":
        entry["destination"] = end
    entry |= _ports(words, names, "port", "ports")
    if protocol == "icmp" and words and words[0] not in ("log", "fragments"):
        entry["icmp_type"] = words.pop(0)
    entry.update(keyword_values(" ".join(words), {"established": None, "fragments": None, "log": None}))
    if "_remark" in fields:
        number, entry["remark"] = fields.pop("_remark")
        if number != int(seq) - 1:
            entry["remark_seq"] = number
    fields["entries"].append(entry)


def _remark(fields: Fields, seq: str, text: str) -> None:
    if "_remark" in fields:
        raise ValueError("two remarks before one entry")
    fields["_remark"] = (int(seq), text)


_ACL: Final = make_table({"# permit|deny ~": _entry, "# remark ~": _remark, "statistics per-entry": set_constant("counters", True)})


def _prefix(fields: Fields, name: str, seq: str, action: str, prefix: str, words: str = "") -> None:
    entry: Fields = {"seq": int(seq), "action": action, "prefix": str(ip_network(prefix))} | keyword_values(words, {"ge": int, "le": int})
    map_at_path(fields, "prefix_lists").setdefault(name, []).append(entry)


def _community(fields: Fields, kind: str, name: str, seq: str, action: str, words: str) -> None:
    found = map_at_path(fields, "community_lists", name)
    if kind == "expanded":
        found["type"] = kind
    rest: Fields = {"communities": words.split()} if kind == "standard" else {"regex": words.strip('"')}
    found.setdefault("entries", []).append({"seq": int(seq), "action": action} | rest)


def _as_path(fields: Fields, name: str, seq: str, action: str, words: str) -> None:
    map_at_path(fields, "as_path_lists").setdefault(name, []).append({"seq": int(seq), "action": action, "regex": words.strip('"')})


def _map(fields: Fields, name: str, action: str, seq: str) -> Fields:
    entry: Fields = {"seq": int(seq), "action": action}
    map_at_path(fields, "route_maps").setdefault(name, []).append(entry)
    return entry


def _metric(fields: Fields, text: str) -> None:
    fields["change_med" if text[0] in "+-" else "set_med"] = int(text)


def _communities(fields: Fields, words: str) -> None:
    found = words.split()
    if found == ["none"]:
        fields["remove_communities"] = True
        return
    if found[-1] == "additive":
        fields["communities_additive"] = bool(found.pop())
    fields["set_communities"] = found


_MAP: Final = make_table(
    {
        "description ~": set_field("description"),
        "match ip|ipv6 address *": lambda fields, _, name: fields.update(match_acl=name),
        "match ip|ipv6 address prefix-list *": lambda fields, _, name: fields.update(match_prefix_list=name),
        "match ip|ipv6 next-hop prefix-list *": lambda fields, _, name: fields.update(match_next_hop_prefix_list=name),
        "match as-path *": set_field("match_as_path"),
        "match community ~": set_field("match_communities", str.split),
        "match interface *": set_field("match_interface"),
        "match tag #": set_field("match_tag", int),
        "match metric #": set_field("match_metric", int),
        "set local-preference #": set_field("set_local_preference", int),
        "set metric *": _metric,
        "set metric-type type-1|type-2|internal|external": set_field("set_metric_type"),
        "set weight #": set_field("set_weight", int),
        "set tag #": set_field("set_tag", int),
        "set origin igp|egp|incomplete": set_field("set_origin"),
        "set community ~": _communities,
        "set comm-list * delete": set_field("delete_communities"),
        "set ip|ipv6 next-hop *": lambda fields, _, hop: fields.update(set_next_hop={"peer-address": "peer"}.get(hop, hop)),
        "set as-path prepend ~": set_field("prepend_asns", lambda words: [int(word) for word in words.split()]),
        "set as-path prepend last-as #": set_field("prepend_last", int),
        "continue #": set_field("continue_at", int),
    }
)
LISTS: Final[FactTable] = make_table(
    {
        "ip access-list *": SectionPattern(_ACL, _filter("ipv4"), whole=True),
        "ipv6 access-list *": SectionPattern(_ACL, _filter("ipv6"), whole=True),
        "ip|ipv6 prefix-list * seq # permit|deny *": lambda fields, _, *words: _prefix(fields, *words),
        "ip|ipv6 prefix-list * seq # permit|deny * ~": lambda fields, _, *words: _prefix(fields, *words),
        "ip community-list standard|expanded * seq # permit|deny ~": _community,
        "ip as-path access-list * seq # permit|deny ~": _as_path,
        "route-map * permit|deny #": SectionPattern(_MAP, _map),
    }
)
