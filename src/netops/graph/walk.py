"""The way of packets through the network, hop by hop, there and back, with the line that cuts it."""

from __future__ import annotations

from netops.graph.endpoints import Endpoint
from netops.graph.graph import CompanyGraph
from netops.graph.packets import Packets
from netops.graph.walker import PacketWalker
from netops.graph.ways import RoundTrip


def trace_packets(graph: CompanyGraph, source: Endpoint, destination: Endpoint, packets: Packets, *, answers: bool = True) -> RoundTrip:
    """The way of packets from a source to a destination, and of the answers back."""
    there = PacketWalker(graph, packets)
    first = there.run(source, destination)
    if not answers or not first.passed:
        return RoundTrip(source, destination, first, None)
    back = PacketWalker(graph, first.passed.reversed(), {(device, new): old for device, old, new in there.translated})
    return RoundTrip(source, destination, first, back.run(destination, source))
