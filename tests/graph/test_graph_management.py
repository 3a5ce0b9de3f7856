"""Where netops runs: from the port or the jump host that `runner:` names to a network."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import netops
from netops.graph.graph import CompanyGraph, graph_of
from netops.graph.layer2 import HostPort
from netops.graph.management import runner_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> CompanyGraph:
    """The example company as an import would write it: no prefix names its VLAN."""
    root: Path = tmp_path_factory.mktemp("unnamed")
    shutil.copytree(ROOT / "inventory", root / "inventory")
    shutil.copy(ROOT / "netops.yaml", root / "netops.yaml")
    for file in root.glob("inventory/sites/*/ipam.yaml"):
        file.write_text(re.sub(r", vlan: [\w-]+", "", file.read_text()))
    return graph_of(netops.load(root))


def start(graph: CompanyGraph, device: str, interface: str) -> tuple[str, str, int | None] | None:
    found = runner_of(graph, {"attached_to": {"device": device, "interface": interface}})
    return (found.address, str(found.gateway), found.vid) if found is not None else None


def test_the_network_of_a_vlan_is_that_of_a_gateway_in_it(graph: CompanyGraph) -> None:
    port = next(one for one in graph.facts("ham-acc-1").ports.values() if one.mode == "access")
    gateway = graph.facts("ham-dist-1").ports[f"Vlan{port.untagged}"]
    assert start(graph, "ham-acc-1", port.name) == (str(gateway.addresses[0].network), str(gateway.addresses[0].ip), port.untagged)


def test_at_a_port_of_a_router_it_is_the_network_of_the_port(graph: CompanyGraph) -> None:
    found = runner_of(graph, {"attached_to": {"device": "ber-rtr-1", "interface": "eth0"}})
    assert found is not None
    assert (found.address, str(found.gateway), found.starts(graph)) == ("10.1.0.0/24", "10.1.0.21", [HostPort("ber-rtr-1", "eth0")])


def test_a_port_without_a_network_is_nowhere(graph: CompanyGraph) -> None:
    assert start(graph, "ber-rtr-1", "eth9") is None
