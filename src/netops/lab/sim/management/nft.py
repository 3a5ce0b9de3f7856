"""The firewall of a Linux host: the input chains of an nftables file, as entries of a filter (nft(8))."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from netops.lab.sim.management.filters import PORTS, Entry, Range, address_mask

VERDICTS = {"accept": True, "drop": False, "reject": False}
COMMENT = re.compile(r"#.*|\bcomment \"[^\"]*\"|\blog\b( prefix \"[^\"]*\"| level \w+| flags \w+)*|\bcounter( packets \d+ bytes \d+)?")
"""What does not decide about a packet."""
DEFINE = re.compile(r"(?m)^\s*define\s+(\w+)\s*=\s*(\{[^}]*\}|\S+)\s*$")
NAMED_SET = re.compile(r"\bset\s+(\w+)\s*\{[^{}]*?elements\s*=\s*(\{[^}]*\})[^{}]*\}")
CHAIN = re.compile(r"\bchain\s+(\w+)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
HOOK = re.compile(r"\bhook\s+\w+")
TABLE = re.compile(r"\btable\s+(?:(ip6?|inet|arp|bridge|netdev)\s+)?(\w+)\s*\{")
POLICY = re.compile(r"\bpolicy\s+(\w+)")
CONDITION = re.compile(r"(ip6? [sd]addr|tcp [sd]port|th [sd]port|ct state|ip protocol|meta l4proto|iif(?:name)?)\s+(!=\s*)?(\{[^}]*\}|\S+)")


class Unmatched(Exception):
    """No packet of netops matches a rule."""


def chains_at(text: str, hook: str, port: str) -> dict[str, tuple[Entry, ...]]:
    """What decides about packets of IPv4 at a hook, chain by chain, with the policy of each at its end. `port`: where packets come in."""
    plain = _expanded(COMMENT.sub("", text))
    found: dict[str, tuple[Entry, ...]] = {}
    for table, body in _tables(plain):
        chains = {one[1]: one[2] for one in CHAIN.finditer(body)}
        for name, inside in chains.items():
            if re.search(rf"\bhook\s+{hook}\b", inside):
                found[f"{hook} {table} {name}"] = tuple(_chain(chains, name, frozenset(), port))
    return found


def _tables(text: str) -> Iterator[tuple[str, str]]:
    """The tables that packets of IPv4 pass, by name, with what is in them."""
    for start in TABLE.finditer(text):
        depth, at = 1, start.end()
        while depth and at < len(text):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        if start[1] in (None, "ip", "inet", "netdev"):
            yield start[2], text[start.end() : at - 1]


def _expanded(text: str) -> str:
    """The text with its definitions and named sets in place."""
    for name, value in DEFINE.findall(text):
        text = re.sub(rf"\${name}\b", lambda _, value=value: value, text)  # type: ignore[misc]
    for name, elements in NAMED_SET.findall(text):
        text = re.sub(rf"@{name}\b", lambda _, elements=elements: elements, text)  # type: ignore[misc]
    return text


def _chain(chains: Mapping[str, str], name: str, above: frozenset[str], port: str) -> Iterator[Entry]:
    body = chains.get(name, "")
    for line in map(str.strip, re.split(r"[;\n]", body)):
        for rule in _mapped(line):
            yield from _rule(chains, rule, above | {name}, port)
    if HOOK.search(body):
        policy = POLICY.search(body)
        yield Entry(policy is None or policy[1] == "accept")


def _mapped(line: str) -> list[str]:
    """A rule with a map of verdicts as one rule for each of its values: `tcp dport vmap { 22 : drop }`."""
    found = re.fullmatch(r"(.*) vmap \{([^}]*)\}", line)
    return [f"{found[1]} {pair.replace(':', ' ')}" for pair in found[2].split(",")] if found else [line]


def _rule(chains: Mapping[str, str], rule: str, above: frozenset[str], port: str) -> Iterator[Entry]:
    """The entries of a rule; a jump to a chain has those of the chain, each under the conditions of the rule."""
    words = rule.split()
    verdict = next((word for word in words if word in VERDICTS), "")
    jump = next((words[at + 1] for at, word in enumerate(words[:-1]) if word in ("jump", "goto")), "")
    if not (verdict or jump) or words[0] in ("type", "policy"):
        return
    try:
        found = _conditions(rule, Entry(VERDICTS.get(verdict, True)), port)
    except (Unmatched, ValueError):
        return
    if verdict:
        yield found
    elif jump not in above:
        yield from (replace(entry, under=(*entry.under, found)) for entry in _chain(chains, jump, above, port))


def _conditions(rule: str, entry: Entry, port: str) -> Entry:
    if found := re.search(r"\btcp flags syn / syn,ack\b|\btcp flags & \(syn\|ack\) == syn\b", rule):
        entry, rule = replace(entry, fresh=True), rule.replace(found[0], "")
    if re.search(r"\b(udp|icmp|icmpv6|igmp|sctp|fib|pkttype)\b", CONDITION.sub("", rule)):
        raise Unmatched(rule)
    for what, negated, value in CONDITION.findall(rule):
        entry = _narrowed(entry, what, _values(value), negated=bool(negated), port=port)
    return entry


def _values(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,{}\"]+", text) if part]


def _narrowed(entry: Entry, what: str, values: list[str], *, negated: bool, port: str) -> Entry:
    match what.split():
        case ["ct", "state"]:
            return _states(entry, set(values))
        case ["ip" | "ip6", "saddr"]:
            areas = tuple(map(address_mask, values))
            return replace(entry, not_sources=areas) if negated else replace(entry, sources=areas)
        case ["ip" | "ip6", "daddr"] if not negated:
            return replace(entry, destinations=tuple(map(address_mask, values)))
        case [_, "sport"]:
            return replace(entry, source_ports=_ranges(values, negated))
        case [_, "dport"]:
            return replace(entry, destination_ports=_ranges(values, negated))
        case ["iif" | "iifname"]:
            if (port in values) == negated:
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
