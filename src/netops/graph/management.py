"""Where netops runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from netops.graph.endpoints import Endpoint, endpoint_in_network, endpoint_of_device
from netops.graph.graph import Graph


def runner_of(graph: Graph, runner: Mapping[str, Any] | None) -> Endpoint | None:
    """Where netops runs: at a port of a switch, or on a jump host of ours. None when the settings do not say it, or nothing is there."""
    if not runner:
        return None
    if "via" in runner:
        name = str(runner["via"])
        return endpoint_of_device(graph, name) if name in graph.company.devices else None
    end = runner.get("attached_to")
    if not end:
        return None
    device, interface = str(end["device"]), str(end["interface"])
    vid = graph.port(device, interface).untagged
    site = str(graph.company.devices.get(device, {}).get("site", ""))
    vlan = graph.company.index.vids.get(site, {}).get(vid or 0)
    if vlan is None:
        return None
    found = _in_vlan(graph, site, vlan.name)
    return replace(found, name="netops", at=(device, interface), vid=vid) if found is not None else None


def _in_vlan(graph: Graph, site: str, vlan: str) -> Endpoint | None:
    for name, prefix in graph.company.objects.get("prefix", {}).items():
        network = graph.company.index.networks.get(name)
        if (str(prefix.get("site")), str(prefix.get("vlan"))) == (site, vlan) and network is not None and network.version == 4:
            return endpoint_in_network(graph, str(network))
    return None
