"""A whole run as a value: which targets are reached, and with which exit code it ends."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from netops.commands.deploy import ask_between_waves
from netops.deploy import Deployment, TargetResult, WaveBreak, deploy
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


def test_what_happens_between_waves_can_stop_the_next_ones() -> None:
    """It is asked once for each wave that follows one, and no more after it has stopped the run."""
    asked: list[tuple[int, list[str]]] = []

    def between(moment: WaveBreak) -> str:
        asked.append((moment.done, sorted(name for name, done in moment.results.items() if done.outcome == Outcome.APPLIED)))
        return "enough" if moment.done == 2 else ""

    plan = Plan("acme", "abc", "2026-01-01", {}, (("a",), ("b",), ("c",), ("d",)))
    done = deploy(plan, "r1", lambda names: dict.fromkeys(names, TargetResult(Outcome.APPLIED)), between=between)
    assert asked == [(1, ["a"]), (2, ["a", "b"])]
    assert {name: (one.outcome.value, one.detail) for name, one in done.results.items()} == {
        "a": ("applied", ""),
        "b": ("applied", ""),
        "c": ("not reached", "enough"),
        "d": ("not reached", "enough"),
    }


def test_nobody_is_asked_after_a_failure() -> None:
    plan = Plan("acme", "abc", "2026-01-01", {}, (("a",), ("b",)))
    done = deploy(plan, "r1", lambda names: dict.fromkeys(names, TargetResult(Outcome.FAILED)), between=lambda moment: pytest.fail())
    assert outcomes(done) == {"a": "failed", "b": "not reached"}


@pytest.mark.parametrize(
    ("pause", "done", "answer", "stopped"),
    [
        ("never", 1, "", ""),
        ("first", 1, "n\n", "stopped after wave 1"),
        ("first", 2, "", ""),
        ("each", 2, "y\n", ""),
        ("each", 2, "n\n", "stopped after wave 2"),
    ],
)
def test_a_person_is_asked_between_waves(pause: str, done: int, answer: str, stopped: str) -> None:
    plan = Plan("acme", "abc", "2026-01-01", {}, (("a",), ("b", "c"), ("d",)))
    moment = WaveBreak(plan, done, {name: TargetResult(Outcome.APPLIED) for name in "abc"})
    events: list[str] = []
    with CliRunner().isolation(input=answer) as (_, shown, _):
        assert ask_between_waves(moment, pause, lambda event: events.append(event.kind)) == stopped
        question = shown.getvalue().decode()
    following = {1: "1 applied. Go on with b, c?", 2: "3 applied. Go on with d?"}[done]
    assert question.startswith(f"wave {done} of 3 is done: {following} [y/N]: " if answer else "")
    assert (events, bool(question)) == ((["question"], True) if answer else ([], False))


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
