"""The example company: valid, of the promised size, and as uneven as real companies are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netops.model.company import Company
from netops.project import Project
from netops.validation import open_company

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def company() -> Company:
    found, result = open_company(Project(ROOT), date(2026, 1, 1))
    assert [str(problem) for problem in result.problems] == [], "nothing is wrong, and no rule finds anything"
    assert found is not None
    return found


def hosts(company: Company, name: str) -> list[str]:
    return [str(server["host"]) for server in company.view(name)["ntp"]["servers"]]


def test_size(company: Company) -> None:
    kinds = Counter(str(device["kind"]) for device in company.devices.values())
    assert kinds == {"device": 24, "server": 7, "storage": 2, "printer": 4}
    platforms = {str(device["platform"]) for device in company.devices.values() if device["kind"] == "device"}
    assert platforms == {"arista_eos", "cisco_ios", "juniper_junos", "frr"}
    assert len(company.objects["service"]) >= 8
    assert len(company.objects["site"]) == 4


def test_people_at_sites_make_up_each_department(company: Company) -> None:
    departments = company.objects["department"].values()
    assert [d["name"] for d in departments if sum(d["sites"].values()) != d["head_count"]] == []


@pytest.mark.parametrize(
    ("name", "servers"),
    [
        ("ber-acc-1", ["10.1.20.5", "10.1.20.6"]),
        ("ham-acc-1", ["10.1.20.5", "10.1.20.6", "10.2.20.20"]),
        ("muc-acc-1", ["10.3.0.5"]),
    ],
)
def test_one_site_adds_time_servers_and_one_replaces_them(name: str, servers: list[str], company: Company) -> None:
    assert hosts(company, name) == servers


def test_site_puts_an_entry_between_those_of_the_role(company: Company) -> None:
    assert [entry["seq"] for entry in company.view("ber-acc-1")["acls"]["MGMT-IN"]["entries"]] == [10, 90]
    assert [entry["seq"] for entry in company.view("ham-acc-1")["acls"]["MGMT-IN"]["entries"]] == [10, 20, 90]


def test_brownfield_device_is_partly_managed(company: Company) -> None:
    managed = {name: d["managed"] for name, d in company.devices.items() if d.get("managed", "all") != "all"}
    assert managed == {"ham-acc-3": ["ntp", "snmp", "syslog"]}


def vlan(company: Company, device: str, port: int) -> Any:
    return company.view(device)["interfaces"][f"GigabitEthernet1/0/{port}"].get("untagged_vlan")


def test_ranges_have_exceptions(company: Company) -> None:
    assert [vlan(company, "ber-acc-3", port) for port in (1, 29, 30, 31, 41)] == ["finance", "finance", "staff", "staff", "printers"]
    spare = company.view("ber-acc-2")["interfaces"]["GigabitEthernet1/0/48"]
    assert (spare["enabled"], spare.get("mode")) == (False, None)


def test_small_site_is_one_file(company: Company) -> None:
    assert not (ROOT / "inventory/sites/lei").exists()
    assert str(company.devices["lei-acc-1"]["site"]) == "lei"


def test_printer_is_observed_at_its_address(company: Company) -> None:
    assert str(company.targets["ber-prn-1"].address) == "10.1.30.11"
    assert company.targets["ber-print-1:cups"].platform == "cups"


def test_every_circuit_and_device_serves_somebody(company: Company) -> None:
    """Circuits that no business service stands on cost money for nothing."""
    needed = {str(cid) for service in company.objects["service"].values() for cid in service.get("depends_on", {}).get("circuits", ())}
    assert {str(circuit["cid"]) for circuit in company.objects["circuit"].values()} == needed


@pytest.mark.parametrize("path", sorted((ROOT / "inventory").rglob("*.yaml")), ids=lambda path: path.name)
def test_file_is_pleasant_to_read(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert [line for line in lines if line != line.rstrip() or "\t" in line] == []
    assert max(map(len, lines)) <= 170
