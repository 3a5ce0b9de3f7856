"""Where each value of a text is written, to the character: what edits of files need and `Document` does not keep.

ruamel.yaml composes the nodes. Its round trip is not used to write: it folds, indents and spaces what nobody changed, and loses the
comments of what is removed or moved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from netops.source.texts import BLOCK

Path = Sequence[str | int]
Node = Any
"""A node of ruamel.yaml."""

MERGE = "<<"
ALIAS = "*"
"""The tag of an alias, whose value is the node that it repeats."""
LINE_END = re.compile(r"\r\n|\r|\n")


class LayoutEntry(NamedTuple):
    """An entry of a map or list: `text[start:end]`, from its key or dash (in brackets: from its value) to the end of its value."""

    start: int
    end: int
    key: Node
    value: Node


@dataclass(frozen=True, slots=True)
class YamlLayout:
    """The nodes of a text. In `mask`, which is as long, letters stand for what scalars hold: its `#` are comments, its lines are whole."""

    text: str
    mask: str
    root: Node | None
    starts: tuple[int, ...]

    def along(self, path: Path) -> list[Node]:
        """The nodes on the way to the value at `path`, which is the last; none when it is not written there."""
        way = [self.root] if self.root else []
        for step in path:
            at = child_node(way[-1], step)
            if at is None:
                return []
            way.append(key_value_pairs(way[-1])[at][1])
        return way

    def key(self, path: Path) -> Node | None:
        """The key of the entry at `path`, also where an alias or `<<` brings the entry; None when it is not in the text."""
        key, node = None, self.root
        for step in path:
            key, node = _found(node, step) or (None, None)
        return key

    def is_free(self, path: Path) -> bool:
        """Whether the value at `path` is written for itself: no alias repeats it, nor anything in it or around it."""
        way = self.along(path)
        return bool(way) and not any(node.anchor for node in (*way, *nodes_inside(way[-1])))

    def entries(self, node: Node) -> list[LayoutEntry]:
        """The entries of a map or list, in the order of the text; none when more than blanks is between a dash and its value."""
        found = [LayoutEntry((key or value).start_mark.index, self.end(value, key), key, value) for key, value in key_value_pairs(node)]
        if node.id == "mapping" or node.flow_style:
            return found
        ends = [node.start_mark.index, *(entry.end for entry in found)]
        dashes = [end + len(self.mask[end : entry.start].rstrip()) - 1 for end, entry in zip(ends, found, strict=False)]
        is_plain = all(self.mask[dash] == "-" for dash in dashes)
        return [entry._replace(start=dash) for dash, entry in zip(dashes, found, strict=True)] if is_plain else []

    def end(self, node: Node, key: Node = None) -> int:
        """The end of a value, without the blanks and comments behind it. ruamel.yaml puts an empty one where the next key is."""
        if node.id != "scalar" and not node.flow_style:
            return self.end(*reversed(key_value_pairs(node)[-1]))
        start, end = node.start_mark.index, int(node.end_mark.index)
        gap = self.text[key.end_mark.index : start] if key and start == end else ""
        return end - len(gap.partition(":")[2]) if ":" in gap else end

    def line(self, at: int) -> tuple[int, int, int]:
        """The start of the line that holds a place, the end of what is in it, and the start of the next one."""
        row = bisect_right(self.starts, at)
        following = self.starts[row] if row < len(self.starts) else len(self.text)
        start = self.starts[row - 1]
        return start, start + len(self.text[start:following].rstrip("\r\n")), following


def parse_layout(text: str) -> YamlLayout:
    """The layout of a text without a byte-order mark that `read` takes; without nodes when ruamel.yaml does not take it."""
    root = _composed(text)
    parts, at = [], 0
    for node in nodes_inside(root) if root else ():
        if node.id == "scalar":
            start, end = node.start_mark.index, node.end_mark.index
            node.end_mark.index = end = start + len(text[start:end].rstrip()) if node.style in BLOCK else end
            parts += [text[at:start], "x" * (end - start)]
            at = end
    mask = "".join([*parts, text[at:]])
    return YamlLayout(text, mask, root, (0, *(found.end() for found in LINE_END.finditer(mask))))


def _composed(text: str) -> Node | None:
    """The root node, with each alias as a node of its own, where ruamel.yaml gives the anchored one again."""
    from ruamel.yaml import YAML
    from ruamel.yaml.composer import Composer
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.events import AliasEvent
    from ruamel.yaml.nodes import ScalarNode

    class WithAliases(Composer):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if not self.parser.check_event(AliasEvent):
                return super().compose_node(parent, index)
            event = self.parser.get_event()
            return ScalarNode(ALIAS, self.anchors[event.anchor], event.start_mark, event.end_mark, anchor=event.anchor)

    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = WithAliases
    yaml.composer.warn_double_anchors = False
    try:
        return yaml.compose(text)
    except MarkedYAMLError:
        return None


def key_value_pairs(node: Node) -> list[tuple[Node | None, Node]]:
    """Key and value of each entry of a map; of a list without a key; nothing of a scalar."""
    if node.id == "mapping":
        return list(node.value)
    return [(None, value) for value in node.value] if node.id == "sequence" else []


def child_node(node: Node, step: str | int) -> int | None:
    """The position of a key's value, or of an entry; None when it is not written here, as what an alias or `<<` brings."""
    if node.id == "sequence":
        return step if isinstance(step, int) and step < len(node.value) else None
    return next((at for at, (key, _) in enumerate(key_value_pairs(node)) if key and key.value == str(step) != MERGE), None)


def _found(node: Node | None, step: str | int) -> tuple[Node | None, Node] | None:
    """Key and value of an entry of what a node means, with what `<<` brings."""
    while node is not None and node.tag == ALIAS:
        node = node.value
    at = child_node(node, step) if node is not None else None
    if node is None or at is not None:
        return key_value_pairs(node)[at] if at is not None else None
    merged = (base for key, base in key_value_pairs(node) if key and key.value == MERGE)
    bases = (part for base in merged for part in ([part for _, part in key_value_pairs(base)] if base.id == "sequence" else [base]))
    return next((found for base in bases if (found := _found(base, step))), None)


def nodes_inside(node: Node) -> Iterator[Node]:
    """The node and all nodes in it, keys too, in the order of the text."""
    yield node
    for key, value in key_value_pairs(node):
        if key:
            yield key
        yield from nodes_inside(value)
