"""Interfaces of NX-OS: what their lines say (Nexus 9000 Interfaces and Unicast Routing configuration guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.ports import (
    SWITCHPORT,
    add_address_with_length,
    add_address_with_mask,
    add_address_without_length,
    address_by_dhcp_or_unnumbered,
    enable_igp_on_interface,
    enable_protocol,
    enter_redundancy_group,
    extend_port_table,
    set_passive,
    use_filter,
)
from netops.facts.table import SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.facts.values import canonical_ip, interface_namer, parse_vlan_id
from netops.platforms.cisco_nxos.interfaces import KINDS

NAME: Final = interface_namer(*KINDS)
ROUTED: Final = ("loopback", "Vlan", "mgmt", "Tunnel", "null", "Bdi", "nve")
UP: Final = ("loopback", "mgmt", "port-channel", "null")
DOWN: Final = ("Vlan", "Tunnel", "nve")

_HSRP: Final = SectionPattern(
    make_table(
        {
            "ip * [secondary]": append_to_field("addresses", canonical_ip),
            "priority # [~]": lambda fields, value, _="": fields.update(priority=int(value)),
        },
        """
        [no] preempt [~]
        [no] priority|timers|track|authentication|mac-address|name|follow ~
        """,
    ),
    enter_redundancy_group("hsrp"),
)
_VRRP: Final = SectionPattern(
    make_table(
        {
            "address * [primary|secondary]": append_to_field("addresses", canonical_ip),
            "priority # [~]": lambda fields, value, _="": fields.update(priority=int(value)),
        },
        """
        [no] preempt [~]
        [no] priority|timers|track|authentication|advertisement-interval|match-address|description|delay ~
        vrrpv2
        [no] shutdown
        """,
    ),
    enter_redundancy_group("vrrp"),
)

INTERFACE: Final = extend_port_table(
    SWITCHPORT,
    {
        "shutdown force": set_constant("enabled", False),
        "no shutdown force": set_constant("enabled", True),
        "ip address * * secondary": add_address_with_mask("secondary"),
        "ip address * *": add_address_with_mask(),
        "ip address * secondary [tag] [#]": add_address_with_length("secondary"),
        "ip address * [tag] [#]": add_address_with_length(),
        "ip address dhcp": address_by_dhcp_or_unnumbered(4, "dhcp"),
        "ip unnumbered *": address_by_dhcp_or_unnumbered(4, "unnumbered"),
        "ipv6 address *": add_address_with_length(),
        "ipv6 address * secondary": add_address_with_length("secondary"),
        "ipv6 address * tag # [secondary]": lambda fields, one, _: add_address_with_length()(fields, one),
        "ipv6 address * eui64": add_address_with_length("eui-64"),
        "ipv6 address * anycast": add_address_with_length("anycast"),
        "ipv6 address dhcp": address_by_dhcp_or_unnumbered(6, "dhcp"),
        "ipv6 address autoconfig": address_by_dhcp_or_unnumbered(6, "autoconfig"),
        "ipv6 link-local *": add_address_without_length("link-local"),
        "vrf member *": set_field("vrf"),
        "encapsulation dot1q #": set_field("tag", parse_vlan_id),
        "channel-group # [force]": set_field("lag", "port-channel{}".format),
        "channel-group # [force] mode active|passive|on": lambda fields, group, _: fields.update(lag=f"port-channel{group}"),
        "ip port access-group * in": lambda fields, name: use_filter("ipv4")(fields, name, "in"),
        "ipv6 traffic-filter * in|out": use_filter("ipv6"),
        "ipv6 port traffic-filter * in": lambda fields, name: use_filter("ipv6")(fields, name, "in"),
        "mac port access-group *": lambda fields, name: use_filter("mac")(fields, name, "in"),
        "ip router ospf * area * [secondaries] [none]": enable_igp_on_interface("ospf"),
        "ipv6|ip router ospfv3 * area *": lambda fields, _, name, where: enable_igp_on_interface("ospfv3")(fields, name, where),
        "ip|ipv6 router isis *": lambda fields, _, name: enable_protocol("isis")(fields, name),
        "ip ospf passive-interface": set_passive("ospf"),
        "no ip ospf passive-interface": set_passive("ospf", passive=False),
        "ospfv3 passive-interface": set_passive("ospfv3"),
        "isis passive-interface ~": set_passive("isis"),
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
