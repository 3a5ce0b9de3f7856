"""What a run does between waves, and whom it leaves alone after a failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import netops
from netops.commands.deploy import pause_between_waves
from netops.commands.options import ApplyOptions
from netops.deploy import DeployJob, TargetResult, WaveBreak
from netops.errors import UsageError
from netops.events import Event, Outcome
from netops.jobs import DeviceFleet, IntendedConfigs, Operation, Selection
from netops.jobs.deploying import _PlanRun
from netops.plan import Plan
from netops.state import State

PLAN = Plan("acme", "abc", "2026-01-01T00:00:00+00:00", {}, (("ber-core-1",), ("ber-core-2",)))
APPLIED = TargetResult(Outcome.APPLIED)


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    company = netops.load(Path(__file__).parents[2])
    with State(tmp_path_factory.mktemp("waves") / "state.db") as state:
        yield Operation(Selection(company, list(company.targets.values())), IntendedConfigs(company), DeviceFleet(company), state)


def test_it_waits_for_the_soak_time_and_then_asks(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    settings = {**operation.company.settings, "deploy": {"waves": {"soak_s": 90}}}
    monkeypatch.setattr(operation.company, "settings", settings)

    def listen(event: Event) -> None:
        done.append(event.message)

    run = _PlanRun(operation, PLAN, DeployJob("r1", "abc", operation.state, pause=done.append), listen)
    between = run.between(lambda moment: f"stopped after {moment.done}")
    assert between(WaveBreak(PLAN, 1, {"ber-core-1": APPLIED})) == "stopped after 1"
    assert done == ["wave 1 is done: waiting 90 s before the next one", 90]


def test_without_a_soak_time_it_does_not_wait(operation: Operation) -> None:
    run = _PlanRun(operation, PLAN, DeployJob("r1", "abc", operation.state, pause=lambda _: pytest.fail()), lambda event: None)
    assert run.between(lambda moment: "")(WaveBreak(PLAN, 1, {})) == ""


@pytest.mark.parametrize(
    ("outcome", "alone"),
    [
        (
            Outcome.UNKNOWN,
            {"ber-core-2": "ber-core-1 is unknown; not with ber-core-1: redundancy group of ber-core-1, ber-core-2"},
        ),
        (
            Outcome.HALF_CHANGED,
            {"ber-core-2": "ber-core-1 is half changed; not with ber-core-1: redundancy group of ber-core-1, ber-core-2"},
        ),
        (Outcome.ROLLED_BACK, {}),
        (Outcome.APPLIED, {}),
    ],
)
def test_the_partner_of_what_is_out_of_order_is_left_alone(operation: Operation, outcome: Outcome, alone: dict[str, str]) -> None:
    """Also where --max-failures lets the run go on."""
    run = _PlanRun(operation, PLAN, DeployJob("r1", "abc", operation.state), lambda event: None, done={"ber-core-1": TargetResult(outcome)})
    assert run._endangered(["ber-core-2", "muc-rtr-1"]) == alone


def test_a_wave_of_such_targets_is_not_begun(operation: Operation) -> None:
    run = _PlanRun(operation, PLAN, DeployJob("r1", "abc", operation.state), lambda event: None)
    run.done["ber-core-1"] = replace(APPLIED, outcome=Outcome.UNKNOWN)
    operation.state.start("deploy", "abc", "digest")
    assert run.wave(("ber-core-2",))["ber-core-2"].outcome == Outcome.NOT_REACHED


@pytest.mark.parametrize(("is_terminal", "expected"), [(True, "first"), (False, "never")])
def test_the_settings_ask_at_a_terminal_only(
    operation: Operation, monkeypatch: pytest.MonkeyPatch, is_terminal: bool, expected: str
) -> None:
    settings = {**operation.company.settings, "deploy": {"waves": {"pause": "first"}}}
    monkeypatch.setattr(operation.company, "settings", settings)
    monkeypatch.setattr("sys.stdin.isatty", lambda: is_terminal, raising=False)
    assert pause_between_waves(operation, ApplyOptions()) == expected


def test_an_option_to_ask_needs_a_terminal(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(UsageError, match="no terminal to ask on between waves"):
        pause_between_waves(operation, ApplyOptions(pause=True))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert pause_between_waves(operation, ApplyOptions(pause=True)) == "each"
