"""Entries of filters as data of the model, and which of them stay text: every platform that lists them line by line has this form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Final

from netops.facts.table import Effect, Fields
from netops.facts.values import wildcard

BOUNDS: Final = {"lt": "<", "gt": ">", "neq": "!"}
FLAGS: Final = {"established": "established", "fragments": "fragments", "log": "log", "log-input": "log_input"}
WITH_PORTS: Final = frozenset({"tcp", "udp"})
REMARKS: Final = ("_remark", "_remarks", "_remark_seq")
"""Where the tables of platforms hold remarks until their entry comes."""
REST, UNREAD = "_rest", "_unread"
"""What a list has whose last entries, or some of whose entries, stay text."""


@dataclass(frozen=True, slots=True)
class PortNames:
    """The ports that a platform shows by name."""

    tcp: Mapping[str, int]
    udp: Mapping[str, int]

    def of(self, protocol: str) -> Mapping[str, int]:
        return self.udp if protocol == "udp" else self.tcp


def row_of_entry(action: str, text: str, names: PortNames, family: str = "ipv4") -> Fields:
    """The entry `tcp 10.0.0.0 0.255.255.255 any eq www log`. ValueError or LookupError for words that the model has no key for."""
    words = text.split()
    shown = words.pop(0)
    protocol = {"ip": "ip", "ipv4": "ip", "ipv6": "ip", "icmpv6": "icmp", "icmp6": "icmp"}.get(shown, shown)
    if shown in ("ipv4", "ipv6") and shown != family:
        raise ValueError(text)
    row: Fields = {"action": action} | ({"protocol": protocol} if protocol != "ip" else {})
    for end, prefix in (("source", "source_"), ("destination", "")):
        if (network := take_network(words)) != "any":
            row[end] = network
        if protocol in WITH_PORTS:
            row |= take_ports(words, names.of(protocol), prefix)
    if protocol == "icmp" and words and words[0] not in FLAGS:
        row["icmp_type"] = words.pop(0)
        if words and words[0].isdecimal():
            row["icmp_type"] = f"{row['icmp_type']} {words.pop(0)}"
    row |= {FLAGS[word]: True for word in words}
    return row


def row_of_source(action: str, text: str) -> Fields:
    """The entry `10.0.0.0 0.255.255.255 log` of a list that looks at sources only."""
    words = text.split()
    row: Fields = {"action": action}
    if words[-1] == "log":
        row["log"] = bool(words.pop())
    if len(words) == 1 and words[0] != "any":
        words.insert(0, "host")
    if (network := take_network(words)) != "any":
        row["source"] = network
    if words:
        raise ValueError(text)
    return row


def take_network(words: list[str]) -> str:
    """`any`, or the prefix of `host A`, `A/N` or `A WILDCARD`: taken off the words."""
    word = words.pop(0)
    if word == "any":
        return word
    if word == "host" or "/" in word:
        return str(ip_network(words.pop(0) if word == "host" else word))
    inverse = words.pop(0)
    found = wildcard(word, inverse)
    if not inverse.strip("0.") or found.partition("/")[0] != word:
        raise ValueError(f"no device shows {word} {inverse}")
    return found


def take_ports(words: list[str], names: Mapping[str, int], prefix: str) -> Fields:
    """`eq www`, `eq www 8080`, `range 1024 65535`, `gt 1023`: taken off the words; nothing where they say no ports."""
    sign = words[0] if words else ""
    if sign not in ("eq", "range", *BOUNDS):
        return {}
    words.pop(0)
    ports = [_port(words, names)]
    if sign == "range":
        return {f"{prefix}ports": f"{ports[0]}-{_port(words, names)}"}
    if sign != "eq":
        return {f"{prefix}ports": f"{BOUNDS[sign]}{ports[0]}"}
    while words and (words[0].isdecimal() or words[0] in names):
        ports.append(_port(words, names))
    return {f"{prefix}ports": ",".join(map(str, ports))} if len(ports) > 1 else {f"{prefix}port": ports[0]}


def _port(words: list[str], names: Mapping[str, int]) -> int:
    word = words.pop(0)
    port = int(word) if word.isdecimal() else names[word]
    if word.isdecimal() and port in names.values():
        raise ValueError(f"no device shows the number {port}")
    return port


def numbered_remark(fields: Fields, seq: str, text: str) -> None:
    """A remark with a number of its own; of several before one entry the last is that of the entry."""
    fields["_remark"] = int(seq), text


def add_numbered(fields: Fields, seq: str, row: Fields) -> None:
    """One more entry of a list whose remarks have numbers of their own."""
    entry: Fields = {"seq": int(seq)} | row
    if "_remark" in fields:
        number, entry["remark"] = fields.pop("_remark")
        if number != entry["seq"] - 1:
            entry["remark_seq"] = number
    fields["entries"].append(entry)


def or_text(effect: Effect) -> Effect:
    """An effect for entries of a list: one that it does not understand stays text, and so do the remarks before it.

    In a list without numbers all that come after it stay text as well: the first entry that matches decides.
    """

    def guarded(fields: Fields, *words: str) -> None:
        if REST in fields:
            raise ValueError("after an entry that stays text")
        try:
            effect(fields, *words)
        except (ValueError, LookupError):
            for key in REMARKS:
                fields.pop(key, None)
            fields[UNREAD] = True
            if not words[0].split(" ")[0].isdecimal():
                fields[REST] = True
            raise

    return guarded


def drop_empty(fields: Fields) -> None:
    """Leave out lists of which every entry stays text."""
    lists: dict[str, Fields] = fields.get("acls", {})
    for name in [name for name, one in lists.items() if UNREAD in one and not one["entries"]]:
        del lists[name]
    if not lists:
        fields.pop("acls", None)


def _unread(fields: Fields, *words: str) -> None:
    raise ValueError(" ".join(words))


ANY_OTHER: Final = {"~": or_text(_unread)}
"""The pattern of an entry of another kind."""
