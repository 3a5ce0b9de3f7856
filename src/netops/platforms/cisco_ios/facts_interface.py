"""Interfaces of IOS: what their lines say (Interface and Hardware Component, IP Addressing and LAN Switching Command References)."""

from __future__ import annotations

from typing import Final

from netops.facts.ports import (
    SWITCHPORT,
    add_address_with_length,
    add_address_with_mask,
    add_address_without_length,
    add_shared_address,
    address_by_dhcp_or_unnumbered,
    enable_igp_on_interface,
    enable_protocol,
    enter_redundancy_group,
    extend_port_table,
    set_gateway_priority,
    use_filter,
)
from netops.facts.table import Fields, SectionPattern, append_to_field, make_table, set_field
from netops.facts.values import canonical_ip, interface_namer, parse_vlan_id
from netops.platforms.cisco_ios.interfaces import KINDS

NAME: Final = interface_namer(*KINDS)
ROUTED: Final = (
    "Loopback",
    "Vlan",
    "Tunnel",
    "Serial",
    "BDI",
    "BVI",
    "Dialer",
    "Cellular",
    "Multilink",
    "Null",
    "Virtual-",
    "Async",
    "ATM",
)


def _subinterface(fields: Fields, tag: str, inner: str = "") -> None:
    fields["tag"] = parse_vlan_id(tag)
    if inner:
        fields["inner_tag"] = parse_vlan_id(inner)


INTERFACE: Final = extend_port_table(
    SWITCHPORT,
    {
        "ip address * * secondary": add_address_with_mask("secondary"),
        "ip address dhcp [~]": address_by_dhcp_or_unnumbered(4, "dhcp"),
        "ip address negotiated [~]": address_by_dhcp_or_unnumbered(4, "negotiated"),
        "ip address * *": add_address_with_mask(),
        "ip unnumbered *": address_by_dhcp_or_unnumbered(4, "unnumbered"),
        "ipv6 address * link-local": add_address_without_length("link-local"),
        "ipv6 address * eui-64": add_address_with_length("eui-64"),
        "ipv6 address * anycast": add_address_with_length("anycast"),
        "ipv6 address dhcp [~]": address_by_dhcp_or_unnumbered(6, "dhcp"),
        "ipv6 address autoconfig [default]": address_by_dhcp_or_unnumbered(6, "autoconfig"),
        "ipv6 address *": add_address_with_length(),
        "ip vrf forwarding *": set_field("vrf"),
        "ip nat inside|outside": set_field("nat"),
        "vrf forwarding *": set_field("vrf"),
        "encapsulation dot1Q # [native]": _subinterface,
        "encapsulation dot1Q # second-dot1q #": _subinterface,
        "channel-group #": set_field("lag", "Port-channel{}".format),
        "channel-group # mode active|passive|on|auto|desirable": lambda fields, group, _: fields.update(lag=f"Port-channel{group}"),
        "ipv6 traffic-filter * in|out": use_filter("ipv6"),
        "mac access-group * in|out": use_filter("mac"),
        "ip ospf * area * [~]": enable_igp_on_interface("ospf"),
        "ipv6 ospf * area *": enable_igp_on_interface("ospfv3"),
        "ospfv3 * ipv4|ipv6 area *": lambda fields, name, _, where: enable_igp_on_interface("ospfv3")(fields, name, where),
        "ip|ipv6 router isis *": lambda fields, _, name: enable_protocol("isis")(fields, name),
        "ip|ipv6 router isis": lambda fields, _: enable_protocol("isis")(fields),
        "standby # ip|ipv6 * [secondary]": lambda fields, group, _, one: add_shared_address("hsrp")(fields, group, one),
        "standby ip * [secondary]": add_shared_address("hsrp"),
        "vrrp # ip * [secondary]": add_shared_address("vrrp"),
        "vrrp # priority #": set_gateway_priority("vrrp"),
        "standby # priority # [~]": lambda fields, group, value, _="": set_gateway_priority("hsrp")(fields, group, value),
        "standby priority # [~]": lambda fields, value, _="": set_gateway_priority("hsrp")(fields, "0", value),
        "glbp # priority #": set_gateway_priority("glbp"),
        "glbp # ip * [secondary]": add_shared_address("glbp"),
        "vrrp # address-family ipv4|ipv6": SectionPattern(
            make_table(
                {"address * [primary|secondary]": append_to_field("addresses", canonical_ip), "priority #": set_field("priority", int)},
                """
                [no] preempt [~]
                timers ~
                track ~
                vrrpv2
                match-address
                description ~
                """,
            ),
            enter_redundancy_group("vrrp"),
        ),
    },
    """
    no ip address
    no ip route-cache [~]
    [no] ip redirects|unreachables|proxy-arp|directed-broadcast|mask-reply
    ip mtu|helper-address ~
    ip ospf network|cost|priority|hello-interval|dead-interval|retransmit-interval|transmit-delay|authentication|bfd ~
    ip ospf authentication|mtu-ignore|bfd
    ip ospf authentication-key|message-digest-key ~
    ospfv3 # ipv4|ipv6 network|cost|priority ~
    ospfv3 network|cost|priority|hello-interval|dead-interval ~
    ipv6 ospf network|cost|priority|hello-interval|dead-interval|authentication|encryption ~
    isis ~
    ipv6 enable
    [no] ipv6 redirects|unreachables
    [no] ipv6 nd ~
    ipv6 mtu|dhcp ~
    ip tcp adjust-mss #
    ip pim ~
    ip igmp ~
    ip flow ~
    ip dhcp snooping ~
    ip arp inspection ~
    ip hello-interval|hold-time|authentication|summary-address|bandwidth-percent ~
    [no] ip next-hop-self ~
    [no] ip split-horizon [~]
    standby [#] priority|preempt|timers|track|authentication|name|version|delay|mac-address|use-bia [~]
    standby # priority|preempt|timers|track|authentication|name [~]
    standby # preempt
    vrrp # priority|preempt|timers|track|authentication|description [~]
    glbp # priority|preempt|timers|weighting|load-balancing|authentication|name [~]
    speed|duplex|bandwidth|delay|load-interval|carrier-delay|media-type ~
    bandwidth receive|inherit [~]
    [no] negotiation auto
    [no] cdp ~
    [no] lldp ~
    [no] keepalive [#]
    [no] snmp trap ~
    [no] logging event ~
    [no] spanning-tree ~
    [no] storm-control ~
    [no] udld ~
    [no] mls qos ~
    [no] power ~
    [no] macro ~
    lacp|channel-protocol|port-channel ~
    service-policy ~
    device-tracking ~
    tunnel source|destination|mode|key|protection|ttl|checksum|bandwidth|path-mtu-discovery [~]
    encapsulation ppp|hdlc|frame-relay [~]
    ppp ~
    clock rate #
    clock source *
    [no] mpls ip
    mpls mtu|bgp|traffic-eng|label ~
    bfd ~
    ip rsvp ~
    [no] mop enabled|sysid
    hold-queue ~
    tx-ring-limit #
    """,
)
