"""The formats that schemas may ask for, beside those of JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address, ip_interface, ip_network

from jsonschema import FormatChecker

MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}", re.IGNORECASE)
HOSTNAME = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")
MAX_HOSTNAME = 253


def _parses(parse: Callable[[str], object], needs: str = "") -> Callable[[object], bool]:
    """A check: no text, or a text that `parse` takes and that holds `needs`."""

    def check(value: object) -> bool:
        if not isinstance(value, str):
            return True
        parse(str(value))
        return needs in value

    return check


def _matches(pattern: re.Pattern[str], longest: int = MAX_HOSTNAME) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or (len(value) <= longest and bool(pattern.fullmatch(value)))


FORMATS: dict[str, tuple[Callable[[object], bool], str]] = {
    "ip-address": (_parses(ip_address), "an IPv4 or IPv6 address without a length"),
    "ip-interface": (_parses(ip_interface, "/"), "an address with the length of its prefix, such as 10.1.10.2/24"),
    "ip-network": (_parses(ip_network, "/"), "a network with its length and no host bits, such as 10.1.10.0/24"),
    "mac": (_matches(MAC), "a MAC address, such as 02:00:5e:10:00:01"),
    "hostname": (_matches(HOSTNAME), "a host name: labels of letters, digits and hyphens, joined by dots"),
}
"""Our own formats: the check, and the words for what is expected."""


def checker() -> FormatChecker:
    """A format checker that knows the standard formats and ours."""
    made = FormatChecker(formats=("ipv4", "ipv6", "date", "email", "regex"))
    for name, (check, _) in FORMATS.items():
        made.checks(name, raises=ValueError)(check)
    return made
