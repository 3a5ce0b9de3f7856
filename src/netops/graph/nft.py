"""Rulesets of nftables, off the text of their files (nft(8)). What is not understood of a rule is listed as such, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from itertools import product
from typing import Any, Final

from netops.graph import names
from netops.graph.nft_text import Chain, Table, tables_of
from netops.graph.packets import (
    ACK,
    ANY_FLAGS,
    ESTABLISHED,
    FIN,
    INVALID,
    NEW,
    PSH,
    RELATED,
    RST,
    SYN,
    URG,
    WHOLE,
    Packets,
    full_box,
    network_range,
    packets_with_flags,
)
from netops.graph.place import ConfigPlace
from netops.graph.rulesets import DENY, JUMP, PERMIT, RETURN, UNKNOWN, Rule, Ruleset

FAMILIES: Final = {"ip": (4,), "ip6": (6,), "inet": (4, 6), "netdev": (4, 6)}
STATES: Final = {"new": NEW, "established": ESTABLISHED, "related": RELATED, "invalid": INVALID}
SIX: Final = FIN | SYN | RST | PSH | ACK | URG
FLAGS: Final = {"fin": FIN, "syn": SYN, "rst": RST, "psh": PSH, "ack": ACK, "urg": URG}
VERDICTS: Final = {"accept": PERMIT, "drop": DENY, "reject": DENY, "return": RETURN}


class UnsupportedNft(ValueError):
    """A rule, or a part of it, that is not understood."""


def rulesets_at_hook(text: str, hook: str, place: Callable[[int], ConfigPlace], port: str = "") -> Iterator[Ruleset]:
    """The filters at a hook in the order of their priorities; a packet has to be accepted by all. `place` of a line of the text; `port`:
    the interface by which packets come in, empty where it is not known."""
    found = list[tuple[int, Ruleset]]()
    for name, table in tables_of(text).items():
        table.port = port
        for chain_name, chain in table.chains.items():
            if chain.hook == hook and table.family in FAMILIES:
                found.append((chain.priority, _ruleset(f"{name} {chain_name}", table, chain, place)))
    yield from (one for _, one in sorted(found, key=lambda row: row[0]))


def _ruleset(name: str, table: Table, chain: Chain, place: Callable[[int], ConfigPlace]) -> Ruleset:
    """The filter of a base chain. What a table is not about (IPv6, of a table of IPv4) passes it."""
    chains = {other: _rules(table, one, place) for other, one in table.chains.items() if not one.hook}
    others = tuple(full_box(family) for family in (4, 6) if family not in FAMILIES[table.family])
    aside = (Rule(PERMIT, Packets(others), "another family"),) if others else ()
    return Ruleset(name, (*aside, *_rules(table, chain, place)), chain.policy, chains, place(chain.line))


def _rules(table: Table, chain: Chain, place: Callable[[int], ConfigPlace]) -> tuple[Rule, ...]:
    families = FAMILIES.get(table.family, ())
    rows = ((line, words) for line, whole in chain.rules for words in _expanded(whole))
    found = (_rule(table, words, families, place(line)) for line, words in rows)
    return tuple(one for one in found if one is not None)


def _expanded(words: list[str]) -> list[list[str]]:
    """A rule with `KEY vmap { VALUE : VERDICT, ... }` as one rule for each value."""
    if words.count("vmap") != 1 or words[words.index("vmap") + 1 :][:1] != ["{"] or words[-1] != "}":
        return [words]
    at = words.index("vmap")
    pairs = " ".join(words[at + 2 : -1]).split(",")
    if not all(pair.count(" : ") == 1 for pair in pairs):
        return [words]
    return [[*words[:at], *value.split(), *verdict.split()] for value, _, verdict in (pair.partition(" : ") for pair in pairs)]


def _rule(table: Table, words: list[str], families: tuple[int, ...], where: ConfigPlace) -> Rule | None:
    """A rule; None for one without a verdict (a counter, a log line)."""
    text = " ".join(words)
    matches = Packets(tuple(full_box(family) for family in families))
    rest = list(words)
    try:
        while _drop_statements(rest):
            verdict = _verdict(rest)
            if verdict is not None:
                return Rule(verdict[0], matches, text, where, verdict[1])
            matches = matches & _match(table, rest, families)
    except (ValueError, IndexError):
        # Whatever was understood before narrows what the rule may be about.
        return Rule(UNKNOWN, matches, text, where) if _may_decide(words) else None
    return None


def _may_decide(words: list[str]) -> bool:
    return any(word in ("accept", "drop", "reject", "jump", "goto", "return", "queue", "vmap", "dnat", "redirect") for word in words)


def _drop_statements(rest: list[str]) -> list[str]:
    """Takes the statements at the start that decide nothing off the words; what is left."""
    while rest and rest[0] in ("counter", "log", "comment", "notrack", "meta") and _is_statement(rest):
        _drop_statement(rest)
    return rest


def _verdict(rest: list[str]) -> tuple[str, str] | None:
    """The verdict at the start of the words and the chain that it names; None when they begin with a match."""
    word = rest[0]
    if word in VERDICTS:
        return VERDICTS[word], ""
    if word in ("jump", "goto"):
        if word == "goto":
            raise UnsupportedNft(word)
        return JUMP, rest[1]
    return None


def _is_statement(rest: list[str]) -> bool:
    return rest[0] != "meta" or rest[1:3] in (["nftrace", "set"], ["mark", "set"])


def _drop_statement(rest: list[str]) -> None:
    """Takes a statement without a verdict off the words."""
    word = rest.pop(0)
    if word == "counter":
        if rest[:1] == ["packets"]:
            del rest[:4]
        elif rest[:1] == ["name"]:
            del rest[:2]
    elif word == "comment":
        del rest[:1]
    elif word == "meta":
        del rest[:3]
    elif word == "log":
        while rest and rest[0] in ("prefix", "level", "group", "snaplen", "flags", "queue-threshold"):
            del rest[:2]


def _match(table: Table, rest: list[str], families: tuple[int, ...]) -> Packets:
    """The packets of the match at the start of the words, which are taken away. NotRead for one that is not understood."""
    head = rest.pop(0)
    if head in ("ip", "ip6"):
        return _of_header(table, head, rest)
    if head in ("tcp", "udp", "sctp", "th"):
        return _of_transport(table, head, rest, families)
    if head in ("icmp", "icmpv6"):
        return _of_icmp(table, head, rest)
    if head == "ct" and rest[:1] == ["state"]:
        rest.pop(0)
        return _of_states(table, rest, families)
    if head == "meta":
        head = rest.pop(0)
    if head in ("l4proto", "nfproto", "iif", "iifname"):
        return _of_meta(table, head, rest, families)
    raise UnsupportedNft(head)


def _operand(table: Table, rest: list[str]) -> tuple[bool, list[str]]:
    """Whether the match is negated, and its values with sets and ranges written out."""
    negated = rest[:1] == ["!="]
    if rest[:1] in (["!="], ["=="]):
        rest.pop(0)
    if rest[:1] and rest[0] in ("<", ">", "<=", ">="):
        raise UnsupportedNft(rest[0])
    found: list[str] = []
    if rest[0] == "{":
        end = rest.index("}")
        found = [word for word in rest[1:end] if word != ","]
        del rest[: end + 1]
    else:
        found.append(rest.pop(0))
        while rest[:1] == [","]:
            found.append(rest[1])
            del rest[:2]
    out = [one for word in found for one in (table.sets.get(word, [word]) if word[0] in "@$" else [word])]
    if any(word[0] in "@$" or word in ("dynamic", ".", ":", "timeout") for word in out):
        raise UnsupportedNft(" ".join(found))
    return negated, out


def _chosen(found: list[Packets], negated: bool, every: Packets) -> Packets:
    """One of several, or none of them."""
    any_of = Packets()
    for one in found:
        any_of = any_of | one
    return every - any_of if negated else any_of


def _all(families: tuple[int, ...], **fields: Any) -> Packets:
    return Packets(tuple(full_box(family, **fields) for family in families))


def _of_header(table: Table, head: str, rest: list[str]) -> Packets:
    family, what = (4 if head == "ip" else 6), rest.pop(0)
    every = _all((family,))
    if what in ("saddr", "daddr"):
        negated, values = _operand(table, rest)
        key = "source" if what == "saddr" else "destination"
        return _chosen([_addresses(value, family, key) for value in values], negated, every)
    if what in ("protocol", "nexthdr"):
        negated, values = _operand(table, rest)
        return _chosen([_protocol(value, (family,)) for value in values], negated, every)
    raise UnsupportedNft(what)


def _addresses(value: str, family: int, key: str) -> Packets:
    first, dash, last = value.partition("-")
    version, found = network_range(first)
    if dash:
        found = (found[0], network_range(last)[1][1])
    if version != family:
        raise UnsupportedNft(value)
    return _all((family,), **{key: found})


def _protocol(value: str, families: tuple[int, ...]) -> Packets:
    number = int(value) if value.isdecimal() else names.PROTOCOLS.get({"ipv6-icmp": "icmpv6"}.get(value, value))
    if number is None:
        raise UnsupportedNft(value)
    return _all(families, protocol=(number, number))


def _of_transport(table: Table, head: str, rest: list[str], families: tuple[int, ...]) -> Packets:
    """Ports and flags. Only the first of several fragments has them."""
    what = rest.pop(0)
    protocols = (head,) if head != "th" else ("tcp", "udp", "sctp")
    numbers = [(names.PROTOCOLS[one],) * 2 for one in protocols]
    every = Packets(tuple(full_box(family, protocol=number, part=WHOLE) for family, number in product(families, numbers)))
    if what in ("dport", "sport"):
        negated, values = _operand(table, rest)
        key = "port" if what == "dport" else "source_port"
        ports = [_all(families, **{key: _port(value, head)}) for value in values]
        return every & _chosen(ports, negated, _all(families))
    if what == "flags" and head == "tcp":
        return every & _flags(rest, families)
    raise UnsupportedNft(what)


def _port(value: str, head: str) -> tuple[int, int]:
    protocol = names.PROTOCOLS["udp"] if head == "udp" else names.PROTOCOLS["tcp"]
    if names.is_port(value, protocol):
        number = names.port_number(value, protocol)
        return number, number
    first, _, last = value.partition("-")
    return names.port_number(first, protocol), names.port_number(last, protocol)


def _flags(rest: list[str], families: tuple[int, ...]) -> Packets:
    """The combinations of a match of flags: any of some (`syn,ack`), none (`! syn`), exactly these (`== syn`, `!= syn`), or under a mask
    (`& (fin|syn) == syn`, `syn / fin,syn`)."""
    operator = rest.pop(0) if rest[0] in ("==", "!=", "!", "&") else ""
    if operator == "&":
        mask, compared, value = _bits(rest[0]), rest[1], _bits(rest[2])
        del rest[:3]
        return _all(families, flags=_unless(compared == "!=", packets_with_flags(value, mask)))
    values = _listed(rest)
    if rest[:1] == ["/"]:
        rest.pop(0)
        return _all(families, flags=_unless(operator == "!=", packets_with_flags(_union(values), _union(_listed(rest)))))
    if operator in ("==", "!="):
        return _all(families, flags=_unless(operator == "!=", packets_with_flags(_union(values), SIX)))
    return _all(families, flags=_unless(operator != "!", packets_with_flags(0, _union(values))))


def _unless(negated: bool, flags: int) -> int:
    return ANY_FLAGS & ~flags if negated else flags


def _listed(rest: list[str]) -> list[int]:
    """Flags of `syn`, `syn,ack` or `(syn|ack)`, which are taken off the words."""
    found = [_bits(rest.pop(0))]
    while rest[:1] == [","]:
        found.append(_bits(rest[1]))
        del rest[:2]
    return found


def _union(bits: list[int]) -> int:
    found = 0
    for one in bits:
        found |= one
    return found


def _bits(word: str) -> int:
    parts = word.strip("()").replace(" ", "").split("|")
    if not all(part in FLAGS for part in parts):
        raise UnsupportedNft(word)
    return _union([FLAGS[part] for part in parts])


def _of_icmp(table: Table, head: str, rest: list[str]) -> Packets:
    family = 4 if head == "icmp" else 6
    number = names.PROTOCOLS[head]
    every = _all((family,), protocol=(number, number))
    if rest[:1] != ["type"]:
        raise UnsupportedNft(head)
    rest.pop(0)
    negated, values = _operand(table, rest)
    kinds = [names.icmp_message(value, family)[0] for value in values]
    return every & _chosen([_all((family,), icmp_type=(kind, kind)) for kind in kinds], negated, every)


def _of_states(table: Table, rest: list[str], families: tuple[int, ...]) -> Packets:
    negated, values = _operand(table, rest)
    if not all(value in STATES for value in values):
        raise UnsupportedNft(" ".join(values))
    return _chosen([_all(families, state=_union([STATES[value] for value in values]))], negated, _all(families))


def _of_meta(table: Table, head: str, rest: list[str], families: tuple[int, ...]) -> Packets:
    negated, values = _operand(table, rest)
    if head == "l4proto":
        return _chosen([_protocol(value, families) for value in values], negated, _all(families))
    if head == "nfproto":
        known = {"ipv4": 4, "ipv6": 6}
        return _chosen([_all((known[value],)) for value in values if value in known], negated, _all(families))
    named = {value.strip('"') for value in values}
    if head in ("iif", "iifname") and (table.port or named == {"lo"}):  # what is walked comes over the network
        is_in = any(fnmatchcase(table.port, one) for one in named)
        return Packets() if is_in == negated else _all(families)
    raise UnsupportedNft(head)
