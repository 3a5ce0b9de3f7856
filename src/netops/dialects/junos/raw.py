"""Some lines of a config in braces, as `show configuration` prints them: a block for each container, a list for values of one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from netops.dialects.junos.lines import ANNOTATE, SET, parse_annotation, quoted_words, split_modifiers
from netops.dialects.junos.order import NAMED, modifier_words
from netops.dialects.junos.text import MODIFIERS
from netops.dialects.junos.text import unquote_word as unquoted
from netops.dialects.tree import Node

Words = tuple[str, ...]

CONTAINERS: Final = frozenset(
    [
        "aggregated-devices",
        "aggregated-ether-options",
        "applications",
        "authentication",
        "bgp",
        "chassis",
        "class-of-service",
        "clients",
        "domain-search",
        "ether-options",
        "ethernet",
        "evpn",
        "firewall",
        "forwarding-options",
        "from",
        "gigether-options",
        "host-inbound-traffic",
        "igmp-snooping",
        "interfaces",
        "isis",
        "lacp",
        "ldp",
        "lldp",
        "lldp-med",
        "login",
        "match",
        "mpls",
        "mstp",
        "multicast-snooping-options",
        "multihop",
        "netconf",
        "ntp",
        "ospf",
        "ospf3",
        "pim",
        "policies",
        "policy-options",
        "ports",
        "protocols",
        "root-authentication",
        "routing-instances",
        "routing-options",
        "rstp",
        "rsvp",
        "security",
        "services",
        "snmp",
        "static",
        "switch-options",
        "syslog",
        "system-services",
        "system",
        "then",
        "unicast",
        "vlans",
        "vstp",
        "web-management",
        "zones",
    ]
)
"""Words that open a block by themselves even when one word follows."""
HOLDERS: Final = frozenset({"interfaces", "routing-instances", "vlans", "groups", "bridge-domains", "logical-systems", "tenants"})
"""Containers whose blocks are called by a name alone."""
WHOLE: Final = frozenset({"route-filter", "source-address-filter", "hold-time", "as-path", "route-filter-list", "prefix-list-filter"})
"""Words of a statement that has its options in the same line."""
NAMES: Final = (NAMED | {"flow-server", "template", "real-service", "virtual-service", "class", "collector", "sensor"}) - {
    "protocols",
    "static",
    "system-services",
    "protocol",
}
"""Words before the name of a statement that has a block."""


@dataclass(slots=True)
class _Block:
    """What is inside of a pair of braces; a leaf has nothing. `line`: where it was written. `marks`: modifiers of the statement.
    `comment`: its annotation, in quotes; `holds`: it is no leaf, though nothing that it holds is wanted."""

    words: Words
    marks: Words = ()
    line: int = 0
    comment: str = ""
    holds: bool = False
    inner: dict[tuple[Words, int], _Block] = field(default_factory=dict)


def printed_lines(tree: Node, wanted: Collection[str], depth: int) -> list[str]:
    """The lines of a tree whose keys (as lists of `set` lines have them) are wanted. `depth`: 1 for what is inside of one interface."""
    top = _Block(())
    if tree.text == SET:
        for line in tree.children.values():
            if line.key in wanted:
                _place(top, line)
    else:
        _copy(tree, top, SET, wanted)
    return list(_text(_inside(top) if depth else top, ""))


def _copy(node: Node, above: _Block, key: str, wanted: Collection[str]) -> bool:
    """Whether some lines below a node of a tree are wanted; they are in the block above from now on."""
    found, comment = False, ""
    for place, child in enumerate(node.children.values()):
        own, verbs = split_modifiers(child.text)
        if own.startswith(f"{ANNOTATE} "):
            comment = parse_annotation(own)[1] if f"{ANNOTATE}{key[len(SET) :]}{child.key[len(ANNOTATE) :]}" in wanted else ""
            continue
        path = f"{key} {child.key[len(child.text) - len(own) :]}"
        words = quoted_words(own)
        mark = path if child.children else f"{key} {' '.join(map(unquoted, modifier_words(words)))}"
        marks = tuple(word for word, verb in MODIFIERS.items() if verb in verbs and verb + mark[len(SET) :] in wanted)
        block = _Block(words, marks, child.line, comment, holds=bool(child.children))
        comment = ""
        inner = _copy(child, block, path, wanted) if child.children else path in wanted
        if inner or marks or block.comment:
            above.inner[words, place] = block
            found = True
    return found


def _place(top: _Block, line: Node) -> None:
    """A `set` line as blocks below the top; a line of another verb as a modifier of its statement."""
    verb, _, path = line.text.partition(" ")
    path, comment = parse_annotation(path) if verb == ANNOTATE else (path, "")
    block = top
    for words in by_enclosing_statement(list(quoted_words(path))):
        for part in (words[:1], words[1:]) if (words[:1], 0) in block.inner and words[1:] else (words,):
            block = block.inner.setdefault((part, 0), _Block(part))
    block.comment, block.holds = comment or block.comment, bool(comment) or block.holds
    block.marks += tuple(word for word, name in MODIFIERS.items() if name == verb)


def by_enclosing_statement(words: list[str]) -> Iterator[Words]:
    """The words of a path by statement. Only the device knows which words are one; this is what the usual ones are."""
    rest, above = words, ""
    while rest:
        take = _length(rest, above)
        yield tuple(rest[:take])
        above, rest = rest[0], rest[take:]


def _length(words: list[str], above: str) -> int:
    first = words[0]
    if above in HOLDERS and len(words) > 1 and first != "interface-range":
        return 1
    if first in WHOLE:
        return len(words)
    if first == "from-zone" and len(words) > 4:
        return 4
    if len(words) > 2:
        return 2 if first in NAMES else 1
    return 1 if first in CONTAINERS else len(words)


def _inside(top: _Block) -> _Block:
    """The block of the one interface, or of the one unit beside unit 0, that all lines are below."""
    block = top
    while len(block.inner) == 1 and block.words[:1] != ("unit",):
        inner = next(iter(block.inner.values()))
        is_unit = inner.words[:1] == ("unit",)
        if block.words and block is not top and not is_unit and block.words != ("interfaces",):
            break
        if is_unit and inner.words[1:] == ("0",):
            break
        block = inner
    return block


def _text(block: _Block, pad: str) -> Iterator[str]:
    for lines in _statements(block.inner.values()):
        first = lines[0]
        start = pad + "".join(f"{word} " for word in first.marks)
        if first.comment:
            yield from f"{pad}/* {first.comment[1:-1]} */".replace('\\"', '"').replace("\\\\", "\\").split("\n")
        if len(lines) > 1:
            yield f"{start}{' '.join(first.words[:-1])} [ {' '.join(one.words[-1] for one in lines)} ];"
        elif first.inner or first.holds:
            yield f"{start}{' '.join(first.words)} {{"
            yield from _text(first, f"{pad}    ")
            yield f"{pad}}}"
        else:
            yield f"{start}{' '.join(first.words)};"


def _statements(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """The statements of a block, the values of a list in brackets together: those that were written in one line."""
    held: list[_Block] = []
    for block in blocks:
        if held and _is_next(held[-1], block):
            held.append(block)
            continue
        if held:
            yield held
        held = [block]
    if held:
        yield held


def _is_next(one: _Block, other: _Block) -> bool:
    same = one.words[:-1] == other.words[:-1] and one.line == other.line > 0 and one.marks == other.marks and not other.comment
    return same and len(one.words) > 1 and not one.inner and not other.inner
