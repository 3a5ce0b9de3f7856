"""`netops import netbox`: a dump becomes a company that is valid, and each of its records is taken or reported."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from netbox_dump import Rows, network, row, text

from netops.adopt.netbox.imported import ImportedRecords, import_records
from netops.adopt.records import NetboxDump
from netops.cli import cli
from netops.errors import UsageError, only_errors
from netops.project import Project
from netops.validation import validate_company_files


def imported(rows: Rows, folder: Path) -> ImportedRecords:
    folder.mkdir(parents=True)
    return import_records(NetboxDump.from_json(text(rows), "dump.json"), folder, "acme")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("netbox")
    (folder / "dump.json").write_text(text(network()), encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", "netbox", str(folder / "dump.json"), "--output", str(folder / "acme")])
    assert result.exit_code == 0, result.output
    (folder / "report.txt").write_text(result.output, encoding="utf-8")
    return folder / "acme"


def read(company: Path, name: str) -> Any:
    return yaml.safe_load((company / "inventory" / name).read_text(encoding="utf-8"))


def test_the_company_is_valid(company: Path) -> None:
    result = validate_company_files(Project(company), None)
    assert only_errors(result.problems) == []
    assert result.kinds["device"] == 3


def test_a_device_has_its_hardware_place_and_interfaces(company: Path) -> None:
    assert read(company, "sites/koeln-1/devices/kln-r1.yaml") == {
        "device_type": "cisco/isr-1",
        "role": "router",
        "platform": "cisco_ios",
        "hostname": "KLN-R1",
        "serial": "ABC-1",
        "rack": "Comms-closet",
        "position": 4,
        "face": "front",
        "tags": ["card-data"],
        "interfaces": {
            "GigabitEthernet0/0/0": {
                "type": "1000base-t",
                "description": "To the switch",
                "mtu": 1500,
                "addresses": ["10.1.0.1/24", "10.1.0.8/24"],
            },
            "GigabitEthernet0/0/1": {"enabled": False, "type": "1000base-t"},
        },
        "power": {"supplies": [{"name": "PSU0", "feed": "strip"}], "draw_w": 90},
    }


def test_a_virtual_chassis_is_a_stack_with_the_interfaces_of_its_members(company: Path) -> None:
    stack = read(company, "sites/koeln-1/devices/kln-sw1.yaml")
    assert [(one["number"], one["serial"], one["position"]) for one in stack["stack"]] == [(1, "S1", 6), (2, "S2", 7)]
    assert sorted(stack["interfaces"]) == [
        "GigabitEthernet1/0/1",
        "GigabitEthernet1/0/2",
        "GigabitEthernet2/0/1-2",
        "Port-channel1",
    ]
    assert stack["interfaces"]["GigabitEthernet1/0/1"]["lag"] == "Port-channel1"
    assert stack["interfaces"]["GigabitEthernet1/0/2"]["tagged_vlans"] == ["Data-Voice"]


def test_cables_go_through_the_sockets_of_panels(company: Path) -> None:
    cables = read(company, "sites/koeln-1/cables.yaml")
    assert [(one["name"], one["ports"], one["position"]) for one in cables["patch_panels"]] == [("koeln-1-panel-2", 2, 9)]
    assert [(one["a"], one["b"]) for one in cables["cables"]] == [
        ({"device": "kln-r1", "interface": "GigabitEthernet0/0/0"}, {"device": "koeln-1-panel-2", "interface": "front-1"}),
        ({"device": "koeln-1-panel-2", "interface": "rear-1"}, {"device": "kln-sw1", "interface": "GigabitEthernet1/0/2"}),
        ({"device": "kln-r1", "interface": "port-0/1/0"}, {"device": "kln-sw1", "interface": "Console"}),
    ]
    assert (cables["cables"][0]["label"], cables["cables"][0]["length_m"]) == ("K-1", 0.91)


def test_addresses_and_circuits_come_in(company: Path) -> None:
    ipam, circuits = read(company, "sites/koeln-1/ipam.yaml"), read(company, "sites/koeln-1/circuits.yaml")
    assert ipam["vlans"] == [{"name": "Data-Voice", "vid": 100, "description": "Data & Voice"}]
    assert {(one["prefix"], one.get("vrf")) for one in ipam["prefixes"]} == {("10.1.0.0/24", None), ("10.1.0.0/24", "Guest-Net")}
    assert [(one["start"], one.get("end"), one.get("role"), one["purpose"]) for one in ipam["reservations"]] == [
        ("10.1.0.9", None, None, "door.example.com"),
        ("10.1.0.8", None, "anycast", "Address with the role anycast"),
        ("10.1.0.254", None, "vip", "Address with the role vip"),
        ("10.1.0.20", "10.1.0.29", None, "Phones"),
    ]
    assert [(one["cid"], one["type"], one["bandwidth_mbps"]) for one in circuits["circuits"]] == [("KK-1", "internet", 100)]


def test_a_tree_of_locations_and_tenants_come_in(company: Path) -> None:
    site = read(company, "sites/koeln-1/site.yaml")
    assert site["tenant"] == "sales"
    assert site["locations"] == [
        {"name": "room-1", "description": "Room 1", "parent": "floor-2"},
        {"name": "floor-2", "description": "Above the shop", "status": "planned", "tenant": "sales"},
    ]
    assert read(company, "org/tenants.yaml") == {"tenants": {"sales": {"name": "Sales", "group": "own", "description": "Sells"}}}


def test_the_report_names_what_is_not_taken(company: Path) -> None:
    lines = (company.parent / "report.txt").read_text(encoding="utf-8").splitlines()
    assert "not taken: 1 ipam.vlan: site koeln-1 has VLAN 100 already: Data-Voice" in lines
    assert "not taken: 1 dcim.cable: it leads from a console to something that is no console server" in lines
    assert "not taken: 1 circuits.circuit: no end of it is at an interface of a device" in lines
    assert "not taken: 1 dcim.powerport: no cable leads from it to a power feed" in lines
    assert [line.split() for line in lines if line.startswith("dcim.console")] == [
        ["dcim.consoleport", "2", "2", "0"],
        ["dcim.consoleserverport", "1", "1", "0"],
    ]


def test_what_is_no_dump_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text('{"devices": []}', encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", "netbox", str(tmp_path / "dump.json"), "--report"])
    assert isinstance(result.exception, UsageError)
    assert "is not a dump of NetBox" in str(result.exception)


def test_the_order_of_the_records_does_not_matter(tmp_path: Path) -> None:
    rows = network()
    random.Random(4).shuffle(rows)
    assert imported(rows, tmp_path / "a").files == imported(network(), tmp_path / "b").files


NAMES = st.text(alphabet="aB1 -_/.äß:\n🙂'\"#%", min_size=0, max_size=12)


@st.composite
def dumps(draw: st.DrawFn) -> Rows:
    """The network with names, links and values changed, doubled and taken away."""
    rows = network()
    for one in draw(st.lists(st.sampled_from(rows), max_size=12)):
        key = draw(st.sampled_from(sorted(one["fields"])))
        value = one["fields"][key]
        is_text = isinstance(value, str) and not key.endswith("address")
        one["fields"][key] = draw(NAMES if is_text else st.sampled_from([None, 1, 2, 99]))
    gone = draw(st.sets(st.integers(0, len(rows) - 1), max_size=6))
    doubled = draw(st.lists(st.sampled_from(rows), max_size=4))
    return [one for index, one in enumerate(rows) if index not in gone] + [{**one, "pk": one["pk"] + 500} for one in doubled]


@settings(
    max_examples=8, phases=(Phase.explicit, Phase.generate), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=dumps(), number=st.integers(0, 10**9))
def test_every_record_is_taken_or_has_a_reason(rows: Rows, number: int, tmp_path: Path) -> None:
    folder = tmp_path / f"{number}-{len(list(tmp_path.iterdir()))}"
    found = imported(rows, folder)
    there = Counter(kind for kind, _ in {(one["model"], one["pk"]) for one in rows})
    assert {one.kind: one.total for one in found.counts} == there
    assert all(one.total == one.taken + sum(one.reasons.values()) for one in found.counts)
    assert found.wrong == []


def test_a_json_report_has_the_counts(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text(text([row("dcim.site", 1, name="A", slug="a")]), encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", "netbox", str(tmp_path / "dump.json"), "--report", "--format", "json"])
    assert json.loads(result.output)["kinds"] == [{"kind": "dcim.site", "records": 1, "taken": 1, "not_taken": {}}]
