"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

import re
from typing import Final

from netops.facts.importer import Importer, nothing, starts
from netops.facts.read import Reader
from netops.facts.table import table

TOP: Final = table({})

IMPORTER: Final = Importer(
    certain=starts(
        r"""
        ! device: .* EOS-
        transceiver qsfp[ ]
        service routing protocols model[ ]
        vrf instance[ ]
        management api http-commands
        daemon TerminAttr
        ! boot system flash:/\S*EOS
        """
    ),
    typical=starts(
        r"""
        interface (?:Ethernet|Management|Port-Channel|Vxlan|Vlan|Loopback)\d\S*
        \x20  (?:ip address \d\S+/\d+|no switchport|mlag \S+|channel-group \d+ mode \S+)
        ip routing
        management \S+
        ip virtual-router
        \x20  (?:neighbor|network)[ ]
        """
    ),
    reader=Reader(TOP, (), nothing),
    manufacturer="Arista",
    model=re.compile(r"^! device: \S+ \((?P<model>[^,]+),", re.MULTILINE),
    types={"Ethernet": "other", "Management": "1000base-t"},
    virtual=("Loopback", "Vlan", "Port-Channel", "Vxlan", "Tunnel", "Null", "Dps"),
)
