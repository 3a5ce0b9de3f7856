"""Short names of interfaces, as people type them and as no device of the Cisco family shows them (IOS and EOS: interface command)."""

from __future__ import annotations

import re

from netops.dialects.grammar import Synonym

_TYPES = {
    "Ethernet": "eth?(?:ernet)?",
    "FastEthernet": "fa(?:st(?:ethernet)?)?",
    "GigabitEthernet": "gi(?:g(?:abit(?:ethernet)?)?)?",
    "TwoGigabitEthernet": "tw(?:ogigabitethernet)?",
    "TenGigabitEthernet": "te(?:n(?:gig(?:abit(?:ethernet)?)?)?)?",
    "TwentyFiveGigE": "twentyfivegige?",
    "FortyGigabitEthernet": "fo(?:rtygigabitethernet)?",
    "HundredGigE": "hu(?:ndredgige?)?",
    "Port-channel": "po(?:rt-?channel)?",
    "Loopback": "lo(?:opback)?",
    "Tunnel": "tu(?:nnel)?",
    "Vlan": "vl(?:an)?",
    "Serial": "se(?:rial)?",
}


def short_names(types: dict[str, str]) -> tuple[Synonym, ...]:
    """Synonyms of `interface TYPE`, with or without a blank before the number, in any case of letters."""
    word = "int(?:e(?:r(?:f(?:a(?:ce?)?)?)?)?)?"
    return tuple(Synonym(re.compile(rf"{word} {short} ?(?=\d)", re.IGNORECASE), f"interface {name}") for name, short in types.items())


INTERFACES = short_names(_TYPES)
