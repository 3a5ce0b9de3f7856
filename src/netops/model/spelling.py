"""One spelling for one address: what the model holds and templates print, however a person typed it.

IPv6 as in RFC 5952, MAC addresses in small letters with colons. The formats of the schema decide which texts are addresses. The files
stay as they are; `netops fmt` offers the spelling there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from ipaddress import ip_address, ip_interface
from typing import Any

from netops.model.merge import origins_at, put_with_origins
from netops.schema.marked import SchemaTrail
from netops.source.tags import Tagged
from netops.source.trace import derived_value

MAC = re.compile(r"(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12}")
USUAL = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:/\d{1,2})?")
"""IPv4 as everybody spells it: not parsed, for speed."""


def canonical_address(text: str) -> str:
    """An address, with or without a length, in its one spelling; any other text as it is. Host bits stay."""
    if USUAL.fullmatch(text):
        return text
    try:
        return str(ip_interface(text) if "/" in text else ip_address(text))
    except ValueError:
        return text


def canonical_mac(text: str) -> str:
    """A MAC address in small letters, with colons; any other text as it is."""
    digits = re.sub(r"[:.-]", "", text.lower())
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2)) if MAC.fullmatch(text) else text


ADDRESSES = frozenset({"host", "ip-address", "ip-interface", "ip-network", "ipv4", "ipv6", "prefix"})
"""The formats of IP addresses and networks."""

SPELLINGS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(ADDRESSES, canonical_address),
    "mac": canonical_mac,
}
"""The one spelling of each format that has one."""


def canonical_value(value: Any, place: SchemaTrail | None) -> Any:
    """The value with its addresses in their one spelling; the same object when they have it already. Origins and tags stay."""
    if place is None:
        return value
    if isinstance(value, Tagged):
        inner = canonical_value(value.value, place)
        return value if inner is value.value else replace(value, value=inner)
    if isinstance(value, str):
        return _spelled(value, place.marks)
    if not isinstance(value, dict | list):
        return value
    changed = [(step, new) for step, old in _entries(value) if (new := canonical_value(old, place.below(step))) is not old]
    return _with(value, changed) if changed else value


def _entries(value: Any) -> Iterable[tuple[Any, Any]]:
    return dict.items(value) if isinstance(value, dict) else enumerate(list.__iter__(value))


def _with(value: Any, changed: list[tuple[Any, Any]]) -> Any:
    made = value.copy()
    for step, new in changed:
        put_with_origins(made, step, new, origins_at(value, step))
    return made


def _spelled(text: str, formats: Iterable[str]) -> str:
    spelled = next((new for name in formats if name in SPELLINGS and (new := SPELLINGS[name](text)) != text), text)
    return text if spelled == text else derived_value(spelled, text)
