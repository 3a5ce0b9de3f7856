"""What lines of zones, security policies, address books and applications are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.table import Effect, FactTable, Fields, SectionPattern, make_table
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
    }
)
POLICY: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "match source-address *": append_at_path("sources"),
        "match destination-address *": append_at_path("destinations"),
        "match application *": append_at_path("applications"),
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
    "security policies default-policy permit-all|deny-all": set_at_path("security.default_policy"),
    "security address-book global address * *": lambda fields, name, prefix: enter_path("security", "address_book")(fields).update(
        {name: prefix}
    ),
    "security address-book global address-set * address *": _set("address_sets"),
    "security forwarding-options family inet6 mode drop|flow-based": set_at_path("security.ipv6_mode"),
    "security forwarding-options family inet6|iso|mpls mode packet-based": append_at_path("system.packet_mode"),
    "security l3vpn vrf-group * vrf *": _set("vrf_groups"),
    "applications application * protocol *": lambda fields, name, word: _application(fields, name).update(protocol=word),
    "applications application * destination-port *": lambda fields, name, word: _application(fields, name).update(port=word),
    "applications application * source-port *": lambda fields, name, word: _application(fields, name).update(source_port=word),
    "applications application-set * application *": _set("application_sets"),
}
WHOLE: Final[dict[str, FactTable]] = {"security policies from-zone": POLICIES}


def finish(fields: Fields) -> None:
    """Zones with the names that interfaces have in the model, and what the absence of lines means."""
    security = fields.get("security", {})
    ports = fields.get("interfaces", {})
    for zone in security.get("zones", ()):
        if "interfaces" in zone:
            zone["interfaces"] = [_port(ports, name) for name in zone["interfaces"]]
        if "inbound" in zone:
            zone["inbound"] = {_port(ports, name): found for name, found in zone["inbound"].items()}
    for policy in security.get("policies", ()):
        for key in ("sources", "destinations"):
            if policy.get(key) == ["any"]:
                del policy[key]


def _port(ports: Fields, logical: str) -> str:
    name, _, unit = logical.rpartition(".")
    return name if unit == "0" and logical not in ports and name in ports else logical
