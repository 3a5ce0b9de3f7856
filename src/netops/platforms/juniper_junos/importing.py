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
        set (?:system|interfaces|protocols|version|routing-options|policy-options|vlans|security|groups|routing-instances)[ ]
        (?:system|interfaces|protocols|routing-options|policy-options|vlans|security|groups|chassis|routing-instances|apply-groups|firewall)\b[^\n]*\{$
        """
    ),
    typical=starts(
        r"""
        set \S+[ ]
        \s*[^\n]*(?:\{|;)$
        """
    ),
    reader=Reader(TOP, (), nothing),
    manufacturer="Juniper",
    types={
        "fe-": "100base-tx",
        "ge-": "1000base-t",
        "xe-": "10gbase-x-sfpp",
        "et-": "100gbase-x-qsfp28",
        "fxp": "1000base-t",
        "em": "1000base-t",
        "me": "1000base-t",
    },
    virtual=("ae", "irb", "vlan", "lo", "st", "gr", "reth", "fab", "esi", "vtep", "lt", "ps", "ip-", "vme"),
)
