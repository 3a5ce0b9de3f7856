"""Name service, time, log, SNMP and AAA."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from netops.facts.aaa import SERVERS, add_lockout, add_rule, protocol_of, source
from netops.facts.clocks import NTP, key_last
from netops.facts.filling import at, inside, options, row, rows
from netops.facts.layer2 import GLOBAL as GUARDS
from netops.facts.layer2 import STP
from netops.facts.table import Below, Fields, Table, add, const, put, table

SEVERITIES: Final = ("emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging")


def severity(text: str) -> str:
    """The word for the number of a severity."""
    return SEVERITIES[int(text)]


def _resolvers(fields: Fields, words: str) -> None:
    addresses, _, vrf = words.partition(" use-vrf ")
    dns = inside(fields, "dns")
    if "servers" in dns:
        raise ValueError("resolvers in several VRFs")
    dns.update(servers=[str(ip_address(one)) for one in addresses.split()], vrf=vrf or "default")


def _time_server(fields: Fields, host: str, words: str) -> None:
    found = options(words, {"prefer": None, "use-vrf": str, "key": int})
    if "use-vrf" not in found:
        raise ValueError("a server without its VRF")
    server = row(inside(fields, "ntp"), "servers", host=host)
    server.update({"vrf" if key == "use-vrf" else key: value for key, value in found.items()})


def _log_server(fields: Fields, host: str, level: str, words: str) -> None:
    found = options(words, {"port": int, "use-vrf": str, "facility": str})
    if "use-vrf" not in found:
        raise ValueError("a server without its VRF")
    server = row(inside(fields, "syslog"), "servers", host=host)
    server["severity"] = severity(level)
    server.update({"vrf" if key == "use-vrf" else key: value for key, value in found.items()})


def _logfile(fields: Fields, name: str, level: str, words: str = "") -> None:
    inside(fields, "syslog")["logfile"] = {"name": name, "severity": severity(level)} | options(words, {"size": int})


def _level(fields: Fields, facility: str, level: str) -> None:
    row(inside(fields, "syslog"), "levels", facility=facility)["severity"] = severity(level)


def _snmp_user(fields: Fields, name: str, group: str, words: str = "") -> None:
    users = inside(fields, "snmp")
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
    found = options(words, {"group": str, "ro": None, "rw": None, "use-ipv4acl": str, "use-ipv6acl": str})
    one = row(inside(fields, "snmp"), "communities", community=community)
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
    row(inside(fields, "snmp"), "hosts", host=host).update(found)


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
    row(inside(fields, "snmp"), "rmon_events", event=int(number)).update(known)


def _host(fields: Fields, name: str, words: str) -> None:
    inside(fields, "dns").setdefault("hosts", []).append({"name": name, "addresses": [str(ip_address(one)) for one in words.split()]})


def _rule_of_role(fields: Fields, seq: str, words: str) -> None:
    fields.setdefault("rules", []).append({"seq": int(seq), "rule": words})


_ROLE: Final = table({"description ~": put("description"), "rule # ~": _rule_of_role})

SERVICES: Final[Table] = table(
    {
        **SERVERS,
        **GUARDS,
        **STP,
        "no dot1x system-auth-control": at("dot1x", const("enabled", False)),
        "ip radius|tacacs source-interface *": source,
        "radius-server|tacacs-server directed-request": lambda fields, word: at(
            f"aaa.{protocol_of(word)}", const("directed_request", True)
        )(fields),
        "aaa authentication|authorization ~": add_rule,
        "aaa accounting default ~": lambda fields, methods: add_rule(fields, "accounting", f"all default {methods}"),
        "login block-for # attempts # within #": add_lockout,
        "login on-failure|on-success log": lambda fields, what: at("system.log_logins", const(what[3:], True))(fields),
        "no aaa authentication login default fallback error local": at("aaa", const("local_fallback", False)),
        "ip domain-name *": put("domain"),
        "ip domain-list *": at("dns", add("search")),
        "ip name-server ~": _resolvers,
        **NTP,
        "ip host * ~": _host,
        "role name *": Below(_ROLE, rows("roles", "name"), whole=True),
        "ntp authentication-key # * ~": at("ntp", key_last),
        "ntp server * ~": _time_server,
        "ntp source-interface *": at("ntp", put("source_interface")),
        "logging console|monitor #": lambda fields, key, level: inside(fields, "syslog").update({key: severity(level)}),
        "no logging console|monitor": lambda fields, key: inside(fields, "syslog").update({key: False}),
        "logging logfile * #": _logfile,
        "logging logfile * # ~": _logfile,
        "logging timestamp seconds|milliseconds|microseconds": at("syslog", put("timestamp")),
        "logging level * #": _level,
        "logging server * # ~": _log_server,
        "logging source-interface *": at("syslog", put("source_interface")),
        "snmp-server contact ~": at("snmp", put("contact")),
        "snmp-server location ~": at("snmp", put("location")),
        "snmp-server source-interface traps *": at("snmp", put("source_interface")),
        "snmp-server user * *": _snmp_user,
        "snmp-server user * * ~": _snmp_user,
        "snmp-server community * ~": _community,
        "snmp-server host * use-vrf *": lambda fields, host, vrf: row(inside(fields, "snmp"), "hosts", host=host).update(vrf=vrf),
        "snmp-server host * ~": _trap_host,
        "snmp-server enable traps": lambda fields: inside(fields, "snmp").setdefault("traps", []).append(""),
        "snmp-server enable traps ~": at("snmp", add("traps")),
        "rmon event # ~": _event,
    }
)
