"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

import re
from typing import Final

from netops.facts.acl_entries import drop_empty
from netops.facts.filling import map_at_path
from netops.facts.importer import Importer, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import Effect, Fields, SectionPattern, make_table
from netops.platforms._multicast import of_vrf, rp, ssm
from netops.platforms._traffic import traffic
from netops.platforms.arista_eos.importing_bgp import BGP, finish_bgp
from netops.platforms.arista_eos.importing_filters import FILTERS
from netops.platforms.arista_eos.importing_interfaces import PORT, VXLAN, enter_port, finish_ports
from netops.platforms.arista_eos.importing_routing import ROUTING, finish_routing
from netops.platforms.arista_eos.importing_system import BLOCKS, SYSTEM, finish_system

TRAFFIC: Final = traffic({"ip access-group *": "acl", "ipv6 access-group *": "acl_v6"}, default=("qos", "quality-of-service"))
_PIM: Final[dict[str, Effect | SectionPattern]] = {
    "ipv4": SectionPattern(
        make_table(
            {
                "rp address *": rp,
                "rp address * access-list *": rp,
                "rp address * *": lambda fields, address, groups: rp(fields, address, groups=groups),
                "ssm range standard": lambda fields: ssm(fields, "default"),
                "ssm range *": ssm,
            }
        )
    )
}
PIM: Final = SectionPattern(
    make_table({**_PIM, "vrf *": SectionPattern(make_table(_PIM), lambda fields, name: map_at_path(fields, "vrfs", name))}), of_vrf
)
TOP: Final = make_table(
    {
        "interface *": SectionPattern(PORT, enter_port),
        "interface Vxlan*": VXLAN,
        "router bgp *": BGP,
        "router pim sparse-mode": PIM,
        **FILTERS,
        **TRAFFIC,
    },
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
    drop_empty(fields)


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
    model=re.compile(r"^! device: \S+ \((?P<model>[^,\n]+),", re.MULTILINE),
    types={"Ethernet": "other", "Management": "1000base-t"},
    virtual=("Loopback", "Vlan", "Port-Channel", "Vxlan", "Tunnel", "Null", "Dps"),
)
