"""netops why and netops uses: from a rendered line to its YAML lines, and back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from companies import Company

NTP = "netops:templates/arista_eos/ntp.j2"
DEFAULTS = "inventory/defaults.yaml"


def test_a_line_is_told_with_its_values_layers_and_conditions(starter: Company) -> None:
    starter.append("inventory/regions/home.yaml", "ntp:\n  servers:\n    - {host: 10.0.20.5, prefer: false}\n")
    told = starter.netops("why", "hq-sw-1", "ntp server 10.0.20.5").out.splitlines()
    place = next(
        n for n, line in enumerate((starter.root / "inventory/regions/home.yaml").read_text().splitlines(), 1) if "10.0.20.5" in line
    )
    region = f"inventory/regions/home.yaml:{place}"
    assert told[0].endswith(": ntp server 10.0.20.5 iburst")
    assert f"  written by    {NTP}:15:1" in told
    assert f"  prints        {region}:14  ntp.servers[0].host" in told
    assert told[told.index(f"  prints        {region}:33  ntp.servers[0].prefer") + 1 :][:2] == [
        f"    won         false                          {region}:33 (regions/home.yaml)",
        f"    lost        true                           {DEFAULTS}:7:33 (defaults.yaml: overridden by regions/home.yaml)",
    ]
    assert f"  under if      {NTP}:1:1 which read {DEFAULTS}:5, {region.rpartition(':')[0]}:{place - 2}" in told


def test_all_lines_have_their_origins_in_one_column(starter: Company) -> None:
    told = starter.netops("why", "hq-sw-1").out.splitlines()
    assert len(told) == len(starter.netops("render", "--limit", "name=hq-sw-1").out.splitlines())
    assert {line.index(" | ") for line in told if len(line.split(" | ")[0]) <= 66} == {66}
    assert any(line.startswith("    3 hostname hq-sw-1 ") for line in told)


def test_a_line_that_is_not_there_is_refused_with_near_ones(starter: Company) -> None:
    assert starter.netops("why", "hq-sw-1", "ntp sever", expect=2).err == (
        "error: no line of hq-sw-1 holds 'ntp sever'\n    hint: near: 'ntp server 10.0.20.5 prefer iburst'; 'ntp server 10.0.20.6 iburst'\n"
    )
    assert "has no line 9999\n    hint: its text has " in starter.netops("why", "hq-sw-1", "9999", expect=2).err
    assert "has no line 0\n" in starter.netops("why", "hq-sw-1", "0", expect=2).err


def test_a_place_leads_to_the_lines_that_print_it_and_to_those_that_hang_on_it(starter: Company) -> None:
    told = starter.netops("uses", f"{DEFAULTS}:8", "--limit", "name=hq-sw-1").out.splitlines()
    assert told == [
        "hq-sw-1",
        f"  value      line 8: ntp server 10.0.20.6 iburst  ({NTP}:15:1)",
        f"  condition  for at {NTP}:14:1: line 8",
        f"{DEFAULTS}:8: printed in 1 line, used by 1 of 1 targets",
    ]


def test_the_branch_not_taken_is_named(starter: Company) -> None:
    line = starter.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "untagged_vlan: servers}", "untagged_vlan: servers, enabled: true}")
    told = json.loads(starter.netops("uses", f"inventory/sites/hq/devices/hq-sw-1.yaml:{line}", "--format", "json").out)
    (switch,) = [target for target in told["targets"] if target["target"] == "hq-sw-1"]
    left = [row["template"] for row in switch["left_out"] if row["kind"] == "if"]
    shutdown = next(n for n, text in enumerate(shipped("arista_eos/interfaces.j2"), 1) if text.strip() == "shutdown")
    assert f"netops:templates/arista_eos/interfaces.j2:{shutdown}:1" in left


def shipped(name: str) -> list[str]:
    from netops.project import bundled_folder

    return (bundled_folder() / "templates" / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("inventory/default.yaml", "the company has no file inventory/default.yaml\n    hint: did you mean inventory/defaults.yaml?"),
        ("inventory/defaults.yaml:9", "no value stands at inventory/defaults.yaml:9"),
        ("inventory/defaults.yaml:x", "not a place: 'inventory/defaults.yaml:x'"),
        ("/etc/hostname", "the company has no file /etc/hostname"),
    ],
)
def test_a_place_without_a_value_is_refused(starter: Company, place: str, said: str) -> None:
    assert starter.netops("uses", place, expect=2).err.startswith(f"error: {said}")


def test_files_of_servers_and_print_queues_are_traced_too(make_example: Callable[[], Company]) -> None:
    company = make_example()
    queues = [name for name in json.loads(company.netops("show", "device", "--format", "json").out)["value"] if "prn" in name]
    assert queues
    told = json.loads(company.netops("why", "ber-print-1:cups", "--format", "json").out)["lines"]
    values = {value["origin"].split(":")[0] for line in told for value in line["values"]}
    assert any("print" in file for file in values)
    lines = json.loads(company.netops("why", "ber-nas-1", "[", "--format", "json").out)["lines"]
    share = next(line for line in lines if line["template"].startswith("netops:templates/linux/samba/") and line["values"])
    file, number, _ = share["values"][0]["origin"].split(":")
    used = json.loads(company.netops("uses", f"{file}:{number}", "--limit", "name=ber-nas-1", "--format", "json").out)["targets"]
    assert share["line"] in [line["line"] for target in used for line in target["values"]]
    assert {condition["kind"] for condition in share["conditions"]} >= {"file", "for"}
