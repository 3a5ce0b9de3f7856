"""Where a host is plugged in, by the tables of devices; and what simulators have in theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from netops.drivers import kernel_tables
from netops.drivers.shown import host_rows, table_command
from netops.lab.sim import iproute
from netops.lab.sim.facts import stable_mac
from netops.lab.sim.frontend import Station, TargetSpec
from netops.lab.stations import arp_tables, mac_tables
from netops.search.located import ArpRow, MacRow, Neighbor, Network, SwitchPort, Tables
from netops.search.query import parse_query

HOST, SWITCH, PHONE = "02:00:00:00:00:01", "0200.0000.00aa", "02-00-00-00-00-02"
CORE = Tables(
    "core",
    (ArpRow("10.0.0.9", HOST, "Vlan10"), ArpRow("10.0.0.2", SWITCH, "Vlan10")),
    (MacRow(HOST, "Po1", 10), MacRow(SWITCH, "Po1", 10), MacRow(PHONE, "Po1", 20)),
)
DISTRIBUTION = Tables(
    "dist", macs=(MacRow(HOST, "Et7", 10), MacRow(SWITCH, "Et7", 10)), neighbors=(Neighbor("Et7", "acc.example.net", "Gi25"),)
)
ACCESS = Tables(
    "acc", macs=(MacRow(HOST, "Gi1", 10), MacRow(PHONE, "Gi1", 20), MacRow(SWITCH, "Gi2", 10)), neighbors=(Neighbor("Gi1", "pc", "eth0"),)
)
CABLES = {("core", "Po1"): "dist", ("acc", "Gi25"): "dist", ("acc", "Gi1"): "pc"}


def test_the_access_port_is_the_one_that_leads_to_no_switch() -> None:
    (found,) = Network([CORE, DISTRIBUTION, ACCESS], CABLES).locate(parse_query("10.0.0.9"))
    assert found.mac == HOST
    assert found.ports == (SwitchPort("acc", "Gi1", 10),)
    assert found.seen_by == (SwitchPort("core", "Vlan10"),)
    assert found.way == (SwitchPort("core", "Po1", 10), SwitchPort("dist", "Et7", 10))
    assert found.neighbor == "pc"


@pytest.mark.parametrize(
    ("typed", "macs"),
    [
        ("0200.0000.0001", [HOST]),
        ("02:00:00", [HOST, "02:00:00:00:00:aa", "02:00:00:00:00:02"]),
        ("10.0.0.0/30", ["02:00:00:00:00:aa"]),
        ("10.9.9.9", []),
    ],
)
def test_a_query_means_hardware_addresses(typed: str, macs: list[str]) -> None:
    assert [one.mac for one in Network([CORE, DISTRIBUTION, ACCESS], CABLES).locate(parse_query(typed))] == macs


def test_without_the_access_switch_the_fewest_addresses_decide() -> None:
    busy = Tables("dist", macs=(MacRow(HOST, "Et1"), MacRow(PHONE, "Et1"), MacRow(SWITCH, "Et1")))
    quiet = Tables("other", macs=(MacRow(HOST, "Et2"),))
    (found,) = Network([busy, quiet], {}).locate(parse_query(HOST))
    assert found.ports == (SwitchPort("other", "Et2"),)
    assert found.uplinks == (SwitchPort("dist", "Et1"),)


def test_a_port_to_the_switch_that_has_the_address_is_its_port() -> None:
    network = Network([CORE, DISTRIBUTION, ACCESS], CABLES, {"10.0.0.2": "acc"}.get)  # type: ignore[arg-type]
    (found,) = network.locate(parse_query("text"), ["10.0.0.2"])
    assert SwitchPort("dist", "Et7", 10) in (*found.ports, *found.uplinks)


def test_names_are_heard_by_lldp() -> None:
    heard = Network([DISTRIBUTION, ACCESS], {}).neighbors_named(parse_query("ACC"))
    assert [(str(port), seen.port) for port, seen in heard] == [("dist Et7", "Gi25")]


def interface(mode: str = "", to: tuple[str, str] | None = None, **data: Any) -> Mapping[str, Any]:
    return {**({"mode": mode} if mode else {}), **({"neighbor": {"device": to[0], "interface": to[1]}} if to else {}), **data}


COMPANY: dict[str, dict[str, Mapping[str, Any]]] = {
    "a": {
        "e1": interface("tagged", ("b", "e1"), lag="po1"),
        "e2": interface("tagged", ("c", "e1")),
        "vlan10": interface(addresses=["10.0.0.1/24"]),
    },
    "b": {
        "e1": interface("tagged", ("a", "e1")),
        "e2": interface("tagged", ("c", "e2")),
        "e9": interface("access", ("pc", "eth0"), vid=10),
    },
    "c": {
        "e1": interface("tagged", ("a", "e2")),
        "e2": interface("tagged", ("b", "e2")),
        "e9": interface("access", ("nas", "eth0"), enabled=False),
    },
    "pc": {"eth0": interface(to=("b", "e9"), addresses=["10.0.0.9/24", "2001:db8::9/64"])},
    "nas": {"eth0": interface(to=("c", "e9"), addresses=["10.0.0.8/24"])},
}


def test_simulated_switches_learn_by_cables_that_are_up() -> None:
    tables = mac_tables(COMPANY)
    assert tables["a"] == [{"interface": "po1", "mac": stable_mac("pc", "eth0"), "vlan": 10}]
    assert {"interface": "e2", "mac": stable_mac("pc", "eth0"), "vlan": 10} in tables["c"]
    assert {"interface": "e1", "mac": stable_mac("a", "vlan10"), "vlan": 10} in tables["c"]
    assert not any(row["mac"] == stable_mac("nas", "eth0") for rows in tables.values() for row in rows)


def test_simulated_hosts_know_who_shares_their_subnet() -> None:
    tables = arp_tables(COMPANY)
    assert {row["address"] for row in tables["a"]} == {"10.0.0.9", "10.0.0.8"}
    assert tables["b"] == []


SPEC = TargetSpec(
    "h1",
    "linux",
    "h1",
    arp=(Station("eth0", HOST, "10.0.0.9"), Station("eth0", HOST, "2001:db8::9")),
    macs=(Station("swp1", HOST, vlan=10),),
)


def test_the_kernels_tables_are_read() -> None:
    shown = iproute.run_ip_command(SPEC, kernel_tables.NEIGHBORS[1:])
    assert [row["ip"] for row in kernel_tables.neighbor_rows(shown or "")] == ["10.0.0.9", "2001:db8::9"]
    assert kernel_tables.learned_mac_rows(iproute.run_bridge_command(SPEC, kernel_tables.LEARNT[1:]) or "") == [
        {"mac": HOST, "interface": "swp1", "vlan": 10, "static": False}
    ]
    real = "10.0.0.1 dev eth0 FAILED\nfe80::1 dev eth0 lladdr 02:00:00:00:00:01 router STALE\n10.0.0.7 dev br0 INCOMPLETE\n"
    assert kernel_tables.neighbor_rows(real) == [{"ip": "fe80::1", "mac": HOST, "interface": "eth0"}]
    assert (
        kernel_tables.learned_mac_rows("33:33:00:00:00:01 dev eth0 self permanent\n02:00:00:00:00:01 dev p1 master br0 permanent\n") == []
    )


HUAWEI_MACS = """-------------------------------------------------------------------------------
MAC Address    VLAN/VSI/BD                       Learned-From        Type
-------------------------------------------------------------------------------
0200-0000-0001 10/-/-                            GE0/0/1             dynamic

-------------------------------------------------------------------------------
Total items displayed = 1
"""


def test_the_generic_driver_reads_what_ntc_templates_can() -> None:
    assert table_command("huawei_vrp", "arp") == "display arp all"
    assert table_command("huawei_vrp", "mac") == "display mac-address"
    assert table_command("linux", "mac") is None
    (row,) = host_rows("huawei_vrp", "display mac-address", HUAWEI_MACS) or []
    assert (row["mac"], row["interface"], row["vlan"], row["static"]) == ("0200-0000-0001", "GE0/0/1", 10, False)
