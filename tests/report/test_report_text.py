"""What people and programs are told: no target is left out, and none is called better than it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from netops.deploy import Deployment, TargetResult
from netops.drift import Drift
from netops.events import Outcome
from netops.plan import Plan
from netops.report import html, text
from netops.report import json as programs
from netops.report.record import DeployRun, DriftRun, ReportContext

SETTING = ReportContext("Acme", "abc", "2026-01-01 02:15 UTC")
EMPTY = Plan("acme", "abc", "2026-01-01", {}, ())


def test_a_plan_that_compares_nothing_says_so() -> None:
    plan = Plan("acme", "abc", "2026-01-01", {}, (), ("sw1",), {"sw2": "not in this lab"})
    assert text.differences(plan) == "sw1: no difference\nsw2: skipped: not in this lab\n"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_named_in_the_recap_and_to_programs(outcome: Outcome) -> None:
    run = DeployRun(SETTING, Deployment("r1", EMPTY, {"sw1": TargetResult(outcome)}))
    assert text.deployment(run) == f"run r1\n     1 {outcome:<16} sw1\n"
    expected = {"outcome": outcome, "detail": "", "finish": [], "unchecked": [], "until": None}
    assert json.loads(programs.deployment(run))["results"] == {"sw1": expected}


def test_what_is_not_checked_or_not_final_is_named() -> None:
    until = datetime(2026, 11, 30, 14, 32, 10, tzinfo=UTC)
    results = {"sw1": TargetResult(Outcome.UNKNOWN, until=until), "sw2": TargetResult(Outcome.APPLIED, unchecked=("BGP: timed out",))}
    assert text.deployment(DeployRun(SETTING, Deployment("r1", EMPTY, results))).splitlines()[:2] == [
        "sw1: may still change until 14:32:10 UTC; how it ended: netops history --settle r1",
        "sw2: not checked: BGP: timed out",
    ]


def test_an_interrupted_run_is_called_so() -> None:
    done = DeployRun(
        SETTING, Deployment("r1", EMPTY, {"sw1": TargetResult(Outcome.APPLIED), "sw2": TargetResult(Outcome.NOT_REACHED)}, interrupted=True)
    )
    assert json.loads(programs.deployment(done))["interrupted"] is True
    assert "The run was interrupted. 1 target was changed as planned. 1 was not reached." in html.deployment(done)
    assert "Nothing failed" not in html.deployment(done)


def test_a_target_that_could_not_be_read_is_not_in_order() -> None:
    run = DriftRun(
        SETTING, [Drift("sw1", "cisco_ios", "ham", outcome=Outcome.UNREACHABLE, error="sw1: no answer")], {"sw2": "status planned"}
    )
    assert text.drift(run) == "sw1: unreachable: no answer\ndrift: 0 clean, 0 drifted, 1 not read, 1 skipped\n  not read: sw1\n"
    assert "No target was read, so nothing is known." in html.drift(DriftRun(SETTING, [], {"sw2": "status planned"}))
    assert json.loads(programs.drift(run))["targets"][0]["state"] == "not read"
    assert "1 could not be read, so nothing is known about them." in html.drift(run)
