"""Interfaces of EOS: what their lines say (EOS User Manual, sections Interface Configuration, VLANs, IPv4, IPv6, VRRP)."""

from __future__ import annotations

from typing import Final

from netops.facts.ports import (
    SWITCHPORT,
    bare,
    extend,
    given,
    igp_on,
    passive_here,
    ranks,
    runs,
    shared_address,
    use,
    with_length,
)
from netops.facts.records import Address
from netops.facts.table import Below, Fields, put, table
from netops.facts.values import interface_namer, ip, vlan
from netops.platforms.arista_eos.interfaces import KINDS

NAME: Final = interface_namer(*KINDS)
ROUTED: Final = ("Management", "Loopback", "Vlan", "Tunnel", "Dps")


def _virtual(fields: Fields, one: str) -> None:
    """`ip virtual-router address A`: shared with the neighbour (section VARP)."""
    text, _, length = one.partition("/")
    fields.setdefault("addresses", []).append(Address(6 if ":" in one else 4, ip(text), int(length) if length else None, "virtual"))


def _tags(fields: Fields, tag: str, inner: str = "") -> None:
    fields["tag"] = vlan(tag)
    if inner:
        fields["inner_tag"] = vlan(inner)


def _bridged(fields: Fields, into: str) -> None:
    """`vlan id N` on a subinterface: its frames are in this VLAN."""
    fields.update(switchport_mode="access", access_vlan=vlan(into))


_CLIENT: Final = Below(
    table(
        {
            "client dot1q # [network] [client]": _tags,
            "client dot1q outer # inner # [network] [client]": _tags,
        }
    )
)

INTERFACE: Final = extend(
    SWITCHPORT,
    {
        "ip address * secondary": with_length("secondary"),
        "ip address *": with_length(),
        "ip address dhcp": given(4, "dhcp"),
        "ip address virtual * [secondary]": with_length("virtual"),
        "ip|ipv6 virtual-router address * [secondary]": lambda fields, _, one: _virtual(fields, one),
        "ip address unnumbered *": given(4, "unnumbered"),
        "ipv6 address *": with_length(),
        "ipv6 address virtual *": with_length("virtual"),
        "ipv6 address * link-local": lambda fields, one: (with_length("link-local") if "/" in one else bare("link-local"))(fields, one),
        "ipv6 address dhcp|auto-config": lambda fields, how: given(6, "dhcp" if how == "dhcp" else "autoconfig")(fields),
        "vrf *": put("vrf"),
        "vrf forwarding *": put("vrf"),
        "encapsulation dot1q vlan #": _tags,
        "encapsulation dot1q vlan # inner #": _tags,
        "encapsulation vlan": _CLIENT,
        "vlan id #": _bridged,
        "channel-group # mode active|passive|on": lambda fields, group, _: fields.update(lag=f"Port-Channel{group}"),
        "ipv6 access-group * in|out": use("ipv6"),
        "mac access-group * in|out": use("mac"),
        "ip ospf area *": igp_on("ospf"),
        "ipv6 ospf # area *": igp_on("ospfv3"),
        "ospfv3 ipv4|ipv6 area *": lambda fields, _, one: igp_on("ospfv3")(fields, one),
        "ospfv3 ipv4|ipv6 passive-interface": lambda fields, _: passive_here("ospfv3")(fields),
        "isis enable *": runs("isis"),
        "isis passive": passive_here("isis"),
        "isis passive-interface": passive_here("isis"),
        "vrrp # priority-level #": ranks("vrrp"),
        "vrrp # priority #": ranks("vrrp"),
        "vrrp # ip|ipv4|ipv6 * [secondary]": lambda fields, group, _, one: shared_address("vrrp")(fields, group, one),
    },
    """
    ip ospf network|cost|priority|hello-interval|dead-interval|retransmit-interval|transmit-delay|authentication|neighbor [~]
    ip ospf authentication-key|message-digest-key|mtu-ignore [~]
    [no] ip ospf neighbor bfd
    ospfv3 [ipv4|ipv6] network|cost|priority|hello-interval|dead-interval|authentication|encryption|bfd [~]
    ipv6 ospf network|cost|priority|hello-interval|dead-interval ~
    [no] isis metric|network|circuit-type|bfd|hello|hello-interval|hello-multiplier|authentication|ipv4|ipv6|instance|priority [~]
    [no] isis lsp|multi-topology|hello-padding [~]
    [no] ipv6 enable
    [no] ipv6 nd ~
    [no] ipv6 verify ~
    ipv6 dhcp ~
    ip helper-address|dhcp ~
    [no] ip proxy-arp
    [no] ip local-proxy-arp
    [no] ip icmp ~
    ip attached-host ~
    ip verify ~
    ip nat ~
    [no] ip igmp [~]
    [no] ip multicast ~
    [no] multicast ~
    [no] pim ~
    arp ~
    [no] autostate
    l2 mtu|mru ~
    speed|load-interval|mac-address ~
    [no] mac timestamp ~
    mac security profile *
    [no] flowcontrol ~
    [no] error-correction ~
    [no] lldp ~
    [no] lacp ~
    port-channel ~
    mlag #
    [no] logging event ~
    [no] snmp trap ~
    [no] spanning-tree ~
    [no] storm-control ~
    [no] sflow ~
    [no] ptp [~]
    [no] poe ~
    [no] dot1x ~
    [no] qos ~
    [no] priority-flow-control ~
    [no] queue-monitor ~
    [no] tx-queue|uc-tx-queue|mc-tx-queue # {}
    shape rate ~
    service-profile *
    [no] service-policy type qos input *
    [no] bfd ~
    [no] mpls ~
    [no] node-segment ~
    [no] traffic-engineering {}
    traffic-engineering ~
    vrrp # priority-level|preempt|advertisement|timers|session|tracked-object|disabled|mac-address|peer [~]
    vrrp # ipv4 version #
    vxlan ~
    evpn ethernet-segment {}
    link tracking group ~
    link-debounce ~
    monitor link-flap ~
    transceiver ~
    phy ~
    switchport port-security ~
    switchport tap|tool ~
    switchport backup-link * {}
    switchport trunk private-vlan ~
    address locking {}
    tunnel source|destination|mode|key|ttl|path-mtu-discovery [~]
    campus ~
    comment [~]
    [no] load-balance ~
    [no] bandwidth #
    dps ~
    flow tracker ~
    [no] sync-e {}
    ip tcp mss ceiling ~
    """,
)
