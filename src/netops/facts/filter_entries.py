"""Entries of access lists in the words of the model: what Cisco's and Arista's command lines have alike, and a form for what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, ip_network
from typing import Final

from netops.facts.table import Fields

BOUNDS: Final = {"lt": "<", "gt": ">", "neq": "!"}
FLAGS: Final = ("syn", "ack", "fin", "rst", "psh", "urg")
WITH_PORTS: Final = ("tcp", "udp", "sctp")
SWITCHES: Final = {"established": "established", "fragments": "fragments", "log": "log", "log-input": "log_input", "tracked": "tracked"}
VALUES: Final = {"time-range": "time_range", "dscp": "dscp", "precedence": "precedence", "tos": "tos"}


@dataclass(frozen=True, slots=True)
class EntryForm:
    """How a platform writes entries. `group`, `port_group`: the words before a group of addresses or ports. `named_protocols`: other
    names of protocols than the model's. `masks`: a network has a wildcard behind it. `several`: more than one port after `eq`."""

    tcp: Mapping[str, int]
    udp: Mapping[str, int]
    group: str = "object-group"
    port_group: str = ""
    named_protocols: tuple[tuple[str, str], ...] = (("ipv4", "ip"), ("ipv6", "ip"))
    masks: bool = False
    several: bool = False


def entry_of(form: EntryForm, action: str, text: str, family: str = "ipv4") -> Fields:
    """The row of an entry `ACTION PROTOCOL SOURCE [PORTS] DESTINATION [PORTS] [OPTIONS]`. ValueError or LookupError where it has others."""
    words = text.split()
    row: Fields = {"action": action}
    protocol = words.pop(0)
    if protocol == "object-group" and form.group == protocol:
        row["service_group"] = words.pop(0)
    if protocol in ("ipv4", "ipv6") and protocol != family:
        raise ValueError(text)
    protocol = dict(form.named_protocols).get(protocol, protocol)
    if protocol != "ip" and "service_group" not in row:
        row["protocol"] = protocol
    _side(form, words, row, "source")
    ports_of(form, protocol, words, row, "source_")
    _side(form, words, row, "destination")
    ports_of(form, protocol, words, row, "")
    _options(protocol, words, row)
    return row


def source_of(form: EntryForm, action: str, text: str) -> Fields:
    """The row of an entry of a standard list: `ACTION SOURCE [log]`."""
    words = text.split()
    row: Fields = {"action": action}
    if words[0] not in ("any", "host") and "/" not in words[0] and words[1:2] in ([], ["log"]):
        words.insert(0, "host")
    _side(form, words, row, "source")
    _options("ip", words, row)
    return row


def _side(form: EntryForm, words: list[str], row: Fields, key: str) -> None:
    match words.pop(0):
        case "any":
            return
        case "host":
            row[key] = str(ip_network(words.pop(0)))
        case word if word == form.group:
            row[f"{key}_group"] = words.pop(0)
        case word if "/" in word or not form.masks:
            row[key] = str(ip_network(word.lower()))
        case word:
            row[key] = masked(word, words.pop(0))


def masked(address: str, inverse: str) -> str:
    """A network of an address and a wildcard; both of them where the wildcard's ones are apart. ValueError for bits of hosts."""
    bits = f"{int(IPv4Address(inverse)):032b}"
    if inverse == "0.0.0.0":  # noqa: S104 - devices show `host`
        raise ValueError(f"{address} {inverse}")
    return f"{IPv4Address(address)} {inverse}" if "10" in bits else str(IPv4Network(f"{address}/{bits.count('0')}"))


def ports_of(form: EntryForm, protocol: str, words: list[str], row: Fields, key: str) -> None:
    """`eq bgp`, `range 1024 65535`, `gt 1023`: taken off the words; nothing when no ports come."""
    names = form.udp if protocol == "udp" else form.tcp
    if not words or protocol not in WITH_PORTS:
        return
    word = words[0]
    if form.port_group and word == form.port_group:
        row[f"{key}port_group"], words[:] = words[1], words[2:]
    elif word == "eq":
        words.pop(0)
        found = [_number(words.pop(0), names)]
        while form.several and words and (words[0].isdecimal() or words[0] in names):
            found.append(_number(words.pop(0), names))
        row |= {f"{key}port": found[0]} if len(found) == 1 else {f"{key}ports": ",".join(map(str, found))}
    elif word == "range":
        row[f"{key}ports"], words[:] = f"{_number(words[1], names)}-{_number(words[2], names)}", words[3:]
    elif word in BOUNDS:
        row[f"{key}ports"], words[:] = f"{BOUNDS[word]}{_number(words[1], names)}", words[2:]


def _number(word: str, names: Mapping[str, int]) -> int:
    if word.isdecimal() and int(word) in names.values():
        raise ValueError(f"no device shows the number {word}")
    return names[word] if word in names else int(word)


def _options(protocol: str, words: list[str], row: Fields) -> None:
    while words:
        word = words.pop(0)
        if word in SWITCHES:
            row[SWITCHES[word]] = True
        elif word in VALUES:
            row[VALUES[word]] = words.pop(0)
        elif word == "ttl":
            row["ttl"] = f"{words.pop(0)} {words.pop(0)}"
        elif word in FLAGS and protocol == "tcp":
            row.setdefault("tcp_flags", []).append(word)
        elif protocol in ("icmp", "icmpv6", "igmp") and "icmp_type" not in row:
            row["icmp_type"] = f"{word} {words.pop(0)}" if words and words[0].isdecimal() else word
        else:
            raise ValueError(f"not of an entry: {word}")
