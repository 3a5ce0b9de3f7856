"""The lines of a simulated FRR router's config, as a tree, and the form in which FRR keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_address, ip_interface

from netops.lab.sim.addresses import canonical_ipv6
from netops.lab.sim.frr_grammar import GRAMMAR, LISTS
from netops.lab.sim.grammar import Grammar, Rule

BLACKHOLES = frozenset({"blackhole", "Null0", "reject"})


class Unknown(Exception):
    """vtysh has no such line, or it is cut short; no daemon has seen it."""

    def __init__(self, incomplete: bool = False) -> None:
        super().__init__("Command incomplete" if incomplete else "Unknown command")
        self.incomplete = incomplete


class Refused(Exception):
    """A daemon does not take a line that vtysh accepts. `daemon` is empty for filters and interfaces, which refuse as a transaction."""

    def __init__(self, said: str, daemon: str = "") -> None:
        super().__init__(said)
        self.said, self.daemon = said, daemon


@dataclass(slots=True)
class Line:
    """A line, and the lines below it by what they set."""

    text: str
    rule: Rule | None = None
    lines: dict[str, Line] = field(default_factory=dict)
    loaded: str = ""
    """How the config that the router was loaded with spells the line; empty for one that was typed."""

    def copy(self) -> Line:
        return Line(self.text, self.rule, {key: line.copy() for key, line in self.lines.items()}, self.loaded)


@dataclass(slots=True)
class Config:
    """A whole config. `names` holds the names of lists in the order in which they came."""

    hardware: frozenset[str]
    hostname: str
    """What the router is called when no `hostname` is set."""
    root: Line = field(default_factory=lambda: Line(""))
    names: dict[str, None] = field(default_factory=dict)
    grammar: Grammar = GRAMMAR
    is_loaded: bool = False
    """Whether the router was started from a whole config: it shows the lines of that one, in their order, and no others."""

    def copy(self) -> Config:
        return replace(self, root=self.root.copy(), names=dict(self.names))


def line_kind(words: Sequence[str]) -> str:
    """The words that name what a global line is about."""
    return " ".join(words[:2]) if words[0] in ("ip", "ipv6") else words[0]


def list_name(words: Sequence[str]) -> str:
    """`KIND NAME` for a line that belongs to a list, else nothing."""
    about = line_kind(words)
    return f"{about} {words[len(about.split())]}" if about in LISTS and len(words) > len(about.split()) else ""


def mode_of(section: Line) -> str:
    return section.rule.opens if section.rule else "global"


def canonical(rule: Rule, words: list[str]) -> list[str]:
    """The words as FRR prints them: addresses in short form, networks without host bits. Unknown for what is no address."""
    try:
        shown = [_shown(want, word, words) for want, word in zip(rule.words, words, strict=False)]
    except ValueError as error:
        raise Unknown from error
    if words[1:2] == ["route"] and len(words) > 3 and shown[-1] == "1":
        shown.pop()  # the distance of a static route, unless another is given
    return [*shown, *(_kept(word, words) for word in words[len(shown) :])] if len(words) > len(rule.words) else shown


def _shown(want: str, word: str, words: list[str]) -> str:
    if want == "<ip>":
        return str(ip_address(word))
    if want != "<net>":
        return _kept(word, words)
    interface = ip_interface(word)
    return interface.with_prefixlen if words[1:2] == ["address"] else str(interface.network)


def _kept(word: str, words: list[str]) -> str:
    """A word that is no address by its place: as typed in a description, else an address in its short form all the same."""
    return word if "description" in words else canonical_ipv6(word)


def key_of(rule: Rule, words: Sequence[str]) -> str:
    """What two lines that replace each other share."""
    if words[1:2] == ["route"]:
        hop = words[3:-1] if distance(words) > 1 else words[3:]
        return " ".join([*words[:3], *(["blackhole"] if hop[:1] and hop[0] in BLACKHOLES else hop)])
    if words[0] == "route-map":
        return " ".join([*words[:2], *words[3:4]])
    way = rule.words[-1:] if rule.words[-1] in ("in", "out") else ()
    return " ".join([rule.key(words), *way]) if rule.identity is not None else rule.key(words)


def distance(words: Sequence[str]) -> int:
    """The distance of a static route."""
    return int(words[-1]) if len(words) > 4 and words[-1].isdigit() else 1
