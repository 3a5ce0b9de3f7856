"""What interfaces of the Cisco family (IOS, NX-OS, EOS) say of VLANs, filters and neighbours, as effects for tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.records import Address, FilterUse
from netops.facts.switching import SWITCH_PORT
from netops.facts.table import Effect, FactTable, Fields, SectionPattern, append_to_field, make_table, reset_field, set_constant, set_field
from netops.facts.values import (
    ALL_VLANS,
    address_with_mask,
    canonical_area,
    canonical_interface_address,
    canonical_ip,
    parse_number,
    parse_vlan_id,
    parse_vlan_ids,
)


def add_address_with_mask(role: str = "primary") -> Effect:
    """`ip address A MASK`: a primary address takes the place of the one before."""
    return _address(lambda one, mask: address_with_mask(one, mask, role))


def add_address_with_length(role: str = "primary") -> Effect:
    """`ip address A/LENGTH`."""
    return _address(lambda one: canonical_interface_address(one, role))


def add_address_without_length(role: str) -> Effect:
    """An address without a length: `ipv6 address fe80::1 link-local`."""
    return _address(lambda one: Address(6 if ":" in one else 4, canonical_ip(one), None, role))


def address_by_dhcp_or_unnumbered(family: int, role: str) -> Effect:
    """An address that is not in the text: from DHCP, or lent by another interface, which the word then names."""
    return _address(lambda *words: Address(family, words[0] if words else "", None, role))


def _address(convert: Callable[..., Address]) -> Effect:
    def effect(fields: Fields, *words: str) -> None:
        new = convert(*words)
        old = fields.get("addresses", [])
        if new.family == 4 and new.role in _SINGLE:
            old = [one for one in old if one.family != 4 or one.role not in _SINGLE]
        fields["addresses"] = [*old, new]

    return effect


_SINGLE: Final = ("primary", "dhcp", "negotiated", "unnumbered")


def use_filter(family: str) -> Effect:
    """`ip access-group NAME in`: the filter of a family in a direction; the last one counts."""

    def effect(fields: Fields, name: str, direction: str) -> None:
        others = [one for one in fields.get("filters", []) if (one.direction, one.family) != (direction, family)]
        fields["filters"] = [*others, FilterUse(name, direction, family)]

    return effect


def set_allowed_vlans(fields: Fields, words: str) -> None:
    """`switchport trunk allowed vlan 10,20 | add | except | remove | none | all` (Cisco IOS Interface command reference)."""
    verb, _, rest = words.partition(" ")
    old = set(fields.get("allowed_vlans", ALL_VLANS))
    changes: dict[str, Callable[[], set[int]]] = {
        "all": lambda: set(ALL_VLANS),
        "none": set,
        "add": lambda: old | set(parse_vlan_ids(rest)),
        "remove": lambda: old - set(parse_vlan_ids(rest)),
        "except": lambda: set(ALL_VLANS) - set(parse_vlan_ids(rest)),
    }
    if verb in ("all", "none") and rest:
        raise ValueError(f"not a list of VLANs: {words}")
    fields["allowed_vlans"] = sorted(changes.get(verb, lambda: set(parse_vlan_ids(words)))())


SWITCHPORT: Final = make_table(
    {
        "switchport": set_constant("switchport", True),
        "no switchport": set_constant("switchport", False),
        "switchport mode access|trunk": set_field("switchport_mode"),
        "switchport mode dynamic auto|desirable": set_constant("switchport_mode", "dynamic"),
        "switchport mode dot1q-tunnel": set_constant("switchport_mode", "tunnel"),
        "switchport access vlan #": set_field("access_vlan", parse_vlan_id),
        "switchport voice vlan #": set_field("voice_vlan", parse_vlan_id),
        "switchport phone vlan #": set_field("voice_vlan", parse_vlan_id),
        "switchport trunk native vlan #": set_field("native_vlan", parse_vlan_id),
        "switchport trunk allowed vlan ~": set_allowed_vlans,
        "switchport trunk group ~": append_to_field("trunk_groups"),
    },
    """
    switchport trunk native vlan tag
    [no] switchport nonegotiate
    switchport trunk encapsulation *
    [no] switchport port-security [~]
    [no] switchport block [~]
    [no] switchport protected
    switchport voice vlan dot1p|none|untagged
    switchport phone trunk *
    [no] switchport source-interface *
    [no] switchport priority ~
    """,
)
"""What a switch port says (IOS, NX-OS and EOS say it alike)."""


def enable_igp_on_interface(protocol: str, name: str = "area", convert: Callable[[str], Any] = canonical_area) -> Effect:
    """`ip ospf 1 area 0`: the process (if the line names one) and a value of the interface in it."""

    def effect(fields: Fields, *words: str) -> None:
        process, value = words if len(words) == 2 else ("", words[0])
        fields.setdefault("igp", {}).setdefault((protocol, process), {})[name] = convert(value)

    return effect


def enable_protocol(protocol: str, **values: object) -> Effect:
    """`ip router isis NAME`: the interface is in a process, whose name may be missing."""

    def effect(fields: Fields, process: str = "") -> None:
        fields.setdefault("igp", {}).setdefault((protocol, process), {}).update(values)

    return effect


def set_passive(protocol: str, *, passive: bool = True) -> Effect:
    """`isis passive`: the interface is passive (or not) in every process of the protocol that it is in."""

    def effect(fields: Fields, *_: str) -> None:
        fields.setdefault("passive_in", {})[protocol] = passive

    return effect


def add_shared_address(protocol: str) -> Effect:
    """`vrrp 10 ip ADDRESS`: an address of a group. Without a number it is group 0."""

    def effect(fields: Fields, *words: str) -> None:
        group, one = (parse_number(words[0]), words[1]) if len(words) == 2 else (0, words[0])
        enter_redundancy_group(protocol)(fields, str(group)).setdefault("addresses", []).append(canonical_ip(one.partition("/")[0]))

    return effect


def set_gateway_priority(protocol: str) -> Effect:
    """`vrrp 10 priority 110`: which member of a group is active. Without a group's number it is group 0."""

    def effect(fields: Fields, *words: str) -> None:
        group, value = (words[0] or "0", words[1]) if len(words) == 2 else ("0", words[0])
        enter_redundancy_group(protocol)(fields, group)["priority"] = parse_number(value)

    return effect


def enter_redundancy_group(protocol: str) -> Callable[..., Fields]:
    """Enters a group of VRRP or HSRP of an interface."""

    def enter(fields: Fields, group: str, *_: str) -> Fields:
        found: Fields = fields.setdefault("redundancy", {}).setdefault((protocol, parse_number(group)), {})
        return found

    return enter


COMMON: Final = make_table(
    {
        "shutdown": set_constant("enabled", False),
        "no shutdown": set_constant("enabled", True),
        "description ~": set_field("description"),
        "no description": reset_field("description"),
        "mtu #": set_field("mtu", int),
        "ip access-group * in|out": use_filter("ipv4"),
    }
)
"""What an interface of any kind says."""


def fill_in_modes(port: Fields, routed_kinds: tuple[str, ...], *, without: str, switched: str) -> None:
    """Fills in mode, VLANs and parent of an interface.

    `without`: what a port is when no line says it, empty if unknown; `switched`: what a switch port is when no line says its mode.
    """
    name: str = port["name"]
    if "." in name:
        port.setdefault("parent", name.partition(".")[0])
    port["mode"] = _mode(port, name.startswith(routed_kinds) or "." in name, without, switched)
    if port["mode"] in ("access", "dynamic", "tunnel"):
        port.setdefault("access_vlan", 1)
    if port["mode"] in ("trunk", "dynamic"):
        port.setdefault("native_vlan", 1)
        port.setdefault("allowed_vlans", list(ALL_VLANS))


_OF_SWITCH: Final = ("switchport_mode", "access_vlan", "native_vlan", "allowed_vlans", "trunk_groups")


def _mode(port: Fields, routed: bool, without: str, switched: str) -> str:
    if routed or port.get("switchport") is False:
        return "routed"
    switched_port = port.get("switchport") or (without != "routed" and any(key in port for key in _OF_SWITCH))
    if port.get("lag") and "switchport_mode" not in port:
        return "member"
    if switched_port:
        return str(port.get("switchport_mode", switched))
    return "routed" if port.get("addresses") or port.get("vrf") else without


def enter_vlans(fields: Fields, words: str) -> Fields:
    """Enters `vlan 10` or `vlan 10,20-30`: what stands below holds for each of them."""
    block: Fields = {}
    fields.setdefault("vlan_blocks", []).append((parse_vlan_ids(words), block))
    return block


VLAN: Final = SectionPattern(
    make_table(
        {
            "name ~": set_field("name"),
            "state active": set_constant("active", True),
            "state suspend": set_constant("active", False),
            "shutdown": set_constant("active", False),
            "no shutdown": set_constant("active", True),
            "trunk group *": append_to_field("trunk_groups"),
        },
        """
        vn-segment #
        mtu #
        [no] remote-span
        [no] mac address ~
        """,
    ),
    enter_vlans,
)


def extend_port_table(base: FactTable, says: dict[str, Effect | SectionPattern], silent: str = "") -> FactTable:
    """A table with the switch port's and the common lines after its own."""
    return make_table(says, silent, COMMON, SWITCH_PORT, base)
