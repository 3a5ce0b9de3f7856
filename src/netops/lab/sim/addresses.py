"""The one spelling in which a device shows an IPv6 address: compressed, in lower case (RFC 5952), on IOS in capitals."""

from __future__ import annotations

import re
from ipaddress import IPv6Interface

WORD = re.compile(r"(?<![^\s\[\"])[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:/\d+)?(?![^\s\];,\"])")


def canonical_ipv6(text: str, *, upper: bool = False) -> str:
    """A text with each IPv6 address or prefix that is a word of its own as the device shows it."""
    if ":" not in text:
        return text
    return WORD.sub(lambda found: _spelled(found[0], upper), text)


def _spelled(word: str, upper: bool) -> str:
    try:
        address = IPv6Interface(word)
    except ValueError:  # a time, a community, a MAC address
        return word
    shown = str(address) if "/" in word else str(address.ip)
    return shown.upper() if upper else shown
