"""Both ends of cables and circuits, as the rules see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from netops.checks import Scope
from netops.model.index import ALL_VLANS, AssignedAddress, Plug, Port

Interface = Mapping[str, Any]
BRIDGED = frozenset({"access", "tagged"})
"""Modes of a port that frames pass through."""


def interface_of(scope: Scope, port: Port) -> Interface | None:
    """The data of an interface, None when the scope has no such interface (CAB001 reports that)."""
    found: Interface | None = scope.devices.get(port.device, {}).get("interfaces", {}).get(port.interface)
    return found


def links_with_both_ends(scope: Scope, *kinds: str) -> Iterator[tuple[Plug, Plug, Interface, Interface]]:
    """The cables and circuits of these kinds whose ends both exist: both plugs, both interfaces."""
    for near, far in scope.index.links:
        if near.kind in kinds:
            one, other = interface_of(scope, near.port), interface_of(scope, far.port)
            if one is not None and other is not None:
                yield near, far, one, other


def bridge_port(scope: Scope, port: Port) -> tuple[Port, Interface] | None:
    """The port that bridges: the port itself, or the group that it is a member of; None when it routes, is shut or does nothing."""
    data = interface_of(scope, port)
    if data is not None and "lag" in data:
        port = Port(port.device, str(data["lag"]))
        data = interface_of(scope, port)
    return (port, data) if data is not None and data.get("mode") in BRIDGED and data.get("enabled", True) else None


def addresses_by_port(scope: Scope) -> dict[Port, list[AssignedAddress]]:
    """The addresses of each interface that has some."""
    found: dict[Port, list[AssignedAddress]] = defaultdict(list)
    for assigned in scope.index.assigned.values():
        for one in assigned:
            found[one.port].append(one)
    return found


def carried_vlans(scope: Scope, port: Port, data: Interface) -> set[str]:
    """The names of the VLANs whose frames a bridging port takes."""
    untagged = {str(data["untagged_vlan"])} if "untagged_vlan" in data and data.get("allow_untagged", True) else set()
    if data["mode"] == "access":
        return untagged
    if "tagged_vlans" in data and data["tagged_vlans"] != ALL_VLANS:
        return untagged | set(map(str, data["tagged_vlans"]))
    return untagged | set(scope.index.carried.get(str(scope.devices[port.device]["site"]), ()))
