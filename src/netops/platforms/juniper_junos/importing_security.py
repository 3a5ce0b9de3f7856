"""What lines of zones, security policies, address books and applications are in the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from netops.facts.table import Below, Effect, Fields, Table, table
from netops.platforms.juniper_junos.importing_ipsec import port_name, row_of
from netops.platforms.juniper_junos.importing_nodes import at, flag, inside, into, line, more


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


ZONE: Final = table(
    {
        "description ~": at("description", line),
        "host-inbound-traffic system-services *": more("services"),
        "host-inbound-traffic protocols *": more("protocols"),
        "interfaces *": more("interfaces"),
        "interfaces * host-inbound-traffic system-services *": _inbound("services"),
        "interfaces * host-inbound-traffic protocols *": _inbound("protocols"),
        "address-book address * *": _address,
        "address-book address-set * address *": _member,
        "screen *": at("screen"),
        "tcp-rst": flag("tcp_rst"),
        "application-tracking": flag("application_tracking"),
        "address-book address-set * address-set *": _member,
    }
)
POLICY: Final = table(
    {
        "description ~": at("description", line),
        "match source-address *": more("sources"),
        "match destination-address *": more("destinations"),
        "match application *": more("applications"),
        "match dynamic-application *": more("dynamic_applications"),
        "match source-l3vpn-vrf-group *": at("source_vrf_group"),
        "match destination-l3vpn-vrf-group *": at("destination_vrf_group"),
        "then permit|deny|reject": at("action"),
        "then permit tunnel ipsec-vpn *": lambda fields, name: fields.update(action="permit", vpn=name),
        "then log session-init|session-close": more("log_at"),
        "then count": flag("count"),
    }
)


def _context(fields: Fields, *zones: str) -> Fields:
    return {"policies": into("security")(fields).setdefault("policies", []), "zones": zones}


def _policy(fields: Fields, name: str) -> Fields:
    policies, zones = fields.setdefault("policies", []), fields.get("zones", ("", ""))
    found = next((one for one in reversed(policies) if (one["name"], one["from"], one["to"]) == (name, *zones)), None)
    if found is None:
        found = {"seq": 10 * (len(policies) + 1), "name": name, "from": zones[0], "to": zones[1]}
        policies.append(found)
    return found


POLICIES: Final = table({"policy * ~": inside(POLICY, _policy)})
GLOBAL_POLICY: Final = table(
    {
        "description ~": at("description", line),
        "match source-address *": more("sources"),
        "match destination-address *": more("destinations"),
        "match application *": more("applications"),
        "match from-zone *": more("from"),
        "match to-zone *": more("to"),
        "then permit|deny|reject": at("action"),
        "then log session-init|session-close": more("log_at"),
        "then count": flag("count"),
    }
)
GLOBAL_POLICIES: Final = table({"policy * ~": inside(GLOBAL_POLICY, row_of("security", "global_policies"))})


def _check(fields: Fields, words: str) -> None:
    """A line of a screen: an attack, or one with the number that it is recognised by."""
    *above, last = words.split()
    if last.isdecimal():
        fields.setdefault("limits", {})[" ".join(above)] = int(last)
    else:
        fields.setdefault("checks", []).append(words)


SCREEN: Final = table(
    {"description ~": at("description", line), "alarm-without-drop": flag("alarm_without_drop"), "~": _check},
)
_MSS: Final = {"all-tcp": "all_tcp", "ipsec-vpn": "ipsec_vpn", "gre-in": "gre_in", "gre-out": "gre_out"}
FLOW: Final = table(
    {
        "allow-dns-reply": flag("allow_dns_reply"),
        "syn-flood-protection-mode syn-cookie|syn-proxy": at("syn_flood_protection"),
        "drop-flow timeout #": at("drop_flow_timeout_s", int),
        "tcp-mss all-tcp|ipsec-vpn|gre-in|gre-out mss #": lambda fields, kind, size: at(f"tcp_mss.{_MSS[kind]}", int)(fields, size),
        "tcp-session no-syn-check": flag("syn_check", False),
        "tcp-session no-syn-check-in-tunnel": flag("syn_check_in_tunnel", False),
        "tcp-session no-sequence-check": flag("sequence_check", False),
        "tcp-session rst-invalidate-session": flag("rst_invalidate_session"),
    }
)


def _detail(key: str, convert: Callable[[str], str] = str) -> Effect:
    """An effect: what an address of a book is, beside a prefix."""

    def effect(fields: Fields, name: str, word: str) -> None:
        into("addresses", name)(fields)[key] = convert(word)

    return effect


def _ends(fields: Fields, name: str, first: str, last: str) -> None:
    into("addresses", name)(fields).update(first=first, last=last)


BOOK: Final = table(
    {
        "address * *": _address,
        "address * description ~": _detail("description", line),
        "address * dns-name *": _detail("dns_name"),
        "address * range-address * to *": _ends,
        "address * wildcard-address *": _detail("wildcard"),
        "address-set * address|address-set *": lambda fields, name, _, member: _member(fields, name, member),
        "attach zone *": more("zones"),
    }
)
APPLICATION: Final = table(
    {
        "description ~": at("description", line),
        "protocol *": at("protocol"),
        "destination-port *": at("port"),
        "source-port *": at("source_port"),
        "icmp-type *": at("icmp_type"),
        "icmp-code *": at("icmp_code"),
        "application-protocol *": at("alg"),
        "inactivity-timeout *": at("inactivity_timeout"),
    }
)


def _zone(fields: Fields, name: str) -> Fields:
    zones = into("security")(fields).setdefault("zones", [])
    found: Fields = {"name": name}
    zones.append(found)
    return found


def _application(fields: Fields, name: str) -> Fields:
    return into("security", "applications", name)(fields)


def _set(key: str) -> Effect:
    """An effect: one more member of a set by its name."""

    def effect(fields: Fields, name: str, member: str) -> None:
        into("security", key)(fields).setdefault(name, []).append(member)

    return effect


LINES: Final[dict[str, Effect | Below]] = {
    "security zones security-zone *": Below(ZONE, _zone),
    "security policies from-zone * to-zone *": Below(POLICIES, _context),
    "security policies global": Below(GLOBAL_POLICIES),
    "security policies policy-rematch": flag("security.policy_rematch"),
    "security policies policy-rematch extensive": flag("security.policy_rematch", "extensive"),
    "security screen ids-option * ~": inside(SCREEN, row_of("security", "screens")),
    "security flow ~": inside(FLOW, into("security", "flow")),
    "security alg * disable": more("security.disabled_algs"),
    "security address-book global ~": inside(BOOK, into("security")),
    "security address-book * ~": inside(BOOK, row_of("security", "address_books")),
    "security policies default-policy permit-all|deny-all": at("security.default_policy"),
    "security forwarding-options family inet6 mode drop|flow-based": at("security.ipv6_mode"),
    "security forwarding-options family inet6|iso|mpls mode packet-based": more("system.packet_mode"),
    "security l3vpn vrf-group * vrf *": _set("vrf_groups"),
    "applications application * ~": inside(APPLICATION, _application),
    "applications application * term * ~": inside(
        APPLICATION, lambda fields, name, term: row_of("terms")(_application(fields, name), term)
    ),
    "applications application-set * application|application-set *": lambda fields, name, _, member: _set("application_sets")(
        fields, name, member
    ),
}
WHOLE: Final[dict[str, Table]] = {"security policies from-zone": POLICIES, "security policies global": GLOBAL_POLICIES}


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
