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
    from netops.graph.graph import CompanyGraph

EVERY: Final = 0


Links = dict[str, set[str]]
"""The switches of a VLAN, each with those that may have their way to the root through it."""


def leads_to_root(graph: CompanyGraph, port: PortName, other: PortName, vid: int | None) -> bool | None:
    """Whether the switch at the other end of a port is nearer to the root; None where it is not known which switch is the root.

    Of two that are as near, the one with the lower priority is (IEEE 802.1Q, section 13.6).
    """
    every, links = _links(graph, vid)
    if other.device not in every:
        return False
    joined = _from(other.device, every)
    ranks = {name: _priority(graph, name, vid) for name in {*joined, port.device}}
    best = [name for name, rank in ranks.items() if rank == min(ranks.values())]
    if len(best) > 1:
        return None
    far = len(ranks)
    steps = _from(best[0], links)
    own, theirs = ((steps.get(name, far), ranks[name]) for name in (port.device, other.device))
    return None if own == theirs else theirs < own


def _priority(graph: CompanyGraph, device: str, vid: int | None) -> int:
    known = graph.facts(device).priorities
    return known.get(vid or EVERY, known.get(EVERY, PRIORITY))


def _links(graph: CompanyGraph, vid: int | None) -> tuple[Links, Links]:
    """The links of a VLAN between switches, all and those at whose other end no port guards against the root."""
    key = ("tree", vid)
    if key not in graph.memory:
        every, free = Links(), Links()
        for name in graph.company.devices:
            for near, far in graph.neighbours(name).items():
                if _carries(graph, near, vid) and _carries(graph, far.port, vid):
                    every.setdefault(name, set()).add(far.port.device)
                    if not _has_root_guard(graph, far.port):
                        free.setdefault(name, set()).add(far.port.device)
        graph.memory[key] = every, free
    known: tuple[Links, Links] = graph.memory[key]
    return known


def _has_root_guard(graph: CompanyGraph, port: PortName) -> bool:
    physical = graph.port(port.device, port.interface)
    return "root guard" in (*physical.restrictions, *graph.port(port.device, physical.lag or port.interface).restrictions)


def _carries(graph: CompanyGraph, port: PortName, vid: int | None) -> bool:
    physical = graph.port(port.device, port.interface)
    logical = graph.port(port.device, physical.lag or port.interface)
    return physical.enabled and logical.enabled and logical.mode in ("access", "trunk") and (vid is None or logical.carries(vid))


def _from(start: str, links: Links) -> dict[str, int]:
    """How many links each switch is away."""
    found, todo = {start: 0}, deque([start])
    while todo:
        here = todo.popleft()
        for name in links.get(here, ()):
            if name not in found:
                found[name] = found[here] + 1
                todo.append(name)
    return found
