"""What a simulated FRR router prints of its config, and the commands that lead from one config to another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address, ip_network
from itertools import takewhile

from netops.lab.sim.frr_grammar import MODES, ORDER, PLACES, PROTOCOLS
from netops.lab.sim.frr_lines import Config, Line, distance, line_kind, list_name
from netops.lab.sim.tree import natural_key

VERSION = "8.4.4"
Key = tuple[object, ...]


def config_as_text(config: Config) -> str:
    """The config from its first line to `end`."""
    return "\n".join([*saved_lines(config), "end", ""])


def saved_lines(config: Config) -> Iterator[str]:
    """The lines as they are saved: without `end`."""
    if config.is_loaded:
        yield from _loaded(config.root, 0)
        return
    yield f"frr version {VERSION}"
    yield "frr defaults traditional"
    held = sorted(config.root.lines.values(), key=lambda line: _global_order(config, line))
    if not any(line.text.startswith("hostname ") for line in held):
        yield f"hostname {config.hostname}"
    head = [line for line in held if line_kind(line.text.split()) in ORDER[0]]
    yield from (line.text for line in head)
    yield "service integrated-vtysh-config"
    yield "!"
    for group in ORDER[1:]:
        yield from _group([line for line in held if line_kind(line.text.split()) in group], config)


def _loaded(section: Line, depth: int) -> Iterator[str]:
    """The lines of a router that was loaded with a config, in the order of that one."""
    for line in ordered_section_lines(section):
        yield " " * depth + (line.loaded or line.text)
        yield from _loaded(line, depth + 1)
        if line.rule and line.rule.opens:
            yield " " * depth + _closer(line)
        if depth == 0:
            yield "!"


def _closer(section: Line) -> str:
    words = section.text.split()
    return f"exit-{words[0]}" if words[0] in ("address-family", "vrf") else "exit"


def _words_shared(one: str, other: str) -> int:
    """How many leading words two lines have in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one.split(), other.split(), strict=False)))


def _beside(section: Line) -> list[Line]:
    """Lines in the order in which they were loaded; one that was typed comes behind those that begin like it."""
    placed = [line for line in section.lines.values() if line.loaded]
    for line in (line for line in section.lines.values() if not line.loaded):
        alike = [_words_shared(line.text, other.text) for other in placed]
        best = max(alike, default=0)
        placed.insert(len(alike) - alike[::-1].index(best) if best else len(placed), line)
    return placed


def _group(group: list[Line], config: Config) -> Iterator[str]:
    flat = [line.text for line in group if line.rule and not line.rule.opens]
    yield from [*flat, "!"] if flat else []
    for line in group:
        if line.rule and line.rule.opens and not _hidden(line, config):
            yield from [line.text, *_inside(line), "exit", "!"]


def _hidden(line: Line, config: Config) -> bool:
    """zebra shows no interface without lines."""
    return line.text.startswith("interface ") and not line.lines


def _inside(section: Line) -> Iterator[str]:
    for line in ordered_section_lines(section):
        if line.rule and line.rule.opens:
            if line.lines:
                yield from [" !", f" {line.text}", *(f"  {inner.text}" for inner in ordered_section_lines(line)), " exit-address-family"]
        else:
            yield f" {line.text}"


def ordered_section_lines(section: Line) -> list[Line]:
    """The lines of a section as FRR prints them."""
    mode = section.rule.opens if section.rule else "global"
    if any(line.loaded for line in section.lines.values()):
        return _beside(section)
    if mode in ("interface", "route-map"):
        return sorted(section.lines.values(), key=lambda line: line.text)
    return sorted(section.lines.values(), key=lambda line: _order(mode, line)) if mode in MODES else list(section.lines.values())


def _order(mode: str, line: Line) -> Key:
    """Lines of a kind stand together, at the place of its first rule."""
    words = line.text.removeprefix("no ").split()
    if words[0] not in _KEYS:
        return (_rank(line), (), 0)
    return (PLACES[mode, words[0]], _KEYS[words[0]](words[1]), _rank(line))


def _rank(line: Line) -> int:
    return line.rule.rank if line.rule else 0


def _network(word: str) -> Key:
    network = ip_network(word)
    return (network.version, int(network.network_address), network.prefixlen)


_KEYS: Mapping[str, Callable[[str], Key]] = {
    "network": _network,
    "redistribute": lambda word: (PROTOCOLS.index(word) if word in PROTOCOLS else len(PROTOCOLS),),
    "neighbor": lambda word: (ip_address(word).version, int(ip_address(word))),
}
"""Lines of a section that have an order of their own, by what follows their first word."""


def _global_order(config: Config, line: Line) -> Key:
    words = line.text.split()
    place = next(index for index, group in enumerate(ORDER) if line_kind(words) in group)
    if name := list_name(words):
        return (place, list(config.names).index(name), _sequence(line.text))
    if line_kind(words) == "interface":
        return (place, _only_ospf(line), natural_key(words[1]))
    if words[1:2] == ["route"]:
        return (place, _network(words[2]), _hop(words))
    return (place, _rank(line))


def _only_ospf(interface: Line) -> bool:
    """zebra prints its interfaces first; ospfd adds those of which zebra prints nothing."""
    return all(line.text.startswith("ip ospf ") for line in interface.lines.values())


def _sequence(line: str) -> int:
    """The number of an entry; a description comes before the entries."""
    found = re.match(r"route-map \S+ \S+ (\d+)", line) or re.match(r"(?:ip |ipv6 )?\S+ \S+ seq (\d+)", line)
    return int(found[1]) if found else -1


def _hop(words: list[str]) -> Key:
    """The order of routes of one prefix: by distance, then by next hop."""
    return (distance(words), natural_key(words[3]))
