"""Short names of interfaces, as people type them and as no device shows them (interface command), and lists of them.

netutils has one long name for each short one whatever the vendor; here each platform lists its own: HundredGigE (IOS, XR), mgmt0 (NX-OS).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from netops.dialects.grammar import Synonym

RANGES = re.compile(r"(?P<negation>no )?int[a-z]* +range +(?P<names>.+)", re.IGNORECASE)
"""IOS: interface range command."""
LISTS = re.compile(r"(?P<negation>no )?interface (?:range )?(?P<names>[A-Za-z][A-Za-z-]* ?[\d/.]+ ?[-,] ?[\w/.,: -]+)", re.IGNORECASE)
"""EOS and NX-OS: interface command with a list of names."""
_WORD = "int(?:e(?:r(?:f(?:a(?:ce?)?)?)?)?)?"
FEWEST = 2
"""Letters that a short name has at least, where several kinds begin with the same one."""


def short_names(kinds: tuple[str, ...]) -> tuple[Synonym, ...]:
    """Synonyms of `interface KIND`: any beginning of a kind, with or without a blank before the number, in any case of letters.

    Of two kinds that fit, the first counts. One letter is enough where only one kind begins with it (`g0/1` on IOS).
    """
    firsts = Counter(kind[0].lower() for kind in kinds)
    return tuple(_synonym(_beginning(kind, 1 if firsts[kind[0].lower()] == 1 else FEWEST), kind) for kind in kinds)


def initial_synonyms(names: Mapping[str, str]) -> tuple[Synonym, ...]:
    """Synonyms of `interface KIND` that are no beginning of it: `BE1` for Bundle-Ether1."""
    return tuple(_synonym(re.escape(short), kind) for short, kind in names.items())


def _synonym(pattern: str, kind: str) -> Synonym:
    return Synonym(re.compile(rf"{_WORD} {pattern} ?(?=\d)", re.IGNORECASE), f"interface {kind}")


def _beginning(kind: str, fewest: int) -> str:
    """A pattern of the beginnings of a word: `vl(?:a(?:n)?)?`."""
    letters = [re.escape(letter) for letter in kind]
    return "".join(letters[:fewest]) + "".join(f"(?:{letter}" for letter in letters[fewest:]) + ")?" * len(letters[fewest:])
