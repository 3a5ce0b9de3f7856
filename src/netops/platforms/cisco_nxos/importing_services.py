"""Name service, time, log, SNMP and AAA."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from netops.facts.aaa import SERVERS, add_lockout, add_rule, protocol_of, source
from netops.facts.clocks import NTP, key_last
from netops.facts.filling import at_path, enter_row, find_or_add_row, keyword_values, map_at_path
from netops.facts.layer2 import GLOBAL as GUARDS
from netops.facts.layer2 import STP
from netops.facts.table import FactTable, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field

SEVERITIES: Final = ("emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging")


def severity_word(text: str) -> str:
    """The word for the number of a severity."""
    return SEVERITIES[int(text)]


def _resolvers(fields: Fields, words: str) -> None:
    addresses, _, vrf = words.partition(" use-vrf ")
    dns = map_at_path(fields, "dns")
    if "servers" in dns:
        raise ValueError("resolvers in several VRFs")
    dns.update(servers=[str(ip_address(one)) for one in addresses.split()], vrf=vrf or "default")


def _time_server(fields: Fields, host: str, words: str) -> None:
    found = keyword_values(words, {"prefer": None, "use-vrf": str, "key": int})
    if "use-vrf" not in found:
        raise ValueError("a server without its VRF")
    server = find_or_add_row(map_at_path(fields, "ntp"), "servers", host=host)
    server.update({"vrf" if key == "use-vrf" else key: value for key, value in found.items()})


def _log_server(fields: Fields, host: str, level: str, words: str) -> None:
    found = keyword_values(words, {"port": int, "use-vrf": str, "facility": str})
    if "use-vrf" not in found:
        raise ValueError("a server without its VRF")
    server = find_or_add_row(map_at_path(fields, "syslog"), "servers", host=host)
    server["severity"] = severity_word(level)
    server.update({"vrf" if key == "use-vrf" else key: value for key, value in found.items()})


def _logfile(fields: Fields, name: str, level: str, words: str = "") -> None:
    map_at_path(fields, "syslog")["logfile"] = {"name": name, "severity": severity_word(level)} | keyword_values(words, {"size": int})


def _level(fields: Fields, facility: str, level: str) -> None:
    find_or_add_row(map_at_path(fields, "syslog"), "levels", facility=facility)["severity"] = severity_word(level)


def _snmp_user(fields: Fields, name: str, group: str, words: str = "") -> None:
    users = map_at_path(fields, "snmp")
    known = next((one for one in users.get("users", ()) if one["name"] == name), None)
    if known is not None:
        if words:
            raise ValueError("keys on a further line")
        known.setdefault("more_groups", []).append(group)
        return
    user = {"name": name, "group": group} | (_keys(words.split()) if words else {})
    users.setdefault("users", []).append(user)


def _keys(words: list[str]) -> Fields:
    """`auth md5 KEY [priv [aes-128] KEY] [localizedkey]`."""
    if words[:1] != ["auth"] or len(words) < 3:
        raise ValueError("not the keys of a user")
    found: Fields = {"auth": words[1], "auth_key": words[2]}
    rest = words[3:]
    if rest[:1] == ["priv"]:
        if rest[1] in ("des", "aes-128", "aes-256"):
            found["priv"] = rest.pop(1)
        found["priv_key"] = rest[1]
        rest = rest[2:]
    if rest:
        (found["key_form"],) = rest
    return found


def _community(fields: Fields, community: str, words: str) -> None:
    found = keyword_values(words, {"group": str, "ro": None, "rw": None, "use-ipv4acl": str, "use-ipv6acl": str})
    one = find_or_add_row(map_at_path(fields, "snmp"), "communities", community=community)
    names = {"group": "group", "use-ipv4acl": "acl", "use-ipv6acl": "acl_v6"}
    one.update({names[key]: value for key, value in found.items() if key in names})
    if access := next((key for key in ("ro", "rw") if key in found), ""):
        one["access"] = access


def _trap_host(fields: Fields, host: str, words: str) -> None:
    rest = words.split()
    found: Fields = {}
    if rest[0] in ("traps", "informs"):
        found["kind"] = rest.pop(0)
    word, found["version"] = rest.pop(0), rest.pop(0)
    if word != "version":
        raise ValueError("a receiver without a version")
    if found["version"] == "3":
        found["level"], found["user"] = rest.pop(0), rest.pop(0)
    else:
        found["community"] = rest.pop(0)
    if rest[:1] == ["udp-port"]:
        found["port"], rest = int(rest[1]), rest[2:]
    if rest:
        raise ValueError(f"not of a receiver: {rest[0]}")
    find_or_add_row(map_at_path(fields, "snmp"), "hosts", host=host).update(found)


def _event(fields: Fields, number: str, words: str) -> None:
    rest, event = words.split(), {"event": int(number)}
    known: Fields = dict(event)
    if rest[:1] == ["log"]:
        known["log"] = bool(rest.pop(0))
    for key in ("trap", "description", "owner"):
        if rest[:1] == [key]:
            rest.pop(0)
            known[key] = rest.pop(0) if rest and (key != "description" or rest[0] != "owner") else ""
    if rest or "" in (known.get("trap"), known.get("owner")):
        raise ValueError("not an event")
    find_or_add_row(map_at_path(fields, "snmp"), "rmon_events", event=int(number)).update(known)


def _host(fields: Fields, name: str, words: str) -> None:
    map_at_path(fields, "dns").setdefault("hosts", []).append({"name": name, "addresses": [str(ip_address(one)) for one in words.split()]})


def _rule_of_role(fields: Fields, seq: str, words: str) -> None:
    fields.setdefault("rules", []).append({"seq": int(seq), "rule": words})


_ROLE: Final = make_table({"description ~": set_field("description"), "rule # ~": _rule_of_role})

SERVICES: Final[FactTable] = make_table(
    {
        **SERVERS,
        **GUARDS,
        **STP,
        "no dot1x system-auth-control": at_path("dot1x", set_constant("enabled", False)),
        "ip radius|tacacs source-interface *": source,
        "radius-server|tacacs-server directed-request": lambda fields, word: at_path(
            f"aaa.{protocol_of(word)}", set_constant("directed_request", True)
        )(fields),
        "aaa authentication|authorization ~": add_rule,
        "aaa accounting default ~": lambda fields, methods: add_rule(fields, "accounting", f"all default {methods}"),
        "login block-for # attempts # within #": add_lockout,
        "login on-failure|on-success log": lambda fields, what: at_path("system.log_logins", set_constant(what[3:], True))(fields),
        "no aaa authentication login default fallback error local": at_path("aaa", set_constant("local_fallback", False)),
        "ip domain-name *": set_field("domain"),
        "ip domain-list *": at_path("dns", append_to_field("search")),
        "ip name-server ~": _resolvers,
        **NTP,
        "ip host * ~": _host,
        "role name *": SectionPattern(_ROLE, enter_row("user_roles", "name"), whole=True),
        "ntp authentication-key # * ~": at_path("ntp", key_last),
        "ntp server * ~": _time_server,
        "ntp source-interface *": at_path("ntp", set_field("source_interface")),
        "logging console|monitor #": lambda fields, key, level: map_at_path(fields, "syslog").update({key: severity_word(level)}),
        "no logging console|monitor": lambda fields, key: map_at_path(fields, "syslog").update({key: False}),
        "logging logfile * #": _logfile,
        "logging logfile * # ~": _logfile,
        "logging timestamp seconds|milliseconds|microseconds": at_path("syslog", set_field("timestamp")),
        "logging level * #": _level,
        "logging server * # ~": _log_server,
        "logging source-interface *": at_path("syslog", set_field("source_interface")),
        "snmp-server contact ~": at_path("snmp", set_field("contact")),
        "snmp-server location ~": at_path("snmp", set_field("location")),
        "snmp-server source-interface traps *": at_path("snmp", set_field("source_interface")),
        "snmp-server user * *": _snmp_user,
        "snmp-server user * * ~": _snmp_user,
        "snmp-server community * ~": _community,
        "snmp-server host * use-vrf *": lambda fields, host, vrf: find_or_add_row(map_at_path(fields, "snmp"), "hosts", host=host).update(
            vrf=vrf
        ),
        "snmp-server host * ~": _trap_host,
        "snmp-server enable traps": lambda fields: map_at_path(fields, "snmp").setdefault("traps", []).append(""),
        "snmp-server enable traps ~": at_path("snmp", append_to_field("traps")),
        "rmon event # ~": _event,
    }
)
