"""Interfaces of EOS: what their lines say (EOS User Manual, sections Interface Configuration, VLANs, IPv4, IPv6, VRRP)."""

from __future__ import annotations

from typing import Final

from netops.facts.ports import (
    SWITCHPORT,
    add_address_with_length,
    add_address_without_length,
    add_shared_address,
    address_by_dhcp_or_unnumbered,
    enable_igp_on_interface,
    enable_protocol,
    extend_port_table,
    set_gateway_priority,
    set_passive,
    use_filter,
)
from netops.facts.records import Address
from netops.facts.table import Fields, SectionPattern, make_table, set_field
from netops.facts.values import canonical_ip, interface_namer, parse_vlan_id
from netops.platforms.arista_eos.interfaces import KINDS

NAME: Final = interface_namer(*KINDS)
ROUTED: Final = ("Management", "Loopback", "Vlan", "Tunnel", "Dps")


def _virtual(fields: Fields, one: str) -> None:
    """`ip virtual-router address A`: shared with the neighbour (section VARP)."""
    text, _, length = one.partition("/")
    fields.setdefault("addresses", []).append(
        Address(6 if ":" in one else 4, canonical_ip(text), int(length) if length else None, "virtual")
    )


def _tags(fields: Fields, tag: str, inner: str = "") -> None:
    fields["tag"] = parse_vlan_id(tag)
    if inner:
        fields["inner_tag"] = parse_vlan_id(inner)


def _bridged(fields: Fields, into: str) -> None:
    """`vlan id N` on a subinterface: its frames are in this VLAN."""
    fields.update(switchport_mode="access", access_vlan=parse_vlan_id(into))


_CLIENT: Final = SectionPattern(
    make_table(
        {
            "client dot1q # [network] [client]": _tags,
            "client dot1q outer # inner # [network] [client]": _tags,
        }
    )
)

INTERFACE: Final = extend_port_table(
    SWITCHPORT,
    {
        "ip address * secondary": add_address_with_length("secondary"),
        "ip address *": add_address_with_length(),
        "ip address dhcp": address_by_dhcp_or_unnumbered(4, "dhcp"),
        "ip address virtual * [secondary]": add_address_with_length("virtual"),
        "ip|ipv6 virtual-router address * [secondary]": lambda fields, _, one: _virtual(fields, one),
        "ip address unnumbered *": address_by_dhcp_or_unnumbered(4, "unnumbered"),
        "ipv6 address *": add_address_with_length(),
        "ipv6 address virtual *": add_address_with_length("virtual"),
        "ipv6 address * link-local": lambda fields, one: (
            add_address_with_length("link-local") if "/" in one else add_address_without_length("link-local")
        )(fields, one),
        "ipv6 address dhcp|auto-config": lambda fields, how: address_by_dhcp_or_unnumbered(6, "dhcp" if how == "dhcp" else "autoconfig")(
            fields
        ),
        "vrf *": set_field("vrf"),
        "vrf forwarding *": set_field("vrf"),
        "encapsulation dot1q vlan #": _tags,
        "encapsulation dot1q vlan # inner #": _tags,
        "encapsulation vlan": _CLIENT,
        "vlan id #": _bridged,
        "channel-group # mode active|passive|on": lambda fields, group, _: fields.update(lag=f"Port-Channel{group}"),
        "ipv6 access-group * in|out": use_filter("ipv6"),
        "mac access-group * in|out": use_filter("mac"),
        "ip ospf area *": enable_igp_on_interface("ospf"),
        "ipv6 ospf # area *": enable_igp_on_interface("ospfv3"),
        "ospfv3 ipv4|ipv6 area *": lambda fields, _, one: enable_igp_on_interface("ospfv3")(fields, one),
        "ospfv3 ipv4|ipv6 passive-interface": lambda fields, _: set_passive("ospfv3")(fields),
        "isis enable *": enable_protocol("isis"),
        "isis passive": set_passive("isis"),
        "isis passive-interface": set_passive("isis"),
        "vrrp # priority-level #": set_gateway_priority("vrrp"),
        "vrrp # priority #": set_gateway_priority("vrrp"),
        "vrrp # ip|ipv4|ipv6 * [secondary]": lambda fields, group, _, one: add_shared_address("vrrp")(fields, group, one),
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
