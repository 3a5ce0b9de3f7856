"""Short names of interfaces, as people type them and as no device of the Cisco family shows them (IOS, NX-OS and EOS: interface command).

netutils has one long name for each short one whatever the vendor; here each platform lists its own: HundredGigE (IOS, XR), mgmt0 (NX-OS).
"""

from __future__ import annotations

import re

from netops.dialects.grammar import Synonym

_WORD = "int(?:e(?:r(?:f(?:a(?:ce?)?)?)?)?)?"
FEWEST = 2
"""Letters that a short name has at least."""


def short_names(kinds: tuple[str, ...]) -> tuple[Synonym, ...]:
    """Synonyms of `interface KIND`: any beginning of a kind, with or without a blank before the number, in any case of letters.

    Of two kinds that fit, the first counts.
    """
    return tuple(Synonym(re.compile(rf"{_WORD} {_beginning(kind)} ?(?=\d)", re.IGNORECASE), f"interface {kind}") for kind in kinds)


def _beginning(kind: str) -> str:
    """A pattern of the beginnings of a word: `vl(?:a(?:n)?)?`."""
    letters = [re.escape(letter) for letter in kind]
    return "".join(letters[:FEWEST]) + "".join(f"(?:{letter}" for letter in letters[FEWEST:]) + ")?" * len(letters[FEWEST:])
