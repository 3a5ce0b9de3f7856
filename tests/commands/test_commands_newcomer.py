"""What somebody types in a first week, and what netops answers: names as people write them, words in place of codes, two sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from companies import Company
from netops.cli import run

SWITCH = "inventory/sites/hq/devices/hq-sw-1.yaml"


def test_a_missing_argument_names_what_it_can_be(starter: Company) -> None:
    assert "TASK can be backup, deploy, drift, facts, plan, render" in starter.netops("run", expect=2).err
    assert "RUN can be last" in starter.netops("rollback", expect=2).err
    assert "NAME can be hq-sw-1, hq-srv-1" in starter.netops("explain", expect=2).err


def test_a_second_site_is_written_beside_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "acme"
    assert run(["init", str(folder), "--site", "ber", "--site", "ham", "--yes"]) == 0
    assert sorted(path.name for path in (folder / "inventory/sites").iterdir()) == ["ber", "ham"]
    assert "name: ham\n" in (folder / "inventory/sites/ham/site.yaml").read_text()
    assert Company(folder).netops("validate").out.startswith("valid: ")
    assert run(["init", str(tmp_path / "other"), "--site", "ber", "--site", "Ham", "--yes"]) == 2
    assert "'Ham' is no code of a site" in capsys.readouterr().err


def test_short_names_of_interfaces_are_taken(starter: Company) -> None:
    assert "servers" in starter.netops("explain", "hq-sw-1", "interfaces.Et1.untagged_vlan").out
    assert "interface Ethernet1\n" in starter.netops("why", "hq-sw-1", "interface Et1").out


def test_a_word_finds_pages_and_keys(starter: Company) -> None:
    assert "  add-a-vlan " in starter.netops("docs", "dhcp").out
    assert "no page 'wlsdkfj'" in starter.netops("docs", "wlsdkfj", expect=2).err
    assert "a key of " in (said := starter.netops("schema", "group", expect=2).err) and "department.groups" in said


def test_the_number_of_a_vlan_is_no_name(starter: Company) -> None:
    starter.edit(SWITCH, "untagged_vlan: servers", "untagged_vlan: 20")
    hint = "a VLAN is written by its name: that of the entry with `vid: 20` in `vlans` of its site"
    assert hint in starter.netops("validate", expect=3).out


def test_a_report_has_what_its_commands_need(starter: Company, tmp_path: Path) -> None:
    (starter.root / "reports").mkdir()
    (starter.root / "reports/mine.py").write_text("def plan(plan):\n    return f'{len(plan.steps)} steps\\n'\n")
    running = tmp_path / "running"
    starter.netops("render", "hq-sw-1", "-o", str(running))
    assert "0 steps" in starter.netops("plan", "hq-sw-1", "--running", str(running), "--format", "mine").out
    assert "the report mine has no drift" in starter.netops("drift", "--format", "mine", expect=2).err


def test_a_filter_of_snmp_is_bound_and_a_default_gateway_is_a_way_out(starter: Company) -> None:
    starter.append(SWITCH, "acls:\n  NMS: {type: standard, entries: [{seq: 10, action: permit, source: 10.0.20.9/32}]}\n")
    assert "binds filter NMS nowhere" in starter.netops("validate").out
    starter.append(SWITCH, "snmp: {communities: [{community: !secret snmp_ro, access: ro, acl: NMS}]}\n")
    assert "binds filter NMS nowhere" not in starter.netops("validate").out
