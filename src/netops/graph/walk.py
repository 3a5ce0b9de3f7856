"""The way of packets through the network, hop by hop, there and back, with the line that cuts it."""

from __future__ import annotations

from netops.graph.endpoints import Endpoint
from netops.graph.graph import Graph
from netops.graph.packets import Packets
from netops.graph.walker import Walker
from netops.graph.ways import Walk


def walk(graph: Graph, source: Endpoint, destination: Endpoint, packets: Packets, *, answers: bool = True) -> Walk:
    """The way of packets from a source to a destination, and of the answers back."""
    there = Walker(graph, packets)
    first = there.run(source, destination)
    if not answers or not first.passed:
        return Walk(source, destination, first, None)
    back = Walker(graph, first.passed.reversed(), {(device, new): old for device, old, new in there.translated})
    return Walk(source, destination, first, back.run(destination, source))
