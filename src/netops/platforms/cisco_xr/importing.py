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
        !! IOS XR
        interface (?:MgmtEth|Bundle-Ether|\S*GigE)\S*\d
        end-policy
        route-policy[ ]
        prefix-set[ ]
        rsvp$
        segment-routing$
        mpls traffic-eng$
        telemetry model-driven
        router static
        ssh server v2
        netconf-yang agent
        call-home$
        """
    ),
    typical=starts(
        r"""
        interface \S+\d/\d/\S*\d/\d\S*
        \s+ipv[46] address[ ]
        router (?:isis|ospf|bgp|static)
        \s*end-set
        \s+address-family ipv[46] unicast
        \s+route-policy \S+ (?:in|out)
        l2vpn
        vrf \S+
        """
    ),
    reader=Reader(TOP, (), nothing),
    manufacturer="Cisco",
    types={
        "GigabitEthernet": "1000base-x-sfp",
        "TenGigE": "10gbase-x-sfpp",
        "TwentyFiveGigE": "25gbase-x-sfp28",
        "FortyGigE": "40gbase-x-qsfpp",
        "HundredGigE": "100gbase-x-qsfp28",
        "FourHundredGigE": "400gbase-x-qsfpdd",
        "MgmtEth": "1000base-t",
    },
    virtual=("Loopback", "Bundle-Ether", "BVI", "Null", "tunnel", "PW-Ether", "nve", "BE"),
)
