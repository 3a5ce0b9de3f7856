"""Filters as lists of rules over sets of packets: the first rule that matches decides, chains may call one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from netops.graph.packets import Packets, all_packets
from netops.graph.place import NOWHERE, ConfigPlace

PERMIT, DENY, UNKNOWN = "permit", "deny", "unknown"
"""What a rule decides; unknown is a rule that was not understood: what it may match is not decided by anything below it."""
JUMP, RETURN = "jump", "return"


@dataclass(frozen=True, slots=True)
class Rule:
    """`matches`: the packets that it is about; of a rule that was not understood, all that it may be about. `chain`: where `jump` goes.

    `text`: how the rule is written, to show it."""

    action: str
    matches: Packets
    text: str = field(default="", compare=False)
    where: ConfigPlace = field(default=NOWHERE, compare=False)
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A filter. `default`: what happens to packets that no rule decides. `chains`: further lists of rules, by name."""

    name: str
    rules: tuple[Rule, ...]
    default: str = DENY
    chains: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    where: ConfigPlace = field(default=NOWHERE, compare=False)


Share = tuple[Rule, Packets]
"""A rule, and the packets that it decided."""


@dataclass(frozen=True, slots=True)
class FilterResult:
    """What a filter makes of a set of packets: by action, the rules that decided and their packets."""

    permitted: tuple[Share, ...] = ()
    denied: tuple[Share, ...] = ()
    unknown: tuple[Share, ...] = ()

    @property
    def passed(self) -> Packets:
        return Packets(tuple(one for _, part in self.permitted for one in part.boxes))


DEPTH: Final = 16
"""So deep do chains call one another at most (nft_chain_validate, NFT_JUMP_STACK_SIZE)."""


def evaluate_ruleset(ruleset: Ruleset, packets: Packets) -> FilterResult:
    """What happens to each packet of a set."""
    shares: dict[str, list[Share]] = {PERMIT: [], DENY: [], UNKNOWN: []}
    rest = _run(ruleset, ruleset.rules, packets, shares, DEPTH)
    if rest:
        shares[ruleset.default].append((Rule(ruleset.default, all_packets(), f"end of {ruleset.name}", ruleset.where), rest))
    return FilterResult(*(tuple(shares[action]) for action in (PERMIT, DENY, UNKNOWN)))


def _run(ruleset: Ruleset, rules: tuple[Rule, ...], packets: Packets, shares: dict[str, list[Share]], depth: int) -> Packets:
    """The packets that a list of rules leaves undecided."""
    back = Packets()
    for rule in rules:
        if not packets:
            break
        hit = packets & rule.matches
        if not hit:
            continue
        packets = packets - rule.matches
        if rule.action == JUMP:
            packets = packets | _called(ruleset, rule, hit, shares, depth)
        elif rule.action == RETURN:
            back = back | hit
        else:
            shares[rule.action].append((rule, hit))
    return packets | back


def _called(ruleset: Ruleset, rule: Rule, hit: Packets, shares: dict[str, list[Share]], depth: int) -> Packets:
    """What comes back from a chain that a rule calls."""
    if rule.chain not in ruleset.chains or not depth:
        shares[UNKNOWN].append((rule, hit))
        return Packets()
    return _run(ruleset, ruleset.chains[rule.chain], hit, shares, depth - 1)
