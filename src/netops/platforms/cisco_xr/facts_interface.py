"""Interfaces of IOS XR: what their lines say (Interface and Hardware Component, IP Addresses and Services guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.ports import COMMON, bare, given, with_length, with_mask
from netops.facts.records import FilterUse
from netops.facts.table import Below, Fields, put, table, within
from netops.facts.values import interface_namer, vlan
from netops.platforms.cisco_xr.interfaces import KINDS

NAME: Final = interface_namer(*KINDS)
WAYS: Final = {"ingress": "in", "egress": "out"}


def _use(fields: Fields, family: str, name: str, way: str) -> None:
    others = [one for one in fields.get("filters", []) if (one.direction, one.family) != (WAYS[way], family)]
    fields["filters"] = [*others, FilterUse(name, WAYS[way], family)]


def _tags(fields: Fields, tag: str, inner: str = "") -> None:
    fields["tag"] = vlan(tag)
    if inner:
        fields["inner_tag"] = vlan(inner)


INTERFACE: Final = table(
    {
        "ipv4 address * * secondary": with_mask("secondary"),
        "ipv4 address * *": with_mask(),
        "ipv4 address * secondary": with_length("secondary"),
        "ipv4 address *": with_length(),
        "ipv4 address dhcp [~]": given(4, "dhcp"),
        "ipv4 unnumbered *": given(4, "unnumbered"),
        "ipv6 address *": with_length(),
        "ipv6 address * link-local": bare("link-local"),
        "ipv6 address * eui-64": with_length("eui-64"),
        "vrf *": put("vrf"),
        "encapsulation dot1q # [exact]": _tags,
        "encapsulation dot1q # second-dot1q # [exact]": _tags,
        "bundle id # [mode] [on|active|passive]": put("lag", "Bundle-Ether{}".format),
        "ipv4|ipv6 access-group * ingress|egress": _use,
        "ethernet-services access-group * ingress|egress": lambda fields, name, way: _use(fields, "mac", name, way),
        "l2transport": Below(table({}, "l2protocol ~ {}\npropagate ~"), lambda fields: _bridged(fields)),
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
    return _bridged(within("interfaces", NAME)(fields, name))
