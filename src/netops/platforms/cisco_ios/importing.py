"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

import re
from typing import Final

from netops.facts.filling import map_at_path
from netops.facts.importer import Importer, starts_with_any
from netops.facts.layer2 import GLOBAL as GUARDS
from netops.facts.read import Reader
from netops.facts.table import Effect, Fields, SectionPattern, make_table
from netops.platforms._multicast import of_vrf, rp, ssm
from netops.platforms._traffic import traffic
from netops.platforms.cisco_ios.importing_aaa import AAA, finish_aaa
from netops.platforms.cisco_ios.importing_access import ACCESS, finish_access
from netops.platforms.cisco_ios.importing_bgp import SPEAKER, finish_bgp
from netops.platforms.cisco_ios.importing_filters import FILTERS, finish_filters
from netops.platforms.cisco_ios.importing_firewall import FIREWALL
from netops.platforms.cisco_ios.importing_hardware import HARDWARE
from netops.platforms.cisco_ios.importing_interfaces import INTERFACES, finish_ports
from netops.platforms.cisco_ios.importing_ipsec import IPSEC, finish_ipsec
from netops.platforms.cisco_ios.importing_management import MANAGEMENT
from netops.platforms.cisco_ios.importing_routing import ROUTING, finish_routing
from netops.platforms.cisco_ios.importing_system import BANNERS, SYSTEM

TRAFFIC: Final = traffic({"access-group name *": "acl", "access-group #": "acl"})
MPLS: Final[dict[str, Effect | SectionPattern]] = {
    "no mpls ip propagate-ttl": lambda fields: fields.setdefault("mpls", {}).update(propagate_ttl=False),
    "mpls traffic-eng tunnels": lambda fields: fields.setdefault("mpls", {}),
    "mpls ldp graceful-restart": lambda fields: map_at_path(fields, "mpls", "ldp").update(graceful_restart=True),
    "mpls ldp router-id *": lambda fields, word: map_at_path(fields, "mpls", "ldp").update(router_id=word),
    "mpls ldp router-id * force": lambda fields, word: map_at_path(fields, "mpls", "ldp").update(router_id=word, router_id_force=True),
}
_LABELLED: Final = {"_ldp": "ldp_interfaces", "_te": "te_interfaces", "_rsvp": "rsvp_interfaces"}


def _finish_mpls(fields: Fields) -> None:
    """Interfaces that carry labels, as lists of `mpls`."""
    for name, port in fields.get("interfaces", {}).items():
        for key, noun in _LABELLED.items():
            found = port.pop(key, None)
            if found is not None:
                map_at_path(fields, "mpls").setdefault(noun, []).append(name)
            if key == "_rsvp" and type(found) is int:
                map_at_path(fields, "mpls", "rsvp_bandwidth_kbps")[name] = found
    if fields.get("mpls") == {}:
        del fields["mpls"]


MULTICAST: Final[dict[str, Effect | SectionPattern]] = {
    "ip multicast-routing": lambda fields: of_vrf(fields).update(routing=True),
    "ip multicast-routing distributed": lambda fields: of_vrf(fields).update(routing=True, distributed=True),
    "ip multicast-routing vrf *": lambda fields, vrf: of_vrf(fields, vrf).update(routing=True),
    "ip multicast-routing vrf * distributed": lambda fields, vrf: of_vrf(fields, vrf).update(routing=True, distributed=True),
    "ip pim rp-address *": lambda fields, address: rp(of_vrf(fields), address),
    "ip pim rp-address * *": lambda fields, address, acl: rp(of_vrf(fields), address, acl),
    "ip pim vrf * rp-address *": lambda fields, vrf, address: rp(of_vrf(fields, vrf), address),
    "ip pim vrf * rp-address * *": lambda fields, vrf, address, acl: rp(of_vrf(fields, vrf), address, acl),
    "ip pim ssm default": lambda fields: ssm(of_vrf(fields), "default"),
    "ip pim ssm range *": lambda fields, acl: ssm(of_vrf(fields), acl),
    "ip pim vrf * ssm default": lambda fields, vrf: ssm(of_vrf(fields, vrf), "default"),
    "ip pim vrf * ssm range *": lambda fields, vrf, acl: ssm(of_vrf(fields, vrf), acl),
}
TOP: Final = make_table(
    {
        **SYSTEM,
        **HARDWARE,
        **INTERFACES,
        **ROUTING,
        **SPEAKER,
        **FILTERS,
        **AAA,
        **ACCESS,
        **GUARDS,
        **MANAGEMENT,
        **TRAFFIC,
        **MULTICAST,
        **MPLS,
        **IPSEC,
        **FIREWALL,
    },
    blocks=BANNERS,
)


def finish(fields: Fields) -> None:
    """Put together what several lines say."""
    finish_routing(fields)
    _finish_mpls(fields)
    finish_ports(fields)
    finish_bgp(fields)
    finish_filters(fields)
    finish_ipsec(fields)
    finish_aaa(fields)
    finish_access(fields)
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
