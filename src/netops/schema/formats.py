"""The formats that schemas may ask for: some of JSON Schema's, and ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_interface, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _is_date(value: object) -> bool:
    """Whether it is no text, or a day as YYYY-MM-DD. Raises ValueError for a day that no calendar has."""
    return not isinstance(value, str) or bool(DATE.fullmatch(value) and date.fromisoformat(value))


@cache
def time_zones() -> frozenset[str]:
    """The names of all time zones (IANA), of the package tzdata: the same on every machine."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


NUMERIC = re.compile(r"[\d.]+|.*:.*", re.DOTALL)
"""A host that can only be meant as an address."""


def _is_host(value: object) -> bool:
    """Whether it is no text, an address, or what may be a DNS name. Raises ValueError for 10.1.20.300."""
    return not isinstance(value, str) or not NUMERIC.fullmatch(value) or bool(ip_address(str(value)))


def _is_email(value: object) -> bool:
    return not isinstance(value, str) or "@" in value


def _is_regex(value: object) -> bool:
    try:
        return not isinstance(value, str) or bool(re.compile(value))
    except re.error:
        return False


FORMATS: dict[str, tuple[Callable[[object], bool], str]] = {
    "date": (_is_date, "a day as YYYY-MM-DD"),
    "email": (_is_email, "an e-mail address"),
    "ipv4": (_parses(IPv4Address), "an IPv4 address"),
    "ipv6": (_parses(IPv6Address), "an IPv6 address"),
    "regex": (_is_regex, "a regular expression"),
    "ip-address": (_parses(ip_address), "an IPv4 or IPv6 address without a length"),
    "ip-interface": (_parses(ip_interface, "/"), "an address with the length of its prefix, such as 10.1.10.2/24"),
    "ip-network": (_parses(ip_network, "/"), "a network with its length and no host bits, such as 10.1.10.0/24"),
    "written-network": (_parses(ip_network, "/"), "a network with its length and no host bits, such as 10.1.10.0/24"),
    "prefix": (lambda value: True, "a network with its length, which rule ADR003 checks"),
    "mac": (_matches(MAC), "a MAC address, such as 02:00:5e:10:00:01"),
    "host": (_is_host, "an IPv4 or IPv6 address, or a DNS name"),
    "time-zone": (lambda value: not isinstance(value, str) or value in time_zones(), "a time zone (IANA), such as Europe/Berlin"),
    "hostname": (_matches(HOSTNAME), "a host name: labels of letters, digits and hyphens, joined by dots"),
}
"""The check of each format, and the words for what is expected."""


def has_format(name: str, value: object) -> bool:
    """Whether a value has a format; one that we do not know holds."""
    try:
        return name not in FORMATS or FORMATS[name][0](value)
    except ValueError:
        return False


def format_checker() -> FormatChecker:
    """A format checker that knows these formats and no other."""
    from jsonschema import FormatChecker

    made = FormatChecker(formats=())
    for name, (check, _) in FORMATS.items():
        made.checks(name, raises=ValueError)(check)
    return made
