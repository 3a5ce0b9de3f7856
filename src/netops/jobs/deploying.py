"""A plan applied over nornir, every step written down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from nornir.core.task import Result, Task

from netops.deploy import REVERT_AFTER_S, Deployment, Job, TargetResult, apply_target, deploy, determine_outcome, initial_results
from netops.deploy.capture import Capture, make_capture
from netops.errors import ExitCode
from netops.events import Event, Listener, Outcome, silent
from netops.fleet import Answer, session
from netops.jobs.operation import Operation, OwnedFiles
from netops.plan import Plan, Step
from netops.platforms import Platform
from netops.state import Result as JournalResult

MayNotBegin = Callable[[Collection[str]], Mapping[str, str]]
"""Which of some targets may not be begun now, with the reason."""


def never(names: Collection[str]) -> Mapping[str, str]:
    """Nothing: all targets may be begun."""
    return {}


WAITING = "the run ended before its turn"


def apply_plan(
    operation: Operation,
    plan: Plan,
    run: str,
    *,
    max_failures: int = 0,
    revert_after_s: int = REVERT_AFTER_S,
    may_not_begin: MayNotBegin = never,
    listen: Listener = silent,
) -> Deployment:
    """Apply a plan in waves, write everything to the journal, and report how each target ended.

    `may_not_begin`: asked before each wave, gives the targets of it that are left alone, with the reason.
    Ctrl-C cuts the targets at work off and asks them what they run; a second one leaves them as unknown. The journal is always closed.
    """
    steps = plan.steps.items()
    owned = OwnedFiles({name: step.intended for name, step in steps}, {name: step.actions for name, step in steps})
    job = Job(run, operation.selection.commit, operation.state, revert_after_s, capture_of(operation))
    plan_run = _PlanRun(replace(operation, owned=owned), plan, job, listen, may_not_begin)
    operation.state.result(run, *plan_run.journal_results(plan_run.results()))
    try:
        deployment = deploy(plan, run, plan_run.wave, max_failures=max_failures, listen=listen)
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


def capture_of(operation: Operation) -> Capture | None:
    """What stores lines that only the devices have; None without `capture:`. UsageError when it cannot be used."""
    company = operation.company
    return make_capture(company.project.state_dir / "captures", company.settings.get("capture"))


def deploy_target(task: Task, platform: Platform, step: Step, job: Job) -> TargetResult:
    """How the host of a task ended that its step was applied to. It is held for the run meanwhile."""
    with job.state.lease(job.run, step.target), session(task) as driver:
        return apply_target(driver, platform, step, job)


@dataclass(frozen=True, slots=True)
class _PlanRun:
    """A plan while it is applied: `done` is what is known so far; the threads that work on targets write into it too."""

    operation: Operation
    plan: Plan
    job: Job
    listen: Listener
    may_not_begin: MayNotBegin = never
    done: dict[str, TargetResult] = field(default_factory=dict)

    def wave(self, names: tuple[str, ...]) -> Mapping[str, TargetResult]:
        """Apply the steps of some targets at the same time."""
        late = self.may_not_begin(names)
        self.done.update({name: TargetResult(Outcome.REFUSED, why, code=ExitCode.REFUSED) for name, why in late.items()})
        answers = self.operation.on_each([name for name in names if name not in late], self._apply, self.listen)
        self.done.update({name: _result_of(answer) for name, answer in answers.items()})
        self.recheck_unknown([name for name in answers if self.done[name].outcome == Outcome.UNKNOWN])
        results = {name: self.done.get(name, TargetResult(Outcome.NOT_REACHED)) for name in names}
        self.job.state.result(self.job.run, *self.journal_results(results))
        return results

    def _apply(self, task: Task) -> Result:
        name = task.host.name
        self.done[name] = deploy_target(task, self.operation.selection.platform(name), self.plan.steps[name], self.job)
        return Result(task.host, result=self.done[name])

    def recheck_unknown(self, names: Collection[str]) -> None:
        """What became of targets that were lost on the way: they are asked again, over new connections."""
        for name in names:
            self.listen(Event("step", "connection lost, reconnecting to verify", name))
        for name, answer in self.operation.on_each(names, self._recheck, self.listen).items():
            self.done[name] = found = _rechecked(self.done[name], answer)
            self.job.state.note(self.job.run, name, "ask", outcome=found.outcome, detail=found.detail)

    def _recheck(self, task: Task) -> Result:
        name = task.host.name
        with session(task) as driver:
            found = determine_outcome(driver, self.operation.selection.platform(name), self.plan.steps[name], self.job)
        return Result(task.host, result=found)

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
            yield JournalResult(name, platforms.get(name, ""), done.outcome, done.detail, done.before, done.after)


def _result_of(answer: Answer) -> TargetResult:
    """How a target ended: what its task gave, or what its error means."""
    if answer.error is None:
        done: TargetResult = answer.value
        return done
    return TargetResult(answer.outcome or Outcome.FAILED, answer.message, code=answer.exit_code)


def _rechecked(lost: TargetResult, answer: Answer) -> TargetResult:
    """What a target that was lost shows when it is asked again."""
    if answer.error is not None:
        return replace(lost, detail=f"{lost.detail}\n    asked again: {answer.message}")
    found: TargetResult = answer.value
    outcome = Outcome.REVERTED if found.outcome == Outcome.ROLLED_BACK else found.outcome
    said = found.detail or "it runs its new config"
    return replace(found, outcome=outcome, before=lost.before, detail=f"{lost.detail}\n    asked again: {said}")
