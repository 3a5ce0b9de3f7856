"""Entries of filters as rules over packets: from the data, from entries of the Cisco family, and from terms of Junos."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from ipaddress import IPv4Address
from itertools import product
from typing import Any, Final

from netops.graph import names
from netops.graph.packets import (
    BYTE,
    IN_SESSION,
    LATER,
    PORTS,
    SYN,
    WHOLE,
    PacketBox,
    Packets,
    Range,
    full_box,
    network_range,
    packets_with_flags,
)
from netops.graph.place import ConfigPlace
from netops.graph.rulesets import DENY, PERMIT, UNKNOWN, Rule

Fields = dict[str, Any]
LOOSE_BITS: Final = 10
"""A wildcard with more bits that do not count, beside the last ones, is not read: it would be too many networks."""
IGNORED: Final = frozenset({"log", "log-input", "log_input", "remark", "remark_seq", "seq", "count", "syslog"})
"""What an entry says beside which packets it is about."""


def rule_of_entry(entry: Mapping[str, Any], family: int, where: ConfigPlace) -> Rule:
    """The rule of an entry of `acls` in the data."""
    text = entry_text(entry)
    try:
        return Rule(str(entry["action"]), Packets(tuple(_boxes(entry, family))), text, where)
    except ValueError:
        return unparsed_rule(text, family, where)


def unparsed_rule(text: str, family: int, where: ConfigPlace) -> Rule:
    """The rule of a text that was not understood: it may decide any packet."""
    return Rule(UNKNOWN, Packets((full_box(family),)), text, where)


def entry_text(entry: Mapping[str, Any]) -> str:
    """An entry in words: `permit tcp 10.0.0.0/8 -> any port 22`."""
    ports = [f" port {entry[key]}" for key in ("port", "ports") if key in entry]
    more = [f" {word}" for word in ("established", "fragments") if entry.get(word)]
    kind = f" {entry['icmp_type']}" if "icmp_type" in entry else ""
    head = f"{entry['action']} {entry.get('protocol', 'ip')} {entry.get('source', 'any')} -> {entry.get('destination', 'any')}"
    return "".join([head, kind, *ports, *more])


NOT_MODELLED: Final = (
    *("source_group", "destination_group", "service_group", "port_group", "source_port_group"),
    *("tcp_flags", "dscp", "precedence", "tos", "ttl", "time_range", "tracked"),
)
"""What narrows an entry in a way that sets of packets do not have."""


def _boxes(entry: Mapping[str, Any], family: int) -> Iterable[PacketBox]:
    if any(key in entry for key in NOT_MODELLED):
        raise ValueError(entry_text(entry))
    number = names.protocol_number(str(entry.get("protocol", "ip")), family)
    base = full_box(family, protocol=BYTE if number is None else (number, number))
    if entry.get("established"):
        base = base._replace(flags=IN_SESSION)
    if entry.get("fragments"):
        base = base._replace(part=LATER)
    sources = _addresses(str(entry.get("source", "any")), family)
    destinations = _addresses(str(entry.get("destination", "any")), family)
    from_ports = _ports(entry.get("source_port"), entry.get("source_ports"), number)
    to_ports = _ports(entry.get("port"), entry.get("ports"), number)
    if from_ports != (PORTS,) or to_ports != (PORTS,):
        base = base._replace(part=base.part & WHOLE or base.part)
    if "icmp_type" in entry:
        kind, code = names.icmp_message(str(entry["icmp_type"]), family)
        base = base._replace(icmp_type=(kind, kind), icmp_code=BYTE if code is None else (code, code))
    for source, destination, one, other in product(sources, destinations, from_ports, to_ports):
        yield base._replace(source=source, destination=destination, source_port=one, port=other)


def _addresses(text: str, family: int) -> tuple[Range, ...]:
    """The addresses of one side: `any`, a prefix, or an address with a wildcard. None of another family."""
    if text == "any":
        return (full_box(family).source,)
    if " " in text:
        return tuple(_wildcard(*text.split()))
    version, found = network_range(text)
    return (found,) if version == family else ()


def _wildcard(address: str, inverse: str) -> Iterable[Range]:
    """The addresses that differ in bits of the wildcard only."""
    bits, start = int(IPv4Address(inverse)), int(IPv4Address(address))
    tail = next(at for at in range(33) if not bits >> at & 1)
    loose = [at for at in range(tail, 32) if bits >> at & 1]
    if len(loose) > LOOSE_BITS:
        raise ValueError(f"too many networks: {address} {inverse}")
    start &= ~bits
    for chosen in range(1 << len(loose)):
        low = start + sum(1 << bit for at, bit in enumerate(loose) if chosen >> at & 1)
        yield low, low + (1 << tail) - 1


def _ports(one: Any, several: Any, protocol: int | None) -> tuple[Range, ...]:
    """Ranges of ports: `80`, `80,443`, `1000-2000`, `<1024`, `>1023`, `!22`."""
    if one is not None:
        number = int(one)
        return ((number, number),)
    return tuple(found for part in str(several).split(",") for found in _port_ranges(part, protocol)) if several is not None else (PORTS,)


def _port_ranges(text: str, protocol: int | None) -> list[Range]:
    if text[:1] in "<>!":
        number = names.port_number(text[1:], protocol)
        below, above = (0, number - 1), (number + 1, PORTS[1])
        return [one for one in {"<": [below], ">": [above], "!": [below, above]}[text[0]] if one[0] <= one[1]]
    first, _, last = text.partition("-")
    if names.is_port(text, protocol):  # a name with a hyphen
        first = last = text
    found = (names.port_number(first, protocol), names.port_number(last or first, protocol))
    return [found]


def rule_of_text(text: str, family: int, where: ConfigPlace) -> Rule:
    """The rule of an entry as a config of the Cisco family has it: `permit tcp 10.0.0.0 0.255.255.255 any eq 22`.

    A term of Junos starts with `term`.
    """
    try:
        if text.startswith("term "):
            return _of_term(text, family, where)
        return replace(rule_of_entry(_fields(text, family), family, where), text=text)
    except (ValueError, IndexError):
        return unparsed_rule(text, family, where)


GROUP: Final = re.compile(r"\b(?:object-group|addrgroup|net-group) (\S+)|\bfrom (source-|destination-|)prefix-list (\S+)(?=;|$)")


def rule_of_groups(text: str, family: int, where: ConfigPlace, groups: Mapping[str, Sequence[str]]) -> Rule:
    """The rule of an entry that may name groups of addresses: it is about what the entries with each of their addresses are about."""
    rules = [rule_of_text(one, family, where) for one in _spelled(text, groups)]
    action = rules[0].action
    if len(rules) == 1 or not all(one.action == action for one in rules):
        return replace(rules[0], text=text) if len(rules) == 1 else unparsed_rule(text, family, where)
    packets = rules[0].matches
    for one in rules[1:]:
        packets = packets | one.matches
    return Rule(action, packets, text, where)


def _spelled(text: str, groups: Mapping[str, Sequence[str]]) -> list[str]:
    """An entry with each address of the groups that it names; itself where a group is not known."""
    match = next((one for one in GROUP.finditer(text) if groups.get(one[1] or one[3])), None)
    if match is None:
        return [text]
    if match[3]:
        terms = "; ".join(f"from {match[2]}address {one}" for one in groups[match[3]])
        return _spelled(f"{text[: match.start()]}{terms}{text[match.end() :]}", groups)
    return [found for one in groups[match[1]] for found in _spelled(f"{text[: match.start()]}{one}{text[match.end() :]}", groups)]


SIGNS: Final = {"lt": "<", "gt": ">", "neq": "!"}


def _fields(text: str, family: int) -> Fields:
    """An entry's text with the keys of the data. ValueError for words that are not understood."""
    action, *rest = text.split()
    if action not in (PERMIT, DENY) or not rest:
        raise ValueError(text)
    row: Fields = {"action": action}
    if not names.is_protocol(rest[0]) or (rest[0] == "any" and len(rest) in (1, 2)):
        row["source"], rest = _side(rest)
    else:
        row["protocol"] = rest.pop(0)
        number = names.protocol_number(row["protocol"], family)
        row["source"], rest = _side(rest)
        rest = _port_words(row, "source_ports", rest, number)
        row["destination"], rest = _side(rest)
        rest = _port_words(row, "ports", rest, number)
        if number in (names.PROTOCOLS["icmp"], names.PROTOCOLS["icmpv6"]):
            rest = _icmp_words(row, rest, family)
    for word in rest:
        if word in ("established", "fragments"):
            row[word] = True
        elif word not in IGNORED:
            raise ValueError(text)
    return row


def _side(rest: list[str]) -> tuple[str, list[str]]:
    """The addresses of one side, and the words after them."""
    if rest[0] == "any":
        return "any", rest[1:]
    if rest[0] == "host":
        return rest[1], rest[2:]
    if "/" in rest[0] or ":" in rest[0]:
        return rest[0].lower(), rest[1:]
    IPv4Address(rest[0])
    if len(rest) > 1 and rest[1].count(".") == 3:
        return f"{rest[0]} {rest[1]}", rest[2:]
    return rest[0], rest[1:]


def _port_words(row: Fields, key: str, rest: list[str], protocol: int | None) -> list[str]:
    match rest:
        case ["eq", *rest]:
            found = []
            while rest and names.is_port(rest[0], protocol):
                found.append(rest.pop(0))
            row[key] = ",".join(found)
        case ["lt" | "gt" | "neq" as sign, word, *rest]:
            row[key] = SIGNS[sign] + word
        case ["range", first, last, *rest]:
            row[key] = f"{names.port_number(first, protocol)}-{names.port_number(last, protocol)}"
    return rest


def _icmp_words(row: Fields, rest: list[str], family: int) -> list[str]:
    for length in (2, 1):
        words = " ".join(rest[:length])
        if len(rest) >= length and _is_icmp(words, family):
            row["icmp_type"] = words
            return rest[length:]
    return rest


def _is_icmp(words: str, family: int) -> bool:
    try:
        names.icmp_message(words, family)
    except ValueError:
        return False
    return True


ACTIONS: Final = {"accept": PERMIT, "discard": DENY, "reject": DENY}
SIDES: Final = {"source-": ("source",), "destination-": ("destination",), "": ("source", "destination")}


def _of_term(text: str, family: int, where: ConfigPlace) -> Rule:
    """A term of Junos: values of one condition are alternatives, conditions hold together (Routing Policies guide, "Match Conditions")."""
    _, _, rest = text.split(" ", 2)
    conditions: dict[str, list[str]] = {}
    action = "accept"
    for part in rest.split("; "):
        kind, *words = part.split()
        if kind == "then":
            action = words[0] if (words and words[0] in ACTIONS) or words == ["next", "term"] else action
            if words[:1] == ["next"] or words[:1] == ["routing-instance"]:
                raise ValueError(text)
        elif kind == "from":
            conditions.setdefault(words[0], []).append(" ".join(words[1:]))
        else:
            raise ValueError(text)
    return rule_of_term(conditions, action, family, text, where)


def rule_of_term(conditions: Mapping[str, Sequence[str]], action: str, family: int, text: str, where: ConfigPlace) -> Rule:
    """The rule of a term: conditions by their words in Junos, each with its alternatives; `accept`, `discard` or `reject`."""
    try:
        return Rule(ACTIONS[action], packets_of_conditions(conditions, family), text, where)
    except (ValueError, KeyError):
        return unparsed_rule(text, family, where)


def packets_of_conditions(conditions: Mapping[str, Sequence[str]], family: int) -> Packets:
    """The packets that meet all conditions of a term, each of which lists alternatives."""
    found = Packets((full_box(family),))
    numbers = [number for key in ("protocol", "next-header", "payload-protocol") for number in conditions.get(key, ())]
    protocol = names.protocol_number(numbers[0], family) if len(numbers) == 1 else None
    for condition, values in conditions.items():
        boxes = tuple(one for value in values for one in _condition(condition, _unbracketed(value), family, protocol))
        found = found & _disjoint(boxes)
    return found


def _disjoint(boxes: Iterable[PacketBox]) -> Packets:
    found = Packets()
    for one in boxes:
        found = found | Packets((one,))
    return found


def _unbracketed(value: str) -> list[str]:
    return value.strip("[] ").split()


def _condition(name: str, values: list[str], family: int, protocol: int | None) -> Iterable[PacketBox]:
    """Boxes of one condition. ValueError for one that is not understood."""
    if name in ("tcp-established", "tcp-initial", "is-fragment"):
        tcp = (names.PROTOCOLS["tcp"],) * 2
        yield {
            "tcp-established": full_box(family, flags=IN_SESSION),
            "tcp-initial": full_box(family, protocol=tcp, flags=packets_with_flags(SYN, SYN | 16)),
            "is-fragment": full_box(family, part=LATER),
        }[name]
        return
    if not values or "except" in values:
        raise ValueError(name)
    for value in values:
        yield from _value(name, value, family, protocol)


def _value(name: str, value: str, family: int, protocol: int | None) -> Iterable[PacketBox]:
    side, what = next((side, name.removeprefix(side)) for side in SIDES if name.startswith(side))
    if what == "address":
        version, found = network_range(value)
        yield from (full_box(family, **{end: found}) for end in SIDES[side] if version == family)
    elif what == "port":
        ends = {"source": "source_port", "destination": "port"}
        for found in _port_ranges(value, protocol):
            yield from (full_box(family, part=WHOLE, **{ends[end]: found}) for end in SIDES[side])
    elif name in ("protocol", "next-header", "payload-protocol"):
        number = names.protocol_number(value, family)
        yield full_box(family, protocol=BYTE if number is None else (number, number))
    elif name == "icmp-type":
        kind, code = names.icmp_message(value, family)
        yield full_box(family, icmp_type=(kind, kind), icmp_code=BYTE if code is None else (code, code))
    else:
        raise ValueError(name)
