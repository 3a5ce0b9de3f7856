"""What the order of a deploy has of the network of the example company, and the waves that follow."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest

import netops
from netops.config import DiffLine
from netops.graph.paths import graph_of
from netops.model.company import Company
from netops.plan import Schedule, Step, Topology, WavePolicy, schedule_waves, topology_of

ALL_AT_ONCE = WavePolicy((99,) * 20)


@pytest.fixture(scope="module")
def example() -> Company:
    return netops.load(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def topology(example: Company) -> Topology:
    return topology_of(example, example.targets)


@pytest.fixture(scope="module")
def found(example: Company, topology: Topology) -> Schedule:
    """The same change of all targets, in waves as large as they may be."""
    diff = (DiffLine("+", ("ntp server 192.0.2.1",)),)
    steps = [Step(t.name, t.platform, "replace", "", "", "", None, "", (), (), diff) for t in example.targets.values()]
    return schedule_waves(steps, topology, ALL_AT_ONCE)


@pytest.fixture(scope="module")
def number(found: Schedule) -> Mapping[str, int]:
    return {name: at for at, wave in enumerate(found.waves) for name in wave}


def test_members_are_devices_with_role_and_dependents(topology: Topology) -> None:
    assert topology.device("ber-print-1:cups") == "ber-print-1"
    core, printer = topology.member("ber-core-1"), topology.member("muc-prn-1")
    assert (core.role, core.site, topology.peers["core", "ber"]) == ("core", "ber", 2)
    assert core.dependents > printer.dependents > 0


def test_a_router_has_all_behind_it_as_dependents(topology: Topology) -> None:
    """Two switches, a printer, its neighbours in the network, and the services that name it; the pair in Hamburg cuts nothing off."""
    assert topology.member("muc-rtr-1").dependents > topology.member("muc-acc-1").dependents > topology.member("muc-acc-2").dependents
    assert topology.member("ham-dist-1").dependents > topology.member("ham-rtr-1").dependents


def test_links_join_what_forwards_and_the_vpns_of_providers(topology: Topology) -> None:
    assert {"ber-core-1", "ber-core-2"} <= {*topology.links["ber-acc-1"]}
    assert "ber-nas-1" not in topology.links and "ber-nas-1" not in topology.links["ber-leaf-1"]
    assert {"ber-rtr-1", "muc-rtr-1", "lei-rtr-1"} <= {*topology.links["l3vpn hanse"]}
    assert "l3vpn hanse" in topology.links["muc-rtr-1"]
    assert all(near in topology.links[far] for near, others in topology.links.items() for far in others)


def test_demands_are_of_servers_and_of_the_internet(topology: Topology) -> None:
    leaves, cores = frozenset({"ber-leaf-1", "ber-leaf-2"}), frozenset({"ber-core-1", "ber-core-2"})
    assert topology.demands["ber-nas-1"] == (leaves,)
    assert topology.demands["ber-nas-1 to its gateway"] == (leaves, cores)
    assert topology.demands["the internet"] == (frozenset({"ber-rtr-1", "ber-rtr-2"}),)


def test_a_login_passes_what_the_graph_walks(topology: Topology) -> None:
    assert topology.management["ber-oob-1"] == ()
    assert topology.management["ber-acc-1"] == ("ber-oob-1", "ber-core-1")
    assert topology.management["muc-prn-1"] == ("ber-oob-1", "ber-fw-1", "ber-rtr-1", "muc-rtr-1", "muc-acc-1")


def test_a_company_that_does_not_name_its_runner_has_no_order_of_logins(example: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example, "settings", {**example.settings, "runner": None})
    assert topology_of(example, ["ber-acc-1"]).management == {}


def test_redundancy_groups_are_never_in_one_wave(example: Company, number: Mapping[str, int]) -> None:
    groups = [group.members for group in graph_of(example).redundancy_groups() if group.kind != "stack"]
    assert len(groups) > 5
    assert not [pair for members in groups for pair in combinations(members, 2) if number[pair[0]] == number[pair[1]]]


def test_far_ends_come_first(topology: Topology, number: Mapping[str, int]) -> None:
    for far, path in topology.management.items():
        for near in path:
            if len(topology.management[near]) < len(path):
                assert number[near] > number[far], (near, far)
    assert number["ber-oob-1"] == max(number.values())


def test_each_target_has_a_reason(example: Company, found: Schedule) -> None:
    assert {*found.reasons} == {*example.targets}
    assert found.reasons["ber-oob-1"].endswith("not earlier: ber-oob-1 is on the management path of ber-rtr-2, which goes before it")
