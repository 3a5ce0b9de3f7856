"""What others call: the graph of a company, and ways through it.

    graph = graph_of(company)
    guests, web = parse_endpoint(graph, "guest@lei"), parse_endpoint(graph, "ber-web-1")
    found = trace_packets(graph, guests, web, flow_packets(guests.address, web.address, "tcp", 80))
    found.verdict, found.end

`graph.with_text(target, text)` answers for a config that a target runs, or would run.
"""

from __future__ import annotations

from netops.graph.elements import Edge, Element, Elements, edges_of
from netops.graph.endpoints import Endpoint, parse_endpoint
from netops.graph.graph import CompanyGraph, Dependencies, RedundancyGroup, graph_of
from netops.graph.management import runner_of
from netops.graph.packets import Packets, flow_packets
from netops.graph.place import ConfigPlace
from netops.graph.reach import ManagementStation
from netops.graph.records import TargetFacts
from netops.graph.walk import trace_packets
from netops.graph.ways import CUT, REACHED, UNKNOWN, Hop, OneWayPath, RoundTrip

__all__ = [
    "CUT",
    "REACHED",
    "UNKNOWN",
    "CompanyGraph",
    "ConfigPlace",
    "Dependencies",
    "Edge",
    "Element",
    "Elements",
    "Endpoint",
    "Hop",
    "ManagementStation",
    "OneWayPath",
    "Packets",
    "RedundancyGroup",
    "RoundTrip",
    "TargetFacts",
    "edges_of",
    "flow_packets",
    "graph_of",
    "parse_endpoint",
    "runner_of",
    "trace_packets",
]
