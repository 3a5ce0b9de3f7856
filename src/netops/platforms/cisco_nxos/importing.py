"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import enter_map, map_at_path
from netops.facts.importer import Importer, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import Effect, SectionPattern, make_table, set_field
from netops.platforms._multicast import of_vrf, rp, ssm
from netops.platforms._traffic import traffic
from netops.platforms.cisco_nxos.importing_finish import finish
from netops.platforms.cisco_nxos.importing_interfaces import INTERFACES
from netops.platforms.cisco_nxos.importing_lists import LISTS
from netops.platforms.cisco_nxos.importing_routing import ROUTING
from netops.platforms.cisco_nxos.importing_services import SERVICES
from netops.platforms.cisco_nxos.importing_system import SYSTEM

TRAFFIC: Final = traffic({"access-group name *": "acl"}, "control-plane queuing network-qos", ("qos", "qos"))
PLANE: Final[dict[str, Effect | SectionPattern]] = {
    "control-plane": SectionPattern(
        make_table({"service-policy input *": lambda fields, name: map_at_path(fields, "control_plane_policies").update(input=name)}),
        enter_map("system"),
    ),
    "system qos": SectionPattern(
        make_table(
            {
                "service-policy type network-qos *": set_field("network_qos"),
                "service-policy type queuing input|output *": lambda fields, way, name: fields.update({f"queuing_{way}": name}),
                "service-policy type qos input|output *": lambda fields, way, name: fields.update({way: name}),
            }
        ),
        enter_map("system", "service_policies"),
    ),
}
"""Policies of packets to the device, and of all its ports."""

MULTICAST: Final[dict[str, Effect | SectionPattern]] = {
    "ip pim rp-address * group-list *": lambda fields, address, groups: rp(of_vrf(fields), address, groups=groups),
    "ip pim ssm range ~": lambda fields, words: ssm(of_vrf(fields), words),
}
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
    reader=Reader(make_table({**TRAFFIC, **PLANE, **MULTICAST}, "", SYSTEM, SERVICES, INTERFACES, LISTS, ROUTING), (), finish),
    manufacturer="Cisco",
    types={"Ethernet": "other", "mgmt": "1000base-t"},
    virtual=("loopback", "Vlan", "port-channel", "nve", "Tunnel", "Null"),
)
