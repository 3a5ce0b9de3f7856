"""Short names of interfaces, as people type them and as no device shows them (interface command), and lists of them."""

from __future__ import annotations

import re

from netops.dialects.grammar import Synonym

_IOS = {
    "Ethernet": "e(?:th?(?:ernet)?)?",
    "FastEthernet": "f(?:a(?:st(?:ethernet)?)?)?",
    "GigabitEthernet": "g(?:i(?:g(?:abit(?:ethernet)?)?)?)?",
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
_EOS = {
    "Ethernet": "et?(?:h(?:ernet)?)?",
    "Port-Channel": "po(?:rt-?channel)?",
    "Loopback": "lo(?:opback)?",
    "Management": "ma(?:nagement)?",
    "Tunnel": "tu(?:nnel)?",
    "Vlan": "vl(?:an)?",
    "Vxlan": "vx(?:lan)?",
}
_NXOS = {
    "Ethernet": "et?(?:h(?:ernet)?)?",
    "port-channel": "po(?:rt-?channel)?",
    "loopback": "lo(?:opback)?",
    "mgmt": "mgmt",
    "nve": "nve",
    "Tunnel": "tu(?:nnel)?",
    "Vlan": "vl(?:an)?",
}
_XR = {
    "Bundle-Ether": "be|bundle-ether",
    "GigabitEthernet": "gi(?:gabitethernet)?",
    "TenGigE": "te(?:ngige)?",
    "TwentyFiveGigE": "tf|twentyfivegige",
    "FortyGigE": "fo(?:rtygige)?",
    "HundredGigE": "hu(?:ndredgige)?",
    "FourHundredGigE": "fh|fourhundredgige",
    "Loopback": "lo(?:opback)?",
    "MgmtEth": "mg(?:mteth)?",
}
_VRP = {
    "GigabitEthernet": "gi(?:gabitethernet)?|ge",
    "XGigabitEthernet": "xgi(?:gabitethernet)?|xge",
    "Eth-Trunk": "eth-?trunk",
    "LoopBack": "loop(?:back)?",
    "Vlanif": "vlanif",
    "Tunnel": "tunnel",
}
RANGES = re.compile(r"(?P<negation>no )?int[a-z]* +range +(?P<names>.+)", re.IGNORECASE)
"""IOS: interface range command."""
LISTS = re.compile(r"(?P<negation>no )?interface (?:range )?(?P<names>[A-Za-z][A-Za-z-]* ?[\d/.]+ ?[-,] ?[\w/.,: -]+)", re.IGNORECASE)
"""EOS and NX-OS: interface command with a list of names."""


def short_names(types: dict[str, str]) -> tuple[Synonym, ...]:
    """Synonyms of `interface TYPE`, with or without a blank before the number, in any case of letters."""
    word = "int(?:e(?:r(?:f(?:a(?:ce?)?)?)?)?)?"
    return tuple(Synonym(re.compile(rf"{word} (?:{short}) ?(?=\d)", re.IGNORECASE), f"interface {name}") for name, short in types.items())


IOS, EOS, NXOS, XR, VRP = map(short_names, (_IOS, _EOS, _NXOS, _XR, _VRP))
