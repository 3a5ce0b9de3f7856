"""netops find and netops grep on the example company."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from companies import Company


@pytest.fixture(scope="module")
def example(make_example: Callable[[], Company]) -> Company:
    """The example company with backups of two switches, one of which runs another line than it should."""
    company = make_example()
    folder = company.root / ".netops/backups"
    folder.mkdir(parents=True)
    for name in ("ber-core-1", "ber-core-2"):
        text = company.netops("render", "--limit", f"name={name}").out
        (folder / f"{name}.cfg").write_text(text.replace("logging host 10.1.20.9", "logging host 10.1.20.199"))
    return company


def found(company: Company, *words: str) -> dict[str, Any]:
    (one,) = json.loads(company.netops("find", *words, "--format", "json").out)["found"]
    return dict(one)


def line_of(company: Company, file: str, text: str) -> int:
    return next(number for number, line in enumerate((company.root / file).read_text().splitlines(), 1) if text in line)


IPAM = "inventory/sites/ber/ipam.yaml"


@pytest.mark.parametrize(
    ("typed", "kind", "name", "field", "file", "text"),
    [
        ("10.1.30.205", "reservation", "10.1.30.200", "", IPAM, "10.1.30.209"),
        ("10.1.10.99", "prefix", "10.1.10.0/24", "dhcp", IPAM, "10.1.10.50"),
        ("2001:DB8:1:0010:0::/64", "prefix", "2001:db8:1:10::/64", "prefix", IPAM, '"2001:db8:1:10::/64"'),
        ("10.1.20.80", "server", "ber-web-1", "interfaces.eth0.addresses[0]", "inventory/sites/ber/servers/ber-web-1.yaml", "10.1.20.80"),
        ("timeclock", "reservation", "10.1.20.250", "name", IPAM, "timeclock"),
        ("BER-CORE-1.nordwind.example", "device", "ber-core-1", "", "inventory/sites/ber/devices/ber-core-1.yaml", ""),
        ("SC-2001", "circuit", "SC-2001", "cid", "inventory/sites/ber/circuits.yaml", "cid: SC-2001"),
    ],
)
def test_data_is_found_with_its_place_and_field(
    example: Company, typed: str, kind: str, name: str, field: str, file: str, text: str
) -> None:
    rows = [(hit["kind"], hit["name"], hit["field"], hit["file"], hit["line"]) for hit in found(example, typed)["data"]]
    assert (kind, name, field, file, line_of(example, file, text)) in rows


def test_an_address_that_is_free_has_its_prefix_and_neighbours(example: Company) -> None:
    said = example.netops("find", "10.1.20.34", "--exit-code", expect=4).out
    line = line_of(example, IPAM, "10.1.20.0/24")
    assert said.startswith(f"10.1.20.34: not found; it would lie in 10.1.20.0/24 ({IPAM}:{line}); near: 10.1.20.30/24 (server ber-print-1 ")
    assert example.netops("find", "203.0.113.9").out == "203.0.113.9: not found; no prefix of the company is around it\n"


def test_a_name_that_is_not_there_has_names_like_it(example: Company) -> None:
    assert found(example, "ber-web-9")["near"][0] == "ber-web-1"


def test_backups_are_found_with_the_section(example: Company) -> None:
    hits = found(example, "10.1.20.199")["configs"]
    assert [(hit["target"], hit["text"], hit["sections"]) for hit in hits] == [
        ("ber-core-1", "logging host 10.1.20.199", []),
        ("ber-core-2", "logging host 10.1.20.199", []),
    ]


def test_a_file_that_is_no_yaml_is_searched_by_lines(starter: Company) -> None:
    path: Path = starter.root / "inventory/defaults.yaml"
    path.write_text("ntp: [\nservers: 10.99.0.1\n")
    (hit,) = found(starter, "10.99.0.1")["data"]
    assert (hit["file"], hit["line"], hit["value"]) == ("inventory/defaults.yaml", 2, "servers: 10.99.0.1")


def test_grep_marks_what_is_in_one_config_only(example: Company) -> None:
    said = example.netops("grep", r"logging host|helper-address 10\.1\.20\.6", "ber-core-1", "--section", "logging|Vlan110$")
    assert said.out.splitlines() == [
        "ber-core-1",
        "  - logging host 10.1.20.199",
        "    interface Vlan110",
        "       ip helper-address 10.1.20.6",
        "  + logging host 10.1.20.9",
    ]


def test_grep_has_the_options_of_grep(example: Company) -> None:
    assert example.netops("grep", "-il", "LOGGING HOST 10.1.20.199").out == "ber-core-1\nber-core-2\n"
    assert example.netops("grep", "-c", "logging host", "ber-core-1").out == "ber-core-1\trunning\t1\nber-core-1\tintended\t1\n"
    inverted = example.netops("grep", "-vc", "logging host", "ber-core-1", "--running").out
    assert int(inverted.split("\t")[2]) > 50
    only = json.loads(example.netops("grep", "logging host", "ber-core-*", "--intended", "--format", "json").out)
    assert {(row["target"], row["config"]) for row in only["targets"]} == {("ber-core-1", "intended"), ("ber-core-2", "intended")}


def test_grep_ends_well_when_nothing_is_found(example: Company) -> None:
    assert example.netops("grep", "no such line", "ber-core-1").out == ""
    example.netops("grep", "no such line", "ber-core-1", "--exit-code", expect=4)
    assert "is no regular expression: missing )" in example.netops("grep", "(", expect=2).err
    assert "no backup of 1 target" in example.netops("grep", "ntp", "ber-acc-1").err


@pytest.mark.lab
def test_live_leads_to_the_port(example: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    targets = "name=ber-leaf-2,ber-web-1,ber-dns-1,ber-oob-1,ber-core-1"
    live = ("--live", "--lab", "--limit", targets, "--timeout", "60")
    example.netops("lab", "up", "--limit", targets)
    try:
        one = found(example, "2001:db8:1:20:0::80", *live)["live"]["located"][0]
        assert one["ports"] == [{"device": "ber-leaf-2", "interface": "Ethernet2", "vlan": 120}]
        assert one["addresses"] == ["10.1.20.80", "2001:db8:1:20::80"]
        said = example.netops("find", "ber-web-1", *live).out
        place = f"{one['mac']} on ber-leaf-2 Ethernet2 (ber-web-1 by LLDP, VLAN 120), seen by ber-dns-1 eth0"
        assert f"  live  10.1.20.80, 2001:db8:1:20::80 is {place}" in said
        assert "  live  ber-web-1 eth0 is at ber-leaf-2 Ethernet2, by LLDP" in said
        management = example.netops("find", one["mac"][:8] + ":", "10.1.0.11", *live).out
        assert " on ber-oob-1 GigabitEthernet1/0/1 (user port, VLAN 100), seen by ber-leaf-2 Management1, ber-oob-1 Vlan100" in management
        example.netops("lab", "fault", "ber-leaf-2", "close")
        refused = example.netops("find", "10.1.20.80", *live, expect=5)
        assert "not read: ber-leaf-2: " in refused.err
        assert "  live  10.1.20.80, 2001:db8:1:20::80 is " in refused.out
    finally:
        example.netops("lab", "down")
    monkeypatch.setenv("NETOPS_LIMIT", "site=ham")
    example.netops("find", "10.1.20.80")
    assert "add --live" in example.netops("find", "x", "--lab", expect=2).err
