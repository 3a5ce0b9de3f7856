"""Which switch is the root of a VLAN's spanning tree, and by which port a switch gets to it.

The bridge with the lowest priority is the root (IEEE 802.1Q, section 13); of several with the same one the addresses decide, which no
config has. The way with the fewest links is taken as the cheapest one.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from netops.graph.from_data import PRIORITY
from netops.model.index import Port as PortName

if TYPE_CHECKING:
    from netops.graph.graph import Graph

EVERY: Final = 0


def leads_to_root(graph: Graph, port: PortName, other: PortName, vid: int | None) -> bool | None:
    """Whether a port has a better way to the root than its own switch; None where it is not known which switch is the root."""
    if other.device not in _switches(graph, vid):
        return False
    distances = _distances(graph, other.device, vid)
    if distances is None:
        return None
    own, theirs = distances.get(port.device), distances[other.device]
    return False if own == 0 else True if own is None or theirs < own else None if theirs == own else False


def _distances(graph: Graph, device: str, vid: int | None) -> dict[str, int] | None:
    """How many links each switch of a VLAN that is joined with one is from their root; None where several have the lowest priority."""
    key = ("root", device, vid)
    if key not in graph.memory:
        switches = _switches(graph, vid)
        joined = _from(device, switches)
        ranks = {name: _priority(graph, name, vid) for name in joined}
        best = [name for name, rank in ranks.items() if rank == min(ranks.values())]
        graph.memory[key] = _from(best[0], switches) if len(best) == 1 else None
    found: dict[str, int] | None = graph.memory[key]
    return found


def _priority(graph: Graph, device: str, vid: int | None) -> int:
    known = graph.facts(device).priorities
    return known.get(vid or EVERY, known.get(EVERY, PRIORITY))


def _switches(graph: Graph, vid: int | None) -> dict[str, set[str]]:
    """The switches with ports in a VLAN, each with its neighbours over links that carry it."""
    key = ("switches", vid)
    if key not in graph.memory:
        found: dict[str, set[str]] = {}
        for name in graph.company.devices:
            for near, far in graph.neighbours(name).items():
                if _carries(graph, near, vid) and _carries(graph, far.port, vid):
                    found.setdefault(name, set()).add(far.port.device)
        graph.memory[key] = found
    known: dict[str, set[str]] = graph.memory[key]
    return known


def _carries(graph: Graph, port: PortName, vid: int | None) -> bool:
    physical = graph.port(port.device, port.interface)
    logical = graph.port(port.device, physical.lag or port.interface)
    return physical.enabled and logical.enabled and logical.mode in ("access", "trunk") and (vid is None or logical.carries(vid))


def _from(root: str, switches: dict[str, set[str]]) -> dict[str, int]:
    found, todo = {root: 0}, deque([root])
    while todo:
        here = todo.popleft()
        for name in switches.get(here, ()):
            if name not in found:
                found[name] = found[here] + 1
                todo.append(name)
    return found
