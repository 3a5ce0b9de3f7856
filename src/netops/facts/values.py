"""Values of config lines in canonical form. Each function raises ValueError for a word that makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_interface, ip_network

from netops.facts.records import Address

ALL_VLANS = tuple(range(1, 4095))
"""Every VLAN that IEEE 802.1Q lets a port carry."""

_NAME = re.compile(r"([A-Za-z][A-Za-z-]*?)\s*(\d.*)?")


def interface_namer(*long: str) -> Callable[[str], str]:
    """A function that gives the long name of an interface: `Gi1/0/1` is GigabitEthernet1/0/1. Of two that fit, the first counts; a kind
    that is not among them stays as it is written."""

    @lru_cache(maxsize=4096)
    def name(text: str) -> str:
        match = _NAME.fullmatch(text.strip())
        if match is None:
            return text
        kind, number = match[1], (match[2] or "").replace(" ", "")
        full = next((one for one in long if len(kind) > 1 and one.lower().startswith(kind.lower())), kind)
        return full + number

    return name


def canonical_ip(text: str) -> str:
    """An address in its shortest form."""
    return str(ip_address(text))


def is_ip(text: str) -> bool:
    """Whether a word is an address, of either version."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def canonical_network(text: str) -> str:
    """A prefix without host bits."""
    return str(ip_network(text, strict=False))


def network_from_mask(address: str, mask: str) -> str:
    """A prefix of an address and a mask, or a wildcard when it reads as none."""
    return str(IPv4Network(f"{canonical_ip(address)}/{mask_length(mask)}", strict=False))


def classful_netmask(address: object) -> str:
    """`172.16.0.0` or `172.16.0.0/16` -> `255.255.0.0`: the mask of its class (RFC 791), which IOS takes where it shows none."""
    first = int(str(address).partition(".")[0])
    return "255.0.0.0" if first < 128 else "255.255.0.0" if first < 192 else "255.255.255.0"


def mask_length(mask: str) -> int:
    """The length of a mask. ValueError when its ones do not stand together."""
    bits = f"{int(IPv4Address(mask)):032b}"
    if "01" in bits:
        raise ValueError(f"not a mask: {mask}")
    return bits.count("1")


def network_from_wildcard(address: str, inverse: str) -> str:
    """A prefix of an address and a wildcard. ValueError when its ones do not stand together."""
    bits = f"{int(IPv4Address(inverse)):032b}"
    if "10" in bits:
        raise ValueError(f"not a prefix: {address} {inverse}")
    return str(IPv4Network(f"{canonical_ip(address)}/{bits.count('0')}", strict=False))


def canonical_interface_address(text: str, role: str = "primary") -> Address:
    """An address with its length: `10.0.0.1/24`."""
    if "/" not in text:
        raise ValueError(f"an address without a length: {text}")
    found = ip_interface(text)
    return Address(found.version, str(found.ip), found.network.prefixlen, role)


def address_with_mask(text: str, mask: str, role: str = "primary") -> Address:
    """An address with its mask: `10.0.0.1 255.255.255.0`."""
    return Address(4, str(IPv4Address(text)), mask_length(mask), role)


def parse_vlan_ids(text: str) -> tuple[int, ...]:
    """The VLANs of a list with ranges, sorted: `1,10-12` is 1, 10, 11, 12."""
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        found |= set(range(parse_vlan_id(first), parse_vlan_id(last or first) + 1))
        if parse_vlan_id(last or first) < parse_vlan_id(first):
            raise ValueError(f"not a range: {part}")
    return tuple(sorted(found))


def parse_vlan_id(text: str) -> int:
    """The number of a VLAN, 1 to 4094."""
    number = int(text)
    if not 1 <= number <= 4094:
        raise ValueError(f"not a VLAN: {text}")
    return number


def format_ranges(numbers: Iterable[int]) -> str:
    """A list of numbers written with ranges: 1, 10, 11, 12 is `1,10-12`. The inverse of `parse_vlan_ids`, to show VLANs to people."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def canonical_area(text: str) -> str:
    """An OSPF area as a dotted number (RFC 2328, section 2): `1` is 0.0.0.1."""
    return str(IPv4Address(int(text) if text.isdecimal() else text))


def parse_number(text: str) -> int:
    """A number with 0 or more."""
    if not text.isdecimal():
        raise ValueError(f"not a number: {text}")
    return int(text)


_DIGITS = re.compile(r"(\d+)")


def natural_key(text: str) -> list[tuple[int, str]]:
    """A key that sorts Ethernet2 before Ethernet10."""
    return [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part) for part in _DIGITS.split(text) if part]
