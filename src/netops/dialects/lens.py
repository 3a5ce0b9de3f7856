"""How the lines of a pair of texts are looked at: what of them is secret, and which secrets may be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from netops.dialects.grammar import Grammar
from netops.dialects.secrets import Mask, marked, shapes
from netops.dialects.tree import Node


@dataclass(frozen=True, slots=True)
class Lens:
    """Gives for each line the form to show and the form to compare.

    Two secrets are compared by value, unless one of them is a placeholder or is taken out: that one equals every value.
    """

    mask: Mask
    opaque: frozenset[str] = field(default_factory=frozenset)

    def views(self, text: str, top: str = "") -> tuple[str, str]:
        """A line as it may be shown, and as it is compared."""
        shown = "\n".join(self.mask(line, top) for line in text.split("\n")) if "\n" in text else self.mask(text, top)
        return shown, shown if shown in self.opaque else text


def lens(grammar: Grammar, *texts: str) -> Lens:
    """A lens for texts of one target, each of which may hold placeholders for secrets of the others. It compares all secrets by value."""
    return Lens(Mask(grammar, shapes(line for text in texts if marked(text) for line in text.split("\n"))))


def opaque(nodes: Iterable[Node]) -> frozenset[str]:
    """What is shown of lines whose secret is a placeholder or is taken out."""
    return frozenset(node.shown for node in nodes if marked(node.text))
