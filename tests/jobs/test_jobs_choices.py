"""What a company chooses about a change: in which way a device is changed, and which feature is planned alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import netops
from companies import Company
from netops.config import ParsedConfig
from netops.deploy import DeployJob
from netops.deploy.outcome import config_left_on_target
from netops.deploy.texts import TargetConfigs
from netops.errors import PlanDamaged, StalePlan, UsageError
from netops.jobs import ConfigFolder, DeviceFleet, IntendedConfigs, Operation, Selection, make_plan, recompute_plan
from netops.plan import plan_from_json, plan_to_json
from netops.platforms import get
from netops.state import State

SWITCH, SERVER = "hq-sw-1", "hq-srv-1"


@dataclass(frozen=True, slots=True)
class Bench:
    """The small company, and what its switch runs: without NTP, and with another description of a port."""

    company: Company
    folder: Path
    state: State

    def operation(self) -> Operation:
        loaded = netops.load(self.company.root)
        selection = Selection(loaded, [loaded.target(SWITCH)], files=ConfigFolder("folder", self.folder, "configs"))
        return Operation(selection, IntendedConfigs(loaded), DeviceFleet(loaded), self.state)


@pytest.fixture
def bench(starter: Company, tmp_path: Path) -> Iterator[Bench]:
    folder = tmp_path / "configs"
    starter.netops("render", "-o", str(folder))
    file = folder / f"{SWITCH}.cfg"
    lines = [line for line in file.read_text().splitlines(keepends=True) if not line.startswith("ntp")]
    file.write_text("".join(lines).replace("   description", "   description old", 1))
    with State(starter.root / "state.db") as state:
        yield Bench(starter, folder, state)


def test_a_layer_chooses_the_way_of_its_devices(bench: Bench) -> None:
    replaced = make_plan(bench.operation())
    (layer := bench.company.root / "inventory/platforms/arista_eos.yaml").parent.mkdir(exist_ok=True)
    layer.write_text("apply: commands\n" + (layer.read_text() if layer.exists() else ""))
    chosen = make_plan(bench.operation())
    assert [plan.steps[SWITCH].apply for plan in (replaced, chosen)] == ["replace", "commands"]
    assert replaced.steps[SWITCH].predicted == chosen.steps[SWITCH].predicted
    assert replaced.steps[SWITCH].commands == chosen.steps[SWITCH].commands
    with pytest.raises(StalePlan, match=rf"steps\.{SWITCH}\.apply: expected \"commands\", found \"replace\""):
        recompute_plan(bench.operation(), plan_from_json(plan_to_json(replaced)))


def test_a_feature_is_planned_alone_and_deployed_so(bench: Bench) -> None:
    plan = make_plan(bench.operation(), only=("ntp",))
    step = plan.steps[SWITCH]
    assert (step.managed, step.only, list(step.features)) == (("ntp",), ("ntp",), ["ntp"])
    assert {line.text.split()[0] for line in step.diff if line.differs} == {"ntp"}
    assert "description old" in step.predicted
    assert recompute_plan(bench.operation(), plan_from_json(plan_to_json(plan))).steps[SWITCH] == step


def test_a_plan_of_one_feature_cannot_be_made_one_of_all(bench: Bench) -> None:
    text = plan_to_json(make_plan(bench.operation(), only=("ntp",)))
    from json import dumps, loads

    from netops.plan.file import _digest

    document = loads(text)
    document["plan"]["steps"][SWITCH]["only"] = []
    document["digest"] = _digest(document["plan"])
    with pytest.raises((StalePlan, PlanDamaged)):
        recompute_plan(bench.operation(), plan_from_json(dumps(document)))


def test_a_feature_that_no_platform_has_or_nobody_manages_is_named(bench: Bench) -> None:
    with pytest.raises(UsageError, match="no platform has a feature called 'nttp'"):
        make_plan(bench.operation(), only=("nttp",))
    file = next((bench.company.root / "inventory").rglob(f"{SWITCH}.yaml"), None)
    assert file is not None
    text = file.read_text()
    file.write_text(text.replace("managed: all", "managed: [snmp]") if "managed: all" in text else f"{text}managed: [snmp]\n")
    plan = make_plan(bench.operation(), only=("ntp",))
    assert (dict(plan.steps), plan.skipped[SWITCH]) == ({}, "ntp: not managed on it")


def test_a_deploy_of_one_feature_hides_no_change_by_hand_of_another(bench: Bench) -> None:
    """The description was changed by hand after the last deploy; a deploy of NTP alone does not make it netops' own."""
    operation = bench.operation()
    intended = operation.intended(SWITCH).text
    left = ParsedConfig("arista_eos", intended).redacted()
    bench.state.set_applied(SWITCH, "run1", "abc", left, None)
    step = make_plan(operation, only=("ntp",)).steps[SWITCH]
    after = step.predicted
    job = DeployJob(bench.state.start("deploy", "abc"), "abc", bench.state)
    text, managed = config_left_on_target(TargetConfigs(get("arista_eos"), step), after, job)
    assert managed is None
    assert "description old" in after and "description old" not in text
    assert "ntp server" in text
