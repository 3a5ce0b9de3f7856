"""What policy statements, lists and firewall filters are in the model: their terms, in order."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Final

from netops.facts.table import Below, Effect, Fields, Table, table
from netops.platforms.juniper_junos.importing_nodes import at, flag, inside, into, line, more

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


FROM: Final = table(
    {
        **{f"{word} *": more(name) for word, name in FROM_LISTS.items()},
        **{f"{word} *": at(name) for word, name in FROM_VALUES.items()},
        **{f"{word} #": at(name, int) for word, name in FROM_NUMBERS.items()},
        f"route-filter * {MATCHES}": _filter,
        "route-filter * upto|prefix-length-range *": _filter,
        f"prefix-list-filter * {MATCHES}": lambda fields, name, match: fields.setdefault("prefix_list_filters", []).append(
            {"list": name, "match": match}
        ),
        "next-hop *": more("next_hops"),
    }
)


def _community(fields: Fields, action: str, name: str) -> None:
    fields.setdefault("communities", []).append({action: name})


THEN: Final = table(
    {
        "accept|reject": lambda fields, word: fields.update(action=word),
        "next policy|term": lambda fields, word: fields.update(action=f"next {word}"),
        "default-action accept|reject": at("default_action"),
        "next-hop *": at("next_hop"),
        "community add|set|delete *": _community,
        "local-preference #": at("local_preference", int),
        "metric #": at("metric", int),
        "tag #": at("tag", int),
        "preference #": at("preference", int),
        "origin igp|egp|incomplete": at("origin"),
        "as-path-prepend ~": at("as_path_prepend", line),
        "load-balance per-packet|consistent-hash|per-flow": at("load_balance"),
        "external type #": at("external_type", int),
        "prefix-segment index #": at("prefix_segment", int),
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
    return inside(FROM if name != "then" else THEN, lambda fields, *term: into(name)(_term(fields, *term) if term else fields))


POLICY: Final = table(
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
FILTER_FROM: Final = table(
    {
        **{f"{word} *": more(name) for word, name in FILTER_FROM_LISTS.items()},
        "tcp-established": flag("tcp_established"),
        "tcp-initial": flag("tcp_initial"),
        "is-fragment": flag("is_fragment"),
        "ttl #": more("ttl", int),
    }
)
FILTER_THEN: Final = table(
    {
        "accept|discard|reject": lambda fields, word: fields.update(action=word),
        "next term": lambda fields: fields.update(action="next term"),
        "count *": at("count"),
        "log": flag("log"),
        "syslog": flag("syslog"),
        "policer *": at("policer"),
        "forwarding-class *": at("forwarding_class"),
        "loss-priority *": at("loss_priority"),
        "routing-instance *": at("routing_instance"),
    }
)
FILTER: Final = table(
    {
        "term * from ~": inside(FILTER_FROM, lambda fields, name: into("from")(_term(fields, name))),
        "term * then ~": inside(FILTER_THEN, lambda fields, name: into("then")(_term(fields, name))),
        "interface-specific": flag("interface_specific"),
    }
)


def _policy(fields: Fields, name: str) -> Fields:
    return into("routing_policies", name)(fields)


def _firewall(fields: Fields, *words: str) -> Fields:
    family, name = words if len(words) == 2 else ("inet", words[0])
    found = into("firewall_filters", name)(fields)
    found["family"] = family
    return found


def _members(fields: Fields, name: str, member: str) -> None:
    if not MEMBER.fullmatch(member):
        raise ValueError("a regular expression")
    found = into("community_lists", name)(fields).setdefault("entries", [{"action": "permit", "communities": []}])
    found[0]["communities"].append(member)


MEMBER: Final = re.compile(r"[A-Za-z0-9.:-]+")


def _listed(fields: Fields, name: str, prefix: str) -> None:
    into("prefix_sets")(fields).setdefault(name, []).append(str(ip_network(prefix)))


def _filter_of(fields: Fields, name: str, prefix: str, match: str, bound: str = "") -> None:
    into("route_filter_lists")(fields).setdefault(name, []).append({"prefix": prefix, "match": f"{match} {bound}".rstrip()})


def _policer(fields: Fields, name: str) -> Fields:
    rows: list[Fields] = fields.setdefault("policers", [])
    found = next((row for row in rows if row["name"] == name), None)
    if found is None:
        found = {"name": name}
        rows.append(found)
    return found


POLICER: Final = table(
    {
        "filter-specific": flag("filter_specific"),
        "logical-interface-policer": flag("logical_interface"),
        "if-exceeding bandwidth-limit *": at("bandwidth"),
        "if-exceeding bandwidth-percent #": at("bandwidth", "{}%".format),
        "if-exceeding burst-size-limit *": at("burst"),
        "then discard": flag("discard"),
        "then loss-priority *": at("loss_priority"),
        "then forwarding-class *": at("forwarding_class"),
    }
)
LINES: Final[dict[str, Effect | Below]] = {
    "firewall policer * ~": inside(POLICER, _policer),
    "policy-options policy-statement *": Below(POLICY, _policy),
    "policy-options prefix-list *": lambda fields, name: into("prefix_sets")(fields).setdefault(name, []),
    "policy-options prefix-list * *": _listed,
    f"policy-options route-filter-list * * {MATCHES}": _filter_of,
    "policy-options route-filter-list * * upto|prefix-length-range *": _filter_of,
    "policy-options community * members *": _members,
    "policy-options as-path * ~": lambda fields, name, word: into("as_path_lists")(fields).update(
        {name: [{"action": "permit", "regex": line(word)}]}
    ),
    "firewall family * filter *": Below(FILTER, _firewall),
    "firewall filter *": Below(FILTER, _firewall),
}
WHOLE: Final[dict[str, Table]] = {"policy-options policy-statement": POLICY, "firewall family": FILTER, "firewall filter": FILTER}
"""What is read as a whole or not at all."""
