"""Filters, prefix lists, lists of communities and AS paths, route maps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_network
from typing import Final

from netops.facts.acl_entries import ANY_OTHER, add_numbered, numbered_remark, or_text
from netops.facts.filling import keyword_values, map_at_path
from netops.facts.filter_entries import EntryForm, entry_of, ports_of
from netops.facts.table import FactTable, Fields, SectionPattern, make_table, set_constant, set_field
from netops.platforms._communities import IN_ROUTE_MAPS, OF_ROUTE_TYPE, lists

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


FORM: Final = EntryForm(TCP, UDP, group="addrgroup", port_group="portgroup")


def _entry(fields: Fields, seq: str, action: str, text: str) -> None:
    masks = " ".join(text.split()[1:3]).count(".") > 5 or " 0.0" in text
    add_numbered(fields, seq, entry_of(replace(FORM, masks=masks), action, text, fields.get("family", "ipv4")))


def _group(fields: Fields, family: str, kind: str, name: str) -> Fields:
    found: Fields = map_at_path(fields, "object_groups", name)
    found.update({"kind": {"address": "network", "port": "port"}[kind]} | ({"family": family} if family == "ipv6" else {}))
    found.setdefault("entries", [])
    return found


def _member(fields: Fields, seq: str, words: str) -> None:
    """`10 host A`, `20 10.2.0.0/16`, `10 eq 80`."""
    row: Fields = {"seq": int(seq)}
    found = words.split()
    if fields["kind"] == "port":
        ports_of(EntryForm({}, {}), "tcp", found, row, "")
    else:
        row["prefix"] = str(ip_network(found.pop() if found[0] != "host" else found.pop(1)))
        found = found[1:] if found[:1] == ["host"] else found
    if found:
        raise ValueError(words)
    fields["entries"].append(row)


_GROUP: Final = make_table({"# ~": _member})


_ACL: Final = make_table(
    {"# permit|deny ~": or_text(_entry), "# remark ~": numbered_remark, "statistics per-entry": set_constant("counters", True), **ANY_OTHER}
)


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
        **IN_ROUTE_MAPS,
        **OF_ROUTE_TYPE,
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
        "object-group ip|ipv6 address|port *": SectionPattern(_GROUP, _group, whole=True),
        "ip access-list *": SectionPattern(_ACL, _filter("ipv4")),
        "ipv6 access-list *": SectionPattern(_ACL, _filter("ipv6")),
        "ip|ipv6 prefix-list * seq # permit|deny *": lambda fields, _, *words: _prefix(fields, *words),
        "ip|ipv6 prefix-list * seq # permit|deny * ~": lambda fields, _, *words: _prefix(fields, *words),
        **lists("ip", "seq # "),
        "ip community-list standard|expanded * seq # permit|deny ~": _community,
        "ip as-path access-list * seq # permit|deny ~": _as_path,
        "route-map * permit|deny #": SectionPattern(_MAP, _map),
    }
)
