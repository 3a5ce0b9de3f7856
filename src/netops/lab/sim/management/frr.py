"""The management plane of an FRR router, as its running config has it: its SSH and its accounts are those of the host."""

from __future__ import annotations

from netops.lab.sim.frr_lines import Line
from netops.lab.sim.management.indented import PlatformKeywords, configured_ports, sections, static_routes, vrfs_with_routing_protocol
from netops.lab.sim.management.plane import ManagementPath
from netops.lab.sim.tree import Node

WORDS = PlatformKeywords((), "bond", "bond", (), switched=False)


def frr(root: Line) -> ManagementPath:
    tree = _node(root)
    contexts = list(sections(tree, "vrf"))
    return ManagementPath(
        ports=configured_ports(tree, WORDS),
        routes=(*static_routes(tree), *(route for name, node in contexts for route in static_routes(node, vrf=name))),
        learning=vrfs_with_routing_protocol(tree),
    )


def _node(line: Line) -> Node:
    return Node(line.text, line.rule, {key: _node(below) for key, below in line.lines.items()})
