"""A whole run as a value: which targets are reached, and with which exit code it ends."""

from __future__ import annotations

import pytest

from netops.deploy import Deployment, TargetResult, deploy
from netops.errors import ExitCode
from netops.events import Outcome
from netops.plan import Plan

PLAN = Plan(
    "acme", "abc", "2026-01-01", {}, (("a",), ("b", "c"), ("d",)), ("same",), {"out": "not in this lab"}, {"dead": ("unreachable", "x")}
)


def run(*bad: str, max_failures: int = 0) -> tuple[Deployment, list[tuple[str, ...]]]:
    waves: list[tuple[str, ...]] = []

    def apply(names: tuple[str, ...]) -> dict[str, TargetResult]:
        waves.append(names)
        return {name: TargetResult(Outcome.ROLLED_BACK if name in bad else Outcome.APPLIED) for name in names}

    return deploy(PLAN, "r1", apply, max_failures=max_failures), waves


def outcomes(deployment: Deployment) -> dict[str, str]:
    return {name: done.outcome.value for name, done in deployment.results.items()}


REST = {"same": "unchanged", "out": "skipped", "dead": "unreachable"}


@pytest.mark.parametrize(
    ("bad", "most", "reached", "expected"),
    [
        ((), 0, 3, {"a": "applied", "b": "applied", "c": "applied", "d": "applied"}),
        (("a",), 0, 1, {"a": "rolled back", "b": "not reached", "c": "not reached", "d": "not reached"}),
        (("a",), 1, 3, {"a": "rolled back", "b": "applied", "c": "applied", "d": "applied"}),
        (("b", "c"), 1, 2, {"a": "applied", "b": "rolled back", "c": "rolled back", "d": "not reached"}),
    ],
)
def test_failures_stop_the_waves_after_them(bad: tuple[str, ...], most: int, reached: int, expected: dict[str, str]) -> None:
    deployment, waves = run(*bad, max_failures=most)
    assert outcomes(deployment) == expected | REST
    assert len(waves) == reached
    assert deployment.exit_code == ExitCode.DEVICES


@pytest.mark.parametrize(("most", "reached"), [(0, [()]), (1, [(), ("b",)])])
def test_a_target_that_could_not_be_read_counts_in_its_wave(most: int, reached: list[tuple[str, ...]]) -> None:
    """It keeps its own reason, and is never given a step."""
    plan = Plan("acme", "abc", "2026-01-01", {}, (("a",), ("b", "c")), failed={"a": ("unreachable", "x"), "c": ("refused", "y")})
    waves: list[tuple[str, ...]] = []

    def apply(names: tuple[str, ...]) -> dict[str, TargetResult]:
        waves.append(names)
        return {name: TargetResult(Outcome.APPLIED) for name in names}

    assert outcomes(deploy(plan, "r1", apply, max_failures=most)) == {
        "a": "unreachable",
        "b": "applied" if most else "not reached",
        "c": "refused",
    }
    assert waves == reached


@pytest.mark.parametrize(
    ("results", "interrupted", "code"),
    [
        ([TargetResult(Outcome.APPLIED), TargetResult(Outcome.UNCHANGED), TargetResult(Outcome.SKIPPED)], False, ExitCode.OK),
        ([TargetResult(Outcome.APPLIED), TargetResult(Outcome.UNSAVED)], False, ExitCode.DEVICES),
        ([TargetResult(Outcome.NOT_REACHED)], False, ExitCode.DEVICES),
        ([TargetResult(Outcome.REFUSED, code=ExitCode.STALE), TargetResult(Outcome.UNREACHABLE)], False, ExitCode.STALE),
        (
            [TargetResult(Outcome.REFUSED, code=ExitCode.STALE), TargetResult(Outcome.REFUSED, code=ExitCode.REFUSED)],
            False,
            ExitCode.REFUSED,
        ),
        ([TargetResult(Outcome.FAILED, code=ExitCode.BUG), TargetResult(Outcome.REFUSED, code=ExitCode.REFUSED)], False, ExitCode.BUG),
        ([TargetResult(Outcome.FAILED, code=ExitCode.DATA)], False, ExitCode.DEVICES),
        ([TargetResult(Outcome.APPLIED)], True, ExitCode.INTERRUPTED),
    ],
)
def test_the_exit_code_is_that_of_the_worst_target(results: list[TargetResult], interrupted: bool, code: ExitCode) -> None:
    assert Deployment("r1", PLAN, {str(n): done for n, done in enumerate(results)}, interrupted).exit_code == code
