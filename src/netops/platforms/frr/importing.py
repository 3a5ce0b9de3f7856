"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.importer import Importer, nothing, starts
from netops.facts.read import Reader
from netops.facts.table import table

TOP: Final = table({})

IMPORTER: Final = Importer(
    certain=starts(
        r"""
        frr (?:version|defaults)
        service integrated-vtysh-config
        log syslog
        """
    ),
    typical=starts(
        r"""
        interface \S+
        \s?ip address \d\S+/\d+
        router (?:bgp|ospf|ospf6|isis) ?\S*
        line vty
        ip prefix-list \S+ seq
        (?: |  )(?:neighbor|network)[ ]
        exit(?:-address-family)?
        \s+advertise-all-vni
        """
    ),
    reader=Reader(TOP, (), nothing),
    manufacturer="FRRouting",
    virtual=("lo", "br", "vxlan", "dummy", "vlan", "bond", "wg", "gre", "tun"),
)
