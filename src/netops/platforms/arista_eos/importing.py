"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

import re
from typing import Final

from netops.facts.importer import Importer, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import Fields, SectionPattern, make_table
from netops.platforms.arista_eos.importing_bgp import BGP, finish_bgp
from netops.platforms.arista_eos.importing_filters import FILTERS, finish_filters
from netops.platforms.arista_eos.importing_interfaces import PORT, VXLAN, enter_port, finish_ports
from netops.platforms.arista_eos.importing_routing import ROUTING, finish_routing
from netops.platforms.arista_eos.importing_system import BLOCKS, SYSTEM, finish_system

TOP: Final = make_table(
    {"interface *": SectionPattern(PORT, enter_port), "interface Vxlan*": VXLAN, "router bgp *": BGP, **FILTERS},
    "",
    SYSTEM,
    ROUTING,
    blocks=BLOCKS,
)


def finish(fields: Fields) -> None:
    """What follows from several lines of the config."""
    finish_bgp(fields)
    finish_ports(fields)
    finish_routing(fields)
    finish_system(fields)
    finish_filters(fields)


IMPORTER: Final = Importer(
    certain=starts_with_any(
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
    typical=starts_with_any(
        r"""
        interface (?:Ethernet|Management|Port-Channel|Vxlan|Vlan|Loopback)\d\S*
        \x20  (?:ip address \d\S+/\d+|no switchport|mlag \S+|channel-group \d+ mode \S+)
        ip routing
        management \S+
        ip virtual-router
        \x20  (?:neighbor|network)[ ]
        """
    ),
    reader=Reader(TOP, (), finish),
    manufacturer="Arista",
    model=re.compile(r"^! device: \S+ \((?P<model>[^,]+),", re.MULTILINE),
    types={"Ethernet": "other", "Management": "1000base-t"},
    virtual=("Loopback", "Vlan", "Port-Channel", "Vxlan", "Tunnel", "Null", "Dps"),
)
