"""Ways through the example company, and what cuts them: worked out by hand from its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import netops
from netops.graph.entries import rule_of_text
from netops.graph.paths import CompanyGraph, ManagementStation, RoundTrip, flow_packets, graph_of, parse_endpoint, trace_packets
from netops.graph.place import NOWHERE
from netops.graph.records import Translation
from netops.graph.rulesets import Ruleset
from netops.model.company import Company
from netops.render.targets import TargetRenderer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def example() -> Company:
    return netops.load(ROOT)


@pytest.fixture(scope="module")
def graph(example: Company) -> CompanyGraph:
    return graph_of(example)


def go(graph: CompanyGraph, source: str, destination: str, protocol: str = "tcp", port: int | None = None, family: int = 4) -> RoundTrip:
    start, end = parse_endpoint(graph, source, family), parse_endpoint(graph, destination, family)
    return trace_packets(graph, start, end, flow_packets(start.address, end.address, protocol, port))


def ends(found: RoundTrip) -> tuple[str, str, str]:
    """The verdict, and the device and kind of the hop that decides."""
    return found.verdict, found.end.device if found.end else "", found.end.kind if found.end else ""


FLOWS = [
    ("staff@ber", "ber-web-1", "tcp", 80, ("reached", "", "")),
    ("staff@ber", "ber-web-1", "tcp", 81, ("cut", "ber-core-1", "filter")),
    ("finance@ber", "ber-nas-1", "tcp", 445, ("reached", "", "")),
    ("printers@ber", "ber-dns-1", "udp", 53, ("reached", "", "")),
    ("pos@lei", "ber-web-1", "tcp", 8443, ("reached", "", "")),
    ("pos@lei", "ber-web-1", "tcp", 8444, ("cut", "ber-core-1", "filter")),
    ("guest@lei", "ber-dns-1", "udp", 53, ("reached", "", "")),
    ("guest@lei", "ber-web-1", "tcp", 443, ("cut", "lei-rtr-1", "filter")),
    ("guest@lei", "internet", "tcp", 443, ("reached", "", "")),
    ("staff@ham", "ber-print-1", "tcp", 631, ("reached", "", "")),
    ("staff@ham", "ham-nas-1", "tcp", 445, ("reached", "", "")),
    ("staff@ber", "ber-core-1", "tcp", 22, ("reached", "", "")),
    ("staff@ber", "ber-core-2", "tcp", 22, ("cut", "ber-fw-1", "filter")),
    ("ber-dns-1", "ber-dhcp-1", "tcp", 53, ("reached", "", "")),
    ("ber-bak-1", "10.1.21.20", "tcp", 22, ("reached", "", "")),
    ("staff@ber", "10.1.30.205", "icmp", None, ("reached", "", "")),
    ("staff@ber", "10.1.99.1", "tcp", 22, ("cut", "ber-rtr-1", "route")),
]


@pytest.mark.parametrize(("source", "destination", "protocol", "port", "expected"), FLOWS)
def test_flows_of_the_example(
    graph: CompanyGraph, source: str, destination: str, protocol: str, port: int | None, expected: tuple[str, ...]
) -> None:
    found = go(graph, source, destination, protocol, port)
    assert ends(found) == expected, [f"{hop.device} {hop.kind} {hop.text}" for hop in found.there.hops]


def test_ipv6_is_walked_too(graph: CompanyGraph) -> None:
    found = go(graph, "staff@ber", "ber-web-1", "tcp", 80, family=6)
    assert (found.verdict, found.there.hops[-1].device) == ("reached", "ber-web-1")


def test_every_target_is_managed_over_a_way_that_ends_at_it(graph: CompanyGraph, example: Company) -> None:
    manager = ManagementStation(graph)
    platforms = {name: example.platform(target.platform) for name, target in example.targets.items() if ":" not in name}
    for name in (name for name, platform in platforms.items() if not platform.spec.observed):
        found = manager.path(graph, name)
        assert found is not None
        assert (found.verdict, found.there.hops[-1].device) == ("reached", name.partition(":")[0]), name


def test_the_hop_that_cuts_names_its_yaml_line(graph: CompanyGraph) -> None:
    end = go(graph, "guest@lei", "ber-web-1", "tcp", 443).end
    assert end is not None
    assert str(graph.origin(end.target, end.where)) == "inventory/roles/store-router.yaml:11:9"


def test_the_rule_that_permits_names_the_flow_that_it_is_derived_from(graph: CompanyGraph) -> None:
    hop = next(one for one in go(graph, "staff@ber", "ber-web-1", "tcp", 80).there.hops if one.kind == "filter")
    assert str(graph.origin(hop.target, hop.where)) == "inventory/services/intranet.yaml:9:12"


def test_what_protocols_bring_is_marked_as_assumed(graph: CompanyGraph) -> None:
    assert not go(graph, "staff@ber", "ber-web-1", "tcp", 80).there.is_assumed
    assert go(graph, "pos@lei", "ber-web-1", "tcp", 8443).there.is_assumed


def test_all_sources_of_a_network_or_it_is_cut(graph: CompanyGraph) -> None:
    """A rule for a part of the sources lets only them pass."""
    whole, part = (flow_packets(source, "10.4.10.7", "tcp", 22) for source in ("10.4.90.0/24", "10.4.90.7"))
    end, start = parse_endpoint(graph, "10.4.10.7"), parse_endpoint(graph, "guest@lei")
    assert [trace_packets(graph, start, end, packets).verdict for packets in (whole, part)] == ["cut", "cut"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A change of a rendered config, and the line or the device that then cuts a way."""

    target: str
    old: str
    new: str
    way: tuple[str, str, str, int]
    expected: tuple[str, str, str]
    line: str = ""


UPLINK = "interface TenGigabitEthernet1/1/1\n switchport trunk allowed vlan 100,110-112,120-121,130,140\n"
CUTS = {
    "the port of the server is shut": Cut(
        "ber-leaf-2",
        "interface Ethernet2\n   description to ber-web-1 eth0\n",
        "interface Ethernet2\n   description to ber-web-1 eth0\n   shutdown\n",
        ("staff@ber", "ber-web-1", "tcp", 80),
        ("cut", "ber-leaf-2", "port"),
        "   shutdown",
    ),
    "the port of the server is in another VLAN": Cut(
        "ber-leaf-2",
        "   switchport access vlan 120\n",
        "   switchport access vlan 130\n",
        ("staff@ber", "ber-web-1", "tcp", 80),
        ("cut", "ber-leaf-2", "vlan"),
        "   switchport access vlan 130",
    ),
    "the VLAN is off the trunks to the leaf": Cut(
        "ber-leaf-2",
        "   switchport trunk allowed vlan 100,110-112,120-121,130,140\n",
        "   switchport trunk allowed vlan 100,110-112,121,130,140\n",
        ("staff@ber", "ber-web-1", "tcp", 80),
        ("cut", "ber-leaf-2", "vlan"),
        "   switchport trunk allowed vlan 100,110-112,121,130,140",
    ),
    "the gateway of a store is gone": Cut(
        "lei-rtr-1",
        "address 10.4.60.1/24;",
        "address 10.4.61.1/24;",
        ("pos@lei", "ber-web-1", "tcp", 8443),
        ("cut", "", "gateway"),
    ),
    "the filter at the servers denies first": Cut(
        "ber-core-1",
        "   10 permit tcp any any established\n",
        "   5 deny tcp 10.1.10.0/24 any eq 80\n   10 permit tcp any any established\n",
        ("staff@ber", "ber-web-1", "tcp", 80),
        ("cut", "ber-core-1", "filter"),
        "   5 deny tcp 10.1.10.0/24 any eq 80",
    ),
    "answers are denied": Cut(
        "ber-core-1",
        "interface Vlan110\n",
        "interface Vlan110\n   ip access-group NOTHING-BACK out\n",
        ("staff@ber", "ber-web-1", "tcp", 80),
        ("unknown", "ber-core-1", "filter"),
        "   ip access-group NOTHING-BACK out",
    ),
    "a filter of a line is not understood": Cut(
        "ber-core-1",
        "   10 permit tcp any any established\n",
        "   5 permit tcp any any dscp 46\n   10 permit tcp any any established\n",
        ("staff@ber", "ber-web-1", "tcp", 80),
        ("unknown", "ber-core-1", "filter"),
        "   5 permit tcp any any dscp 46",
    ),
    "a line of a port on the way is not understood": Cut(
        "ber-leaf-2",
        "   description to ber-web-1 eth0\n",
        "   description to ber-web-1 eth0\n   frobnicate 3\n",
        ("staff@ber", "ber-web-1", "tcp", 80),
        ("unknown", "ber-leaf-2", "config"),
        "   frobnicate 3",
    ),
    "packets are routed by a policy": Cut(
        "ham-dist-1",
        "interface Vlan110\n",
        "interface Vlan110\n ip policy route-map ELSEWHERE\n",
        ("staff@ham", "ham-nas-1", "tcp", 445),
        ("unknown", "ham-dist-1", "config"),
        " ip policy route-map ELSEWHERE",
    ),
    "a line of a login is not understood, and the way is cut before": Cut(
        "ber-acc-1",
        " 10 permit tcp 10.1.0.0 0.0.0.255 any eq 22\n",
        " 10 permit tcp 10.77.0.0 0.0.0.255 any eq 22\n 15 permit tcp any any time-range NIGHT\n",
        ("ber-oob-1", "ber-acc-1", "tcp", 22),
        ("unknown", "ber-acc-1", "login"),
        " 15 permit tcp any any time-range NIGHT",
    ),
    "only one rack may log in": Cut(
        "ber-acc-1",
        " 10 permit tcp 10.1.0.0 0.0.0.255 any eq 22\n",
        " 10 permit tcp 10.77.0.0 0.0.0.255 any eq 22\n",
        ("ber-oob-1", "ber-acc-1", "tcp", 22),
        ("cut", "ber-acc-1", "login"),
        " 90 deny ip any any log",
    ),
}


def test_a_line_that_is_not_on_the_way_changes_nothing(graph: CompanyGraph, example: Company) -> None:
    text = TargetRenderer(example).render("ber-leaf-2").text.replace("interface Ethernet9\n", "interface Ethernet9\n   frobnicate 3\n")
    assert "frobnicate" in text
    changed = graph.with_text("ber-leaf-2", text)
    assert changed.facts("ber-leaf-2").unread
    assert go(changed, "staff@ber", "ber-web-1", "tcp", 80).verdict == "reached"


@pytest.mark.parametrize("name", CUTS)
def test_a_change_of_a_config_cuts_at_its_line(graph: CompanyGraph, example: Company, name: str) -> None:
    cut = CUTS[name]
    text = TargetRenderer(example).render(cut.target).text
    assert cut.old in text
    after = text.replace(cut.old, cut.new)
    assert go(graph, *cut.way).verdict == "reached"
    changed = graph.with_text(cut.target, text)
    assert go(changed, *cut.way).verdict == "reached"
    found = go(graph.with_text(cut.target, after), *cut.way)
    assert ends(found) == cut.expected, [f"{hop.device} {hop.kind} {hop.text}" for hop in found.there.hops]
    assert found.end is not None
    assert (after.splitlines()[found.end.where.line - 1] if found.end.where.line else "") == cut.line


FIREWALL = """\
### file /etc/nftables.conf root:root 0644
#!/usr/sbin/nft -f
flush ruleset
table inet filter {
  chain input {
    type filter hook input priority filter; policy drop;
    iif lo accept
    ct state vmap { established : accept, related : accept, invalid : drop }
    tcp dport { 80, 443 } accept
    ip saddr 10.1.0.0/24 tcp dport 22 accept
  }
}
"""


@pytest.mark.parametrize(
    ("source", "port", "expected", "line"),
    [
        ("staff@ber", 80, ("reached", "", ""), ""),
        ("ber-core-1", 22, ("reached", "", ""), ""),
        ("ber-dns-1", 22, ("cut", "ber-web-1", "host firewall"), "    type filter hook input priority filter; policy drop;"),
    ],
)
def test_the_firewall_of_a_host_decides_last(
    graph: CompanyGraph, example: Company, source: str, port: int, expected: tuple[str, ...], line: str
) -> None:
    text = TargetRenderer(example).render("ber-web-1").text + FIREWALL
    found = go(graph.with_text("ber-web-1", text), source, "ber-web-1", "tcp", port)
    assert ends(found) == expected, [f"{hop.device} {hop.kind} {hop.text}" for hop in found.there.hops]
    assert (text.splitlines()[found.end.where.line - 1] if found.end else "") == line


def test_answers_from_a_host_come_back_through_its_firewall(graph: CompanyGraph, example: Company) -> None:
    text = TargetRenderer(example).render("ber-web-1").text + FIREWALL
    assert go(graph.with_text("ber-web-1", text), "ber-web-1", "ber-dns-1", "udp", 53).verdict == "reached"


def test_who_may_log_in_is_read_off_the_files_of_sshd(graph: CompanyGraph, example: Company) -> None:
    sshd = "### file /etc/ssh/sshd_config.d/50-netops.conf root:root 0644\nPort 2222\nPermitRootLogin no\nAllowGroups admins\n"
    login = graph.with_text("ber-web-1", TargetRenderer(example).render("ber-web-1").text + sshd).facts("ber-web-1").login
    assert (login.port, login.root, login.groups) == (2222, "no", ("admins",))


def translating(graph: CompanyGraph) -> CompanyGraph:
    """The example with translation at the line to the internet: all of Berlin by one address, and a web server from outside."""
    facts = graph.facts("ber-rtr-1")
    sides = {"eth5": "inside", "eth1": "inside", "eth4": "outside"}
    ports = {name: replace(port, nat=sides.get(name, "")) for name, port in facts.ports.items()}
    users = Ruleset("USERS", (rule_of_text("permit 10.1.0.0 0.0.255.255", 4, NOWHERE),))
    server = Translation(local="10.1.20.80", outside="192.0.2.2", protocol="tcp", port=443, outside_port=443)
    rules = (server, Translation(acl="USERS", interface="eth4"))
    return graph.with_facts(replace(facts, ports=ports, translations=rules, filters={("USERS", 4): users}))


def test_a_source_is_translated_and_its_answers_back(graph: CompanyGraph) -> None:
    found = go(translating(graph), "printers@ber", "internet", "tcp", 443)
    texts = [(hop.device, hop.text) for way in (found.there, found.back) if way for hop in way.hops if hop.kind == "nat"]
    assert texts == [("ber-rtr-1", "from 10.1.30.0 to 192.0.2.2"), ("ber-rtr-1", "to 192.0.2.2 becomes 10.1.30.0")]
    assert found.verdict == "reached"


def test_a_port_from_outside_leads_to_a_server_inside(graph: CompanyGraph) -> None:
    changed = translating(graph)
    start, end = parse_endpoint(changed, "internet"), parse_endpoint(changed, "ber-web-1")
    there = trace_packets(changed, start, end, flow_packets(start.address, "192.0.2.2", "tcp", 443), answers=False).there
    assert [hop.text for hop in there.hops if hop.kind == "nat"] == ["to 192.0.2.2 becomes 10.1.20.80"]
    assert (there.verdict, there.hops[-1].device) == ("cut", "ber-core-1"), "no flow opens the servers to the internet"


def test_the_backup_gateway_takes_over(graph: CompanyGraph) -> None:
    before, after = go(graph, "staff@ber", "ber-web-1", "tcp", 80), go(graph.without("ber-core-1"), "staff@ber", "ber-web-1", "tcp", 80)
    assert ("ber-core-1" in before.devices, "ber-core-2" in before.devices) == (True, False)
    assert (after.verdict, "ber-core-1" in after.devices, "ber-core-2" in after.devices) == ("reached", False, True)


def test_without_both_gateways_nothing_is_reached(graph: CompanyGraph) -> None:
    assert go(graph.without("ber-core-1", "ber-core-2"), "staff@ber", "ber-web-1", "tcp", 80).verdict == "cut"
