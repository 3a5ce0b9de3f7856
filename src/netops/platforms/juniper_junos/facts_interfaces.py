"""Interfaces and VLANs of Junos (Interfaces, Ethernet Switching and High Availability guides)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from netops.facts.lines import note_line, with_line_noted
from netops.facts.ports import add_address_without_length, address_by_dhcp_or_unnumbered, enter_redundancy_group
from netops.facts.records import FilterUse
from netops.facts.table import (
    Effect,
    FactTable,
    Fields,
    IrrelevantLine,
    SectionPattern,
    append_to_field,
    make_table,
    section_of_thing,
    set_constant,
    set_field,
)
from netops.facts.values import ALL_VLANS, canonical_interface_address, canonical_ip, parse_vlan_id, parse_vlan_ids

FAMILIES: Final = {
    "inet": "ipv4",
    "inet6": "ipv6",
    "ethernet-switching": "mac",
    "bridge": "mac",
    "any": "any",
    "mpls": "mpls",
    "vpls": "mac",
}


def in_table(known: FactTable, enter: Callable[..., Fields]) -> Effect:
    """An effect: the last words are a line of another table, about the thing that the words before them name."""

    def effect(fields: Fields, *words: str) -> None:
        found = known.find(words[-1])
        if found is None:
            raise ValueError(f"not understood: {words[-1]}")
        means, caught = found
        inner = enter(fields, *words[:-1])
        note_line(inner, "")
        if not isinstance(means, IrrelevantLine | SectionPattern):
            with_line_noted(inner, means, caught)

    return effect


def _plain(text: str) -> str:
    """A text without its quotes."""
    return text[1:-1].replace('\\"', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text


def port_of(fields: Fields, name: str) -> Fields:
    found = section_of_thing("interfaces")(fields, name)
    found["root"] = fields
    return found


def unit_of(fields: Fields, port: str, number: str) -> Fields:
    port_of(fields, port)
    found = port_of(fields, f"{port}.{number}")
    found["parent"] = port
    return found


def bare_line(fields: Fields, *_: str) -> None:
    """A line that says only that something is there."""


def _filter(fields: Fields, family: str, way: str, name: str) -> None:
    fields.setdefault("filters", []).append(FilterUse(name, "in" if way.startswith("input") else "out", FAMILIES[family]))


def _shared(fields: Fields, one: str, shared: str) -> None:
    """An address, and the one that all gateways of its network share."""
    append_to_field("addresses", canonical_interface_address)(fields, one)
    add_address_without_length("virtual")(fields, shared)


def _vrrp(fields: Fields, one: str, group: str, shared: str) -> None:
    append_to_field("addresses", canonical_interface_address)(fields, one)
    fields.setdefault("redundancy", {}).setdefault(("vrrp", int(group)), {}).setdefault("addresses", []).append(canonical_ip(shared))


def _vrrp_priority(fields: Fields, _: str, group: str, value: str) -> None:
    enter_redundancy_group("vrrp")(fields, group)["priority"] = int(value)


def _members(fields: Fields, word: str) -> None:
    """`vlan members NAME|NUMBER|RANGE|all`: names are those of `vlans`."""
    fields["switched"] = True
    fields.setdefault("members", []).extend(ALL_VLANS if word == "all" else _vlan_ids(fields["root"], word))


def _vlan_ids(root: Fields, word: str) -> tuple[int, ...]:
    named: Fields | None = root.get("vlan_names", {}).get(word)
    if named is not None:
        return tuple(named.get("ids", ()))
    return parse_vlan_ids(word)


def _family(fields: Fields, name: str) -> None:
    fields["switched" if name in ("ethernet-switching", "bridge") else "routed"] = True


UNIT: Final = make_table(
    {
        "disable": set_constant("enabled", False),
        "enable": set_constant("enabled", True),
        "description ~": set_field("description", _plain),
        "vlan-id #": set_field("tag", parse_vlan_id),
        "vlan-tags outer #": set_field("tag", parse_vlan_id),
        "vlan-tags inner #": set_field("inner_tag", parse_vlan_id),
        "family inet|inet6|iso|mpls|ethernet-switching|bridge": _family,
        "family inet|inet6 address *": lambda fields, _, one: append_to_field("addresses", canonical_interface_address)(fields, one),
        "family inet|inet6 address * [primary|preferred|master-only]": lambda fields, _, one: append_to_field(
            "addresses", canonical_interface_address
        )(fields, one),
        "family inet6 address * eui-64": lambda fields, one: append_to_field(
            "addresses", lambda a: canonical_interface_address(a, "eui-64")
        )(fields, one),
        "family inet|inet6 address * virtual-gateway-address *": lambda fields, _, one, shared: _shared(fields, one, shared),
        "family inet address * vrrp-group # virtual-address *": _vrrp,
        "family inet address * vrrp-group # priority #": _vrrp_priority,
        "family inet6 address * vrrp-inet6-group # priority #": _vrrp_priority,
        "family inet6 address * vrrp-inet6-group # virtual-inet6-address|virtual-link-local-address *": (
            lambda fields, one, group, _, shared: _vrrp(fields, one, group, shared)
        ),
        "family inet dhcp|dhcp-client [~]": lambda fields, _: _once(fields, 4),
        "family inet6 dhcpv6-client [~]": lambda fields: _once(fields, 6),
        "family inet unnumbered-address * [~]": address_by_dhcp_or_unnumbered(4, "unnumbered"),
        "family * filter input|output *": _filter,
        "family * filter input-list|output-list *": _filter,
        "family ethernet-switching|bridge interface-mode|port-mode access|trunk": lambda fields, *words: fields.update(
            switched=True, switchport_mode=words[-1]
        ),
        "family ethernet-switching|bridge vlan members *": lambda fields, _, word: _members(fields, word),
        "family bridge vlan-id|vlan-id-list *": lambda fields, _, word: _members(fields, word),
        "family ethernet-switching|bridge native-vlan-id *": lambda fields, _, word: fields.update(
            native_vlan=_vlan_ids(fields["root"], word)[0]
        ),
    },
    """
    family inet|inet6 mtu|no-redirects|rpf-check|sampling|targeted-broadcast|no-neighbor-learn|primary|tcp-mss [~]
    family inet|inet6 address * broadcast|arp|ndp|web-authentication ~
    family inet address * vrrp-group # preempt|no-preempt|accept-data|no-accept-data|advertise-interval|track|fast-interval [~]
    family inet address * vrrp-group # authentication-type|authentication-key ~
    family inet6 address * vrrp-inet6-group # preempt|no-preempt|accept-data|track|inet6-advertise-interval [~]
    family iso ~
    family mpls [~]
    family ethernet-switching storm-control|recovery-timeout ~
    family ethernet-switching vlan
    bandwidth|encapsulation|proxy-arp|no-traps|traps|virtual-gateway-v4-mac|virtual-gateway-v6-mac|mac|point-to-point|tunnel [~]
    proxy-macip-advertisement
    virtual-gateway-accept-data
    arp-resp [~]
    """,
)


def _once(fields: Fields, family: int) -> None:
    """Several lines say how an address is requested, all of one address."""
    if not any(one.role == "dhcp" and one.family == family for one in fields.get("addresses", ())):
        address_by_dhcp_or_unnumbered(family, "dhcp")(fields)


PORT: Final = make_table(
    {
        "disable": set_constant("enabled", False),
        "enable": set_constant("enabled", True),
        "description ~": set_field("description", _plain),
        "mtu #": set_field("mtu", int),
        "native-vlan-id #": set_field("native_vlan", parse_vlan_id),
        "gigether-options|ether-options|fastether-options 802.3ad *": lambda fields, _, name: fields.update(lag=name),
        "802.3ad *": set_field("lag"),
    },
    """
    vlan-tagging
    flexible-vlan-tagging
    stacked-vlan-tagging
    encapsulation|speed|link-mode|hold-time|traps|no-traps|mac|vlan-offload|bandwidth|esi|optics-options|otn-options [~]
    gigether-options|ether-options|fastether-options [~]
    gigether-options|ether-options auto-negotiation|no-auto-negotiation|flow-control|no-flow-control|speed|fec [~]
    aggregated-ether-options|redundant-ether-options ~
    redundant-pseudo-interface-options ~
    """,
)
