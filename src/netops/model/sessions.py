"""BGP sessions: the neighbours of a device, with what their groups say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]


def merged_session(neighbor: Mapping[str, Any], bgp: Mapping[str, Any]) -> dict[str, Any]:
    """A neighbour with the fields of its group, and of a session group of either, where it has none of its own."""
    group = bgp.get("groups", {}).get(neighbor.get("group"), {})
    shared = bgp.get("session_groups", {})
    bases = [shared.get(one.get("session_group"), {}) for one in (group, neighbor)]
    return {**bases[0], **group, **bases[1], **neighbor}


def sessions_in_default_vrf(bgp: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The neighbours that have an address in the default VRF, with their positions in the list."""
    for position, neighbor in enumerate(bgp.get("neighbors", ())):
        if "address" in neighbor:
            yield position, merged_session(neighbor, bgp)


def peer_addresses(bgp: Mapping[str, Any]) -> set[str]:
    """The addresses of all neighbours, in any VRF."""
    tables = (bgp, *bgp.get("vrfs", {}).values())
    return {str(neighbor["address"]) for table in tables for neighbor in table.get("neighbors", ()) if "address" in neighbor}


def has_policy(one: Mapping[str, Any], kind: str, way: str) -> bool:
    """Whether a session has a `kind` (route_map, prefix_list) for a direction, for all it exchanges or for one of its families."""
    if f"{'import' if way == 'in' else 'export'}_policies" in one:
        return True
    key = f"{kind}_{way}"
    return key in one or any(key in family for family in one.get("address_families", {}).values())


def neighbors_and_groups(bgp: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each neighbour and each group, in any VRF, and each of their address families: where it is in the data, and its fields."""
    tables: list[tuple[Path, Mapping[str, Any]]] = [((), bgp), *((("vrfs", name), table) for name, table in bgp.get("vrfs", {}).items())]
    for path, table in tables:
        held: list[tuple[Path, Mapping[str, Any]]] = [(("neighbors", at), one) for at, one in enumerate(table.get("neighbors", ()))]
        held += [(("groups", name), one) for name, one in table.get("groups", {}).items()]
        for step, one in held:
            yield (*path, *step), one
            yield from (((*path, *step, "address_families", name), inner) for name, inner in one.get("address_families", {}).items())
