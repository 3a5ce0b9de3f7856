"""What the lines of an interface say together: mode, VLANs, whether it is up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netops.facts.table import Fields

_OF_GROUP = ("mode", "untagged_vlan", "tagged_vlans", "allow_untagged", "edge", "mtu")
"""What the members of a port channel have from it."""


def defaults_of(ports: Mapping[str, Fields]) -> Fields:
    """`default_port_mode` and `default_port_enabled` where Ethernet ports show that they are not as on a Nexus 9000."""
    ethernet = [port for name, port in ports.items() if name.startswith("Ethernet") and "." not in name]
    found: Fields = {}
    if any(port.get("_bridged") is True for port in ethernet):
        found["default_port_mode"] = "none" if any(port.get("_bridged") is False for port in ethernet) else "routed"
    bridged = [port for port in ethernet if _bridges(port, found)]
    if any("_up" in port for port in bridged) and not any(port.get("enabled") is False for port in bridged):
        found["default_port_enabled"] = False
    return found


def _bridges(port: Fields, defaults: Mapping[str, Any]) -> bool:
    return bool(port.get("_bridged", "default_port_mode" not in defaults))


def finish_ports(ports: dict[str, Fields], defaults: Mapping[str, Any], process: str) -> None:
    """Make data of what the lines of all interfaces say."""
    for name, port in ports.items():
        _finish(name, port, defaults)
        _finish_ospf(port, process)
        _finish_groups(port)
    for name, port in ports.items():
        group = ports.get(str(port.get("lag")))
        if group is not None:
            _as_member(port, group)
        else:
            port.pop("lag", None)
        _finish_state(name, port, group or port, defaults)
    for port in ports.values():
        for key in [key for key in port if str(key).startswith("_")]:
            del port[key]


def _finish(name: str, port: Fields, defaults: Mapping[str, Any]) -> None:
    if "." in name:
        if port.get("vlan_tag") == int(name.rpartition(".")[2]):
            del port["vlan_tag"]
        return
    if port.get("_bridged") is False:
        port["mode"] = "routed"
    elif port.get("_mode") == "tagged":
        _trunk(port)
    elif "_access" in port:
        port.update(mode="access", untagged_vlan=port["_access"])
    elif port.get("_bridged") and "default_port_mode" in defaults and "fex" not in port:
        port["mode"] = "access"
    if port.get("_edge") == ("edge trunk" if port.get("mode") == "tagged" else "edge"):
        port["edge"] = True
    elif "_edge" in port:
        port.setdefault("stp", {})["port_type"] = port["_edge"]


def _trunk(port: Fields) -> None:
    port["mode"] = "tagged"
    native = port.get("_native")
    if native is not None:
        port["untagged_vlan"] = native
    if "_allowed" not in port:
        port["tagged_vlans"] = "all"
        return
    allowed = sorted(set(port["_allowed"]))
    if native is not None and native not in allowed:
        port["allow_untagged"] = False
    port["tagged_vlans"] = [one for one in allowed if one != native]


def _finish_ospf(port: Fields, process: str) -> None:
    ospf = port.get("ospf")
    if ospf is None:
        return
    if "area" not in ospf:
        del port["ospf"]
    elif ospf["process"] == process:
        del ospf["process"]


def _finish_groups(port: Fields) -> None:
    """One group of VRRP with no more than `vrrp` holds is that."""
    groups = port.get("vrrp_groups", ())
    for group in groups:
        group.pop("_up", None)
    if len(groups) == 1 and groups[0].keys() <= {"group", "address", "priority", "preempt"} and "address" in groups[0]:
        port["vrrp"] = groups[0]
        del port["vrrp_groups"]


def _as_member(port: Fields, group: Fields) -> None:
    lacp: Fields = group.setdefault("lacp", {})
    if port.get("_lacp", "active") != "active":
        lacp["mode"] = port["_lacp"]
    if port.get("_fast"):
        lacp["fast"] = True
    if not lacp:
        del group["lacp"]
    for key in _OF_GROUP:
        port.pop(key, None)


def _finish_state(name: str, port: Fields, group: Fields, defaults: Mapping[str, Any]) -> None:
    """Whether the interface is up: the other state than that which it has without a line."""
    mode = group.get("mode", "routed" if group.get("addresses") or "." in name else "")
    routed = mode == "routed"
    starts_down = name.startswith(("Vlan", "nve", "Tunnel")) or (
        name.startswith("Ethernet") and (routed or defaults.get("default_port_enabled") is False)
    )
    if starts_down and "_up" not in port:
        port["enabled"] = False
    elif starts_down:
        port.pop("enabled", None)
