"""What policy statements, lists and firewall filters are in the model: their terms, in order."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Final

from netops.facts.table import Effect, FactTable, Fields, SectionPattern, make_table
from netops.platforms.juniper_junos.importing_nodes import append_at_path, enter_path, in_table, set_at_path, set_flag, unquoted_line

FROM_LISTS: Final = {
    "protocol": "protocols",
    "interface": "interfaces",
    "neighbor": "neighbors",
    "community": "communities",
    "as-path": "as_paths",
    "prefix-list": "prefix_lists",
    "route-filter-list": "route_filter_lists",
    "policy": "policies",
    "condition": "conditions",
}
"""Matches that may have several values, with their fields."""
FROM_VALUES: Final = {
    "family": "family",
    "rib": "rib",
    "instance": "instance",
    "area": "area",
    "route-type": "route_type",
    "state": "state",
}
FROM_NUMBERS: Final = {
    "tag": "tag",
    "metric": "metric",
    "local-preference": "local_preference",
    "level": "level",
    "preference": "preference",
}
MATCHES: Final = "exact|orlonger|longer"


def _filter(fields: Fields, prefix: str, match: str, bound: str = "") -> None:
    fields.setdefault("route_filters", []).append({"prefix": prefix, "match": f"{match} {bound}".rstrip()})


FROM: Final = make_table(
    {
        **{f"{word} *": append_at_path(name) for word, name in FROM_LISTS.items()},
        **{f"{word} *": set_at_path(name) for word, name in FROM_VALUES.items()},
        **{f"{word} #": set_at_path(name, int) for word, name in FROM_NUMBERS.items()},
        f"route-filter * {MATCHES}": _filter,
        "route-filter * upto|prefix-length-range *": _filter,
        f"prefix-list-filter * {MATCHES}": lambda fields, name, match: fields.setdefault("prefix_list_filters", []).append(
            {"list": name, "match": match}
        ),
        "next-hop *": append_at_path("next_hops"),
    }
)


def _community(fields: Fields, action: str, name: str) -> None:
    fields.setdefault("communities", []).append({action: name})


THEN: Final = make_table(
    {
        "accept|reject": lambda fields, word: fields.update(action=word),
        "next policy|term": lambda fields, word: fields.update(action=f"next {word}"),
        "default-action accept|reject": set_at_path("default_action"),
        "next-hop *": set_at_path("next_hop"),
        "community add|set|delete *": _community,
        "local-preference #": set_at_path("local_preference", int),
        "metric #": set_at_path("metric", int),
        "tag #": set_at_path("tag", int),
        "preference #": set_at_path("preference", int),
        "origin igp|egp|incomplete": set_at_path("origin"),
        "as-path-prepend ~": set_at_path("as_path_prepend", unquoted_line),
        "load-balance per-packet|consistent-hash|per-flow": set_at_path("load_balance"),
        "external type #": set_at_path("external_type", int),
        "prefix-segment index #": set_at_path("prefix_segment", int),
    }
)


def _term(fields: Fields, name: str) -> Fields:
    terms = fields.setdefault("terms", [])
    if not terms or terms[-1]["name"] != name:
        if any(one["name"] == name for one in terms):
            raise ValueError("a term in two places")
        terms.append({"name": name})
    found: Fields = terms[-1]
    return found


def _part(name: str) -> Effect:
    """The fields of `from` or `then` of a term, or of the policy itself."""
    return in_table(FROM if name != "then" else THEN, lambda fields, *term: enter_path(name)(_term(fields, *term) if term else fields))


POLICY: Final = make_table(
    {
        "term * from ~": _part("from"),
        "term * to ~": _part("to"),
        "term * then ~": _part("then"),
        "from ~": _part("from"),
        "then ~": _part("then"),
    }
)

FILTER_FROM_LISTS: Final = {
    "source-address": "sources",
    "destination-address": "destinations",
    "address": "addresses",
    "source-prefix-list": "source_prefix_lists",
    "destination-prefix-list": "destination_prefix_lists",
    "prefix-list": "prefix_lists",
    "protocol": "protocols",
    "next-header": "next_headers",
    "source-port": "source_ports",
    "destination-port": "destination_ports",
    "port": "ports",
    "icmp-type": "icmp_types",
    "dscp": "dscp",
    "interface": "interfaces",
}
FILTER_FROM: Final = make_table(
    {
        **{f"{word} *": append_at_path(name) for word, name in FILTER_FROM_LISTS.items()},
        "tcp-established": set_flag("tcp_established"),
        "tcp-initial": set_flag("tcp_initial"),
        "is-fragment": set_flag("is_fragment"),
        "ttl #": append_at_path("ttl", int),
    }
)
FILTER_THEN: Final = make_table(
    {
        "accept|discard|reject": lambda fields, word: fields.update(action=word),
        "next term": lambda fields: fields.update(action="next term"),
        "count *": set_at_path("count"),
        "log": set_flag("log"),
        "syslog": set_flag("syslog"),
        "policer *": set_at_path("policer"),
        "forwarding-class *": set_at_path("forwarding_class"),
        "loss-priority *": set_at_path("loss_priority"),
        "routing-instance *": set_at_path("routing_instance"),
    }
)
FILTER: Final = make_table(
    {
        "term * from ~": in_table(FILTER_FROM, lambda fields, name: enter_path("from")(_term(fields, name))),
        "term * then ~": in_table(FILTER_THEN, lambda fields, name: enter_path("then")(_term(fields, name))),
        "interface-specific": set_flag("interface_specific"),
    }
)


def _policy(fields: Fields, name: str) -> Fields:
    return enter_path("routing_policies", name)(fields)


def _firewall(fields: Fields, *words: str) -> Fields:
    family, name = words if len(words) == 2 else ("inet", words[0])
    found = enter_path("firewall_filters", name)(fields)
    found["family"] = family
    return found


def _members(fields: Fields, name: str, member: str) -> None:
    if not MEMBER.fullmatch(member):
        raise ValueError("a regular expression")
    found = enter_path("community_lists", name)(fields).setdefault("entries", [{"action": "permit", "communities": []}])
    found[0]["communities"].append(member)


MEMBER: Final = re.compile(r"[A-Za-z0-9.:-]+")


def _listed(fields: Fields, name: str, prefix: str) -> None:
    enter_path("prefix_sets")(fields).setdefault(name, []).append(str(ip_network(prefix)))


def _filter_of(fields: Fields, name: str, prefix: str, match: str, bound: str = "") -> None:
    enter_path("route_filter_lists")(fields).setdefault(name, []).append({"prefix": prefix, "match": f"{match} {bound}".rstrip()})


def _policer(fields: Fields, name: str) -> Fields:
    rows: list[Fields] = fields.setdefault("policers", [])
    found = next((row for row in rows if row["name"] == name), None)
    if found is None:
        found = {"name": name}
        rows.append(found)
    return found


POLICER: Final = make_table(
    {
        "filter-specific": set_flag("filter_specific"),
        "logical-interface-policer": set_flag("logical_interface"),
        "if-exceeding bandwidth-limit *": set_at_path("bandwidth"),
        "if-exceeding bandwidth-percent #": set_at_path("bandwidth", "{}%".format),
        "if-exceeding burst-size-limit *": set_at_path("burst"),
        "then discard": set_flag("discard"),
        "then loss-priority *": set_at_path("loss_priority"),
        "then forwarding-class *": set_at_path("forwarding_class"),
    }
)
LINES: Final[dict[str, Effect | SectionPattern]] = {
    "firewall policer * ~": in_table(POLICER, _policer),
    "policy-options policy-statement *": SectionPattern(POLICY, _policy),
    "policy-options prefix-list *": lambda fields, name: enter_path("prefix_sets")(fields).setdefault(name, []),
    "policy-options prefix-list * *": _listed,
    f"policy-options route-filter-list * * {MATCHES}": _filter_of,
    "policy-options route-filter-list * * upto|prefix-length-range *": _filter_of,
    "policy-options community * members *": _members,
    "policy-options as-path * ~": lambda fields, name, word: enter_path("as_path_lists")(fields).update(
        {name: [{"action": "permit", "regex": unquoted_line(word)}]}
    ),
    "firewall family * filter *": SectionPattern(FILTER, _firewall),
    "firewall filter *": SectionPattern(FILTER, _firewall),
}
WHOLE: Final[dict[str, FactTable]] = {"policy-options policy-statement": POLICY, "firewall family": FILTER, "firewall filter": FILTER}
"""What is read as a whole or not at all."""
