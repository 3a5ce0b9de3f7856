"""What lines of zones, security policies, address books and applications are in the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from netops.facts.table import Effect, FactTable, Fields, SectionPattern, make_table
from netops.platforms.juniper_junos.importing_ipsec import port_name, row_of
from netops.platforms.juniper_junos.importing_nodes import append_at_path, enter_path, in_table, set_at_path, set_flag, unquoted_line


def _inbound(key: str) -> Effect:
    """An effect: one more service or protocol of an interface of a zone."""

    def effect(fields: Fields, name: str, word: str) -> None:
        if name not in fields.setdefault("interfaces", []):
            fields["interfaces"].append(name)
        fields.setdefault("inbound", {}).setdefault(name, {}).setdefault(key, []).append(word)

    return effect


def _address(fields: Fields, name: str, prefix: str) -> None:
    fields.setdefault("address_book", {})[name] = prefix


def _member(fields: Fields, name: str, member: str) -> None:
    fields.setdefault("address_sets", {}).setdefault(name, []).append(member)


ZONE: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "host-inbound-traffic system-services *": append_at_path("services"),
        "host-inbound-traffic protocols *": append_at_path("protocols"),
        "interfaces *": append_at_path("interfaces"),
        "interfaces * host-inbound-traffic system-services *": _inbound("services"),
        "interfaces * host-inbound-traffic protocols *": _inbound("protocols"),
        "address-book address * *": _address,
        "address-book address-set * address *": _member,
        "screen *": set_at_path("screen"),
        "tcp-rst": set_flag("tcp_rst"),
        "application-tracking": set_flag("application_tracking"),
        "address-book address-set * address-set *": _member,
    }
)
POLICY: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "match source-address *": append_at_path("sources"),
        "match destination-address *": append_at_path("destinations"),
        "match application *": append_at_path("applications"),
        "match dynamic-application *": append_at_path("dynamic_applications"),
        "match source-l3vpn-vrf-group *": set_at_path("source_vrf_group"),
        "match destination-l3vpn-vrf-group *": set_at_path("destination_vrf_group"),
        "then permit|deny|reject": set_at_path("action"),
        "then permit tunnel ipsec-vpn *": lambda fields, name: fields.update(action="permit", vpn=name),
        "then log session-init|session-close": append_at_path("log_at"),
        "then count": set_flag("count"),
    }
)


def _context(fields: Fields, *zones: str) -> Fields:
    return {"policies": enter_path("security")(fields).setdefault("policies", []), "zones": zones}


def _policy(fields: Fields, name: str) -> Fields:
    policies, zones = fields.setdefault("policies", []), fields.get("zones", ("", ""))
    found = next((one for one in reversed(policies) if (one["name"], one["from"], one["to"]) == (name, *zones)), None)
    if found is None:
        found = {"seq": 10 * (len(policies) + 1), "name": name, "from": zones[0], "to": zones[1]}
        policies.append(found)
    return found


POLICIES: Final = make_table({"policy * ~": in_table(POLICY, _policy)})
GLOBAL_POLICY: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "match source-address *": append_at_path("sources"),
        "match destination-address *": append_at_path("destinations"),
        "match application *": append_at_path("applications"),
        "match from-zone *": append_at_path("from"),
        "match to-zone *": append_at_path("to"),
        "then permit|deny|reject": set_at_path("action"),
        "then log session-init|session-close": append_at_path("log_at"),
        "then count": set_flag("count"),
    }
)
GLOBAL_POLICIES: Final = make_table({"policy * ~": in_table(GLOBAL_POLICY, row_of("security", "global_policies"))})


def _check(fields: Fields, words: str) -> None:
    """A line of a screen: an attack, or one with the number that it is recognised by."""
    *above, last = words.split()
    if last.isdecimal():
        fields.setdefault("limits", {})[" ".join(above)] = int(last)
    else:
        fields.setdefault("checks", []).append(words)


SCREEN: Final = make_table(
    {"description ~": set_at_path("description", unquoted_line), "alarm-without-drop": set_flag("alarm_without_drop"), "~": _check},
)
_MSS: Final = {"all-tcp": "all_tcp", "ipsec-vpn": "ipsec_vpn", "gre-in": "gre_in", "gre-out": "gre_out"}
FLOW: Final = make_table(
    {
        "allow-dns-reply": set_flag("allow_dns_reply"),
        "syn-flood-protection-mode syn-cookie|syn-proxy": set_at_path("syn_flood_protection"),
        "drop-flow timeout #": set_at_path("drop_flow_timeout_s", int),
        "tcp-mss all-tcp|ipsec-vpn|gre-in|gre-out mss #": lambda fields, kind, size: set_at_path(f"tcp_mss.{_MSS[kind]}", int)(
            fields, size
        ),
        "tcp-session no-syn-check": set_flag("syn_check", False),
        "tcp-session no-syn-check-in-tunnel": set_flag("syn_check_in_tunnel", False),
        "tcp-session no-sequence-check": set_flag("sequence_check", False),
        "tcp-session rst-invalidate-session": set_flag("rst_invalidate_session"),
    }
)


def _detail(key: str, convert: Callable[[str], str] = str) -> Effect:
    """An effect: what an address of a book is, beside a prefix."""

    def effect(fields: Fields, name: str, word: str) -> None:
        enter_path("addresses", name)(fields)[key] = convert(word)

    return effect


def _ends(fields: Fields, name: str, first: str, last: str) -> None:
    enter_path("addresses", name)(fields).update(first=first, last=last)


BOOK: Final = make_table(
    {
        "address * *": _address,
        "address * description ~": _detail("description", unquoted_line),
        "address * dns-name *": _detail("dns_name"),
        "address * range-address * to *": _ends,
        "address * wildcard-address *": _detail("wildcard"),
        "address-set * address|address-set *": lambda fields, name, _, member: _member(fields, name, member),
        "attach zone *": append_at_path("zones"),
    }
)
APPLICATION: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "protocol *": set_at_path("protocol"),
        "destination-port *": set_at_path("port"),
        "source-port *": set_at_path("source_port"),
        "icmp-type *": set_at_path("icmp_type"),
        "icmp-code *": set_at_path("icmp_code"),
        "application-protocol *": set_at_path("alg"),
        "inactivity-timeout *": set_at_path("inactivity_timeout"),
    }
)


def _zone(fields: Fields, name: str) -> Fields:
    zones = enter_path("security")(fields).setdefault("zones", [])
    found: Fields = {"name": name}
    zones.append(found)
    return found


def _application(fields: Fields, name: str) -> Fields:
    return enter_path("security", "applications", name)(fields)


def _set(key: str) -> Effect:
    """An effect: one more member of a set by its name."""

    def effect(fields: Fields, name: str, member: str) -> None:
        enter_path("security", key)(fields).setdefault(name, []).append(member)

    return effect


LINES: Final[dict[str, Effect | SectionPattern]] = {
    "security zones security-zone *": SectionPattern(ZONE, _zone),
    "security policies from-zone * to-zone *": SectionPattern(POLICIES, _context),
    "security policies global": SectionPattern(GLOBAL_POLICIES),
    "security policies policy-rematch": set_flag("security.policy_rematch"),
    "security policies policy-rematch extensive": set_flag("security.policy_rematch", "extensive"),
    "security screen ids-option * ~": in_table(SCREEN, row_of("security", "screens")),
    "security flow ~": in_table(FLOW, enter_path("security", "flow")),
    "security alg * disable": append_at_path("security.disabled_algs"),
    "security address-book global ~": in_table(BOOK, enter_path("security")),
    "security address-book * ~": in_table(BOOK, row_of("security", "address_books")),
    "security policies default-policy permit-all|deny-all": set_at_path("security.default_policy"),
    "security forwarding-options family inet6 mode drop|flow-based": set_at_path("security.ipv6_mode"),
    "security forwarding-options family inet6|iso|mpls mode packet-based": append_at_path("system.packet_mode"),
    "security l3vpn vrf-group * vrf *": _set("vrf_groups"),
    "applications application * ~": in_table(APPLICATION, _application),
    "applications application * term * ~": in_table(
        APPLICATION, lambda fields, name, term: row_of("terms")(_application(fields, name), term)
    ),
    "applications application-set * application|application-set *": lambda fields, name, _, member: _set("application_sets")(
        fields, name, member
    ),
}
WHOLE: Final[dict[str, FactTable]] = {"security policies from-zone": POLICIES, "security policies global": GLOBAL_POLICIES}


def finish(fields: Fields) -> None:
    """Zones with the names that interfaces have in the model, and what the absence of lines means."""
    security = fields.get("security", {})
    ports = fields.get("interfaces", {})
    for zone in security.get("zones", ()):
        if "interfaces" in zone:
            zone["interfaces"] = [port_name(ports, name) for name in zone["interfaces"]]
        if "inbound" in zone:
            zone["inbound"] = {port_name(ports, name): found for name, found in zone["inbound"].items()}
    for policy in (*security.get("policies", ()), *security.get("global_policies", ())):
        for key in ("sources", "destinations", "applications"):
            if policy.get(key) == ["any"]:
                del policy[key]
