"""Interfaces of IOS: what their lines say (Interface and Hardware Component, IP Addressing and LAN Switching Command References)."""

from __future__ import annotations

from typing import Final

from netops.facts.ports import (
    SWITCHPORT,
    bare,
    extend,
    given,
    group_of,
    igp_on,
    ranks,
    runs,
    shared_address,
    use,
    with_length,
    with_mask,
)
from netops.facts.table import Below, Fields, add, put, table
from netops.facts.values import interface_namer, ip, vlan
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
    fields["tag"] = vlan(tag)
    if inner:
        fields["inner_tag"] = vlan(inner)


INTERFACE: Final = extend(
    SWITCHPORT,
    {
        "ip address * * secondary": with_mask("secondary"),
        "ip address dhcp [~]": given(4, "dhcp"),
        "ip address negotiated [~]": given(4, "negotiated"),
        "ip address * *": with_mask(),
        "ip unnumbered *": given(4, "unnumbered"),
        "ipv6 address * link-local": bare("link-local"),
        "ipv6 address * eui-64": with_length("eui-64"),
        "ipv6 address * anycast": with_length("anycast"),
        "ipv6 address dhcp [~]": given(6, "dhcp"),
        "ipv6 address autoconfig [default]": given(6, "autoconfig"),
        "ipv6 address *": with_length(),
        "ip vrf forwarding *": put("vrf"),
        "ip nat inside|outside": put("nat"),
        "vrf forwarding *": put("vrf"),
        "encapsulation dot1Q # [native]": _subinterface,
        "encapsulation dot1Q # second-dot1q #": _subinterface,
        "channel-group #": put("lag", "Port-channel{}".format),
        "channel-group # mode active|passive|on|auto|desirable": lambda fields, group, _: fields.update(lag=f"Port-channel{group}"),
        "ipv6 traffic-filter * in|out": use("ipv6"),
        "mac access-group * in|out": use("mac"),
        "ip ospf * area * [~]": igp_on("ospf"),
        "ipv6 ospf * area *": igp_on("ospfv3"),
        "ospfv3 * ipv4|ipv6 area *": lambda fields, name, _, where: igp_on("ospfv3")(fields, name, where),
        "ip|ipv6 router isis *": lambda fields, _, name: runs("isis")(fields, name),
        "ip|ipv6 router isis": lambda fields, _: runs("isis")(fields),
        "standby # ip|ipv6 * [secondary]": lambda fields, group, _, one: shared_address("hsrp")(fields, group, one),
        "standby ip * [secondary]": shared_address("hsrp"),
        "vrrp # ip * [secondary]": shared_address("vrrp"),
        "vrrp # priority #": ranks("vrrp"),
        "standby # priority # [~]": lambda fields, group, value, _="": ranks("hsrp")(fields, group, value),
        "standby priority # [~]": lambda fields, value, _="": ranks("hsrp")(fields, "0", value),
        "glbp # priority #": ranks("glbp"),
        "glbp # ip * [secondary]": shared_address("glbp"),
        "vrrp # address-family ipv4|ipv6": Below(
            table(
                {"address * [primary|secondary]": add("addresses", ip), "priority #": put("priority", int)},
                """
                [no] preempt [~]
                timers ~
                track ~
                vrrpv2
                match-address
                description ~
                """,
            ),
            group_of("vrrp"),
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
