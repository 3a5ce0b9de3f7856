"""What IOS XR takes in two forms, one with words that it supposes (the guide or the Command Reference is named)."""

from __future__ import annotations

import re
from typing import Final

from netops.dialects.spellings import Spellings, spellings_below

_ADDRESS: Final = r"(?:\d+\.\d+\.\d+\.\d+|[\dA-Fa-f]*:[\dA-Fa-f:.]+)"
_SUPPOSED: Final = r" (?:vrf default|severity info|port (?:default|514))(?= |$)"


def _host(match: re.Match[str]) -> str:
    return f"{match[1]}{re.sub(_SUPPOSED, '', match[2])}"


LINES: Final = spellings_below(
    "",
    # Modular QoS, class-map: "match-any ... is the default", "qos" the only type that needs no word; policy-map the same
    (r"class-map (?:type qos )?(?!match-|type )(\S+)", r"class-map match-any \1"),
    (r"class-map type qos (match-\S+ \S+)", r"class-map \1"),
    (r"policy-map type qos (\S+)", r"policy-map \1"),
    # System Monitoring, logging: the VRF "default", the severity "informational" and the port 514 without them
    (rf"(logging {_ADDRESS})((?: .+)?)", _host),
    # System Management, snmp-server community: shown as RO and RW
    (r"(snmp-server community \S+(?: view \S+)?) (ro|rw)((?: .+)?)", lambda match: f"{match[1]} {match[2].upper()}{match[3]}"),
)

SPELLINGS: Final = Spellings(tuple(LINES))
