"""How the lines of a pair of texts are looked at: what of them is secret, and which secrets may be compared."""

from __future__ import annotations

from dataclasses import dataclass, field

from netops.config.rules import Platform
from netops.config.secrets import Mask, marked, shapes


@dataclass(frozen=True, slots=True)
class Lens:
    """Gives for each line the form to show and the form to compare.

    Two secrets are compared by value, unless one of them is a placeholder or is taken out: that one equals every value.
    """

    mask: Mask
    opaque: frozenset[str] = field(default_factory=frozenset)

    def views(self, text: str, top: str = "") -> tuple[str, str]:
        """A line as it may be shown, and as it is compared."""
        if "\n" in text:
            shown = "\n".join(self.mask(line, top) for line in text.split("\n"))
        else:
            shown = self.mask(text, top)
        return shown, shown if shown in self.opaque else text


def lens(platform: Platform, *texts: str) -> Lens:
    """The lens for texts of one target, each of which may hold placeholders for secrets of the others."""
    lines = [line.strip() for text in texts if marked(text) for line in text.split("\n") if marked(line)]
    mask = Mask(platform, shapes(lines))
    return Lens(mask, frozenset(_canonical(mask, line) for line in lines))


def _canonical(mask: Mask, line: str) -> str:
    return mask(line)
