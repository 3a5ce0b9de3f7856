"""Filters and tests for templates: pure functions from values to values.

Those of `FILTERS` are the same everywhere; `bound(syntax)` gives those that know the syntax of the text being written.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from netops.dialects.syntax import FORBIDDEN, PrintSyntax, SafeText, Unprintable
from netops.facts.values import classful_netmask
from netops.render import collected, interfaces, marks, sessions
from netops.render.missing import UndefinedValue
from netops.secrets import with_placeholders

Interface = ipaddress.IPv4Interface | ipaddress.IPv6Interface


def _interface(value: object) -> Interface:
    try:
        return ipaddress.ip_interface(str(value))
    except ValueError as error:
        raise Unprintable(f"{str(value)!r} is not an address or a prefix ({error})", value) from None


def host(value: object) -> str:
    """The address without its length: `10.1.0.1/24` -> `10.1.0.1`."""
    return str(_interface(value).ip)


def with_port(value: object, port: int) -> str:
    """A host with a port: `10.1.0.1:9100`, `[2001:db8::1]:9100` (RFC 3986, section 3.2.2)."""
    text = str(value)
    return f"[{text}]:{port}" if ":" in text else f"{text}:{port}"


def network(value: object) -> str:
    """The prefix that holds an address: `10.1.0.1/24` -> `10.1.0.0/24`."""
    return str(_interface(value).network)


def network_address(value: object) -> str:
    """The first address of a prefix: `10.1.0.1/24` -> `10.1.0.0`."""
    return str(_interface(value).network.network_address)


def prefix_length(value: object) -> int:
    """`10.1.0.1/24` -> `24`."""
    return _interface(value).network.prefixlen


def netmask(value: object) -> str:
    """`10.1.0.1/24` -> `255.255.255.0`."""
    return str(_interface(value).netmask)


def wildcard(value: object) -> str:
    """`10.1.0.1/24` -> `0.0.0.255`."""
    return str(_interface(value).hostmask)


def family(value: object) -> int:
    """The version of an address or a prefix, 4 or 6."""
    return _interface(value).version


def of_family(values: Iterable[Any], version: int, attribute: str = "") -> list[Any]:
    """The addresses, or the maps whose `attribute` is an address, of one version: `addresses | of_family(6)`."""
    return [v for v in values if (not attribute or attribute in v) and family(v[attribute] if attribute else v) == version]


def ranges(numbers: Iterable[object], pairs: str = "hyphen") -> str:
    """Numbers as devices write lists of VLANs: `[1, 2, 3, 10]` -> `1-3,10`. `pairs`: with "comma" two in a row are `1,2`."""
    between = "," if pairs == "comma" else "-"
    runs: list[list[int]] = []
    for number in sorted({int(str(n)) for n in numbers}):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(a) if a == b else f"{a}{between if b == a + 1 else '-'}{b}" for a, b in runs)


LAST = (9, 0, 0)
"""The key of what has no address."""


def by_address(items: Iterable[Any], attribute: str = "") -> list[Any]:
    """Addresses or prefixes, or maps with one as `attribute`, in numeric order, version 4 first; maps without it come last."""

    def key(item: Any) -> tuple[int, int, int]:
        if attribute and attribute not in item:
            return LAST
        found = _interface(item[attribute] if attribute else item)
        return (found.version, int(found.ip), found.network.prefixlen)

    return sorted(items, key=key)


def reverse_name(value: object) -> str:
    """The name of an address in the reverse DNS: `10.1.0.1` -> `1.0.1.10.in-addr.arpa`."""
    return _interface(value).ip.reverse_pointer


def cron_hours(every_h: object) -> SafeText:
    """The hours field of a crontab for something done every so many hours; at two in the night when it is once a day or less."""
    hours = int(str(every_h))
    return SafeText("2" if hours >= 24 else f"*/{hours}")


def json_text(value: object) -> SafeText:
    """A value as JSON on one line; YAML files of services take it too."""
    return SafeText(json.dumps(_plain(value), ensure_ascii=False))


def _plain(value: Any) -> Any:
    """The value as built-in types, secrets as their placeholders."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return value if kind is bool else kind(value)
    return value if value is None else str(value)


def hex_lines(value: object) -> list[str]:
    """Bytes in base64 as devices write certificates: lines of 32 bytes, four bytes to a word, in hexadecimal."""
    try:
        found = base64.b64decode(str(value), validate=True).hex().upper()
    except ValueError as error:
        raise Unprintable(f"not base64 ({error})", value) from None
    rows = [found[at : at + 64] for at in range(0, len(found), 64)]
    return [" ".join(row[at : at + 8] for at in range(0, len(row), 8)) for row in rows]


def block(value: object, refuse: str = "", blanks: bool = False) -> SafeText:
    """A text of several lines as it is: the only way to print line breaks. `refuse` is what would end the block on the device.
    `blanks`: those at the ends of lines stay, and empty lines at the end of the text."""
    text = str(value)
    lines = (text.removesuffix("\n") if blanks else text.rstrip("\n")).split("\n")
    for line in lines:
        if FORBIDDEN.search(line.replace("\t", " ")):
            raise Unprintable(f"{line!r} holds control characters or the brackets of a secret", value)
        if refuse and refuse in line:
            raise Unprintable(f"{line!r} holds {refuse!r}, which ends this text on the device", value)
    return SafeText("\n".join(line if blanks else line.rstrip() for line in lines))


def as_file(value: object) -> SafeText:
    """The text of a file to the letter but for its last line end, with the placeholders of the secrets that it names."""
    text = str(value).removesuffix("\n")
    if FORBIDDEN.search(text.replace("\n", " ").replace("\t", " ")):
        raise Unprintable("the text holds control characters or the brackets of a secret", value)
    return SafeText(with_placeholders(text))


def quote_lines(syntax: PrintSyntax, value: object) -> SafeText:
    """A text of several lines as one quoted string, for a syntax that writes line breaks as escapes."""
    end = "\n" if str(value).endswith("\n") else ""
    text = syntax.quoted(syntax.fold(block(value)) + end)
    if "\n" in text:
        raise Unprintable(f"{syntax.name} has no strings of several lines", value)
    return SafeText(text)


POLICIES = re.compile(r"!?[\w.-]+(?: (?:&&|\|\|) !?[\w.-]+)+")
"""Policies that are joined to one: `A && B`."""


def chain(syntax: PrintSyntax, values: Iterable[object]) -> SafeText:
    """Policies as Junos lists them, joined ones in parentheses: `[ A ( B && C ) ]`."""
    return syntax.bracketed([SafeText(f"( {value} )") if POLICIES.fullmatch(str(value)) else value for value in values])


def then(syntax: PrintSyntax, value: object, text: str) -> SafeText:
    """The text when the value is there and not false, else nothing; `{}` stands for the value: `s.port | then(" port {}")`.

    A map may lack the key; a name that the view lacks is an error.
    """
    if isinstance(value, UndefinedValue):
        if value.is_top_level:
            raise value.error
        return SafeText("")
    if value is None or value is False:
        return SafeText("")
    return SafeText(text.replace("{}", syntax.bare(value)) if "{}" in text else text)


def lookup(key: object, table: Mapping[Any, Any]) -> SafeText:
    """The text that a table of the template gives for a value: `access | lookup({"rw": "RW", "ro": "RO"})`."""
    if key not in table:
        raise Unprintable(f"{key!r} is none of {', '.join(map(repr, table))}", key)
    return SafeText(table[key])


def named(value: object, table: Mapping[Any, str]) -> object:
    """The word that a table has for a value, else the value: `e.port | named({22: "ssh"})`."""
    return table.get(value, value) if isinstance(value, int | str) else value


def unless(value: object, default: object) -> object:
    """The value, or nothing when it is the device's own default."""
    return None if value == default else value


def as_number(value: object, notation: object) -> str:
    """An AS number as the device writes it: in `asdot`, those of more than two bytes are two numbers (RFC 5396)."""
    number = int(str(value))
    return f"{number >> 16}.{number & 0xFFFF}" if notation == "asdot" and number > 0xFFFF else str(number)


def dotted(value: object) -> str:
    """A number as four octets, as areas of OSPF are written: `0` -> `0.0.0.0`; what is in octets stays."""
    text = str(value)
    return str(ipaddress.IPv4Address(int(text) if text.isdecimal() else text))


def dotted_mac(value: object) -> str:
    """A MAC address in three groups, as Cisco writes it: `02:00:00:aa:bb:01` -> `0200.00aa.bb01`."""
    digits = "".join(letter for letter in str(value).lower() if letter in "0123456789abcdef")
    return ".".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def count_values(item: Mapping[str, Any]) -> int:
    """How many values a map has, those of a list one by one."""
    return sum(len(value) if isinstance(value, list | tuple) else 1 for value in item.values())


def any_of(item: Mapping[str, Any], *keys: str) -> bool:
    """Whether a map has one of the keys, with something in it."""
    return any(item.get(key) for key in keys)


def having_any(items: Iterable[Mapping[str, Any]], *keys: str) -> list[Any]:
    """The maps that have one of the keys, with something in it."""
    return [item for item in items if any_of(item, *keys)]


def has(items: Iterable[Any], key: str) -> bool:
    """Whether any of the maps has a true value for a key."""
    return any(item.get(key) for item in items)


def refuse(reason: object) -> str:
    """Fails with the reason: for data that a platform cannot take."""
    raise Unprintable(str(reason))


def is_inside(address: object, prefix: object) -> bool:
    """Whether an address belongs to the prefix of another: `10.1.0.1` to `10.1.0.2/24`."""
    return _interface(address).ip in _interface(prefix).network


def is_single(value: object) -> bool:
    """Whether a prefix is one address: `10.1.20.9/32`."""
    return _interface(value).network.num_addresses == 1


def is_ipv4(value: object) -> bool:
    """Whether a value is an address or prefix of version 4."""
    return family(value) == 4


def is_ipv6(value: object) -> bool:
    """Whether a value is an address or prefix of version 6."""
    return family(value) == 6


def peer_sessions(speaker: Mapping[str, Any]) -> list[sessions.Session]:
    """The neighbours of a BGP speaker with an address, in numeric order of it."""
    return [(one["address"], one) for one in by_address(speaker.get("neighbors") or (), "address") if "address" in one]


FILTERS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        host,
        with_port,
        network,
        network_address,
        prefix_length,
        netmask,
        classful_netmask,
        wildcard,
        family,
        of_family,
        ranges,
        by_address,
        reverse_name,
        block,
        as_file,
        cron_hours,
        hex_lines,
        lookup,
        named,
        unless,
        dotted,
        dotted_mac,
        as_number,
        any_of,
        having_any,
        count_values,
        has,
        refuse,
    )
}
FILTERS["json"] = json_text
FILTERS |= {
    "group_sessions": sessions.group_sessions,
    "peer_sessions": peer_sessions,
    "in_family": sessions.in_family,
    "implied": sessions.implied,
}
FILTERS |= {**interfaces.FILTERS, **collected.FILTERS, **marks.FILTERS}

TESTS: dict[str, Callable[..., bool]] = {"ipv4": is_ipv4, "ipv6": is_ipv6, "single": is_single, "inside": is_inside}


def bound(syntax: PrintSyntax) -> dict[str, Callable[..., Any]]:
    """The filters that know the syntax: `word`, `words`, `text`, `bracketed`, `quote`, `quote_lines`, `raw`, `then`."""
    return {
        "word": syntax.bare,
        "words": syntax.words,
        "text": syntax.text,
        "quote": syntax.quote,
        "raw": syntax.raw,
        "bracketed": syntax.bracketed,
        "chain": partial(chain, syntax),
        "quote_lines": partial(quote_lines, syntax),
        "then": partial(then, syntax),
    }
