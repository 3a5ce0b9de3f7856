"""Spanning tree: loops, who is the root, and ports that must not be part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from netops.checks import Finding, Place, Scope, place_of, rule
from netops.checks._help import SHOWN, interface_place
from netops.checks._links import bridge_port, links_with_both_ends
from netops.checks._raw import has_raw
from netops.errors import Severity
from netops.model.index import Port

DEFAULT = 32768
"""The priority of a bridge that nobody has given one."""
Edge = tuple[Port, Port]


def _edges(site: Scope) -> list[Edge]:
    """The bridged links between network devices, one for all cables of a group."""
    found: dict[Edge, None] = {}
    for a, b in site.index.links:
        near, far = bridge_port(site, a.port), bridge_port(site, b.port)
        if near and far and all(site.devices[port.device]["kind"] == "device" for port, _ in (near, far)):
            found[near[0], far[0]] = None
    return list(found)


def _loops(edges: list[Edge]) -> Iterator[list[str]]:
    """The devices that hang together by bridged links, where there is more than one way between some of them."""
    ways: dict[str, set[str]] = defaultdict(set)
    for a, b in edges:
        ways[a.device].add(b.device)
        ways[b.device].add(a.device)
    left = set(ways)
    while left:
        found: set[str] = set()
        todo = [min(left)]
        while todo:
            if (name := todo.pop()) not in found:
                found.add(name)
                todo += ways[name]
        left -= found
        if sum(a.device in found for a, _ in edges) >= len(found):
            yield sorted(found)


@rule("STP001", title="root of the spanning tree is chosen", scope="site", severity=Severity.WARNING)
def spanning_tree_root_is_set(site: Scope) -> Iterator[Finding]:
    """Where switches have more than one way to each other, one of them has the lowest bridge priority.

    What it does: follows the trunks, and compares `stp.priority` in each part that has a loop; an MLAG pair counts as one switch.
    Why it matters: with equal priorities the oldest switch is the root, and the traffic of the site goes through it.
    Example: 32768, the default, on every switch.
    Use instead: `stp: {priority: 4096}` on one core, 8192 on the other.
    """
    for names in _loops(_edges(site)):
        priorities = {name: int(site.devices[name].get("stp", {}).get("priority", DEFAULT)) for name in names}
        lowest = min(priorities.values())
        first, *others = (name for name in names if priorities[name] == lowest)
        redundancy = site.devices[first].get("redundancy", {})
        one_for_others = redundancy.get("kind") == "mlag" and others == [str(redundancy.get("partner"))]
        is_raw = any(has_raw(site.devices[name], r"spanning-tree .*(?:priority|root)", r"bridge-priority ") for name in names)
        if others and not one_for_others and not is_raw:
            equal = ", ".join([first, *others][:SHOWN]) + (", ..." if len(others) >= SHOWN else "")
            yield Finding(
                _place(first, lowest),
                f"no root is chosen among {len(names)} switches: {equal} have the priority {lowest}",
                expected="one switch with the lowest priority",
                found=f"{len(others) + 1} with {lowest}",
                related=tuple((f"{name} has it too", _place(name, lowest)) for name in others[: SHOWN - 1]),
            )


def _place(device: str, priority: int) -> Place:
    """Where somebody typed a priority, or where it is missing."""
    return place_of("device", device, "stp", *(["priority"] if priority != DEFAULT else []))


@rule("STP002", title="switch is not behind an edge port", scope="site")
def edge_port_has_no_switch(site: Scope) -> Iterator[Finding]:
    """A port with `edge: true` does not lead to a port of another switch that bridges.

    What it does: looks at the far end of each cabled edge port.
    Why it matters: the guard of an edge port shuts it down at the first message of a switch, and all behind it is cut off.
    Example: the profile of a desk port on an uplink.
    Use instead: the profile for uplinks, or `edge: false`.
    """
    for near, far, one, other in links_with_both_ends(site, "cable"):
        for port, data, end in ((near.port, one, far.port), (far.port, other, near.port)):
            if data.get("edge") and bridge_port(site, end) and site.devices[end.device]["kind"] == "device":
                yield Finding(
                    interface_place(port, "edge"),
                    f"{port} is a port for end devices, and leads to the switch {end.device}",
                    expected="edge: false",
                    found="edge: true",
                    related=((f"{end} bridges", interface_place(end)),),
                )


@rule("STP003", title="switches speak one spanning tree", scope="site", severity=Severity.WARNING)
def switches_use_one_spanning_tree_mode(site: Scope) -> Iterator[Finding]:
    """Two switches with a bridged link between them have the same `stp.mode`.

    What it does: compares the modes of both ends of each link.
    Why it matters: protocols per VLAN and for all VLANs understand each other by halves: a loop in one VLAN can go unseen.
    Example: `rapid-pvst` at the core, `mstp` at the access switch.
    Use instead: one mode for the site, best in a layer of it.
    """
    for a, b in dict.fromkeys((a.device, b.device) for a, b in _edges(site)):
        ours, theirs = (site.devices[name].get("stp", {}).get("mode") for name in (a, b))
        if ours and theirs and ours != theirs:
            yield Finding(
                place_of("device", b, "stp", "mode"),
                f"{a} and {b} speak different spanning trees",
                expected=f"{ours}, as {a}",
                found=str(theirs),
                related=((f"{a} has {ours}", place_of("device", a, "stp", "mode")),),
            )
