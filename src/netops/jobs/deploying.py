"""A plan applied over nornir, every step written down."""

from __future__ import annotations

from dataclasses import replace

from nornir.core.task import Result, Task

from netops.deploy import Deployment, Done, Job, apply_target, deploy
from netops.deploy.target import look
from netops.errors import StalePlan
from netops.events import Event, Outcome
from netops.fleet import Answer, session
from netops.jobs.operation import Operation
from netops.plan import Plan, Step
from netops.state import Result as Ended


def apply_plan(operation: Operation, plan: Plan, run: str, *, max_failures: int = 0, revert_after_s: int = 120) -> Deployment:
    """Apply a plan in waves, write everything to the journal, and tell how each target ended."""
    job = Job(run, operation.commit, operation.state, revert_after_s)

    def task(task: Task) -> Result:
        name = task.host.name
        with operation.state.lease(run, name), session(task) as driver:
            return Result(task.host, result=apply_target(driver, operation.specs[name], plan.steps[name], job))

    def wave(names: tuple[str, ...]) -> dict[str, Done]:
        done = {name: Done(Outcome.NOT_REACHED, operation.skipped.get(name, "")) for name in names}
        done |= {name: _done(answer) for name, answer in operation.on_each(names, task).items()}
        done |= {
            name: _find_out(operation, plan.steps[name], result, run) for name, result in done.items() if result.outcome == Outcome.UNKNOWN
        }
        for name, result in done.items():
            if result.outcome == Outcome.APPLIED and result.after is not None:
                operation.state.set_applied(name, run, operation.commit, result.after)
            operation.state.result(run, Ended(name, plan.steps[name].platform, result.outcome, result.detail, result.before, result.after))
        return done

    deployment = deploy(plan, run, wave, max_failures=max_failures, listen=operation.listen)
    for name, (outcome, why) in (plan.failed or {}).items():
        operation.state.result(run, Ended(name, operation.company.target(name).platform, Outcome(outcome), why, None, None))
    operation.state.end(run)
    return deployment


def _done(answer: Answer) -> Done:
    """How a target ended: what its task gave, or what its error means."""
    if answer.error is None:
        done: Done = answer.value
        return done
    return Done(answer.outcome or Outcome.FAILED, answer.message, stale=isinstance(answer.error, StalePlan))


def _find_out(operation: Operation, step: Step, lost: Done, run: str) -> Done:
    """What became of a target that was lost on the way: it is asked again, over a new connection."""
    operation.listen(Event("step", "lost on the way, asking again", step.target))

    def task(task: Task) -> Result:
        with session(task) as driver:
            return Result(task.host, result=look(driver, step))

    answer = operation.on_each([step.target], task)[step.target]
    operation.state.note(run, step.target, "ask", found=answer.message if answer.error else answer.value.detail)
    if answer.error is not None:
        return replace(lost, detail=f"{lost.detail}\n    asked again: {answer.message}")
    found: Done = answer.value
    outcome = Outcome.REVERTED if found.outcome == Outcome.ROLLED_BACK else found.outcome
    return replace(found, outcome=outcome, before=lost.before, detail=f"{lost.detail}\n    asked again: {found.detail}")
