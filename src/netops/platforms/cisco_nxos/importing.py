"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.importer import Importer, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import make_table
from netops.platforms.cisco_nxos.importing_finish import finish
from netops.platforms.cisco_nxos.importing_interfaces import INTERFACES
from netops.platforms.cisco_nxos.importing_lists import LISTS
from netops.platforms.cisco_nxos.importing_routing import ROUTING
from netops.platforms.cisco_nxos.importing_services import SERVICES
from netops.platforms.cisco_nxos.importing_system import SYSTEM

IMPORTER: Final = Importer(
    certain=starts_with_any(
        r"""
        !Command: show[ ]
        version \d+\.\d+\(\d+\)
        boot nxos
        feature (?:nv overlay|interface-vlan|vn-segment|bgp|ospf|lacp|vpc|hsrp|telnet|nxapi|bash|ssh|scp)
        nv overlay evpn
        vrf context[ ]
        cfs eth distribute
        no password strength-check
        power redundancy-mode
        vdc \S+ id
        """
    ),
    typical=starts_with_any(
        r"""
        feature[ ]
        interface (?:Ethernet\d+/\d+\S*|mgmt0|port-channel\d|nve1|loopback\d|Vlan\d)
        \x20 (?:vrf member |ip address \d\S+/\d+|no shutdown|switchport)
        line (?:console|vty)$
        \x20 (?:neighbor|address-family)[ ]
        """
    ),
    reader=Reader(make_table({}, "", SYSTEM, SERVICES, INTERFACES, LISTS, ROUTING), (), finish),
    manufacturer="Cisco",
    types={"Ethernet": "other", "mgmt": "1000base-t"},
    virtual=("loopback", "Vlan", "port-channel", "nve", "Tunnel", "Null"),
)
