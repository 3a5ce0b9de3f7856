"""`netops coverage`: what of a company changes nothing, by what was read while it was rendered, derived and checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import netops
from companies import Company
from netops.checks.written import CHOOSING
from netops.cli import run
from netops.coverage.values import written_values
from netops.platforms import unread_part
from netops.render.targets import trace_targets
from netops.source.trace import Cause

SWITCH = "inventory/sites/hq/devices/hq-sw-1.yaml"


@pytest.fixture
def measured(starter: Company) -> Callable[..., dict[str, Any]]:
    def measure(*words: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(starter.netops("coverage", "--format", "json", *words).out)
        return found

    return measure


def places(rows: list[dict[str, Any]], name: str) -> list[tuple[str, int]]:
    return [(place["file"], place["line"]) for row in rows if row["field"] == name for place in row["places"]]


def test_the_new_company_has_no_key_that_nothing_reads(measured: Callable[..., dict[str, Any]]) -> None:
    found = measured()
    assert (found["keys"], found["fields"]) == ([], [])
    assert found["devices"]["hq-sw-1"]["values"] == found["devices"]["hq-sw-1"]["rendered"] > 0


def test_a_key_without_a_reader_is_named_with_its_place(starter: Company, measured: Callable[..., dict[str, Any]]) -> None:
    starter.append(SWITCH, "custom:\n  room: B2\n")
    found = measured()
    assert places(found["keys"], "custom.*") == [(SWITCH, len((starter.root / SWITCH).read_text().splitlines()))]
    assert [row["noun"] for row in found["keys"]] == ["device"]


def test_a_template_of_the_company_that_reads_a_key_makes_it_used(starter: Company, measured: Callable[..., dict[str, Any]]) -> None:
    starter.append(SWITCH, "custom:\n  room: B2\n")
    folder = starter.root / "templates" / "arista_eos"
    folder.mkdir(parents=True)
    (folder / "room.j2").write_text("{% if custom is defined %}\nprompt {{ custom.room }}\n{% endif %}\n")
    assert measured()["keys"] == []


def test_a_field_that_the_platform_does_not_render_is_named(starter: Company, measured: Callable[..., dict[str, Any]]) -> None:
    line = starter.edit(SWITCH, "untagged_vlan: servers}", "untagged_vlan: servers, poe: true}")
    found = measured()
    assert places(found["fields"], "interfaces.*.poe") == [(SWITCH, line)]
    assert [(row["platform"], row["devices"]) for row in found["fields"]] == [("arista_eos", ["hq-sw-1"])]
    share = found["devices"]["hq-sw-1"]
    assert share["values"] - share["rendered"] == 1


def test_a_layer_for_many_is_for_those_that_can(starter: Company, measured: Callable[..., dict[str, Any]]) -> None:
    """`lldp` of the whole company reaches the server too, and the switch renders it."""
    assert measured("hq-srv-1")["fields"], "alone, the server has data that nothing renders"
    assert measured()["fields"] == []


def test_a_branch_is_not_taken_until_a_target_takes_it(starter: Company, measured: Callable[..., dict[str, Any]]) -> None:
    def files() -> list[str]:
        return [f"{row['template']['file'].rpartition('/')[2]}:{row['template']['line']}" for row in measured()["branches"]]

    before = files()
    assert "lldp.j2:8" in before
    starter.edit("inventory/defaults.yaml", "lldp: {enabled: true}", "lldp: {enabled: false}")
    assert "lldp.j2:8" not in files()


def test_lines_of_a_running_config_that_no_template_writes(
    starter: Company, tmp_path: Path, measured: Callable[..., dict[str, Any]]
) -> None:
    running = tmp_path / "running"
    starter.netops("render", "hq-sw-1", "-o", str(running))
    (file,) = running.iterdir()
    assert measured("--running", str(running))["lines"] == []
    text = file.read_text()
    file.write_text(text.replace("\nend\n", "\nip name-server vrf default 192.0.2.1\nend\n"))
    (line,) = measured("--running", str(running))["lines"]
    assert (line["target"], line["path"]) == ("hq-sw-1", ["ip name-server vrf default 192.0.2.1"])
    assert file.read_text().splitlines()[line["line"] - 1] == line["path"][-1]
    starter.netops("coverage", "--running", "live", expect=2)


def test_some_targets_only_say_nothing_of_keys(starter: Company, measured: Callable[..., dict[str, Any]]) -> None:
    starter.append(SWITCH, "custom:\n  room: B2\n")
    found = measured("hq-srv-1")
    assert (found["keys"], list(found["devices"])) == (None, ["hq-srv-1"])


def test_text_names_places_and_counts(starter: Company) -> None:
    before = len((starter.root / SWITCH).read_text().splitlines())
    starter.append(SWITCH, "custom:\n  room: B2\n")
    lines = starter.netops("coverage", "--by", "site").out.splitlines()
    assert lines[0] == f"device custom.*: nothing reads it ({SWITCH}:{before + 2}:9)"
    assert lines[-2].split()[0] == "hq"
    assert lines[-1].startswith("1 key that nothing reads; 0 fields not rendered; ")


def test_the_example_has_no_dead_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "company"
    assert run(["init", str(root), "--example"]) == 0
    capsys.readouterr()
    assert run(["-C", str(root), "coverage", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["keys"] == []
    assert {(row["platform"], row["field"]) for row in found["fields"]} == {
        ("juniper_junos", "acls.*.entries.*.remark"),
        ("linux", "dns_server.role"),
        ("linux", "interfaces.*.mtu"),
    }


def test_what_is_printed_is_among_the_names_that_a_platform_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """REF010 compares names without rendering: it must say of no field that nothing writes it, when a render has printed it."""
    root = tmp_path / "company"
    assert run(["init", str(root), "--example"]) == 0
    company = netops.load(root)
    traces = trace_targets(company, list(company.targets.values()), strict=False)
    printed = {
        (company.target(trace.target).device, place)
        for trace in traces
        for line in trace.rendered.lines
        for place in line.values
        if not isinstance(place, Cause)
    }
    read = {(use.platform, use.field) for use in written_values(company.traced, traces) if (use.device, use.place) in printed}
    extra = {name for device in company.devices.values() for name in device.get("extra_platforms", ())}
    missing = {
        (platform, field)
        for platform, field in read
        if all(unread_part(name, tuple(field.split(".")), root) for name in (platform, *sorted(extra)))
    }
    assert {row for row in missing if row[1].partition(".")[0] not in CHOOSING} == set()
    assert len(read) > 50
