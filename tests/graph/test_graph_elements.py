"""What the example company consists of, as one graph."""

from __future__ import annotations

from pathlib import Path

import pytest

import netops
from netops.graph.elements import Element, Elements, edges_of
from netops.graph.paths import CompanyGraph, graph_of
from netops.model.company import Company

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def example() -> Company:
    return netops.load(ROOT)


@pytest.fixture(scope="module")
def graph(example: Company) -> CompanyGraph:
    return graph_of(example)


def test_what_a_service_needs_directly_and_through_others(graph: CompanyGraph) -> None:
    needs = graph.depends("printing")
    assert needs.of("service") == ("names-and-addresses",)
    assert needs.of("device") == ("ber-dhcp-1", "ber-dns-1", "ber-mon-1", "ber-print-1", "ber-prn-1", "ber-prn-2", "ham-prn-1", "muc-prn-1")
    assert needs.of("power_feed") == ("ber/R1-A", "ber/R1-B", "ber/R2-A", "ber/R2-B")


def test_who_uses_what_stands_on_an_element(graph: CompanyGraph) -> None:
    assert graph.users(Element("device", "ber-prn-2")) == ("finance", "hr", "operations", "sales")
    assert graph.users(Element("share", "ber-nas-1/hr")) == ("call-centre", "finance", "hr", "it", "marketing", "operations", "sales")


def test_cables_lead_through_panels(graph: CompanyGraph) -> None:
    (edge,) = graph.elements.edges_from(Element("port", "ber-acc-1 GigabitEthernet1/0/41"), ("cable",))
    assert (edge.far, edge.place.name) == (Element("port", "ber-prn-1 eth0"), "B-041")


def test_groups_that_take_over_for_each_other(graph: CompanyGraph) -> None:
    groups = {(group.kind, group.members) for group in graph.redundancy_groups()}
    assert groups == {
        ("vrrp", ("ber-core-1", "ber-core-2")),
        ("vrrp", ("ber-fw-1", "ber-fw-2")),
        ("none", ("ber-leaf-1", "ber-leaf-2")),
        ("none", ("ber-rtr-1", "ber-rtr-2")),
        ("none", ("ham-rtr-1", "ham-rtr-2")),
        ("gateway", ("ber-core-1", "ber-core-2")),
        ("gateway", ("ber-fw-1", "ber-fw-2")),
        ("stack", ("muc-acc-2 1", "muc-acc-2 2")),
    }


def test_the_one_device_on_every_way(graph: CompanyGraph) -> None:
    elements = graph.elements
    assert elements.bottleneck({"ber-leaf-1", "ber-leaf-2"}, {"ber-core-1", "ber-core-2"}) == ""
    assert elements.bottleneck({"ham-acc-1"}, {"ham-rtr-1", "ham-rtr-2"}) == "ham-acc-1"
    assert elements.bottleneck({"lei-acc-1"}, {"ber-core-1"}) == ""  # no cable of ours leads there at all


def test_same_data_same_edges(example: Company) -> None:
    one, two = ([*edges_of(example.objects, example.devices, example.index)] for _ in range(2))
    assert one == two
    assert len(set(one)) == len(one)
    assert Elements(one).of("service") == Elements(two[::-1]).of("service")
