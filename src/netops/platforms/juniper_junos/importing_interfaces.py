"""What lines of interfaces and VLANs are in the model."""

from __future__ import annotations

import re
from typing import Final

from netops.facts.importer import VLANS
from netops.facts.table import Effect, Fields, SectionPattern, make_table
from netops.platforms.juniper_junos.importing_nodes import append_at_path, enter_path, in_table, set_at_path, set_flag, unquoted_line

SPEEDS: Final = {"10m": 10, "100m": 100, "1g": 1000, "2.5g": 2500, "5g": 5000, "10g": 10_000, "25g": 25_000, "40g": 40_000, "50g": 50_000}
SPEEDS_OF_OPTICS: Final = {"100g": 100_000, "200g": 200_000, "400g": 400_000}
TAGGED: Final = ("fe-", "ge-", "mge-", "xe-", "et-", "ae", "reth")
"""First letters of interfaces whose units are VLANs."""


def _speed(word: str) -> int:
    return (SPEEDS | SPEEDS_OF_OPTICS)[word]


def _lag(fields: Fields, words: str, name: str) -> None:
    fields["lag"] = name
    if words != "gigether-options":
        fields["lag_options"] = words


PORT: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "disable": set_flag("enabled", False),
        "mtu #": set_at_path("mtu", int),
        "vlan-tagging": set_flag("vlan_tagging", "single"),
        "flexible-vlan-tagging": set_flag("vlan_tagging", "flexible"),
        "stacked-vlan-tagging": set_flag("vlan_tagging", "stacked"),
        "encapsulation *": set_at_path("encapsulation"),
        "native-vlan-id #": set_at_path("native", int),
        "speed *": set_at_path("speed", _speed),
        "gigether-options|ether-options|fastether-options 802.3ad *": _lag,
        "aggregated-ether-options minimum-links #": set_at_path("lacp.min_links", int),
        "aggregated-ether-options lacp active|passive": set_at_path("lacp.mode"),
        "aggregated-ether-options lacp periodic fast": set_flag("lacp.fast"),
        "aggregated-ether-options lacp system-id *": set_at_path("lacp.system_id"),
        "number-of-sub-ports #": set_at_path("sub_ports", int),
        "esi all-active|single-active": set_at_path("esi.mode"),
        "esi *": set_at_path("esi.id"),
        "hold-time up # down #": lambda fields, up, down: fields.update(hold_time={"up_ms": int(up), "down_ms": int(down)}),
    }
)
FAMILIES: Final = "inet|inet6|mpls|iso|ethernet-switching|ccc|bridge|vpls"
UNIT: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "disable": set_flag("enabled", False),
        "vlan-id #": set_at_path("vlan_tag", int),
        "tunnel source *": set_at_path("tunnel.source"),
        "tunnel destination *": set_at_path("tunnel.destination"),
        "tunnel key #": set_at_path("tunnel.key", int),
        "tunnel ttl #": set_at_path("tunnel.ttl", int),
        "tunnel routing-instance destination *": set_at_path("tunnel.vrf"),
        "tunnel path-mtu-discovery": set_flag("tunnel.path_mtu_discovery"),
        "encapsulation *": set_at_path("encapsulation"),
        "family inet|inet6 address *": lambda fields, _, address: _address(fields, address),
        "family inet|inet6 address * primary": lambda fields, family, address: _main(fields, family, "primary", address),
        "family inet|inet6 address * preferred": lambda fields, family, address: _main(fields, family, "preferred", address),
        "family inet address * vrrp-group # ~": in_table(
            make_table(
                {
                    "virtual-address *": set_at_path("address"),
                    "priority #": set_at_path("priority", int),
                    "no-preempt": set_flag("preempt", False),
                    "accept-data": set_flag("accept_data"),
                }
            ),
            lambda fields, address, group: _vrrp(fields, address, int(group)),
        ),
        f"family {FAMILIES}": lambda fields, name: enter_path("families", name)(fields),
        f"family {FAMILIES} ~": in_table(
            make_table(
                {
                    "mtu #": set_at_path("mtu", int),
                    "filter input|output *": lambda fields, way, name: fields.update({"acl_in" if way == "input" else "acl_out": name}),
                    "dhcp": set_flag("dhcp"),
                    "no-redirects": set_flag("redirects", False),
                    "sampling input|output": append_at_path("sampling"),
                    "rpf-check": set_flag("rpf_check"),
                    "maximum-labels #": set_at_path("maximum_labels", int),
                }
            ),
            lambda fields, name: enter_path("families", name)(fields),
        ),
        "family iso address *": append_at_path("families.iso.addresses"),
        "family ethernet-switching interface-mode access|trunk": lambda fields, word: _mode(fields, word),
        "family ethernet-switching port-mode access|trunk": lambda fields, word: _old_mode(fields, word),
        "family ethernet-switching native-vlan-id #": set_at_path("native", int),
        "family ethernet-switching vlan members *": append_at_path("members"),
    }
)


def _vrrp(fields: Fields, address: str, group: int) -> Fields:
    if address not in fields.setdefault("addresses", []):
        fields["addresses"].append(address)
    found: Fields = fields.setdefault("vrrp", {"group": group})
    if found["group"] != group:
        raise ValueError("a second group")
    return found


def _address(fields: Fields, address: str) -> None:
    if "/" not in address:
        raise ValueError("an address without a length")
    if address not in fields.setdefault("addresses", []):
        fields["addresses"].append(address)


def _main(fields: Fields, family: str, key: str, address: str) -> None:
    """An address that counts before others."""
    _address(fields, address)
    enter_path("families", family)(fields).setdefault(key, []).append(address)


def _mode(fields: Fields, word: str) -> None:
    fields["mode"] = "tagged" if word == "trunk" else "access"


def _old_mode(fields: Fields, word: str) -> None:
    _mode(fields, word)
    fields["port_mode"] = True


def _unit(fields: Fields, name: str, number: str) -> Fields:
    found: Fields = fields.setdefault("interfaces", {}).setdefault(f"{name}.{number}", {})
    found.setdefault("is_unit", True)
    return found


def _vlan(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault("vlans_by_name", {}).setdefault(name, {"name": name})
    return found


VLAN: Final = make_table(
    {
        "vlan-id #": set_at_path("vid", int),
        "description ~": set_at_path("description", unquoted_line),
        "l3-interface *": set_at_path("l3"),
        "vxlan vni #": set_at_path("vni", int),
    }
)
LINES: Final[dict[str, Effect | SectionPattern]] = {
    "interfaces *": SectionPattern(PORT, lambda fields, name: fields.setdefault("interfaces", {}).setdefault(name, {})),
    "interfaces * unit #": SectionPattern(UNIT, _unit),
    "vlans *": SectionPattern(VLAN, _vlan),
}


def finish(fields: Fields) -> None:
    """VLANs by number, units beside their ports: what the lines of an interface mean together."""
    vlans = fields.pop("vlans_by_name", {})
    for instance in fields.get("instances", {}).values():
        vlans |= {name: {"name": name} | vlan for name, vlan in instance.get("vlans", {}).items()}
    numbers = {name: vlan["vid"] for name, vlan in vlans.items() if "vid" in vlan}
    ports = fields.get("interfaces", {})
    if numbers:
        fields[VLANS] = {
            vlan["vid"]: {key: vlan[key] for key in ("name", "description") if key in vlan} for vlan in vlans.values() if "vid" in vlan
        }
    for name in list(ports):
        _finish_unit(ports, name, numbers)
    divided = {name.partition(".")[0] for name in ports if "." in name and name.partition(".")[2] != "0"}
    for name, port in ports.items():
        _finish_port(name, port, has_units=name in divided)
    if ports:
        fields["interfaces"] = dict(sorted(ports.items(), key=lambda pair: _natural(pair[0])))


OF_PORT: Final = frozenset({"description", "enabled", "encapsulation"})
"""What a port and its unit 0 both may have."""


def _finish_unit(ports: Fields, name: str, numbers: Fields) -> None:
    """A unit with its VLANs; unit 0 becomes part of its port where nothing of it collides."""
    unit = ports[name]
    if not unit.pop("is_unit", False):
        return
    _switch(unit, numbers)
    port, _, number = name.rpartition(".")
    above = ports.setdefault(port, {})
    if number == "0" and not OF_PORT & unit.keys():
        ports.pop(name)
        if not unit:
            above["families"] = {}
        above.update(unit)


def _switch(unit: Fields, numbers: Fields) -> None:
    """The members of a bridged unit as VLANs: one for a port without tags, a list or `all` for a trunk."""
    members = unit.pop("members", [])
    known = [numbers[one] for one in members if one in numbers]
    if unit.get("mode") == "tagged":
        if members == ["all"]:
            unit["tagged_vlans"] = "all"
        elif known:
            unit["tagged_vlans"] = known
    elif len(members) == 1 and known:
        unit["untagged_vlan"] = known[0]


def _finish_port(name: str, port: Fields, *, has_units: bool) -> None:
    native = port.pop("native", None)
    if native is not None and port.get("mode") == "tagged":
        tagged = port.get("tagged_vlans", [])
        port["untagged_vlan"] = native
        if isinstance(tagged, list) and native in tagged:
            port["tagged_vlans"] = [one for one in tagged if one != native]
        else:
            port["allow_untagged"] = False
    if name.startswith("ae") and "." not in name:
        port.setdefault("lacp", {}).setdefault("mode", "static")
    if "." not in name and name.startswith(TAGGED):
        if has_units and port.get("vlan_tagging") == "single":
            del port["vlan_tagging"]
        elif has_units and "vlan_tagging" not in port:
            port["vlan_tagging"] = False
    for one in (port,) if "." not in name else ():
        if "vrrp" in one:
            one["vrrp"].setdefault("accept_data", False)


_DIGITS: Final = re.compile(r"(\d+)")


def _natural(name: str) -> list[tuple[str, int]]:
    """The key that sorts `ge-0/0/2` before `ge-0/0/10`."""
    return [("", int(part)) if part.isdigit() else (part, 0) for part in _DIGITS.split(name)]
