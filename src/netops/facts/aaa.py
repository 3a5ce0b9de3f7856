"""Servers of RADIUS and TACACS+ as `aaa` of the model has them, from lines that give a server and its options in words."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import Convert, inside, options
from netops.facts.table import Effect, Fields

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
    found = {FIELDS.get(word, word): value for word, value in options(rest, _OPTIONS).items()}
    services = [word for word in SERVICES if found.pop(word, False)]
    return found | key | ({"services": services} if services else {})


def protocol_of(word: str) -> str:
    """`radius` or `tacacs`, from the word of a platform for it."""
    return {"tacacs+": "tacacs", "tacacs": "tacacs", "tacacs-server": "tacacs"}.get(word, "radius")


def add_server(fields: Fields, word: str, host: str, words: str = "") -> Fields:
    """The new server of `radius-server|tacacs-server host HOST [OPTION]...`."""
    server: Fields = {"protocol": protocol_of(word), "host": host} | server_fields(words)
    inside(fields, "aaa").setdefault("servers", []).append(server)
    return server


def add_group(fields: Fields, word: str, name: str) -> Fields:
    """The new group of `aaa group server radius|tacacs+ NAME`."""
    group: Fields = {"name": name, "protocol": protocol_of(word)}
    inside(fields, "aaa").setdefault("groups", []).append(group)
    return group


def of_all(*path: str, convert: Convert = str) -> Effect:
    """An effect of `radius-server|tacacs-server ... WORD`: the word is a field of all servers of the protocol."""

    def effect(fields: Fields, word: str, value: str) -> None:
        inside(fields, "aaa", protocol_of(word), *path[:-1])[path[-1]] = convert(value)

    return effect


def key_of_all(fields: Fields, word: str, words: str) -> None:
    """`radius-server|tacacs-server key [TYPE] KEY`."""
    inside(fields, "aaa", protocol_of(word)).update(typed_key(words.split()))


def source(fields: Fields, word: str, interface: str, vrf: str = "") -> None:
    """The interface that servers of a protocol are asked from, in a VRF or in all."""
    row: Fields = {"interface": interface} | ({"vrf": vrf} if vrf else {})
    inside(fields, "aaa", protocol_of(word)).setdefault("sources", []).append(row)
