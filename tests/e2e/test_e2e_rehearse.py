"""A plan is rehearsed from the plan file alone: in a private lab that runs what it was made for, there and back."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from test_e2e_nxos import FILES as NXOS

import netops
from companies import Company
from netops.jobs.on_the_way import configs_on_management_paths
from netops.jobs.rehearsing import FOLDER
from netops.lab import InitialConfigs, private_lab
from netops.plan.file import _digest, plan_from_json

pytestmark = pytest.mark.lab

TARGETS = ("ber-acc-1", "ber-core-1", "ber-rtr-1", "muc-rtr-1", "ber-web-1", "ber-print-1:cups")
"""One of each platform of the example."""
ON_THE_WAY = ("ber-oob-1", "ber-fw-1", "ber-leaf-2")
"""Others that a login to these passes, beginning with the switch that netops is plugged in to."""


def files_of(company: Company, *names: str) -> Path:
    """A folder with what is intended of some targets now: what they run when the YAML changes."""
    folder = company.root / "configs"
    company.netops("render", *names, "-o", str(folder))
    return folder


def planned(company: Company, folder: Path, *names: str) -> str:
    """A plan of some targets that run the files of a folder."""
    file = str(company.root / "change.plan")
    company.netops("plan", *names, "--running", str(folder), "-o", file)
    return file


def is_left(company: Company) -> list[str]:
    """What rehearsals have left behind."""
    return [path.name for path in (company.root / ".netops" / FOLDER).iterdir() if path.is_dir()]


def changed(company: Company) -> None:
    company.edit("inventory/defaults.yaml", "Authorised access only", "Authorized access only")
    company.edit("inventory/defaults.yaml", "host: 10.1.20.6}", "host: 10.1.20.7}")
    company.edit("inventory/sites/ber/servers/ber-print-1.yaml", "description: Finance and HR", "description: Finance")
    company.edit("inventory/sites/ber/devices/ber-rtr-1.yaml", "Hanse L3VPN HT-1001", "Hanse L3VPN HT-1002")


def test_every_platform_goes_there_and_back(make_example: Callable[[], Company]) -> None:
    company = make_example()
    folder = files_of(company, *TARGETS, *ON_THE_WAY)
    changed(company)
    file = planned(company, folder, *TARGETS)
    assert {*ON_THE_WAY} == {*configs_on_management_paths(netops.load(company.root), plan_from_json(Path(file).read_text()))}
    found = json.loads(company.netops("rehearse", file, "--allow-removals", "6", "--format", "json").out)
    ends = {name: (one["proven"], one["deployed"]["outcome"], one["rolled_back"]["outcome"]) for name, one in found["targets"].items()}
    assert ends == dict.fromkeys(sorted(TARGETS), (True, "applied", "applied"))
    assert (found["left_out"], is_left(company)) == ({}, [])


@pytest.fixture
def small(starter: Company) -> tuple[Company, Path]:
    """The small company, and a folder with what its targets run: a test changes them."""
    starter.netops("render", "-o", str(folder := starter.root / "configs"))
    return starter, folder


def test_guards_and_a_moved_source_refuse_as_they_do_of_a_deploy(small: tuple[Company, Path]) -> None:
    company, folder = small
    (file := folder / "hq-sw-1.cfg").write_text(file.read_text().replace("ntp server", "ntp server 192.0.2.77\nntp server", 1))
    plan = planned(company, folder, "hq-sw-1")
    refused = company.netops("rehearse", plan, expect=7)
    assert "refused by GRD004: 1 line that netops has never deployed would go:\n    hq-sw-1: - ntp server 192.0.2.77" in refused.err
    document = json.loads(Path(plan).read_text())
    document["plan"]["steps"]["hq-sw-1"]["before"] += "ntp server 192.0.2.78\n"
    (edited := company.root / "edited.plan").write_text(json.dumps(document | {"digest": _digest(document["plan"])}))
    assert "steps.hq-sw-1.before: expected a config of the digest" in company.netops("rehearse", str(edited), expect=3).err
    out = company.netops("rehearse", plan, "--allow-removals", "1").out
    assert out.splitlines()[-1] == f"rehearsal of {plan}: 1 proven, 0 failed, 0 cannot be rehearsed"
    company.append("inventory/sites/hq/devices/hq-sw-1.yaml", "raw_config: [ip routing]\n")
    assert "the plan is stale" in company.netops("rehearse", plan, "--allow-removals", "1", expect=6).err
    assert is_left(company) == []


def test_a_rollback_that_does_not_lead_back_is_found(small: tuple[Company, Path]) -> None:
    """The device has a secret that no file has: once its line is gone, nothing brings it back."""
    company, folder = small
    (file := folder / "hq-sw-1.cfg").write_text(
        file.read_text().replace("ntp server", "username old privilege 1 secret sha512 $6$onlyhere$abc\nntp server", 1)
    )
    said = company.netops("rehearse", planned(company, folder, "hq-sw-1"), "--allow-removals", "1", expect=5)
    lost = "username old privilege 1 secret ⟦secret⟧"
    assert f"hq-sw-1: rollback: failed: its secret is stored nowhere, and the device no longer has it: {lost}\n" in said.out
    assert [line for line in said.out.splitlines() if line.startswith("    + ")] == ["    + username old privilege 1 secret ⟦secret⟧"]
    assert "1 failed" in said.out.splitlines()[-1]
    assert "onlyhere" not in said.out + said.err


WITHOUT_SIMULATOR = """\
\"\"\"A platform of the company that no lab has.\"\"\"

from dataclasses import replace

from netops import platforms

PLATFORM = replace(platforms.get("huawei_vrp"), driver=None)
"""


def test_what_no_lab_has_is_named(small: tuple[Company, Path]) -> None:
    company, folder = small
    company.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "platform: arista_eos", "platform: huawei_vrp")
    for name, content in (
        ("templates/huawei_vrp/main.j2", "sysname {{ hostname }}\n"),
        ("platforms/huawei_vrp/__init__.py", WITHOUT_SIMULATOR),
    ):
        (company.root / name).parent.mkdir(parents=True)
        (company.root / name).write_text(content)
    (folder / "hq-sw-1.cfg").write_text("sysname x\nreturn\n")
    (file := folder / "hq-srv-1.cfg").write_text(file.read_text().replace("makestep 1 3\n", ""))
    words = ("rehearse", planned(company, folder))
    out = company.netops(*words, expect=5).out
    assert "hq-sw-1: cannot be rehearsed: platform huawei_vrp is not simulated\n" in out
    assert company.netops(*words, "--partial").out == out


def test_without_a_change_there_is_nothing_to_rehearse(small: tuple[Company, Path]) -> None:
    company, folder = small
    plan = planned(company, folder)
    assert company.netops("rehearse", plan).out == f"rehearsal of {plan}: 0 proven, 0 failed, 0 cannot be rehearsed\n"


def test_what_a_killed_rehearsal_has_left_is_removed(starter: Company) -> None:
    loaded = netops.load(starter.root)
    targets = [loaded.target("hq-sw-1")]
    parent = starter.root / ".netops" / FOLDER
    if (child := os.fork()) == 0:
        lab = private_lab(loaded, targets, InitialConfigs({}, {}), parent)
        lab.__enter__()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    (left,) = is_left(starter)
    process = int(json.loads((parent / left / "targets.json").read_text())["pid"])
    with private_lab(loaded, targets, InitialConfigs({}, {}), parent) as lab:
        assert is_left(starter) == [lab.folder.name] != [left]
    assert not Path(f"/proc/{process}").exists() or "Z" in Path(f"/proc/{process}/stat").read_text().split()[2]
    assert is_left(starter) == []


OTHERS = {
    **NXOS,
    "inventory/catalog/device-types/cisco/ncs-55.yaml": """\
manufacturer: Cisco
model: NCS 55
slug: cisco-ncs-55
u_height: 1
is_full_depth: true
interfaces:
  - {name: GigabitEthernet0/0/0/0, type: 1000base-t}
  - {name: GigabitEthernet0/0/0/1, type: 1000base-t}
""",
    "inventory/sites/hq/devices/hq-rtr-9.yaml": """\
device_type: cisco/ncs-55
role: router
platform: cisco_xr
status: active
ssh: {version: 2}
interfaces:
  GigabitEthernet0/0/0/0: {addresses: [10.0.10.13/24]}
""",
}


def test_nxos_and_xr_go_there_and_back(starter: Company) -> None:
    """By the platform's own way, with the revert timer of each."""
    for name, text in OTHERS.items():
        (path := starter.root / name).parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    names = ("hq-leaf-1", "hq-rtr-9")
    folder = files_of(starter, *names)
    (leaf := folder / "hq-leaf-1.cfg").write_text(f"version 10.2(3) Bios:version 05.45\n{leaf.read_text()}")
    starter.edit("inventory/defaults.yaml", "host: 10.0.20.6", "host: 10.0.20.7")
    file = planned(starter, folder, *names)
    steps = json.loads(Path(file).read_text())["plan"]["steps"]
    assert {name: (one["apply"], one["timed"], one["unmet"]) for name, one in steps.items()} == dict.fromkeys(names, ("replace", True, []))
    found = json.loads(starter.netops("rehearse", file, "--allow-removals", "2", "--format", "json").out)
    ends = {name: (one["proven"], one["deployed"]["outcome"], one["rolled_back"]["outcome"]) for name, one in found["targets"].items()}
    assert ends == dict.fromkeys(names, (True, "applied", "applied"))
