"""The firewall of a Linux host: the input chains of an nftables file, as entries of a filter (nft(8))."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from netops.lab.sim.management.filters import PORTS, Entry, Range, area

VERDICTS = {"accept": True, "drop": False, "reject": False}
COMMENT = re.compile(r"#.*|\bcomment \"[^\"]*\"|\blog\b( prefix \"[^\"]*\"| level \w+| flags \w+)*|\bcounter( packets \d+ bytes \d+)?")
"""What does not decide about a packet."""
DEFINE = re.compile(r"(?m)^\s*define\s+(\w+)\s*=\s*(\{[^}]*\}|\S+)\s*$")
NAMED_SET = re.compile(r"\bset\s+(\w+)\s*\{[^{}]*?elements\s*=\s*(\{[^}]*\})[^{}]*\}")
CHAIN = re.compile(r"\bchain\s+(\w+)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
HOOK = re.compile(r"\bhook\s+input\b")
POLICY = re.compile(r"\bpolicy\s+(\w+)")
CONDITION = re.compile(r"(ip6? [sd]addr|tcp [sd]port|th [sd]port|ct state|ip protocol|meta l4proto|iif(?:name)?)\s+(!=\s*)?(\{[^}]*\}|\S+)")


class Unmatched(Exception):
    """No packet of netops matches a rule."""


def input_entries(text: str) -> tuple[Entry, ...]:
    """What decides about packets to the host, in order, with the policy of the chain at the end; nothing where no chain has input."""
    plain = _expanded(COMMENT.sub("", text))
    chains = {found[1]: found[2] for found in CHAIN.finditer(plain)}
    inputs = [name for name, body in chains.items() if HOOK.search(body)]
    return tuple(entry for name in inputs[:1] for entry in _chain(chains, name, frozenset()))


def _expanded(text: str) -> str:
    """The text with its definitions and named sets in place."""
    for name, value in DEFINE.findall(text):
        text = re.sub(rf"\${name}\b", lambda _, value=value: value, text)  # type: ignore[misc]
    for name, elements in NAMED_SET.findall(text):
        text = re.sub(rf"@{name}\b", lambda _, elements=elements: elements, text)  # type: ignore[misc]
    return text


def _chain(chains: Mapping[str, str], name: str, above: frozenset[str]) -> Iterator[Entry]:
    body = chains.get(name, "")
    for rule in map(str.strip, re.split(r"[;\n]", body)):
        yield from _rule(chains, rule, above | {name})
    if HOOK.search(body):
        policy = POLICY.search(body)
        yield Entry(policy is None or policy[1] == "accept")


def _rule(chains: Mapping[str, str], rule: str, above: frozenset[str]) -> Iterator[Entry]:
    """The entries of a rule; a jump to a chain has those of the chain, each under the conditions of the rule."""
    words = rule.split()
    verdict = next((word for word in words if word in VERDICTS), "")
    jump = next((words[at + 1] for at, word in enumerate(words[:-1]) if word in ("jump", "goto")), "")
    if not (verdict or jump) or words[0] in ("type", "policy"):
        return
    try:
        found = _conditions(rule, Entry(VERDICTS.get(verdict, True)))
    except (Unmatched, ValueError):
        return
    if verdict:
        yield found
    elif jump not in above:
        yield from (replace(entry, under=(*entry.under, found)) for entry in _chain(chains, jump, above))


def _conditions(rule: str, entry: Entry) -> Entry:
    if re.search(r"\b(udp|icmp|icmpv6|igmp|sctp|fib|pkttype)\b", CONDITION.sub("", rule)):
        raise Unmatched(rule)
    for what, negated, value in CONDITION.findall(rule):
        entry = _narrowed(entry, what, _values(value), negated=bool(negated))
    return entry


def _values(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,{}\"]+", text) if part]


def _narrowed(entry: Entry, what: str, values: list[str], *, negated: bool) -> Entry:
    match what.split():
        case ["ct", "state"]:
            return _states(entry, set(values))
        case ["ip" | "ip6", "saddr"]:
            areas = tuple(map(area, values))
            return replace(entry, not_sources=areas) if negated else replace(entry, sources=areas)
        case ["ip" | "ip6", "daddr"] if not negated:
            return replace(entry, destinations=tuple(map(area, values)))
        case [_, "sport"]:
            return replace(entry, source_ports=_ranges(values, negated))
        case [_, "dport"]:
            return replace(entry, destination_ports=_ranges(values, negated))
        case ["iif" | "iifname"]:
            is_loopback = values == ["lo"]
            if is_loopback != negated:
                raise Unmatched(what)
        case _ if negated or not {"tcp", "6"} & set(values):
            raise Unmatched(what)
    return entry


def _states(entry: Entry, states: set[str]) -> Entry:
    if {"new", "established"} <= states:
        return entry
    if "established" in states:
        return replace(entry, established=True)
    if "new" in states:
        return replace(entry, fresh=True)
    raise Unmatched(*states)


def _ranges(values: list[str], negated: bool) -> tuple[Range, ...]:
    found = [tuple(map(_port, value.split("-"))) for value in values]
    ranges = sorted((ends[0], ends[-1]) for ends in found)
    if not negated:
        return tuple(ranges)
    starts = [0, *(high + 1 for _, high in ranges)]
    return tuple(zip(starts, [*(low - 1 for low, _ in ranges), 65535], strict=True))


def _port(word: str) -> int:
    return int(word) if word.isdigit() else PORTS.get(word, -1)
