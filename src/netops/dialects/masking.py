"""What of the lines of a config is secret, and which secrets may be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from netops.dialects.grammar import Grammar
from netops.dialects.secrets import Numbers, Secret, SecretFinder, Shapes, has_placeholder, mask_by_shapes, number_secrets
from netops.dialects.tree import Node
from netops.secrets import OPEN, REDACTED


@dataclass(frozen=True, slots=True)
class SecretMask:
    """Gives for each line the form to show and the form to compare.

    Two secrets are compared by value, unless one of them is a placeholder or is taken out: that one equals every value, or of several at
    one place the one that has its number.
    """

    mask: SecretFinder
    opaque: frozenset[str] = field(default_factory=frozenset)
    numbers: Numbers = field(default_factory=dict)
    places: frozenset[str] = field(init=False)
    """Where secrets are compared by their numbers."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", frozenset(place for place, value in self.numbers if OPEN in value))

    def is_masked(self, shown: str, secrets: Iterable[Secret]) -> bool:
        """Whether a line is compared without the values of its secrets."""
        return self.mask.grammar.positive(shown) in self.opaque or (bool(self.places) and any(place in self.places for place, _ in secrets))

    def views(self, text: str, above: tuple[str, ...] = ()) -> tuple[str, str]:
        """A line as it may be shown, and as it is compared."""
        shown, compared, _ = self.parts(text, above)
        return shown, compared

    def parts(self, text: str, above: tuple[str, ...] = ()) -> tuple[str, str, tuple[Secret, ...]]:
        """A line as it may be shown, as it is compared, and its secrets."""
        if "\n" in text:
            shown = self.mask.block(text, above)
            return shown, shown if shown in self.opaque else text, ()
        found = self.mask.find(text, above)
        if not found:
            return text, text, ()
        shown, secrets = self.mask.replaced(text, found), self.mask.secrets(text, found, above)
        own = number_secrets(shown, secrets, self.numbers)
        return own, own if self.is_masked(shown, secrets) else text, secrets


def masked_placeholders(nodes: Iterable[Node]) -> frozenset[str]:
    """What is shown of lines whose secret is a placeholder or is taken out."""
    return frozenset(node.shown for node in nodes if has_placeholder(node.text))


def hide_placeholders(grammar: Grammar, tree: Node, shapes: Shapes) -> Node:
    """A copy of a tree that shows no secret either where another text of the target has a placeholder."""
    return _Copy(grammar, SecretMask(SecretFinder(grammar, shapes))).of(tree)


def mask_tree(grammar: Grammar, tree: Node, mask: SecretMask) -> Node:
    """A copy of a tree in which the secrets that the mask hides equal every value, or the one of their number."""
    return _Copy(grammar, replace(mask, mask=SecretFinder(grammar))).of(tree)


def tree_without_secrets(grammar: Grammar, tree: Node, numbers: Numbers) -> Node:
    """A copy of a tree without its secrets."""
    return _Copy(grammar, SecretMask(SecretFinder(grammar), numbers=numbers), sealed=True).of(tree)


@dataclass(frozen=True, slots=True)
class _Copy:
    grammar: Grammar
    mask: SecretMask
    sealed: bool = False

    def of(self, tree: Node) -> Node:
        top = tree.alone()
        self._fill(top, tree, ())
        return top

    def _fill(self, twin: Node, node: Node, above: tuple[str, ...]) -> None:
        for setting, child in node.children.items():
            own = self._line(child, above)
            if own.key == child.key and setting not in twin.children:
                twin.children[setting] = own
            else:
                own = self.grammar.dialect.place(self.grammar, twin, setting, own)
            if child.children:
                self._fill(own, child, (*above, child.shown))

    def _line(self, node: Node, above: tuple[str, ...]) -> Node:
        own = node.alone()
        if self.mask.mask.shapes:
            own.shown, own.secrets = mask_by_shapes(self.mask.mask, node.shown, node.secrets, above)
        shown = own.shown
        own.shown = number_secrets(shown, own.secrets, self.mask.numbers)
        if self.sealed and REDACTED in shown:
            own.text = own.key = own.shown
        elif self.mask.is_masked(shown, own.secrets):
            own.key = own.shown
        return own
