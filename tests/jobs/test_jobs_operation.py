"""Jobs on targets whose configs are in files: each target is rendered once, and a plan is stale when what it was made of moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import netops
from companies import Company
from netops import render
from netops.errors import StalePlan
from netops.jobs import Devices, Files, IntendedConfigs, Operation, Selection, check_fresh, find_drift, make_plan
from netops.plan import Plan
from netops.state import State

SWITCH, SERVER = "hq-sw-1", "hq-srv-1"


@pytest.fixture
def operation(starter: Company, tmp_path: Path) -> Iterator[Operation]:
    """All targets of the small company; the switch lacks what is intended of NTP."""
    folder = tmp_path / "configs"
    starter.netops("render", "-o", str(folder))
    file = folder / f"{SWITCH}.cfg"
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if not line.startswith("ntp")))
    company = netops.load(starter.root)
    selection = Selection(company, list(company.targets.values()), files=Files("folder", folder, "configs"))
    with State(tmp_path / "state.db") as state:
        yield Operation(selection, IntendedConfigs(company), Devices(company), state)


def changed(plan: Plan, **words: Any) -> Plan:
    return replace(plan, steps={SWITCH: replace(plan.steps[SWITCH], **words)})


def test_a_plan_is_fresh_as_long_as_nothing_moves(operation: Operation) -> None:
    plan = make_plan(operation)
    assert list(plan.steps) == [SWITCH]
    check_fresh(operation, plan)


@pytest.mark.parametrize(
    "words",
    [{"platform": "cisco_ios"}, {"apply": "commands"}, {"managed": ("ntp",)}, {"intended_digest": "0"}],
    ids=lambda words: next(iter(words)),
)
def test_a_step_that_is_not_of_the_source_of_truth_is_stale(operation: Operation, words: dict[str, Any]) -> None:
    """A device may have another platform since, or its platform another way of taking a change: the same text is no excuse."""
    plan = make_plan(operation)
    with pytest.raises(StalePlan, match=f"{SWITCH}: the source of truth has changed"):
        check_fresh(operation, changed(plan, **words))


def test_a_step_of_a_target_that_is_left_out_is_stale(operation: Operation) -> None:
    plan = make_plan(operation)
    others = [target for target in operation.selection.targets if target.name != SWITCH]
    with pytest.raises(StalePlan, match=f"{SWITCH}: the source of truth has changed"):
        check_fresh(replace(operation, selection=replace(operation.selection, targets=others)), plan)


def test_a_device_that_moved_is_stale(operation: Operation, tmp_path: Path) -> None:
    plan = make_plan(operation)
    file = tmp_path / "configs" / f"{SWITCH}.cfg"
    file.write_text(file.read_text().replace("hostname", "hostname other-than-", 1))
    with pytest.raises(StalePlan, match=f"{SWITCH}: its running config has changed"):
        check_fresh(operation, plan)


def test_a_target_is_rendered_once_for_all_jobs(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: Counter[tuple[str, bool]] = Counter()
    original = render.Renderer.render

    def counting(self: render.Renderer, view: Any, *, trace: bool = False) -> render.Rendered:
        made = original(self, view, trace=trace)
        rendered[made.target, trace] += 1
        return made

    monkeypatch.setattr(render.Renderer, "render", counting)
    make_plan(operation)
    find_drift(operation)
    assert set(rendered.values()) <= {1}
    assert [name for name, trace in rendered if trace] == [SWITCH], "origins are determined only where lines differ"
