"""Interfaces of IOS XR: what their lines say (Interface and Hardware Component, IP Addresses and Services guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.ports import (
    COMMON,
    add_address_with_length,
    add_address_with_mask,
    add_address_without_length,
    address_by_dhcp_or_unnumbered,
)
from netops.facts.records import FilterUse
from netops.facts.table import Fields, SectionPattern, make_table, section_of_thing, set_field
from netops.facts.values import interface_namer, parse_vlan_id
from netops.platforms.cisco_xr.interfaces import KINDS

NAME: Final = interface_namer(*KINDS)
WAYS: Final = {"ingress": "in", "egress": "out"}


def _use(fields: Fields, family: str, name: str, way: str) -> None:
    others = [one for one in fields.get("filters", []) if (one.direction, one.family) != (WAYS[way], family)]
    fields["filters"] = [*others, FilterUse(name, WAYS[way], family)]


def _tags(fields: Fields, tag: str, inner: str = "") -> None:
    fields["tag"] = parse_vlan_id(tag)
    if inner:
        fields["inner_tag"] = parse_vlan_id(inner)


INTERFACE: Final = make_table(
    {
        "ipv4 address * * secondary": add_address_with_mask("secondary"),
        "ipv4 address * *": add_address_with_mask(),
        "ipv4 address * secondary": add_address_with_length("secondary"),
        "ipv4 address *": add_address_with_length(),
        "ipv4 address dhcp [~]": address_by_dhcp_or_unnumbered(4, "dhcp"),
        "ipv4 unnumbered *": address_by_dhcp_or_unnumbered(4, "unnumbered"),
        "ipv6 address *": add_address_with_length(),
        "ipv6 address * link-local": add_address_without_length("link-local"),
        "ipv6 address * eui-64": add_address_with_length("eui-64"),
        "vrf *": set_field("vrf"),
        "encapsulation dot1q # [exact]": _tags,
        "encapsulation dot1q # second-dot1q # [exact]": _tags,
        "bundle id # [mode] [on|active|passive]": set_field("lag", "Bundle-Ether{}".format),
        "ipv4|ipv6 access-group * ingress|egress": _use,
        "ethernet-services access-group * ingress|egress": lambda fields, name, way: _use(fields, "mac", name, way),
        "l2transport": SectionPattern(make_table({}, "l2protocol ~ {}\npropagate ~"), lambda fields: _bridged(fields)),
    },
    """
    ipv4|ipv6 mtu|helper-address|directed-broadcast|proxy-arp|point-to-point|unreachables|tcp|nd|enable [~]
    ipv4|ipv6 unreachables disable
    ipv6 enable
    [no] negotiation auto
    [no] cdp
    lldp {}
    load-interval|bandwidth|speed|duplex|carrier-delay|dampening|mac-address|keepalive ~
    dampening
    bundle port-priority|minimum-active|maximum-active|load-balancing|wait-while ~
    lacp ~
    logging events link-status
    service-policy input|output * [~]
    rewrite ingress tag ~
    ethernet cfm {}
    ethernet oam {}
    tunnel ~
    flow ~
    ptp {}
    arp ~
    """,
    COMMON,
)


def _bridged(fields: Fields) -> Fields:
    fields["switchport_mode"] = "other"
    return fields


def layer2(fields: Fields, name: str) -> Fields:
    return _bridged(section_of_thing("interfaces", NAME)(fields, name))
