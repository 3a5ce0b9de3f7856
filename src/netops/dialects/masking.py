"""What of the lines of a config is secret, and which secrets may be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from netops.dialects.grammar import Grammar
from netops.dialects.secrets import Mask, Shapes, has_placeholder, reshaped
from netops.dialects.tree import Node
from netops.secrets import REDACTED


@dataclass(frozen=True, slots=True)
class SecretMask:
    """Gives for each line the form to show and the form to compare.

    Two secrets are compared by value, unless one of them is a placeholder or is taken out: that one equals every value.
    """

    mask: Mask
    opaque: frozenset[str] = field(default_factory=frozenset)

    def views(self, text: str, above: tuple[str, ...] = ()) -> tuple[str, str]:
        """A line as it may be shown, and as it is compared."""
        shown = self.mask.block(text, above) if "\n" in text else self.mask(text, above)
        return shown, shown if shown in self.opaque else text


def opaque(nodes: Iterable[Node]) -> frozenset[str]:
    """What is shown of lines whose secret is a placeholder or is taken out."""
    return frozenset(node.shown for node in nodes if has_placeholder(node.text))


def hide_placeholders(grammar: Grammar, tree: Node, shapes: Shapes) -> Node:
    """A copy of a tree that shows no secret either where another text of the target has a placeholder."""
    return _copied(grammar, tree, shapes, frozenset(), sealed=False)


def masked(grammar: Grammar, tree: Node, hidden: frozenset[str]) -> Node:
    """A copy of a tree in which the secrets of the lines that are `hidden` equal every value."""
    return _copied(grammar, tree, (), hidden, sealed=False)


def sealed(grammar: Grammar, tree: Node, shapes: Shapes) -> Node:
    """A copy of a tree without its secrets."""
    return _copied(grammar, tree, shapes, frozenset(), sealed=True)


def _copied(grammar: Grammar, tree: Node, shapes: Shapes, hidden: frozenset[str], *, sealed: bool) -> Node:
    place = grammar.dialect.place

    def fill(twin: Node, node: Node) -> None:
        for setting, child in node.children.items():
            own = child.alone()
            if shapes:
                own.shown = reshaped(shapes, child.shown)
            if sealed and REDACTED in own.shown:
                own.text = own.key = own.shown
            elif own.shown in hidden:
                own.key = own.shown
            if own.key == child.key and setting not in twin.children:
                twin.children[setting] = own
            else:
                own = place(grammar, twin, setting, own)
            if child.children:
                fill(own, child)

    top = tree.alone()
    fill(top, tree)
    return top
