"""A plan applied over nornir, every step written down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from nornir.core.task import Result, Task

from netops.deploy import (
    REVERT_AFTER_S,
    Between,
    DeployJob,
    Deployment,
    TargetResult,
    WaveBreak,
    apply_target,
    continue_always,
    deploy,
    initial_results,
    settle_target,
)
from netops.deploy.capture import CaptureStore, make_capture_store
from netops.errors import ExitCode
from netops.events import Event, Listener, Outcome, silent
from netops.fleet import TaskAnswer, second_session, session
from netops.health import WAIT_S, Health, load_checks
from netops.jobs.operation import Operation, OwnedFiles
from netops.jobs.partners import hold_back_partners
from netops.lab import Lab
from netops.model.company import Company
from netops.plan import Plan, Step, endangered_targets, topology_of, wave_policy
from netops.platforms import Platform
from netops.state import TargetRunResult as JournalResult

MayNotBegin = Callable[[Collection[str]], Mapping[str, str]]
"""Which of some targets may not be begun now, with the reason."""


def no_blocked_targets(names: Collection[str]) -> Mapping[str, str]:
    """Nothing: all targets may be begun."""
    return {}


WAITING = "the run ended before its turn"
AFTER_TIMER_S = 3.0
"""So much later than its end a target is read whose timer takes the change back: that takes a moment."""


def apply_plan(
    operation: Operation,
    plan: Plan,
    run: str,
    *,
    max_failures: int = 0,
    revert_after_s: int = REVERT_AFTER_S,
    may_not_begin: MayNotBegin = no_blocked_targets,
    skip_checks: Collection[str] = (),
    between: Between = continue_always,
    without_partner: bool = False,
    listen: Listener = silent,
) -> Deployment:
    """Apply a plan in waves, write everything to the journal, and report how each target ended.

    `may_not_begin`: asked before each wave, gives the targets of it that are left alone, with the reason. Between two waves it waits for
    the soak time of netops.yaml, on real devices, and asks `between` whether to go on. `without_partner`: a target is changed
    also where another one of its redundancy group is down.
    Ctrl-C cuts the targets at work off and asks them what they run; a second one leaves them as unknown. The journal is always closed.
    """
    owned = OwnedFiles.of(plan.steps)
    job = DeployJob(
        run,
        operation.selection.commit,
        operation.state,
        revert_after_s,
        capture_store_of(operation),
        load_health_checks(operation.company, skip_checks),
        is_same=operation.devices.is_same,
    )
    plan_run = _PlanRun(replace(operation, owned=owned), plan, job, listen, may_not_begin, without_partner)
    operation.state.result(run, *plan_run.journal_results(plan_run.results()))
    try:
        deployment = deploy(plan, run, plan_run.wave, max_failures=max_failures, between=plan_run.between(between), listen=listen)
        plan_run.await_timers()
        deployment = replace(deployment, results={**deployment.results, **plan_run.done})
    except KeyboardInterrupt:
        with suppress(KeyboardInterrupt):
            plan_run.recheck_unknown(plan_run.mark_unfinished())
        deployment = Deployment(run, plan, plan_run.results(), interrupted=True)
    except BaseException:
        plan_run.mark_unfinished()
        operation.state.end(run, plan_run.journal_results(plan_run.results()))
        raise
    operation.state.end(run, plan_run.journal_results(deployment.results))
    return deployment


def capture_store_of(operation: Operation) -> CaptureStore | None:
    """What stores lines that only the devices have; None without `capture:`. UsageError when it cannot be used."""
    company, lab = operation.company, operation.selection.lab
    return make_capture_store(capture_store(company, lab), company.settings.get("capture"))


def capture_store(company: Company, lab: Lab | None) -> Path:
    """Where lines that only the devices have are stored."""
    return (lab.folder if lab else company.project.state_dir) / "captures"


def load_health_checks(company: Company, skip: Collection[str] = ()) -> Health:
    """The health checks of a company, without those to `skip`. UsageError for an unknown one, or a file that is none."""
    settings = company.settings.get("health") or {}
    checks = load_checks(company.project.root, {*settings.get("skip", ()), *skip})
    return Health(checks, float(settings.get("wait_s", WAIT_S)))


def deploy_target(task: Task, platform: Platform, step: Step, job: DeployJob) -> TargetResult:
    """How the host of a task ended that its step was applied to. It is held for the run meanwhile."""
    with job.state.lease(job.run, step.target), session(task) as driver:
        return apply_target(driver, platform, step, job, lambda: second_session(task))


@dataclass(frozen=True, slots=True)
class _PlanRun:
    """A plan while it is applied: `done` is what is known so far; the threads that work on targets write into it too."""

    operation: Operation
    plan: Plan
    job: DeployJob
    listen: Listener
    may_not_begin: MayNotBegin = no_blocked_targets
    without_partner: bool = False
    done: dict[str, TargetResult] = field(default_factory=dict)

    def wave(self, names: tuple[str, ...]) -> Mapping[str, TargetResult]:
        """Apply the steps of some targets at the same time."""
        late = self.may_not_begin(names)
        self.done.update({name: TargetResult(Outcome.REFUSED, why, code=ExitCode.REFUSED) for name, why in late.items()})
        left = [name for name in names if name not in late]
        alone = self._endangered(left)
        if not self.without_partner:
            alone |= hold_back_partners(self.operation, self.results(), [name for name in left if name not in alone], self.listen)
        self.done.update({name: TargetResult(Outcome.NOT_REACHED, why) for name, why in alone.items()})
        answers = self.operation.on_each([name for name in names if name not in {*late, *alone}], self._apply, self.listen)
        self.done.update({name: _result_of(answer) for name, answer in answers.items()})
        self.recheck_unknown([name for name in answers if not self.done[name].is_final])
        results = {name: self.done.get(name, TargetResult(Outcome.NOT_REACHED)) for name in names}
        self.job.state.result(self.job.run, *self.journal_results(results))
        return results

    def _endangered(self, names: Sequence[str]) -> dict[str, str]:
        """The targets that are left alone since one of this run is out of order that they are the second way for, with the reason."""
        failed = {name: done.outcome for name, done in self.done.items() if done.outcome in (Outcome.UNKNOWN, Outcome.HALF_CHANGED)}
        if not failed:
            return {}
        found = endangered_targets(topology_of(self.operation.company, [*failed, *names]), [*failed], names)
        states = ", ".join(f"{name} is {outcome}" for name, outcome in failed.items())
        return {name: f"{states}; {why}" for name, why in found.items()}

    def between(self, further: Between) -> Between:
        """Waits for the soak time, and leaves the rest to `further`."""
        soak_s = 0 if self.operation.selection.lab is not None else wave_policy(self.operation.company.settings).soak_s

        def wait(moment: WaveBreak) -> str:
            if soak_s:
                self.listen(Event("stage", f"wave {moment.done} is done: waiting {soak_s} s before the next one"))
                self.job.pause(soak_s)
            return further(moment)

        return wait

    def _apply(self, task: Task) -> Result:
        name = task.host.name
        self.done[name] = deploy_target(task, self.operation.selection.platform(name), self.plan.steps[name], self.job)
        return Result(task.host, result=self.done[name])

    def recheck_unknown(self, names: Collection[str]) -> None:
        """What became of targets that were lost on the way: they are asked again, over new connections."""
        for name in names:
            self.listen(Event("step", "connection lost, reconnecting to verify", name))
        for name, answer in self.operation.on_each(names, self._recheck, self.listen).items():
            until = self.job.state.until(self.job.run, name)
            self.done[name] = found = _rechecked(self.done[name], answer, until)
            self.job.state.note(self.job.run, name, "ask", outcome=found.outcome, detail=found.detail)

    def _recheck(self, task: Task) -> Result:
        """Over a session of its own: a login that the change itself has broken stops no other one, and is tried again."""
        name = task.host.name
        opened = second_session(task) if self.job.state.record_sent(self.job.run, name) else session(task)
        with opened as driver:
            found = settle_target(driver, self.operation.selection.platform(name), self.plan.steps[name], self.job)
        return Result(task.host, result=found)

    def await_timers(self) -> None:
        """Read the targets again that a timer of this run could still change, once it has ended: till then no verdict is final."""
        waiting = {name: done.until for name, done in self.done.items() if done.until is not None}
        if not waiting:
            return
        end = max(waiting.values())
        self.listen(Event("stage", f"waiting until {end:%H:%M:%S} UTC for the revert timer of {', '.join(sorted(waiting))}"))
        self.job.pause(max(0.0, (end - self.job.state.now()).total_seconds()) + AFTER_TIMER_S)
        self.recheck_unknown(waiting)

    def mark_unfinished(self) -> list[str]:
        """The targets that something may have been sent to, and whose end is not recorded: from now on they count as unknown."""
        said = {r.target: r.detail for r in self.job.state.results(self.job.run) if r.outcome == Outcome.UNKNOWN}
        lost = [name for name in said if name not in self.done]
        self.done.update({name: TargetResult(Outcome.UNKNOWN, said[name]) for name in lost})
        return lost

    def results(self) -> dict[str, TargetResult]:
        """What is known now of every target of the plan."""
        waiting = {name: TargetResult(Outcome.NOT_REACHED, WAITING) for name in self.plan.steps}
        return initial_results(self.plan) | waiting | self.done

    def journal_results(self, results: Mapping[str, TargetResult]) -> Iterable[JournalResult]:
        """Results as the journal keeps them."""
        platforms = {name: target.platform for name, target in self.operation.company.targets.items()}
        for name, done in results.items():
            yield JournalResult(name, platforms.get(name, ""), done.outcome, done.detail, done.before, done.after, done.is_final)


def _result_of(answer: TaskAnswer) -> TargetResult:
    """How a target ended: what its task gave, or what its error means."""
    if answer.error is None:
        done: TargetResult = answer.value
        return done
    return TargetResult(answer.outcome or Outcome.FAILED, answer.message, code=answer.exit_code)


def _rechecked(lost: TargetResult, answer: TaskAnswer, until: datetime | None) -> TargetResult:
    """What a target that was lost shows when it is asked again. `until`: when the timer of the run ends on it."""
    if answer.error is not None:
        return replace(lost, detail=f"{lost.detail}\n    asked again: {answer.message}", until=until)
    found: TargetResult = answer.value
    outcome = Outcome.REVERTED if found.outcome == Outcome.ROLLED_BACK else found.outcome
    said = found.detail or "it runs its new config"
    return replace(found, outcome=outcome, before=lost.before, detail=f"{lost.detail}\n    asked again: {said}")
