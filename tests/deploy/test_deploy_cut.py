"""One target on the lab's simulated devices, cut off at every step in turn: the outcome is what the device really runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from napalm_sim import PLATFORMS, Sim
from netops import config
from netops.deploy import DeployJob, TargetResult, apply_target, settle_target
from netops.drivers.base import Access, Driver
from netops.errors import DeadlineExceeded, NetopsError
from netops.events import Outcome
from netops.health import Health
from netops.plan import Step, build_step
from netops.platforms import get
from netops.render import Rendered
from netops.state import State

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("deploy_cut")]

OLD, NEW, BY_TIMER_S = "10.0.0.1", "10.0.0.2", 600
EVERY = 40
"""More calls of a driver than one target takes."""


@dataclass
class CutDriver:
    """A real driver whose connection is closed at its `at`-th call: before it, or after it, so that only its answer is lost."""

    driver: Driver
    at: int
    after: bool
    calls: list[str] = field(default_factory=list)

    def __getattr__(self, verb: str) -> Any:
        found = getattr(self.driver, verb)
        return self._cut(verb, found) if callable(found) else found

    def _cut(self, verb: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*positional: Any, **named: Any) -> Any:
            self.calls.append(verb)
            if len(self.calls) == self.at:
                if self.after:
                    function(*positional, **named)
                self.driver.abort()
                raise ConnectionAbortedError(f"cut at {verb}")
            return function(*positional, **named)

        return call


@pytest.fixture
def state(tmp_path: Path, sim: Sim) -> Iterator[State]:
    """A state store that runs on the clock of the devices."""
    with State(tmp_path / "state.db", clock=lambda: datetime.fromtimestamp(sim.clock.now(), UTC)) as opened:
        yield opened


def read(sim: Sim, platform: str, access: Access) -> tuple[str, bool]:
    """What a device runs, and whether a commit waits for its confirmation, over a connection of its own."""
    driver = sim.open(platform, access)
    try:
        return driver.get_config(retrieve="running")["running"], driver.has_pending_commit()
    finally:
        driver.close()


def step_of(platform: str, running: str) -> Step:
    wanted = running.replace(OLD, NEW)
    made = build_step(Rendered("sw1", platform, wanted), get(platform).spec.apply, running, managed=None, applied=None)
    assert made is not None
    return made


def job_of(sim: Sim, state: State) -> DeployJob:
    """A run whose pauses move the clock of the devices."""

    def pause(seconds: float) -> None:
        sim.call(sim.clock.advance, seconds)

    return DeployJob(state.start("deploy", "abc"), "abc", state, health=Health(now=sim.clock.now, pause=pause), pause=pause)


def deploy_cut(sim: Sim, platform: str, job: DeployJob, at: int, after: bool) -> tuple[str, TargetResult | None, CutDriver, Access]:
    """What a device ran before, how a deploy ended that was cut at a call, and the calls that it made. Where the end is not final, the
    device is asked over a new connection, as a run does."""
    access = sim.add(platform, f"sw{at}{'b' if after else 'a'}")
    before, _ = read(sim, platform, access)
    driver, step = CutDriver(sim.open(platform, access), at, after), step_of(platform, before)
    try:
        done = apply_target(driver, get(platform), step, job)  # type: ignore[arg-type]
    except DeadlineExceeded:
        done = TargetResult(Outcome.UNKNOWN)
    except (NetopsError, ConnectionAbortedError):
        return before, None, driver, access
    driver.driver.close()
    for _ in range(2):
        if done.is_final:
            break
        done = settle_target(sim.open(platform, access), get(platform), step, job)
        if done.until is not None:
            sim.call(sim.clock.advance, (done.until - job.state.now()).total_seconds() + 1)
    return before, done, driver, access


def same(platform: str, one: str, other: str) -> bool:
    return config.normalise(platform, one) == config.normalise(platform, other)


def check(sim: Sim, platform: str, state: State, at: int, after: bool) -> bool:
    """Whether the deploy had fewer calls than `at`; fails when its outcome is not what the device runs, then and at any later time."""
    before, done, driver, access = deploy_cut(sim, platform, job_of(sim, state), at, after)
    where = f"{platform}, call {at} ({driver.calls[at - 1] if len(driver.calls) >= at else 'none'}), answer lost: {after}: {done}"
    assert done is None or done.is_final, where
    is_new = done is not None and done.outcome in (Outcome.APPLIED, Outcome.UNSAVED)
    assert done is None or is_new or done.outcome == Outcome.ROLLED_BACK, where
    for _ in range(2):
        running, pending = read(sim, platform, access)
        assert not pending, where
        assert same(platform, running, before.replace(OLD, NEW) if is_new else before), where
        sim.call(sim.clock.advance, BY_TIMER_S)
    return len(driver.calls) < at


@pytest.mark.parametrize("after", [False, True], ids=["cut", "answer lost"])
def test_a_target_cut_at_any_call_is_what_its_outcome_says(sim: Sim, state: State, after: bool) -> None:
    assert any(check(sim, "arista_eos", state, at, after) for at in range(1, EVERY)), "no deploy came to its end"


@pytest.mark.parametrize("platform", ["arista_eos", "cisco_nxos"])
@pytest.mark.parametrize(("fault", "argument"), [("refuse_line", NEW), ("commit_fail", "")])
def test_what_a_device_refuses_is_rolled_back(sim: Sim, state: State, platform: str, fault: str, argument: str) -> None:
    access = sim.add(platform)
    before, _ = read(sim, platform, access)
    sim.fault("sw1", fault, argument)
    driver = sim.open(platform, access)
    done = apply_target(driver, get(platform), step_of(platform, before), DeployJob(state.start("deploy", "abc"), "abc", state))
    driver.close()
    running, pending = read(sim, platform, access)
    assert done.outcome == Outcome.ROLLED_BACK
    assert same(platform, running, before)
    assert not pending
    assert state.applied("sw1") is None


@pytest.mark.soak
@pytest.mark.parametrize("after", [False, True], ids=["cut", "answer lost"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_target_of_every_platform_cut_at_any_call(sim: Sim, state: State, platform: str, after: bool) -> None:
    assert any(check(sim, platform, state, at, after) for at in range(1, EVERY))
