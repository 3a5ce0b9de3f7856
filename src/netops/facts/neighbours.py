"""Neighbours of the routing protocols: what a group says counts for its members, what a network says for its interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any, Final

from netops.facts.records import BgpNeighbour, IgpInterface, Redundancy
from netops.facts.table import Fields
from netops.facts.values import natural_key

_INHERITED: Final = ("remote_as", "local_as", "shutdown", "password", "source")


def bgp_neighbours(fields: Fields) -> tuple[BgpNeighbour, ...]:
    """The sessions of `fields["peers"]`: (vrf, peer) to fields. Groups are in `fields["peer_groups"]` under (vrf, name) or ("", name)."""
    groups = fields.get("peer_groups", {})
    made = [_peer(vrf, name, peer, groups) for (vrf, name), peer in fields.get("peers", {}).items()]
    return tuple(sorted(made))


def _peer(vrf: str, name: str, peer: Fields, groups: Fields) -> BgpNeighbour:
    whole = _resolved(vrf, peer, groups, ())
    return BgpNeighbour(
        vrf,
        name,
        whole.get("remote_as", ""),
        whole.get("local_as") or peer.get("process_as", ""),
        peer.get("group") or next(iter(peer.get("inherits", ())), ""),
        not whole.get("shutdown", False),
        whole.get("password", False),
        whole.get("source", ""),
    )


def _resolved(vrf: str, fields: Fields, groups: Fields, seen: tuple[str, ...]) -> Fields:
    """The fields with those of the groups that they name; the nearest says it."""
    found: Fields = {}
    for name in [*fields.get("inherits", ()), fields.get("group", "")]:
        group = groups.get((vrf, name), groups.get(("", name)))
        if group is not None and name not in seen:
            found = {**_resolved(vrf, group, groups, (*seen, name)), **found}
    return {**found, **{key: fields[key] for key in _INHERITED if key in fields}}


def igp_interfaces(fields: Fields, ports: Fields) -> tuple[IgpInterface, ...]:
    """Where OSPF and IS-IS run. `fields["igp"]`: (protocol, process, vrf) to networks, passive and active names, and members."""
    processes: dict[tuple[str, str, str], Fields] = fields.get("igp", {})
    found: set[IgpInterface] = set()
    members: dict[tuple[str, str, str], dict[str, Fields]] = {
        key: {**_by_network(process, key[2], ports), **process.get("members", {})} for key, process in processes.items()
    }
    for name, port in ports.items():
        for (protocol, named), own in port.get("igp", {}).items():
            key = _process(processes, protocol, named, port.get("vrf", ""))
            members.setdefault(key, {}).setdefault(name, {}).update(own)
    for key, process in processes.items():
        found |= {IgpInterface(*key, area, "", net, process.get("passive_default", False)) for net, area in process.get("networks", ())}
    for key, inside in members.items():
        found |= set(_members(key, processes.get(key, {}), inside, ports))
    return tuple(sorted(found, key=lambda one: (one.protocol, one.process, one.vrf, natural_key(one.interface), one.network, one.area)))


def _members(key: tuple[str, str, str], process: Fields, inside: dict[str, Fields], ports: Fields) -> Iterator[IgpInterface]:
    default = process.get("passive_default", False)
    for name, own in inside.items():
        of_process = own.get("passive", process.get("passive", {}).get(name, default))
        passive = ports.get(name, {}).get("passive_in", {}).get(key[0], of_process)
        if not own.get("disabled"):
            yield IgpInterface(*key, own.get("area", ""), name, "", passive)


def _process(processes: dict[tuple[str, str, str], Fields], protocol: str, process: str, vrf: str) -> tuple[str, str, str]:
    """The process that an interface means: by its name and VRF, or the one of its VRF where the line names none."""
    same = [key for key in processes if (key[0], key[2]) == (protocol, vrf) and process in ("", key[1])]
    return same[0] if same else (protocol, process, vrf)


def _by_network(process: Fields, vrf: str, ports: Fields) -> dict[str, Fields]:
    """The interfaces whose first address is in a network of the process; the longest network counts."""
    areas = {ip_network(net): area for net, area in reversed(process.get("networks", ()))}
    lengths = sorted({net.prefixlen for net in areas if net.version == 4}, reverse=True)
    found: dict[str, Fields] = {}
    for name, port in ports.items():
        for one in port.get("addresses", ()):
            if port.get("vrf", "") == vrf and _v4(one):
                nets = (ip_network((one.address, length), strict=False) for length in lengths)
                if (net := next((net for net in nets if net in areas), None)) is not None:
                    found[name] = {"area": areas[net]}
    return found


def _v4(one: Any) -> bool:
    return one.family == 4 and one.role == "primary" and one.length is not None


def redundancy_groups(fields: Fields, ports: Fields) -> tuple[Redundancy, ...]:
    """The groups of VRRP and HSRP: what interfaces say, and what a section of their own says of interfaces."""
    groups = [*((name, port.get("redundancy", {})) for name, port in ports.items()), *fields.get("redundancy", {}).items()]
    found = [
        Redundancy(protocol, name, group, tuple(sorted(set(one.get("addresses", ())))), one.get("priority", 100))
        for name, ours in groups
        for (protocol, group), one in ours.items()
    ]
    return tuple(sorted(found, key=lambda one: (natural_key(one.interface), one.protocol, one.group)))
