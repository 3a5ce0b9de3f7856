"""Interfaces of NX-OS: what their lines say (Nexus 9000 Interfaces and Unicast Routing configuration guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.ports import (
    SWITCHPORT,
    bare,
    extend,
    given,
    group_of,
    igp_on,
    passive_here,
    runs,
    use,
    with_length,
    with_mask,
)
from netops.facts.table import Below, add, const, put, table
from netops.facts.values import interface_namer, ip, vlan
from netops.platforms.cisco_nxos.interfaces import KINDS

NAME: Final = interface_namer(*KINDS)
ROUTED: Final = ("loopback", "Vlan", "mgmt", "Tunnel", "null", "Bdi", "nve")
UP: Final = ("loopback", "mgmt", "port-channel", "null")
DOWN: Final = ("Vlan", "Tunnel", "nve")

_HSRP: Final = Below(
    table(
        {"ip * [secondary]": add("addresses", ip), "priority # [~]": lambda fields, value, _="": fields.update(priority=int(value))},
        """
        [no] preempt [~]
        [no] priority|timers|track|authentication|mac-address|name|follow ~
        """,
    ),
    group_of("hsrp"),
)
_VRRP: Final = Below(
    table(
        {
            "address * [primary|secondary]": add("addresses", ip),
            "priority # [~]": lambda fields, value, _="": fields.update(priority=int(value)),
        },
        """
        [no] preempt [~]
        [no] priority|timers|track|authentication|advertisement-interval|match-address|description|delay ~
        vrrpv2
        [no] shutdown
        """,
    ),
    group_of("vrrp"),
)

INTERFACE: Final = extend(
    SWITCHPORT,
    {
        "shutdown force": const("enabled", False),
        "no shutdown force": const("enabled", True),
        "ip address * * secondary": with_mask("secondary"),
        "ip address * *": with_mask(),
        "ip address * secondary [tag] [#]": with_length("secondary"),
        "ip address * [tag] [#]": with_length(),
        "ip address dhcp": given(4, "dhcp"),
        "ip unnumbered *": given(4, "unnumbered"),
        "ipv6 address *": with_length(),
        "ipv6 address * secondary": with_length("secondary"),
        "ipv6 address * tag # [secondary]": lambda fields, one, _: with_length()(fields, one),
        "ipv6 address * eui64": with_length("eui-64"),
        "ipv6 address * anycast": with_length("anycast"),
        "ipv6 address dhcp": given(6, "dhcp"),
        "ipv6 address autoconfig": given(6, "autoconfig"),
        "ipv6 link-local *": bare("link-local"),
        "vrf member *": put("vrf"),
        "encapsulation dot1q #": put("tag", vlan),
        "channel-group # [force]": put("lag", "port-channel{}".format),
        "channel-group # [force] mode active|passive|on": lambda fields, group, _: fields.update(lag=f"port-channel{group}"),
        "ip port access-group * in": lambda fields, name: use("ipv4")(fields, name, "in"),
        "ipv6 traffic-filter * in|out": use("ipv6"),
        "ipv6 port traffic-filter * in": lambda fields, name: use("ipv6")(fields, name, "in"),
        "mac port access-group *": lambda fields, name: use("mac")(fields, name, "in"),
        "ip router ospf * area * [secondaries] [none]": igp_on("ospf"),
        "ipv6|ip router ospfv3 * area *": lambda fields, _, name, where: igp_on("ospfv3")(fields, name, where),
        "ip|ipv6 router isis *": lambda fields, _, name: runs("isis")(fields, name),
        "ip ospf passive-interface": passive_here("ospf"),
        "no ip ospf passive-interface": passive_here("ospf", passive=False),
        "ospfv3 passive-interface": passive_here("ospfv3"),
        "isis passive-interface ~": passive_here("isis"),
        "hsrp #": _HSRP,
        "hsrp # ipv4|ipv6": _HSRP,
        "vrrp #": _VRRP,
        "vrrpv3 # address-family ipv4|ipv6": _VRRP,
    },
    """
    ip ospf network|cost|priority|hello-interval|dead-interval|retransmit-interval|transmit-delay|authentication|mtu-ignore|bfd [~]
    ip ospf authentication-key|message-digest-key|shutdown ~
    ospfv3 network|cost|priority|hello-interval|dead-interval|bfd ~
    isis metric|network|circuit-type|hello-interval|hello-multiplier|bfd|authentication-type|authentication|priority ~
    ip router|passive-interface|bandwidth|hello-interval|hold-time|distribute-list|summary-address|next-hop-self eigrp ~
    no ip address
    no ip redirects
    no ipv6 redirects
    [no] ip redirects|unreachables|proxy-arp|local-proxy-arp|directed-broadcast [~]
    [no] ip forward
    ip mtu|dhcp|arp|igmp|pim|tcp|flow|verify|urpf ~
    [no] ip pim sparse-mode
    [no] ipv6 nd|dhcp|unreachables [~]
    ipv6 address use-link-local-only
    hsrp version|bfd|delay|mac-refresh ~
    delay|speed|duplex|bandwidth|load-interval|medium|mac-address|carrier-delay|link|negotiate ~
    [no] negotiate auto
    [no] cdp enable
    [no] lldp ~
    [no] lacp ~
    [no] beacon
    [no] bfd ~
    [no] snmp trap ~
    [no] logging event ~
    [no] spanning-tree ~
    [no] storm-control ~
    [no] udld ~
    [no] flowcontrol ~
    [no] priority-flow-control ~
    [no] mpls ~
    [no] autostate
    [no] management
    vpc #
    vpc peer-link
    service-policy ~
    fabric forwarding mode anycast-gateway
    fabric forwarding ~
    host-reachability protocol bgp
    source-interface ~
    global ~
    advertise virtual-rmac
    member vni ~ {}
    tunnel ~
    fec *
    """,
)
