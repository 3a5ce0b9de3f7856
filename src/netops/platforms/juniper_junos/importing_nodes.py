"""A Junos config as the table of an import reads it: the active lines as they are written, those of one thing below one node.

Nothing is inherited here: what a group says is not what the interface says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_interface
from typing import Any, Final

from netops.dialects.junos.lines import set_lines_of_node, split_words
from netops.dialects.tree import Node, Tree
from netops.facts.table import Effect, FactTable, Fields, IrrelevantLine, SectionPattern

Path = tuple[str, ...]
HEADS: Final = tuple(
    tuple(line.split())
    for line in """
    interfaces * unit *
    interfaces *
    policy-options policy-statement *
    firewall family * filter *
    firewall filter *
    routing-instances *
    security policies from-zone * to-zone *
    security policies global
    security nat source rule-set *
    security nat destination rule-set *
    security nat static rule-set *
    security zones security-zone *
    vlans *
    """.strip().splitlines()
)
"""The things that have a node of their own, the longer path first."""


def config_nodes(tree: Tree, whole: Mapping[str, FactTable]) -> tuple[list[Node], list[Node]]:
    """The nodes of a config. `whole`: things of which all is read or nothing, since the order of their lines decides, by their first words.

    A line with an address in another spelling than the model's is not among them: it has to come back as it is. A route filter
    is for routes only, so its prefix is data in any spelling.
    """
    flat = [(split_words(node.key), node) for node in set_lines_of_node(tree.root).children.values()]
    off = {words[1:] for words, _ in flat if words[0] != "set"}
    top: dict[Path, Node] = {}
    broken = {head for path in off if (head := _head(path))}
    for words, node in flat:
        path = split_words(node.text)[1:]
        if words[0] != "set" or not path:
            continue
        head = _head(path)
        if any(path[:end] in off for end in range(1, len(path) + 1)) or ("route-filter" not in path and any(map(_is_odd, path))):
            broken.add(head)
            continue
        above = top.setdefault(head or path, _node(head or path, node))
        if head and path[len(head) :]:
            child = _node(path[len(head) :], node)
            above.children[child.text] = child
    found = [node for path, node in top.items() if _is_readable(path, node, whole, broken)]
    return sorted(found, key=lambda node: not node.text.startswith("vlans ")), []


_ADDRESS = re.compile(r"[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:/\d+)?")


def _is_odd(word: str) -> bool:
    """Whether a word is an address in another spelling than the model's."""
    if "::" not in word or not _ADDRESS.fullmatch(word):
        return False
    try:
        return str(ip_interface(word) if "/" in word else ip_address(word)) != word
    except ValueError:
        return False


def _head(path: Path) -> Path:
    for head in HEADS:
        if len(path) >= len(head) and all(word in ("*", own) for word, own in zip(head, path, strict=False)):
            return path[: len(head)]
    return ()


def _node(path: Path, node: Node) -> Node:
    text = " ".join(path)
    return Node(text, text, text, node.line, node.last)


def _is_readable(path: Path, node: Node, whole: Mapping[str, FactTable], broken: set[Path]) -> bool:
    table = next((table for words, table in whole.items() if f"{node.text} ".startswith(f"{words} ")), None)
    return table is None or (path not in broken and all(_is_known(table, child.text) for child in node.children.values()))


def _is_known(table: FactTable, line: str) -> bool:
    try:
        apply_line(table, {}, line)
    except (ValueError, LookupError):
        return False
    return True


def apply_line(table: FactTable, fields: Fields, line: str) -> None:
    """Does what a line means. ValueError when the table does not have it."""
    found = table.find(line)
    if found is None:
        raise ValueError(f"no pattern covers {line!r}")
    means, words = found
    if not isinstance(means, SectionPattern | IrrelevantLine):
        means(fields, *words)


def in_table(table: FactTable, enter: Callable[..., Fields] = lambda fields, *_: fields) -> Effect:
    """An effect: the last word is a line of another table, whose fields `enter` gives from the words before it."""

    def effect(fields: Fields, *words: str) -> None:
        *place, line = words
        if table.find(line) is None:
            raise ValueError(f"no pattern covers {line!r}")
        apply_line(table, enter(fields, *place), line)

    return effect


_ESCAPE = re.compile(r'\\(["\\n])')


def unquoted_text(word: str) -> str:
    """A value without its quotes and escapes."""
    if word[:1] != '"':
        return word
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], word[1:-1])


def unquoted_line(word: str) -> str:
    """A value of one line. ValueError for several."""
    found = unquoted_text(word)
    if not found or not json.dumps(found) or "\n" in found or len(found) > 240:
        raise ValueError("not one line of text")
    return found


def enter_path(*path: str) -> Callable[..., Fields]:
    """A section: the fields at a path below others."""

    def enter(fields: Fields, *_: str) -> Fields:
        for key in path:
            fields = fields.setdefault(key, {})
        return fields

    return enter


def set_at_path(path: str, convert: Callable[[str], Any] = str) -> Effect:
    """An effect: the word is the value at a path, `lacp.min_links`."""
    *above, last = path.split(".")
    enter = enter_path(*above)

    def effect(fields: Fields, word: str) -> None:
        enter(fields)[last] = convert(word)

    return effect


def set_flag(path: str, value: object = True) -> Effect:
    """An effect: the value at a path is this one."""
    *above, last = path.split(".")
    enter = enter_path(*above)

    def effect(fields: Fields, *_: str) -> None:
        enter(fields)[last] = value

    return effect


def append_at_path(path: str, convert: Callable[..., Any] = str) -> Effect:
    """An effect: the words are one more of the values at a path."""
    *above, last = path.split(".")
    enter = enter_path(*above)

    def effect(fields: Fields, *words: str) -> None:
        enter(fields).setdefault(last, []).append(convert(*words))

    return effect
