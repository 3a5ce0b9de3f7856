"""What keeps frames off a switch port of the Cisco family (IOS, NX-OS, EOS): spanning tree, logins of ports, inspected ARP.

Spanning tree counts as far as the root and guards go: the bridge with the lowest priority is the root (IEEE 802.1Q, section 13), a port
with root guard blocks what leads to it, and an edge port with bpduguard is shut down by a switch (LAN Switching Configuration Guides).
"""

from __future__ import annotations

from typing import Final

from netops.facts.table import Effect, FactTable, Fields, make_table, set_constant
from netops.facts.values import ALL_VLANS, parse_number, parse_vlan_ids

EVERY: Final = 0
"""Stands for the VLANs for which no line gives a priority."""
ROOT_PRIORITIES: Final = {"primary": 24576, "secondary": 28672}
"""What `root primary` sets where no switch has a lower one (LAN Switching Command Reference, `spanning-tree vlan root`)."""


def restricts(kind: str) -> Effect:
    """An effect: the port is restricted in this way."""

    def effect(fields: Fields, *_: str) -> None:
        found = fields.setdefault("restrictions", [])
        if kind not in found:
            found.append(kind)

    return effect


def _priority(fields: Fields, vlans: str, value: str) -> None:
    found = parse_vlan_ids(vlans)
    fields.setdefault("priorities", {}).update(dict.fromkeys((EVERY,) if found == ALL_VLANS else found, parse_number(value)))


def _for_all(fields: Fields, value: str) -> None:
    fields.setdefault("priorities", {})[EVERY] = parse_number(value)


def _of_instance(fields: Fields, instance: str, value: str) -> None:
    if parse_number(instance) == 0:  # the others: which VLANs they have is not followed
        _for_all(fields, value)


def _root(fields: Fields, vlans: str, rank: str, _: str = "") -> None:
    _priority(fields, vlans, str(ROOT_PRIORITIES[rank]))


def _inspected(fields: Fields, vlans: str) -> None:
    fields.setdefault("arp_inspected", set()).update(parse_vlan_ids(vlans))


SWITCH: Final[FactTable] = make_table(
    {
        "spanning-tree vlan|vlan-id * priority #": lambda fields, _, vlans, value: _priority(fields, vlans, value),
        "spanning-tree vlan|vlan-id * root primary|secondary [~]": lambda fields, _, *words: _root(fields, *words),
        "spanning-tree priority #": _for_all,
        "spanning-tree mst # priority #": _of_instance,
        "spanning-tree portfast|edge-port [edge] bpduguard default": set_constant("guarded_edges", True),
        "spanning-tree port type edge bpduguard default": set_constant("guarded_edges", True),
        "spanning-tree portfast [edge] default": set_constant("all_edges", True),
        "spanning-tree port type edge default": set_constant("all_edges", True),
        "ip arp inspection vlan *": _inspected,
        "ip arp inspection filter ~": set_constant("arp_exempt", True),
        "ip source binding ~": set_constant("arp_exempt", True),
        "ip dhcp snooping binding ~": set_constant("arp_exempt", True),
    },
    """
    [no] spanning-tree ~
    [no] ip arp inspection ~
    """,
)
"""Lines of the device itself."""
SECTIONS: Final = ("spanning-tree", "ip arp inspection", "ip source binding")


def _may_have(fields: Fields, many: str) -> None:
    fields["may_have"] = parse_number(many)


SWITCH_PORT: Final[FactTable] = make_table(
    {
        "spanning-tree bpduguard enable": set_constant("bpduguard", True),
        "spanning-tree bpduguard disable": set_constant("bpduguard", False),
        "spanning-tree guard root": restricts("root guard"),
        "spanning-tree portfast [edge]": set_constant("edge", "access"),
        "spanning-tree portfast [edge] trunk": set_constant("edge", "trunk"),
        "spanning-tree port type edge": set_constant("edge", "access"),
        "spanning-tree port type edge trunk": set_constant("edge", "trunk"),
        "dot1x port-control auto|force-unauthorized": restricts("port login"),
        "authentication port-control auto|force-unauthorized": restricts("port login"),
        "access-session port-control auto|force-unauthorized": restricts("port login"),
        "authentication open": set_constant("is_open", True),
        "switchport port-security": restricts("port security"),
        "switchport port-security maximum # [~]": lambda fields, many, _="": _may_have(fields, many),
        "ip verify source [~]": restricts("source guard"),
        "ip arp inspection trust": set_constant("arp_trusted", True),
    }
)
"""Lines of a port."""


def finish_switching(fields: Fields) -> None:
    """Fills in what the lines of the device mean for its ports."""
    for port in fields.get("interfaces", {}).values():
        edge = port.get("edge") or ("access" if fields.get("all_edges") and port.get("mode") == "access" else "")
        if fields.get("guarded_edges") and (edge == "trunk" or (edge and port.get("mode") in ("access", "dynamic"))):
            port.setdefault("bpduguard", True)
        found = port.get("restrictions", [])
        if port.get("is_open"):
            found = [one for one in found if one != "port login"]
        if port.get("may_have", 1) > 1:
            found = ["port security of several" if one == "port security" else one for one in found]
        port["restrictions"] = sorted(found)
