"""Cables are guessed from neighbours, descriptions and subnets; a wrong guess breaks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from netops import platforms
from netops.adopt.cables import CabledDevice, GuessedCables, cable_rows, guess_cables
from netops.adopt.configs import ImportOptions, import_configs
from netops.adopt.draft import DeviceDraft
from netops.adopt.reading import read_data
from netops.checks.cabling import VIRTUAL
from netops.cli import run
from netops.errors import only_errors
from netops.jobs.beside import files_of_other_features, read_neighbours
from netops.platforms import importer_of
from netops.project import Project
from netops.validation import validate_company_files

IOS, EOS = "version 17.9\nhostname {}\n!\n", "! device: x (DCS-7050SX3, EOS-4.30.1F)\n!\nhostname {}\n!\n"
JUNOS = "version 22.4R1.10;\nsystem {{\n    host-name {};\n}}\n"


def ios(name: str, **ports: str) -> str:
    body = "".join(f"interface GigabitEthernet0/{port[1:]}\n {line}\n!\n" for port, line in ports.items())
    return IOS.format(name) + body + "end\n"


def eos(name: str, **ports: str) -> str:
    body = "".join(f"interface Ethernet{port[1:]}\n   {line}\n!\n" for port, line in ports.items())
    return EOS.format(name) + body + "end\n"


def junos(name: str, **ports: str) -> str:
    body = "".join(f"    ge-0/0/{port[1:]} {{\n        {line};\n    }}\n" for port, line in ports.items())
    return JUNOS.format(name) + f"interfaces {{\n{body}}}\n"


def guessed(texts: dict[str, str]) -> GuessedCables:
    """What is guessed of configs, without the proof that they come back."""
    devices = []
    for name, text in texts.items():
        platform = "arista_eos" if "EOS" in text else "juniper_junos" if "host-name" in text else "cisco_ios"
        draft = DeviceDraft(name.lower(), name, platforms.get(platform), text)
        draft.read_lines()
        read_data(draft)
        devices.append(CabledDevice(draft, frozenset(draft.data.get("interfaces", {}))))
    return guess_cables(devices, {})


def cables(texts: dict[str, str]) -> list[tuple[str, str, str]]:
    found = guessed(texts)
    return [
        (f"{row['a']['device']} {row['a']['interface']}", f"{row['b']['device']} {row['b']['interface']}", row["description"])
        for row in cable_rows(found.cables)
    ]


def test_descriptions_with_a_port() -> None:
    texts = {
        "A": ios("MSK-R1", p1="description to CORE1 Et7", p2="description Link to fw-1, ge-0/0/3 (backup)"),
        "core1": eos("core1.example.com", p7="description server", p8="description fw-1:ge-0/0/4"),
        "fw-1": junos("fw-1", p3="description free", p4='description "<-> core1 Ethernet8"'),
    }
    assert cables(texts) == [
        ("a GigabitEthernet0/1", "core1 Ethernet7", "Guess: description of a GigabitEthernet0/1"),
        ("a GigabitEthernet0/2", "fw-1 ge-0/0/3", "Guess: description of a GigabitEthernet0/2"),
        ("core1 Ethernet8", "fw-1 ge-0/0/4", "Guess: description of core1 Ethernet8, description of fw-1 ge-0/0/4"),
    ]
    assert cables(dict(reversed(texts.items()))) == cables(texts)


def test_descriptions_that_name_each_other_and_no_port() -> None:
    texts = {"r1": ios("r1", p1="description to R2", p2="description r10"), "r2": ios("r2", p1="description Uplink r1"), "r10": ios("r10")}
    assert cables(texts) == [("r1 GigabitEthernet0/1", "r2 GigabitEthernet0/1", "Guess: descriptions of both name the other")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ip address 192.0.2.1 255.255.255.252", "ip address 192.0.2.2 255.255.255.252"),
        ("ip address 192.0.2.0 255.255.255.254", "ip address 192.0.2.1 255.255.255.254"),
        ("ipv6 address 2001:db8::/127", "ipv6 address 2001:db8::1/127"),
        ("ipv6 address 2001:db8::1/64", "ipv6 address 2001:db8::2/64"),
    ],
)
def test_subnets_with_two_hosts(one: str, other: str) -> None:
    ((here, there, reason),) = cables({"r1": ios("r1", p1=one), "r2": ios("r2", p5=other)})
    assert (here, there) == ("r1 GigabitEthernet0/1", "r2 GigabitEthernet0/5")
    assert reason.startswith("Guess: both have an address of ")


@pytest.mark.parametrize("line", ["ip address 192.0.2.{} 255.255.255.0", "ipv6 address fe80::{} link-local", "description spare"])
def test_what_is_no_link_gives_no_cable(line: str) -> None:
    assert cables({f"r{n}": ios(f"r{n}", p1=line.format(n)) for n in (1, 2)}) == []


def test_three_hosts_of_a_subnet_give_no_cable() -> None:
    texts = {f"r{n}": ios(f"r{n}", p1=f"ipv6 address 2001:db8::{n}/64") for n in (1, 2, 3)}
    assert cables(texts) == []


def test_guesses_that_contradict_each_other_give_none_and_are_reported() -> None:
    texts = {
        "r1": ios("r1", p1="description r2 Gi0/4\n ip address 192.0.2.1 255.255.255.252"),
        "r2": ios("r2", p4="no shutdown"),
        "r3": ios("r3", p1="ip address 192.0.2.2 255.255.255.252"),
    }
    assert cables(texts) == []
    assert guessed(texts).conflicts == (
        "no cable for r1 GigabitEthernet0/1: r2 GigabitEthernet0/4 (description of r1 GigabitEthernet0/1) "
        "or r3 GigabitEthernet0/1 (both have an address of 192.0.2.0/30)",
    )


LLDP = "Local Interface    Parent Interface    Chassis Id          Port info          System Name\n"


def test_outputs_beside_go_before_descriptions(tmp_path: Path) -> None:
    folder = tmp_path / "configs"
    folder.mkdir()
    (folder / "fw-1.cfg").write_text(junos("fw-1", p1="description old-name", p2="description r2"))
    (folder / "r2.cfg").write_text(ios("r2", p1="description fw-1 ge-0/0/2", p3="description fw-1"))
    (folder / "fw-1.lldp.txt").write_text(
        f"{LLDP}ge-0/0/1           -                   2c:6b:f5:aa:bb:cc   Gi0/1              r2.example.com\n"
    )
    assert run(["import", "configs", str(folder), "--output", str(tmp_path / "acme")]) == 0
    found = yaml.safe_load((tmp_path / "acme/inventory/sites/main/cables.yaml").read_text())["cables"]
    assert [(row["a"]["interface"], row["b"]["interface"], row["description"]) for row in found] == [
        ("ge-0/0/1", "GigabitEthernet0/1", "Guess: LLDP of fw-1"),
        ("ge-0/0/2", "GigabitEthernet0/3", "Guess: descriptions of both name the other"),
    ]
    assert only_errors(validate_company_files(Project(tmp_path / "acme"), None).problems) == []


def test_outputs_are_found_by_their_names() -> None:
    found = files_of_other_features(["a", "a.lldp", "b", "b_show_cdp_neighbors_detail", "c-lldp", "lldp"])
    assert found == {"a.lldp": ("a", "LLDP"), "b_show_cdp_neighbors_detail": ("b", "CDP")}
    assert read_neighbours("cisco_ios", [("LLDP", "this is no table")]) == []


def test_a_guess_that_a_rule_refuses_goes_alone_and_a_group_of_one_port_is_that_port(tmp_path: Path) -> None:
    group = "interface Port-channel1\n no switchport\n ip address 192.0.2.{} 255.255.255.252\n!\nend\n"
    member = "no switchport\n no ip address\n channel-group 1 mode active"
    texts = {
        "r1": ios("r1", p1=member, p2="description r3 Gi0/1").replace("end\n", group.format(1)),
        "r2": ios("r2", p1=member).replace("end\n", group.format(2)),
        "r3": ios("r3", p1=member, p2=member).replace("end\n", group.format(5)),
    }
    found = import_configs(texts, tmp_path, ImportOptions(), company="c", flat=True)
    rows = found.files["inventory/sites/main/cables.yaml"]["cables"]
    assert [(row["a"], row["b"]) for row in rows] == [
        ({"device": "r1", "interface": "GigabitEthernet0/1"}, {"device": "r2", "interface": "GigabitEthernet0/1"})
    ]
    assert [line.partition(": ")[0] for line in found.cabling] == ["no cable for r1 GigabitEthernet0/2 and r3 GigabitEthernet0/1"]


def test_what_an_importer_calls_virtual_is_no_port_of_the_hardware() -> None:
    found = [(name, one) for name in platforms.names() if (record := platforms.get(name)).importer for one in importer_of(record).virtual]
    assert [(name, one) for name, one in found if not VIRTUAL.match(f"{one}0")] == []
