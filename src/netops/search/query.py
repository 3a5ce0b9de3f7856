"""What is searched for: an address, a prefix, a hardware address or a text, recognised by how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from itertools import pairwise
from typing import Protocol

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Relation(IntEnum):
    """How a value is related to what is searched for, the nearest first."""

    IS = 0
    IN = 1
    """An address or prefix inside a searched prefix."""
    WORD = 2
    """A whole word of the value."""
    PART = 3
    RANGE = 4
    """A range of addresses that holds it."""
    CONTAINS = 5
    """A prefix around it."""


class Query(Protocol):
    """What is searched for. `kind`: address, prefix, mac or text."""

    @property
    def text(self) -> str: ...

    @property
    def kind(self) -> str: ...

    def may_match(self, text: str) -> bool:
        """Whether a long text may hold a value with a relation: quick, and never False when there is one."""

    def relation(self, value: str) -> Relation | None:
        """The nearest relation of what a value or line holds; None when it holds nothing of it."""


def parse_query(text: str) -> Query:
    """The query of a text as a person types it.

    >>> [parse_query(one).kind for one in ("10.1.0.7", "2001:DB8::7/64", "aabb.ccdd.eeff", "aa-bb-cc", "ber-core-1")]
    ['address', 'prefix', 'mac', 'mac', 'text']
    """
    wanted = text.strip()
    if (network := parse_network(wanted)) is not None:
        return AddressQuery(wanted, network)
    if digits := mac_digits(wanted):
        return MacQuery(wanted, digits)
    return TextQuery(wanted)


# addresses

_V4 = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?!\w|\.\d)"
_V6 = r"(?<![\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?:/\d{1,3})?(?![\w:])"
_TOKENS = {4: re.compile(_V4), 6: re.compile(_V6)}
_REST_OF_V4 = re.compile(r"\.\d+\.\d+\.\d+(?:/\d+|[ \t]*-[ \t]*\d)?")
_MIDDLE_OF_V6 = re.compile(r":[0-9a-fA-F]*:")
_LOOSE_V6 = re.compile(r"[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(?:/\d+|[ \t]*-[ \t]*[0-9a-fA-F:])?")
_DIGITS_AT_END = re.compile(r"\d*\Z")
_BETWEEN = re.compile(r"[ \t]*-[ \t]*")
_ENDS = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){2})\.\d{1,3}[ \t]*-[ \t]*\d{1,3}(?![\w.])")


def parse_network(text: str) -> Network | None:
    """The prefix that a text is, of a single address one of full length; None for anything else. Bits of a host do not matter."""
    try:
        return ip_network(text.strip("[]").partition("%")[0], strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 16)
def _token(text: str) -> tuple[Address, Network] | None:
    """The address of a token and its prefix; None when it only looks like one (a time, a version, a MAC)."""
    try:
        return ip_address(text.partition("/")[0]), ip_network(text, strict=False)
    except ValueError:
        return None


@dataclass(frozen=True)
class AddressQuery:
    """An address, or all of a prefix."""

    text: str
    network: Network

    @property
    def kind(self) -> str:
        return "address" if self.is_single else "prefix"

    @property
    def is_single(self) -> bool:
        return self.network.prefixlen == self.network.max_prefixlen

    def may_match(self, text: str) -> bool:
        return self.may_hold(text, around=True)

    def may_hold(self, text: str, *, around: bool) -> bool:
        """Whether a long text may hold a relation; without `around` prefixes that are wider do not count."""
        tokens = dict.fromkeys(_loose_tokens(text, self.network.version))
        wanted = set(Relation) if around else set(Relation) - {Relation.CONTAINS}
        return any("-" in token or ((known := _token(token)) is not None and self._of(*known) in wanted) for token in tokens)

    def relation(self, value: str) -> Relation | None:
        found = [relation for relation, _ in self.addresses(value)]
        spans = (self.span_relation(first, last) for first, last in _ranges(value, self.network.version))
        return min((*found, *(one for one in spans if one is not None)), default=None)

    def addresses(self, text: str) -> Iterator[tuple[Relation, Address]]:
        """The addresses in a text that have a relation."""
        for token in _TOKENS[self.network.version].findall(text):
            if (known := _token(token)) is not None and (relation := self._of(*known)) is not None:
                yield relation, known[0]

    def _of(self, address: Address, network: Network) -> Relation | None:
        """Both ends of a /31 and of a /127 are addresses (RFC 3021, RFC 6164); of a shorter prefix the first is the prefix itself."""
        is_prefix = address == network.network_address and network.prefixlen < network.max_prefixlen - 1
        if is_prefix and network.prefixlen < self.network.prefixlen:
            return Relation.CONTAINS if network.prefixlen and self.network.network_address in network else None
        if address not in self.network:
            return None
        return Relation.IS if self.is_single or (network == self.network and address == network.network_address) else Relation.IN

    def span_relation(self, first: str, last: str) -> Relation | None:
        """The relation of a range of addresses, both ends included."""
        low, high = _token(first), _token(last)
        if low is None or high is None or {low[0].version, high[0].version} != {self.network.version}:
            return None
        own_low, own_high = int(self.network.network_address), int(self.network.broadcast_address)
        if own_low <= int(low[0]) and int(high[0]) <= own_high and not self.is_single:
            return Relation.IN
        return Relation.RANGE if int(low[0]) <= own_high and own_low <= int(high[0]) else None


def _loose_tokens(text: str, version: int) -> Iterator[str]:
    """All that is an address, a prefix or a range in a long text, and more. A pattern that begins with a dot or a colon is searched for a
    hundred times faster than one that begins with a digit."""
    if version == 6:
        yield from _LOOSE_V6.findall(text) if _MIDDLE_OF_V6.search(text) else ()
        return
    for rest in _REST_OF_V4.finditer(text):
        head = _DIGITS_AT_END.search(text, max(0, rest.start() - 3), rest.start())
        yield (head[0] if head else "") + rest[0]


def _ranges(value: str, version: int) -> Iterator[tuple[str, str]]:
    """The ranges that are written in one value: `10.1.0.5-10.1.0.9`, `10.1.0.5-9`."""
    found = list(_TOKENS[version].finditer(value))
    for one, other in pairwise(found):
        if _BETWEEN.fullmatch(value, one.end(), other.start()):
            yield one[0], other[0]
    for short in _ENDS.finditer(value):
        first, _, last = short[0].partition("-")
        yield first.strip(), f"{short[1]}.{last.strip()}"


# hardware addresses

_WITHOUT_SEPARATORS = str.maketrans("", "", ":.-")
_MAC = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}|[0-9a-f]{4}(?:[.:-][0-9a-f]{4}){2}|[0-9a-f]{6}-[0-9a-f]{6}|[0-9a-f]{12})(?![0-9a-z])",
    re.IGNORECASE,
)
_PART_OF_MAC = re.compile(
    r"[0-9a-f]{12}|[0-9a-f]{6}-[0-9a-f]{6}|[0-9a-f]{1,2}([:-])[0-9a-f]{1,2}(?:\1[0-9a-f]{1,2}){0,4}\1?|[0-9a-f]{4}([.-])[0-9a-f]{2,4}(?:\2[0-9a-f]{2,4})?",
    re.IGNORECASE,
)


def mac_digits(text: str) -> str:
    """The digits of a hardware address or of a part of one, whatever is between them; empty for anything else.

    >>> mac_digits("AABB.CCDD.EEFF"), mac_digits("0:1b:2:3:4:5"), mac_digits("aa-bb-cc"), mac_digits("10.1"), mac_digits("ber")
    ('aabbccddeeff', '001b02030405', 'aabbcc', '', '')
    """
    if not _PART_OF_MAC.fullmatch(text):
        return ""
    return normal_mac(text)


def normal_mac(text: str) -> str:
    """The digits of a hardware address in lower case, each byte with two."""
    groups = [group for group in re.split(r"[:.-]", text.lower()) if group]
    pads = max(map(len, groups)) <= 2
    return "".join(group.zfill(2) if pads else group for group in groups)


@dataclass(frozen=True)
class MacQuery:
    """A hardware address, or some bytes of one, in any spelling."""

    text: str
    digits: str
    kind: str = field(default="mac", init=False)

    def may_match(self, text: str) -> bool:
        held = text.lower()
        return self.digits in held.translate(_WITHOUT_SEPARATORS) or self.text.lower() in held

    def relation(self, value: str) -> Relation | None:
        return min((found for token in _MAC.findall(value) if (found := self.of(token)) is not None), default=self._as_text(value))

    def of(self, mac: str) -> Relation | None:
        """The relation of one hardware address."""
        digits = normal_mac(mac)
        if digits == self.digits:
            return Relation.IS
        is_part = any(digits.startswith(self.digits, at) for at in range(0, len(digits) - len(self.digits) + 1, 2))
        return Relation.PART if is_part else None

    def _as_text(self, value: str) -> Relation | None:
        return Relation.PART if self.text.lower() in value.lower() else None


# text


@dataclass(frozen=True)
class TextQuery:
    """A name, a serial number, or any other text; upper and lower case are the same. Of a name with a domain, also its first part alone."""

    text: str
    kind: str = field(default="text", init=False)

    @property
    def _short(self) -> str:
        first, dot, domain = self.text.lower().partition(".")
        return first if dot and re.fullmatch(r"[a-z0-9-]+", first) and re.fullmatch(r"[a-z0-9.-]*[a-z][a-z0-9-]*", domain) else ""

    def may_match(self, text: str) -> bool:
        held = text.lower()
        return self.text.lower() in held or bool(self._short and self._short in held)

    def relation(self, value: str) -> Relation | None:
        wanted, held = self.text.lower(), value.lower().strip()
        if held in (wanted, self._short) and held:
            return Relation.IS
        if wanted not in held:
            return None
        is_word = re.search(rf"(?<![\w.-]){re.escape(wanted)}(?![\w-]|\.\w)", held)
        return Relation.WORD if is_word else Relation.PART
