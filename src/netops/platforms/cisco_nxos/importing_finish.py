"""From what single lines say to the data of the device: short forms where they say the same, and nothing that other data brings along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netops.facts.aaa import settle_groups, shorten, without_empty
from netops.facts.acl_entries import drop_empty
from netops.facts.importer import VLANS, VRFS
from netops.facts.table import Fields
from netops.platforms.cisco_nxos.importing_ports import defaults_of, finish_ports

MEANT_EMPTY = frozenset({"evpn", VLANS, VRFS})
"""Keys whose empty maps say something."""


def finish(fields: Fields) -> None:
    """Make data of what the lines of a config say."""
    ports: dict[str, Fields] = fields.get("interfaces", {})
    system: Fields = fields.setdefault("system", {})
    system.update(defaults_of(ports))
    finish_ports(ports, system, str(fields.get("ospf", {}).get("process", 1)))
    drop_empty(fields)
    _vlans(fields)
    _users(fields)
    _bgp(fields)
    _aaa(fields)
    _system(fields)
    for key in [key for key, value in fields.items() if value == {} and key not in MEANT_EMPTY]:
        del fields[key]


def _vlans(fields: Fields) -> None:
    """The table of VLANs. Where none of several VLANs is in a list, VLAN 1 is not written with them, so it is none of the table."""
    table: dict[int, Fields] = fields.setdefault(VLANS, {})
    lists: list[tuple[int, ...]] = fields.pop("_vlan_lists", [])
    listed = {number for numbers in lists if len(numbers) > 1 for number in numbers}
    alone = {numbers[0] for numbers in lists if len(numbers) == 1}
    if 1 not in listed and alone - {1}:
        table.pop(1, None)
    fields["vlan_database"] = sorted(table)
    vxlan, members = fields.get("vxlan", {}), fields.get("vxlan", {}).pop("_members", {})
    for number, vlan in sorted(table.items()):
        if (vni := vlan.pop("_vni", None)) is not None:
            own = members.pop(vni, None)
            vxlan = fields.setdefault("vxlan", {})
            vxlan.setdefault("vlans", []).append({"vlan": number, "vni": vni} | (own if own is not None else {"member": False}))
    known = {one["vni"]: one["vlan"] for one in vxlan.get("vlans", ())}
    if "vlans" in fields.get("evpn", {}):
        instances = [{"vlan": known[vni]} | one for one in fields["evpn"]["vlans"] if (vni := one.pop("vni")) in known]
        fields["evpn"] = {"vlans": instances} if instances else {}
    if vxlan and "interface" not in vxlan:
        for one in vxlan.get("vlans", ()):
            one.pop("member", None)


def _users(fields: Fields) -> None:
    """The role that a user has without a word is not written; a user without a password line cannot be written."""
    users = [user for user in fields.get("users", ()) if "role" in user]
    for user in users:
        if "hidden_ssh_keys" in user:
            user.pop("locked", None)
        if user["role"] == "network-admin":
            del user["role"]
    if users:
        fields["users"] = users
    else:
        fields.pop("users", None)


def _aaa(fields: Fields) -> None:
    """The servers that logins ask, in their short form where the lines are those that it writes."""
    aaa: Fields = fields.get("aaa", {})
    settle_groups(aaa)
    short = shorten(aaa)
    without_empty(fields)
    if short:
        aaa["tacacs"].setdefault("vrf", "default")
        aaa.setdefault("rules", [])


def _bgp(fields: Fields) -> None:
    bgp = fields.get("bgp")
    if bgp is None:
        return
    for table in (bgp, *bgp.get("vrfs", {}).values()):
        for neighbor in table.get("neighbors", ()):
            if neighbor.pop("_on_line", False):
                bgp["as_on_neighbor_line"] = True
            _shorten(neighbor)
        _shorten_table(table)


def _shorten(neighbor: Fields) -> None:
    """A neighbour that exchanges the family of its address only has what differs there beside the address."""
    families = neighbor.setdefault("address_families", {})
    if list(families) == ["ipv6" if ":" in neighbor["address"] else "ipv4"] and "group" not in neighbor:
        neighbor.update(neighbor.pop("address_families").popitem()[1])


def _shorten_table(table: Fields) -> None:
    """Networks as a plain list, where the families follow from them and from the neighbours."""
    families = table.get("address_families", {})
    implied = {"ipv6" if ":" in one["address"] else "ipv4" for one in table.get("neighbors", ()) if "address_families" not in one}
    if not families.keys() <= {"ipv4", "ipv6"} or any(own.keys() - {"networks"} for own in families.values()):
        return
    if families.keys() != implied | {name for name, own in families.items() if own}:
        table.setdefault("address_families", {})
        return
    networks = [network for own in families.values() for network in own.get("networks", ())]
    table.pop("address_families", None)
    if networks:
        table["networks"] = [network["prefix"] for network in networks]
    maps = {network["prefix"]: network["route_map"] for network in networks if "route_map" in network}
    if maps:
        table["network_route_maps"] = maps


def _system(fields: Fields) -> None:
    """What other data brings along is not said again: features that a noun needs, the name of the VDC."""
    system = fields["system"]
    if (vdc := system.get("vdc")) is not None:
        if vdc["name"] == fields.get("hostname"):
            del vdc["name"]
        if vdc["id"] == 1:
            del vdc["id"]
    features: list[str] = system.pop("features", [])
    if "lldp" in features:
        fields["lldp"] = {"enabled": True}
    for name, key in (("nxapi", "api"), ("netconf", "netconf"), ("scp-server", "scp")):
        if name in features:
            system[key] = True
    needed = set(_needed(fields))
    if rest := [name for name in features if name not in needed]:
        system["features"] = rest


def _needed(fields: Fields) -> Iterator[str]:
    """The features that features.j2 writes without being asked."""
    ports: dict[str, Any] = fields.get("interfaces", {})
    yield from ("nxapi", "netconf", "scp-server", "lldp")
    nouns = {
        "ospf": "ospf",
        "bgp": "bgp",
        "mlag": "vpc",
        "vxlan": "nv overlay",
        "udld": "udld",
        "dhcp_snooping": "dhcp",
        "multicast": "pim",
    }
    yield from (feature for noun, feature in nouns.items() if noun in fields)
    if {"tacacs", "servers", "groups"} & fields.get("aaa", {}).keys() and "tacacs" in str(fields["aaa"]):
        yield "tacacs+"
    if fields.get("vxlan", {}).get("vlans"):
        yield "vn-segment-vlan-based"
    if any(name.startswith("Vlan") for name in ports):
        yield "interface-vlan"
    keys = {"hsrp": "hsrp", "vrrp": "vrrp", "vrrp_groups": "vrrp", "pim_sparse": "pim", "dhcp_relay": "dhcp"}
    keys |= {"dhcp_snooping_trust": "dhcp", "dot1x": "dot1x", "port_security": "port-security", "udld": "udld"}
    yield from (feature for key, feature in keys.items() if any(key in port for port in ports.values()))
    groups = [ports.get(str(port["lag"]), {}) for port in ports.values() if "lag" in port]
    if any(group.get("lacp", {}).get("mode", "active") != "static" for group in groups):
        yield "lacp"
