"""Time servers as `ntp` of the model has them, from lines that IOS, NX-OS, EOS and IOS XR have alike (their System Management guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import at_path, keyword_values, map_at_path
from netops.facts.table import Effect, Fields, set_constant, set_field
from netops.facts.values import parse_vlan_ids


def key_last(fields: Fields, number: str, algorithm: str, words: str) -> None:
    """`authentication-key N md5 KEY [TYPE]`."""
    key, _, kind = words.partition(" ")
    _key(fields, number, algorithm, key, kind)


def key_after(fields: Fields, number: str, algorithm: str, words: str) -> None:
    """`authentication-key N md5 [TYPE] KEY`."""
    kind, _, key = words.rpartition(" ")
    _key(fields, number, algorithm, key, kind)


def _key(fields: Fields, number: str, algorithm: str, key: str, kind: str) -> None:
    row: Fields = {"id": int(number), "key": key}
    row |= ({"key_type": kind} if kind else {}) | ({"algorithm": algorithm} if algorithm != "md5" else {})
    fields.setdefault("authentication_keys", []).append(row)


def trust(fields: Fields, words: str) -> None:
    """`trusted-key N`, or a list of numbers."""
    fields.setdefault("trusted_keys", []).extend(parse_vlan_ids(words))


def access(fields: Fields, words: str) -> None:
    """`access-group [ipv4] peer NAME`."""
    kind, _, acl = words.rpartition(" ")
    fields.setdefault("access_groups", {})[kind] = acl


def peer(fields: Fields, words: str) -> None:
    """`ntp peer [vrf V] HOST [prefer] [use-vrf V] [key N]`."""
    rest = words.split()
    row: Fields = {}
    if rest[0] == "vrf":
        row["vrf"], rest = rest[1], rest[2:]
    found = keyword_values(rest[1:], {"key": int, "prefer": None, "use-vrf": str})
    row |= {"vrf" if name == "use-vrf" else name: value for name, value in found.items()}
    map_at_path(fields, "ntp").setdefault("peers", []).append({"host": rest[0]} | row)


LINES: Final[dict[str, Effect]] = {
    "authenticate": set_constant("authenticate", True),
    "trusted-key *": trust,
    "access-group ~": access,
    "master #": set_field("master", int),
    "update-calendar": set_constant("update_calendar", True),
}
NTP: Final[dict[str, Effect]] = {f"ntp {words}": at_path("ntp", effect) for words, effect in LINES.items()} | {
    "ntp logging": at_path("ntp", set_constant("logging", True)),
    "ntp peer ~": peer,
}
