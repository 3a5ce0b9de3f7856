"""Lines of routing policy of FRR as data of the model (docs.frrouting.org: Filtering, Route Maps)."""

from __future__ import annotations

from typing import Final

from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.platforms._communities import IN_ROUTE_MAPS, lists


def _prefix(fields: Fields, name: str, seq: str, action: str, prefix: str, words: str = "") -> None:
    if prefix == "any":
        raise ValueError("the same as 0.0.0.0/0 le 32, which vtysh shows as that where it was typed so")
    row: Fields = {"seq": int(seq), "action": action, "prefix": prefix}
    rest = words.split()
    while rest:
        word, value, *rest = rest
        if word not in ("ge", "le"):
            raise ValueError(words)
        row[word] = int(value)
    fields.setdefault("prefix_lists", {}).setdefault(name, []).append(row)


def _age(fields: Fields, word: str) -> None:
    """Before FRR 7.2 lists of BGP start with `ip`."""
    if word == "ip":
        fields.setdefault("system", {})["legacy_lists"] = True


def _communities(fields: Fields, word: str, kind: str, name: str, *words: str) -> None:
    seq, action, values = words if len(words) > 2 else ("", *words)
    _age(fields, word)
    found = fields.setdefault("community_lists", {}).setdefault(name, {"type": kind, "entries": []})
    if found["type"] != kind:
        raise ValueError(kind)
    what = {"communities": values.split()} if kind == "standard" else {"regex": values}
    found["entries"].append(({"seq": int(seq)} if seq else {}) | {"action": action} | what)


def _paths(fields: Fields, word: str, name: str, *words: str) -> None:
    seq, action, regex = words if len(words) > 2 else ("", *words)
    _age(fields, word)
    row = ({"seq": int(seq)} if seq else {}) | {"action": action, "regex": regex}
    fields.setdefault("as_path_lists", {}).setdefault(name, []).append(row)


def _entry(fields: Fields, name: str, action: str, seq: str) -> Fields:
    entries: list[Fields] = fields.setdefault("route_maps", {}).setdefault(name, [])
    entries.append({"seq": int(seq), "action": action})
    return entries[-1]


def _protocol(fields: Fields, word: str) -> None:
    if word not in ("connected", "static", "kernel", "ospf", "isis", "rip", "eigrp", "bgp"):
        raise ValueError(word)
    fields["match_source_protocol"] = word


def _metric(fields: Fields, word: str) -> None:
    if word[:1] in "+-" and word[1:].isdecimal():
        fields["change_med"] = int(word)
    else:
        fields["set_med"] = int(word)


def _set_communities(fields: Fields, words: str) -> None:
    found = words.split()
    if found == ["none"]:
        fields["remove_communities"] = True
        return
    if found[-1] == "additive":
        fields["communities_additive"] = True
        found.pop()
    fields["set_communities"] = found


def _prepend(fields: Fields, words: str) -> None:
    """Numbers that are all our AS are a count of it: the process is read later, so `shorten_policies` does that."""
    fields["prepend_asns"] = [int(word) for word in words.split()]


def _number(name: str) -> Effect:
    return set_field(name, int)


ENTRY: Final = make_table(
    {
        "description ~": set_field("description"),
        "match ip|ipv6 address prefix-list *": lambda fields, _, name: fields.update(match_prefix_list=name),
        "match ip|ipv6 address *": lambda fields, _, name: fields.update(match_acl=name),
        "match ip|ipv6 next-hop prefix-list *": lambda fields, _, name: fields.update(match_next_hop_prefix_list=name),
        "match community *": append_to_field("match_communities"),
        **IN_ROUTE_MAPS,
        "match as-path *": set_field("match_as_path"),
        "match interface *": set_field("match_interface"),
        "match source-protocol *": _protocol,
        "match tag #": _number("match_tag"),
        "match metric #": _number("match_metric"),
        "match rpki|rpki-extcommunity valid|invalid|notfound": lambda fields, _, word: fields.update(match_rpki=word),
        "match evpn route-type *": set_field("match_evpn_route_type"),
        "call *": set_field("call"),
        "on-match next": set_constant("continue_at", "next"),
        "on-match goto #": _number("continue_at"),
        "set local-preference #": _number("set_local_preference"),
        "set metric *": _metric,
        "set metric-type *": set_field("set_metric_type"),
        "set weight #": _number("set_weight"),
        "set tag #": _number("set_tag"),
        "set origin igp|egp|incomplete": set_field("set_origin"),
        "set community ~": _set_communities,
        "set comm-list * delete": set_field("delete_communities"),
        "set large-community ~": lambda fields, words: fields.update(set_large_communities=words.split()),
        "set ip next-hop *": set_field("set_next_hop"),
        "set ip next-hop peer-address": set_constant("set_next_hop", "peer"),
        "set ip next-hop unchanged": set_constant("set_next_hop", "unchanged"),
        "set ipv6 next-hop global *": set_field("set_next_hop"),
        "set src *": set_field("set_source"),
        "set originator-id *": set_field("set_originator_id"),
        "set as-path prepend ~": _prepend,
        "set as-path prepend last-as #": _number("prepend_last"),
    }
)

POLICY: Final = make_table(
    {
        "ip|ipv6 prefix-list * seq # permit|deny *": lambda fields, _, *words: _prefix(fields, *words),
        "ip|ipv6 prefix-list * seq # permit|deny * ~": lambda fields, _, *words: _prefix(fields, *words),
        "bgp|ip community-list standard|expanded * permit|deny ~": _communities,
        **lists("bgp"),
        **lists("bgp", "seq # "),
        "bgp|ip community-list standard|expanded * seq # permit|deny ~": _communities,
        "bgp|ip as-path access-list * permit|deny ~": _paths,
        "bgp|ip as-path access-list * seq # permit|deny ~": _paths,
        "route-map * permit|deny #": SectionPattern(ENTRY, _entry, whole=True),
    }
)


def shorten_policies(fields: Fields) -> None:
    """Write our own AS in front of a path as a count; sort entries by their numbers."""
    asn = fields.get("bgp", {}).get("asn")
    for entries in fields.get("route_maps", {}).values():
        entries.sort(key=lambda entry: entry["seq"])
        for entry in entries:
            path = entry.get("prepend_asns", ())
            if path and set(path) == {asn} and len(path) <= 10:
                entry["prepend"] = len(entry.pop("prepend_asns"))
    for entries in fields.get("prefix_lists", {}).values():
        entries.sort(key=lambda entry: entry["seq"])
