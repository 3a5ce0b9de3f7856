"""Users, lines, logs, time, names, SNMP, SSH and other services of IOS XR as data of the model (System guides and Command References)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from netops.facts import clocks
from netops.facts.filling import at_path
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.platforms.cisco_xr.importing_mpls import POLICIES

LEVELS: Final = {
    "disable": False, "emergencies": "emergencies", "alerts": "alerts", "critical": "critical", "errors": "errors", "warning": "warnings",
    "notifications": "notifications", "informational": "informational", "debugging": "debugging",
}  # fmt: skip
SERVER_LEVELS: Final = {
    "emergencies": "emergencies", "alerts": "alerts", "critical": "critical", "error": "errors", "warning": "warnings",
    "notifications": "notifications", "info": "informational", "debugging": "debugging",
}  # fmt: skip
"""Severities as XR writes them for its own logs, and for servers (System Monitoring Command Reference, Logging Services Commands)."""


def enter_user(fields: Fields, name: str) -> Fields:
    users: list[Fields] = fields.setdefault("users", [])
    users.append({"name": name})
    return users[-1]


def _group(fields: Fields, name: str) -> None:
    if "role" in fields:
        fields.setdefault("more_roles", []).append(name)
    else:
        fields["role"] = name


def _secret(fields: Fields, kind: str, value: str) -> None:
    fields["password_hash"] = value
    if kind != "10":
        fields["hash_type"] = kind


USER: Final = make_table({"group *": _group, "secret # *": _secret, "password 7 *": lambda fields, value: _secret(fields, "7", value)})


def enter_line(fields: Fields, name: str) -> Fields:
    lines: list[Fields] = fields.setdefault("lines", [])
    lines.append({"line": name})
    return lines[-1]


LINE: Final = make_table(
    {
        "login authentication *": lambda fields, name: fields.update(login=f"authentication {name}"),
        "exec-timeout # #": lambda fields, *words: fields.update(exec_timeout=" ".join(words)),
        "access-class ingress *": set_field("acl_in"),
        "access-class egress *": set_field("acl_out"),
        "session-timeout #": set_field("session_timeout_min", int),
        "absolute-timeout #": set_field("absolute_timeout_min", int),
        "session-limit #": set_field("session_limit", int),
        "transport input ~": lambda fields, words: fields.update(transport_input=words.split()),
        "transport output ~": lambda fields, words: fields.update(transport_output=words.split()),
        "transport preferred *": set_field("transport_preferred"),
        "length #": set_field("length", int),
        "width #": set_field("width", int),
        "stopbits *": set_field("stopbits"),
    }
)


def set_noun_value(noun: str, key: str, value: object) -> Effect:
    return lambda fields, *_: fields.setdefault(noun, {}).update({key: value})


def set_log_severity(where: str) -> Effect:
    return lambda fields, level: fields.setdefault("syslog", {}).update({where: LEVELS[level]})


def set_log_buffer(fields: Fields, word: str) -> None:
    found = fields.setdefault("syslog", {}).setdefault("buffered", {})
    found.update({"size": int(word)} if word.isdecimal() else {"severity": LEVELS[word]})


def log_server(fields: Fields, host: str, vrf: str, level: str, port: str) -> None:
    row: Fields = {"host": host, "vrf": vrf, "severity": SERVER_LEVELS[level]}
    if port != "default":
        row["port"] = int(port)
    fields.setdefault("syslog", {}).setdefault("servers", []).append(row)


def _ntp_server(fields: Fields, words: str) -> None:
    rest = words.split()
    row: Fields = {"vrf": "default", "iburst": False}
    if rest[0] == "vrf":
        row["vrf"] = rest[1]
        rest = rest[2:]
    row["host"] = rest.pop(0)
    if rest[:1] == ["key"]:
        row["key"] = int(rest[1])
        rest = rest[2:]
    for word in ("prefer", "iburst"):
        if rest[:1] == [word]:
            row[word] = True
            rest.pop(0)
    if rest:
        raise ValueError(words)
    if row["iburst"]:
        del row["iburst"]
    fields.setdefault("ntp", {}).setdefault("servers", []).append(row)


def _ntp_source(fields: Fields, name: str) -> None:
    """The interface that requests are sent from. ValueError for that of another VRF."""
    if fields.setdefault("ntp", {}).setdefault("source_interface", name) != name:
        raise ValueError(name)


NTP: Final = make_table(
    {
        "server ~": _ntp_server,
        **{words: at_path("ntp", effect) for words, effect in clocks.LINES.items()},
        "authentication-key # * ~": at_path("ntp", clocks.key_after),
        "log-internal-sync": at_path("ntp", set_constant("logging", True)),
        "source *": lambda fields, name: _ntp_source(fields, name),
        "source vrf * *": lambda fields, _, name: _ntp_source(fields, name),
    }
)


def set_dns(fields: Fields, key: str, word: str, vrf: str = "default") -> None:
    """Names are looked up in one VRF. ValueError for a line of another one."""
    found = fields.setdefault("dns", {})
    if found.setdefault("vrf", vrf) != vrf:
        raise ValueError(vrf)
    if key == "name":
        fields["domain"] = word
    else:
        found.setdefault({"list": "search", "name-server": "servers"}[key], []).append(word)


def ssh_vrf(fields: Fields, vrf: str, *filters: str) -> None:
    """`ssh server vrf NAME [ipv4 access-list A] [ipv6 access-list B]`. ValueError where another VRF has other filters."""
    found = fields.setdefault("ssh", {})
    acls = dict(zip(filters[::2], filters[1::2], strict=True))
    own = {"acl": acls["ipv4"], "acl_v6": acls.get("ipv6")} if "ipv4" in acls else {"acl": acls.get("ipv6")}
    own = {key: name for key, name in own.items() if name}
    if "vrfs" in found and {key: found[key] for key in ("acl", "acl_v6") if key in found} != own:
        raise ValueError(vrf)
    found.setdefault("vrfs", []).append(vrf)
    found.update(own)


def add_snmp_community(fields: Fields, community: str, access: str, words: str = "") -> None:
    row: Fields = {"community": community, "access": access.lower()}
    rest = words.split()
    for word, key in (("IPv4", "acl"), ("IPv6", "acl_v6")):
        if rest[:1] == [word]:
            row[key] = rest[1]
            rest = rest[2:]
    if rest:
        raise ValueError(words)
    fields.setdefault("snmp", {}).setdefault("communities", []).append(row)


def _profile(fields: Fields, name: str) -> Fields:
    profiles: list[Fields] = fields.setdefault("profiles", [])
    profiles.append({"name": name})
    return profiles[-1]


CALL_HOME: Final = make_table(
    {
        "service active": set_constant("active", True),
        "contact smart-licensing": set_constant("contact", "smart-licensing"),
        "contact-email-addr *": set_field("contact"),
        "profile *": SectionPattern(
            make_table(
                {
                    "active": set_constant("active", True),
                    "destination transport-method http|email disable": append_to_field("disabled_transports"),
                    "destination transport-method http|email": append_to_field("transports"),
                }
            ),
            _profile,
        ),
    }
)
GRPC: Final = make_table(
    {
        "vrf *": set_field("vrf"),
        "port #": set_field("port", int),
        "no-tls": set_constant("no_tls", True),
        "dscp *": set_field("dscp"),
        "max-streams #": set_field("max_streams", int),
        "max-streams-per-user #": set_field("max_streams_per_user", int),
        "address-family ipv4|ipv6|dual": set_field("address_family"),
        "max-request-total #": set_field("max_requests", int),
        "max-request-per-user #": set_field("max_requests_per_user", int),
    }
)


def _locator(fields: Fields, name: str) -> Fields:
    locators: list[Fields] = fields.setdefault("locators", [])
    locators.append({"name": name})
    return locators[-1]


_LOCATOR: Final = make_table({"micro-segment behavior unode psp-usd": set_constant("behavior", "usid"), "prefix *": set_field("prefix")})
_SRV6: Final = make_table(
    {
        "encapsulation": SectionPattern(make_table({"source-address *": set_field("source_address")})),
        "locators": SectionPattern(make_table({"locator *": SectionPattern(_LOCATOR, _locator)})),
    }
)
SEGMENT_ROUTING: Final = make_table(
    {
        "global-block # #": lambda fields, *words: fields.update(global_block=[int(word) for word in words]),
        "local-block # #": lambda fields, *words: fields.update(local_block=[int(word) for word in words]),
        "traffic-eng": SectionPattern(POLICIES, lambda fields: fields.setdefault("traffic_eng", {})),
        "srv6": SectionPattern(_SRV6),
    }
)


def enter_noun(noun: str, *keys: str) -> Callable[[Fields], Fields]:
    """Enters a section of one noun, or of a key of it."""

    def enter(fields: Fields) -> Fields:
        for key in (noun, *keys):
            fields = fields.setdefault(key, {})
        return fields

    return enter
