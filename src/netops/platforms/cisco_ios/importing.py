"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

import re
from typing import Final

from netops.facts.importer import Importer, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import Fields, make_table
from netops.platforms.cisco_ios.importing_bgp import SPEAKER, finish_bgp
from netops.platforms.cisco_ios.importing_filters import FILTERS, finish_filters
from netops.platforms.cisco_ios.importing_interfaces import INTERFACES, finish_ports
from netops.platforms.cisco_ios.importing_routing import ROUTING, finish_routing
from netops.platforms.cisco_ios.importing_system import BANNERS, SYSTEM

TOP: Final = make_table({**SYSTEM, **INTERFACES, **ROUTING, **SPEAKER, **FILTERS}, blocks=BANNERS)


def finish(fields: Fields) -> None:
    """Put together what several lines say."""
    finish_routing(fields)
    finish_ports(fields)
    finish_bgp(fields)
    finish_filters(fields)
    fields.pop("_vlan_lists", None)


IMPORTER: Final = Importer(
    certain=starts_with_any(
        r"""
        Current configuration : \d+ bytes
        boot-start-marker
        version 1[2-9]\.\d
        license udi pid
        ip cef$
        no aaa new-model
        service timestamps[ ]
        """
    ),
    typical=starts_with_any(
        r"""
        Building configuration
        interface (?:GigabitEthernet|FastEthernet|TenGigabitEthernet|Ethernet|Serial|Loopback|Vlan|Port-channel|Tunnel)\S*
        ip http[ ]
        line (?:con|aux|vty)[ ]
        router (?:ospf|eigrp|bgp)[ ]
        \x20(?:ip address \d\S+ 255\.\S+|no ip address|switchport \S+ \S+)
        access-list \d+[ ]
        ip route \d\S+ \d\S+[ ]
        """
    ),
    reader=Reader(TOP, (), finish),
    manufacturer="Cisco",
    model=re.compile(r"^(?:license udi pid (?P<model>\S+)|switch 1 provision (?P<provision>\S+))", re.MULTILINE),
    types={
        "FastEthernet": "100base-tx",
        "GigabitEthernet": "1000base-t",
        "TwoGig": "2.5gbase-t",
        "FiveGig": "5gbase-t",
        "TenGig": "10gbase-x-sfpp",
        "TwentyFive": "25gbase-x-sfp28",
        "Forty": "40gbase-x-qsfpp",
        "Hundred": "100gbase-x-qsfp28",
    },
    virtual=(
        "Loopback",
        "Vlan",
        "Port-channel",
        "Tunnel",
        "BDI",
        "BVI",
        "Null",
        "Virtual",
        "Dialer",
        "Multilink",
        "nve",
        "NVI",
        "pseudowire",
    ),
)
