"""Servers of RADIUS and TACACS+ as `aaa` of the model has them, from lines that give a server and its options in words."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import Convert, keyword_values, map_at_path
from netops.facts.table import Effect, Fields, SectionPattern, make_table, set_field

KEY_TYPES: Final = frozenset({"0", "5", "6", "7", "8", "8a", "9", "10"})
"""Numbers before a key that say how it is stored (Security guides of IOS, NX-OS and EOS)."""
FIELDS: Final = {
    "auth-port": "port",
    "acct-port": "accounting_port",
    "timeout": "timeout_s",
    "retransmit": "retries",
    "deadtime": "deadtime_min",
    "single-connection": "single_connection",
}
"""Fields of a server whose words are others."""
SERVICES: Final = ("authentication", "accounting")
_OPTIONS: Final[dict[str, Convert | None]] = {
    **dict.fromkeys(("port", "auth-port", "acct-port", "timeout", "retransmit", "deadtime"), int),
    **dict.fromkeys((*SERVICES, "single-connection")),
    "vrf": str,
}


def typed_key(words: list[str]) -> Fields:
    """The fields of `[TYPE] KEY`. ValueError for other words."""
    *kind, key = words
    if len(kind) > 1 or (kind and kind[0] not in KEY_TYPES):
        raise ValueError("not a key")
    found: Fields = {"key": key} if key.strip('"') == key else {"key": key.strip('"'), "key_quoted": True}
    return found | ({"key_type": kind[0]} if kind else {})


def server_fields(words: str) -> Fields:
    """The fields of `[vrf V] [auth-port N] [timeout N] ... [key [TYPE] KEY]`, in any order. ValueError for other words."""
    rest, key = words.split(), Fields()
    if "key" in rest:
        start = rest.index("key")
        end = start + (3 if rest[start + 1] in KEY_TYPES and len(rest) > start + 2 else 2)
        key = typed_key(rest[start + 1 : end])
        rest = rest[:start] + rest[end:]
    found = {FIELDS.get(word, word): value for word, value in keyword_values(rest, _OPTIONS).items()}
    services = [word for word in SERVICES if found.pop(word, False)]
    return found | key | ({"services": services} if services else {})


def protocol_of(word: str) -> str:
    """`radius` or `tacacs`, from the word of a platform for it."""
    return {"tacacs+": "tacacs", "tacacs": "tacacs", "tacacs-server": "tacacs"}.get(word, "radius")


def add_server(fields: Fields, word: str, host: str, words: str = "") -> Fields:
    """The new server of `radius-server|tacacs-server host HOST [OPTION]...`."""
    server: Fields = {"protocol": protocol_of(word), "host": host} | server_fields(words)
    map_at_path(fields, "aaa").setdefault("servers", []).append(server)
    return server


def add_group(fields: Fields, word: str, name: str) -> Fields:
    """The new group of `aaa group server radius|tacacs+ NAME`."""
    group: Fields = {"name": name, "protocol": protocol_of(word)}
    map_at_path(fields, "aaa").setdefault("groups", []).append(group)
    return group


def of_all(*path: str, convert: Convert = str) -> Effect:
    """An effect of `radius-server|tacacs-server ... WORD`: the word is a field of all servers of the protocol."""

    def effect(fields: Fields, word: str, value: str) -> None:
        map_at_path(fields, "aaa", protocol_of(word), *path[:-1])[path[-1]] = convert(value)

    return effect


def key_of_all(fields: Fields, word: str, words: str) -> None:
    """`radius-server|tacacs-server key [TYPE] KEY`."""
    map_at_path(fields, "aaa", protocol_of(word)).update(typed_key(words.split()))


def source(fields: Fields, word: str, interface: str, vrf: str = "") -> None:
    """The interface that servers of a protocol are asked from, in a VRF or in all."""
    row: Fields = {"interface": interface} | ({"vrf": vrf} if vrf else {})
    map_at_path(fields, "aaa", protocol_of(word)).setdefault("sources", []).append(row)


def add_rule(fields: Fields, kind: str, words: str) -> Fields:
    """The new list of `aaa authentication login default METHODS`, `aaa accounting commands 15 default start-stop group X`."""
    service, *found = words.split()
    if service == "commands" and (found[0].isdecimal() or found[0] == "all"):
        service, found = f"{service} {found[0]}", found[1:]
    if len(found) < 2:
        raise ValueError(words)
    rule: Fields = {"kind": kind, "service": service, "list": found[0], "methods": " ".join(found[1:])}
    map_at_path(fields, "aaa").setdefault("rules", []).append(rule)
    return rule


def add_lockout(fields: Fields, duration: str, failures: str, window: str) -> None:
    """`login block-for SECONDS attempts N within SECONDS`."""
    map_at_path(fields, "aaa")["lockout"] = {"failures": int(failures), "window_s": int(window), "duration_s": int(duration)}


def add_member(fields: Fields, name: str, words: str = "") -> None:
    """`server HOST [vrf V] [auth-port N acct-port N]` of a group; the options are those of the server, see `settle_groups`."""
    fields.setdefault("servers", []).append(name)
    fields.setdefault("_options", {})[name] = server_fields(words)


def settle_groups(aaa: Fields) -> None:
    """Leave out the members of groups that say something else of a server than its own line does."""
    servers = {(one["protocol"], str(one.get("name", one.get("host")))): one for one in aaa.get("servers", ())}
    for group in aaa.get("groups", ()):
        for name, own in group.pop("_options", {}).items():
            known = servers.get((group["protocol"], name), {})
            if any(known.get(key) != value for key, value in own.items()):
                group["servers"].remove(name)


def shorten(aaa: Fields, local_fallback: bool | None = None) -> bool:
    """Whether servers of TACACS+ in one group with one key, which the usual lists ask, could be put into `aaa.tacacs`.

    `local_fallback`: whether local users are asked where no server answers; None for either.
    """
    own = [one for one in aaa.get("servers", ()) if one["protocol"] == "tacacs"]
    groups = [one for one in aaa.get("groups", ()) if one["protocol"] == "tacacs"]
    common = [{key: value for key, value in one.items() if key != "host"} for one in own]
    if len(groups) != 1 or not own or aaa.get("tacacs", {}).keys() - {"sources"} or any(one != common[0] for one in common):
        return False
    (group,) = groups
    if not {"key"} <= common[0].keys() <= {"protocol", "key", "key_type", "key_quoted", "vrf"} or not {"servers"} <= group.keys() <= {
        "name",
        "protocol",
        "servers",
        "vrf",
    }:
        return False
    usual = [] if local_fallback is None else usual_rules(f"group {group['name']}{' local' if local_fallback else ''}")
    rules = aaa.get("rules", [])
    if group["servers"] != [one["host"] for one in own] or any(rule not in rules for rule in usual):
        return False
    aaa["tacacs"] = (
        aaa.get("tacacs", {}) | {key: value for key, value in common[0].items() if key != "protocol"} | {"servers": group["servers"]}
    )
    aaa["tacacs"] |= {"vrf": group["vrf"]} if "vrf" in group else {}
    if group["name"] != "TACACS":
        aaa["tacacs"]["group"] = group["name"]
    aaa["servers"] = [one for one in aaa["servers"] if one not in own]
    aaa["groups"] = [one for one in aaa["groups"] if one is not group]
    aaa["rules"] = [rule for rule in rules if rule not in usual]
    return True


def usual_rules(methods: str) -> list[Fields]:
    """The lists that `aaa.tacacs` with servers writes."""
    kinds = (("authentication", "login"), ("authorization", "exec"))
    return [{"kind": kind, "service": service, "list": "default", "methods": methods} for kind, service in kinds]


def without_empty(fields: Fields) -> None:
    """Leave out the lists of `aaa` that are empty."""
    aaa: Fields = fields.get("aaa", {})
    for key in [key for key, value in aaa.items() if value in ([], {})]:
        del aaa[key]
    if not aaa:
        fields.pop("aaa", None)


GROUP: Final = make_table(
    {
        "server *": add_member,
        "server * ~": add_member,
        "vrf|use-vrf *": lambda fields, _, name: fields.update(vrf=name),
        "source-interface *": set_field("source_interface"),
        "deadtime #": set_field("deadtime_min", int),
    }
)
SERVERS: Final[dict[str, Effect | SectionPattern]] = {
    "radius-server|tacacs-server host *": add_server,
    "radius-server|tacacs-server host * ~": add_server,
    "radius-server|tacacs-server key ~": key_of_all,
    "radius-server|tacacs-server timeout #": of_all("timeout_s", convert=int),
    "radius-server|tacacs-server retransmit #": of_all("retries", convert=int),
    "radius-server|tacacs-server deadtime #": of_all("deadtime_min", convert=int),
    "aaa group server radius|tacacs+ *": SectionPattern(GROUP, add_group, whole=True),
}
"""Lines that EOS, NX-OS and IOS have alike (their Security guides)."""
