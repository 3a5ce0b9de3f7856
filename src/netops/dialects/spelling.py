"""One spelling for what can be written in several: addresses, names of interfaces, masks and the numbers of ports.

What is compared of a line has the spelling that is made here, whatever the device shows; its text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

_IPV6: Final = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f]*:[0-9A-Fa-f]*:)[0-9A-Fa-f:]{2,45}(?:\d+(?:\.\d+){3})?(?=[/\s;,\])]|$)")
_MAC: Final = re.compile(
    r"(?<![\w:.-])(?:[0-9A-Fa-f]{4}([.-])[0-9A-Fa-f]{4}\1[0-9A-Fa-f]{4}|(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\2){4}[0-9A-Fa-f]{2})(?=[\s;/]|$)"
)


def canonical_addresses(line: str) -> str:
    """A line with its IPv6 and MAC addresses in one spelling: `2001:DB8:0::1` as `2001:db8::1`, `00-1B-54-AA-00-01` as `001b.54aa.0001`."""
    if line.count(":") > 1:
        line = _IPV6.sub(lambda match: _ipv6(match[0]), line)
    if line.count(":") > 4 or line.count(".") > 1 or line.count("-") > 1:
        line = _MAC.sub(lambda match: _mac(match[0]), line)
    return line


def _ipv6(text: str) -> str:
    try:
        return str(IPv6Address(text))
    except AddressValueError:
        return text


def _mac(text: str) -> str:
    digits = re.sub(r"[.:-]", "", text).lower()
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"


def prefix_length(mask: str) -> int | None:
    """The length of a network mask, None for what is none."""
    try:
        bits = int(IPv4Address(mask))
    except AddressValueError:
        return None
    inverse = bits ^ 0xFFFFFFFF
    return 32 - inverse.bit_length() if inverse & (inverse + 1) == 0 else None


_QUAD: Final = r"(\d{1,3}(?:\.\d{1,3}){3})"
_MASKED: Final = re.compile(
    r"^((?:no |undo )?(?:ip(?:v4)? address|ip route(?: vrf \S+)?|ip route-static(?: vpn-instance \S+)?) )"
    rf"{_QUAD}(?:/(\d{{1,2}})| (\d{{1,2}})| {_QUAD})(?= |$)"
)


def canonical_prefix(line: str, *, mask: bool) -> str:
    """A line with an address and the length of its prefix, or with its mask."""
    match = _MASKED.match(line)
    if match is None:
        return line
    length = prefix_length(match[5]) if match[5] else int(match[3] or match[4])
    if length is None or length > 32:
        return line
    text = f" {IPv4Address(0xFFFFFFFF << (32 - length) & 0xFFFFFFFF)}" if mask else f"/{length}"
    return f"{match[1]}{match[2]}{text}{line[match.end() :]}"


_AREA: Final = re.compile(r"(?<!\S)area (\d{1,10})(?=[ /]|$)")
_AS_WORDS: Final = re.compile(
    r"(?<!\S)(?:router bgp|remote-as|local-as|peer-as|as-number|bgp|autonomous-system|confederation(?: identifier| peers)?"
    r"|as-path(?:-| )(?:prepend|exclude|expand)|(?:prepend|apply) as-path|match as) "
)
_DOTTED: Final = re.compile(r"(?<![^\s\"\[-])(\d{1,5})\.(\d{1,5})(?=[\s\"\];-]|$)")
_IN_COMMUNITY: Final = re.compile(r"(?<![^\s\"\[(:])(\d{1,5})\.(\d{1,5})(?=:\d{1,5}(?:[\s\"\]),]|$))")
_COMMUNITY: Final = re.compile(r"(?<= )(\d{6,10})(?= |$)")


def as_numbers(line: str) -> str:
    """A line with its AS numbers without a dot: `65546` for 1.10 (RFC 5396), also in route targets and distinguishers."""
    if "." not in line or " description " in line:
        return line
    if match := _AS_WORDS.search(line):
        line = line[: match.end()] + _DOTTED.sub(_plain, line[match.end() :])
    return _IN_COMMUNITY.sub(_plain, line) if ":" in line else line


def as_number(text: str) -> str:
    """A word that is an AS number, without a dot."""
    return _DOTTED.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    high, low = int(match[1]), int(match[2])
    return str(high * 65536 + low) if max(high, low) < 65536 else match[0]


def canonical_numbers(line: str) -> str:
    """A line with its numbers of areas, AS and communities in one spelling: `area 0.0.0.0`, `65546` for 1.10, `65000:1` for 4259840001."""
    if "area " in line:
        line = _AREA.sub(lambda match: f"area {IPv4Address(int(match[1]) & 0xFFFFFFFF)}", line)
    line = as_numbers(line)
    if "community" in line:
        line = _COMMUNITY.sub(lambda match: f"{int(match[1]) >> 16}:{int(match[1]) & 0xFFFF}", line)
    return line


_WILD: Final = re.compile(rf"(?<= ){_QUAD} {_QUAD}(?= |$)")
_HOST: Final = re.compile(rf"(?<= ){_QUAD}/32(?= |$)")
_ANY: Final = re.compile(r"(?<= )0\.0\.0\.0/0(?= |$)")
_PORT: Final = re.compile(r"(?<= )((?:eq|neq|lt|gt)|range \S+|range) ([a-z][a-z0-9-]*)(?= |$)")
PORTS: Final[Mapping[str, str]] = {
    "bgp": "179", "biff": "512", "bootpc": "68", "bootps": "67", "chargen": "19", "daytime": "13", "discard": "9", "dnsix": "195",
    "domain": "53", "echo": "7", "exec": "512", "finger": "79", "ftp": "21", "ftp-data": "20", "gopher": "70", "hostname": "101",
    "http": "80", "https": "443", "ident": "113", "imap4": "143", "irc": "194", "isakmp": "500", "klogin": "543", "kshell": "544",
    "ldap": "389", "ldaps": "636", "login": "513", "lpd": "515", "mobile-ip": "434", "nameserver": "42", "netbios-dgm": "138",
    "netbios-ns": "137", "netbios-ss": "139", "nntp": "119", "non500-isakmp": "4500", "ntp": "123", "pim-auto-rp": "496", "pop2": "109",
    "pop3": "110", "rip": "520", "smtp": "25", "snmp": "161", "snmptrap": "162", "ssh": "22", "sunrpc": "111", "tacacs": "49",
    "tacacs-ds": "49", "talk": "517", "telnet": "23", "tftp": "69", "time": "37", "uucp": "540", "who": "513", "whois": "43", "www": "80",
    "xdmcp": "177",
}  # fmt: skip
"""Names for ports that devices show in place of a number, in the same meaning for TCP and UDP (IOS, NX-OS, EOS: access lists)."""


def canonical_filter_entry(line: str, *, standard: bool = False) -> str:
    """An entry of a filter in one spelling: `host 10.0.0.1`, `any`, `10.0.0.0/24`, numbers for ports. `standard`: of sources alone."""
    if " remark " in f" {line}":
        return line
    line = _WILD.sub(lambda match: _wild(match[0], match[1], match[2]), line)
    line = _ANY.sub("any", _HOST.sub(r"host \1", line))
    for _ in range(2):  # both ends of a range
        line = _PORT.sub(lambda match: f"{match[1]} {PORTS.get(match[2], match[2])}", line)
    return re.sub(r"\b(permit|deny) host (?=[\d.]+(?: log)?$)", r"\1 ", line) if standard else line


def _wild(text: str, address: str, wildcard: str) -> str:
    try:
        inverse = int(IPv4Address(wildcard))
    except AddressValueError:
        return text
    return f"{address}/{32 - inverse.bit_length()}" if inverse & (inverse + 1) == 0 else text
