"""Short names of interfaces, as people type them and as no device shows them (interface command), and lists of them.

netutils has one long name for each short one whatever the vendor; here each platform lists its own: HundredGigE (IOS, XR), mgmt0 (NX-OS).
"""

from __future__ import annotations

import re

from netops.dialects.grammar import Synonym

RANGES = re.compile(r"(?P<negation>no )?int[a-z]* +range +(?P<names>.+)", re.IGNORECASE)
"""IOS: interface range command."""
LISTS = re.compile(r"(?P<negation>no )?interface (?:range )?(?P<names>[A-Za-z][A-Za-z-]* ?[\d/.]+ ?[-,] ?[\w/.,: -]+)", re.IGNORECASE)
"""EOS and NX-OS: interface command with a list of names."""
VRP = ("GigabitEthernet", "XGigabitEthernet", "Eth-Trunk", "LoopBack", "Vlanif", "Tunnel")
_LETTERS = {
    "Ethernet": "e",
    "FastEthernet": "f",
    "GigabitEthernet": "g|ge",
    "XGigabitEthernet": "xge",
    "Bundle-Ether": "be",
    "TwentyFiveGigE": "tf",
    "FourHundredGigE": "fh",
}
"""Short names that are no beginning of two letters."""
_WORD = "int(?:e(?:r(?:f(?:a(?:ce?)?)?)?)?)?"
FEWEST = 2
"""Letters that a beginning has at least."""


def short_names(kinds: tuple[str, ...]) -> tuple[Synonym, ...]:
    """Synonyms of `interface KIND`: any beginning of a kind, with or without a blank before the number, in any case of letters.

    Of two kinds that fit, the first counts.
    """
    return tuple(Synonym(re.compile(rf"{_WORD} (?:{_short(kind)}) ?(?=\d)", re.IGNORECASE), f"interface {kind}") for kind in kinds)


def _short(kind: str) -> str:
    return "|".join([_beginning(kind), *([_LETTERS[kind]] if kind in _LETTERS else [])])


def _beginning(kind: str) -> str:
    """A pattern of the beginnings of a word: `vl(?:a(?:n)?)?`."""
    letters = [re.escape(letter) for letter in kind]
    return "".join(letters[:FEWEST]) + "".join(f"(?:{letter}" for letter in letters[FEWEST:]) + ")?" * len(letters[FEWEST:])
