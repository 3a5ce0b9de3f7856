"""What lines of AAA are in the model (Security Command Reference): servers, groups, lists of methods, changes of authorization."""

from __future__ import annotations

from typing import Any, Final

from netops.facts.aaa import (
    FIELDS,
    add_group,
    add_lockout,
    add_member,
    add_rule,
    add_server,
    key_of_all,
    of_all,
    server_fields,
    settle_groups,
    source,
    typed_key,
    usual_rules,
    without_empty,
)
from netops.facts.filling import enter_map, keyword_values, map_at_path
from netops.facts.table import Effect, Fields, SectionPattern, make_table, set_constant, set_field
from netops.facts.values import canonical_ip
from netops.platforms.cisco_ios.importing_interfaces import const_in, put_in


def _accounting(fields: Fields, words: str) -> Fields:
    """The section `aaa accounting exec default`, whose lines below are the methods."""
    *service, name = words.split()
    row: Fields = {"kind": "accounting", "service": " ".join(service), "list": name, "section": True}
    if len(service) not in (1, 2) or (len(service) == 2 and service[0] != "commands"):
        raise ValueError(words)
    fields.setdefault("aaa", {}).setdefault("rules", []).append(row)
    return row


def _method(fields: Fields, words: str) -> None:
    if not fields.get("section"):
        raise ValueError(words)
    fields["methods"] = f"{fields['methods']} {words}" if "methods" in fields else words


def _server(fields: Fields, protocol: str, name: str) -> Fields:
    """The section `radius server NAME`."""
    row: Fields = {"name": name, "protocol": protocol}
    map_at_path(fields, "aaa").setdefault("servers", []).append(row)
    return row


def _address(fields: Fields, _: str, host: str, words: str = "") -> None:
    fields.update({"host": canonical_ip(host)} | server_fields(words))


def _tester(fields: Fields, words: str) -> None:
    """`automate-tester username NAME [ignore-auth-port] [ignore-acct-port] [idle-time N|probe-on]`."""
    names = {"ignore-auth-port": "ignore_port", "ignore-acct-port": "ignore_accounting_port", "idle-time": "idle_min", "probe-on": "probe"}
    found = keyword_values(words, {"username": str, "ignore-auth-port": None, "ignore-acct-port": None, "idle-time": int, "probe-on": None})
    fields["tester"] = {names.get(key, key): value for key, value in found.items()}


def _pac_key(fields: Fields, words: str) -> None:
    fields.update({f"pac_{name}": value for name, value in typed_key(words.split()).items()})


def _server_key(fields: Fields, words: str) -> None:
    fields.update(typed_key(words.split()))


def _old_server(fields: Fields, word: str, host: str, words: str = "") -> None:
    add_server(fields, word, host, words)["legacy"] = True


def _private(fields: Fields, host: str, words: str) -> None:
    row: Fields = {"protocol": fields["protocol"], "host": host} | server_fields(words)
    fields.setdefault("private_servers", []).append(row)


def _client(fields: Fields, host: str, words: str = "") -> None:
    """`client HOST [vrf V] [server-key [TYPE] KEY]`."""
    head, _, key = f" {words}".partition(" server-key ")
    row: Fields = {"host": host} | keyword_values(head, {"vrf": str}) | (typed_key(key.split()) if key else {})
    fields.setdefault("clients", []).append(row)


_SERVER: Final = make_table(
    {
        "address ipv4|ipv6 *": _address,
        "address ipv4|ipv6 * ~": _address,
        "timeout #": set_field(FIELDS["timeout"], int),
        "retransmit #": set_field(FIELDS["retransmit"], int),
        "port #": set_field("port", int),
        "single-connection": set_constant("single_connection", True),
        "automate-tester ~": _tester,
        "pac key ~": _pac_key,
        "key ~": _server_key,
    }
)
_GROUP: Final = make_table(
    {
        "server name *": add_member,
        "server *": add_member,
        "server * ~": add_member,
        "server-private * ~": _private,
        "ip vrf forwarding *": set_field("vrf"),
        "ip radius|tacacs source-interface *": lambda fields, _, name: fields.update(source_interface=name),
        "deadtime #": set_field("deadtime_min", int),
        "load-balance method least-outstanding": set_constant("load_balance", True),
    }
)
_COA: Final = make_table(
    {
        "client *": _client,
        "client * ~": _client,
        "port #": set_field("port", int),
        "auth-type all|any|session-key": set_field("auth_type"),
        "server-key ~": _server_key,
    }
)


def _vendor(fields: Fields, word: str) -> None:
    map_at_path(fields, "aaa", "radius").setdefault("vendor_attributes", []).append(word)


def _dead(fields: Fields, words: str) -> None:
    found = keyword_values(words, {"time": int, "tries": int})
    names = {"time": "time_s", "tries": "tries"}
    map_at_path(fields, "aaa", "radius")["dead_criteria"] = {names[key]: value for key, value in found.items()}


def _attribute(fields: Fields, words: str) -> None:
    map_at_path(fields, "aaa", "radius").setdefault("attributes", []).append(words)


def _flags() -> dict[str, Effect]:
    return {
        "aaa new-model": const_in("aaa", "new_model", value=True),
        "no aaa new-model": const_in("aaa", "new_model", value=False),
        "aaa session-id common|unique": put_in("aaa", "session_id"),
        "aaa authorization console": const_in("aaa", "authorize_console", value=True),
        "aaa authorization config-commands": const_in("aaa", "authorize_config_commands", value=True),
        "no aaa authorization config-commands": const_in("aaa", "authorize_config_commands", value=False),
        "aaa accounting update ~": put_in("aaa", "accounting_update"),
        "aaa authentication attempts login #": put_in("aaa", "login_attempts", convert=int),
    }


_METHODS: Final = make_table({"action-type *": _method, "group *": lambda fields, name: _method(fields, f"group {name}")})
AAA: Final[dict[str, Any]] = {
    **_flags(),
    "aaa authentication|authorization ~": add_rule,
    "aaa accounting ~": lambda fields, words: add_rule(fields, "accounting", words),
    "aaa accounting exec|network|connection|system|identity *": SectionPattern(
        _METHODS, lambda fields, service, name: _accounting(fields, f"{service} {name}"), whole=True
    ),
    "aaa accounting commands # *": SectionPattern(
        _METHODS, lambda fields, level, name: _accounting(fields, f"commands {level} {name}"), whole=True
    ),
    "aaa group server radius|tacacs+ *": SectionPattern(_GROUP, add_group, whole=True),
    "radius|tacacs server *": SectionPattern(_SERVER, _server, whole=True),
    "aaa server radius dynamic-author": SectionPattern(_COA, enter_map("aaa", "dynamic_authorization")),
    "login block-for # attempts # within #": add_lockout,
    "radius-server|tacacs-server host *": _old_server,
    "radius-server|tacacs-server host * ~": _old_server,
    "radius-server|tacacs-server key ~": key_of_all,
    "radius-server|tacacs-server timeout #": of_all("timeout_s", convert=int),
    "radius-server retransmit #": lambda fields, number: of_all("retries", convert=int)(fields, "radius", number),
    "radius-server deadtime #": lambda fields, number: of_all("deadtime_min", convert=int)(fields, "radius", number),
    "radius-server dead-criteria ~": _dead,
    "radius-server attribute ~": _attribute,
    "radius-server vsa send authentication|accounting": _vendor,
    "tacacs-server directed-request": const_in("aaa", "tacacs", "directed_request", value=True),
    "ip radius|tacacs source-interface *": source,
    "ip radius|tacacs source-interface * vrf *": source,
}


def finish_aaa(fields: Fields) -> None:
    """Put together what several lines say of servers, and leave out what is none."""
    aaa: Fields = fields.get("aaa", {})
    if "rules" in aaa:
        aaa["rules"] = [rule for rule in aaa["rules"] if "methods" in rule]
    settle_groups(aaa)
    for one in aaa.get("servers", ()):
        if one.get("name") == one.get("host"):
            del one["name"]
    _shorten(aaa)
    without_empty(fields)


def _shorten(aaa: Fields) -> None:
    """Servers of TACACS+ with one key, which the usual lists ask, are what `aaa.tacacs` writes."""
    own = [one for one in aaa.get("servers", ()) if one["protocol"] == "tacacs"]
    plain = all(one.keys() == {"protocol", "host", "key"} and one["key"] == own[0]["key"] for one in own)
    if not own or not plain or "tacacs" in aaa or any(one["protocol"] == "tacacs" for one in aaa.get("groups", ())):
        return
    usual, rules = usual_rules("group tacacs+ local"), aaa.get("rules", [])
    if aaa.get("session_id") == "common" and all(rule in rules for rule in usual):
        aaa["tacacs"] = {"servers": [one["host"] for one in own], "key": own[0]["key"]}
        aaa["servers"] = [one for one in aaa["servers"] if one not in own]
        aaa["rules"] = [rule for rule in rules if rule not in usual]
        for key in ("new_model", "session_id"):
            aaa.pop(key, None)
