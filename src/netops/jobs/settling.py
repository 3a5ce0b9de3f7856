"""What became of targets whose end an earlier run did not see: read from the devices, and written to its journal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from nornir.core.task import Result, Task

from netops.deploy import DeployJob, TargetResult, settle_target
from netops.errors import PlanDamaged
from netops.events import Event, Listener, Outcome, silent
from netops.fleet import TaskAnswer, session
from netops.jobs.operation import Operation, OwnedFiles
from netops.plan import Plan
from netops.plan.file import plan_from_json
from netops.state import TargetRunResult as JournalResult
from netops.state import UnsettledTarget

GONE = "no longer in the inventory"


@dataclass(frozen=True, slots=True)
class SettledTarget:
    """A target of an earlier run that was read again."""

    run: str
    target: str
    result: TargetResult


def settle_targets(operation: Operation, listen: Listener = silent, runs: Collection[str] = ()) -> list[SettledTarget]:
    """What the selected targets show whose end is not known, of some `runs` or of all. Those that living processes work on are left out."""
    chosen = {target.name for target in operation.selection.reachable}
    found = [one for one in operation.state.unsettled() if one.target in chosen and (not runs or one.run in runs)]
    plans = {one.target: (one, plan) for one in found if (plan := _plan(one)) is not None}
    if not plans:
        return []
    steps = {name: plan.steps[name] for name, (_, plan) in plans.items()}
    owned = OwnedFiles.of(steps)
    for name, (one, _) in plans.items():
        listen(Event("step", f"its end in run {one.run} is not known, reading it", name))

    def task(task: Task) -> Result:
        one, plan = plans[task.host.name]
        job = DeployJob(one.run, plan.commit, operation.state)
        with operation.state.lease(one.run, one.target), session(task) as driver:
            found = settle_target(driver, operation.selection.platform(one.target), plan.steps[one.target], job)
        return Result(task.host, result=found)

    answers = replace(operation, owned=owned).on_each(plans, task, listen)
    return [_record(operation, plans[name][0], answer) for name, answer in answers.items() if name in plans]


def _plan(one: UnsettledTarget) -> Plan | None:
    """What was sent to a target; None when another version of netops has written it down."""
    try:
        return plan_from_json(one.step, f"run {one.run}")
    except PlanDamaged:
        return None


def _record(operation: Operation, one: UnsettledTarget, answer: TaskAnswer) -> SettledTarget:
    """The end of a target in the journal of its run."""
    done: TargetResult = answer.value if answer.error is None else TargetResult(Outcome.UNKNOWN, answer.message, until=one.until)
    done = replace(done, outcome=Outcome.REVERTED) if done.outcome == Outcome.ROLLED_BACK else done
    platform = operation.company.targets[one.target].platform
    operation.state.note(one.run, one.target, "settle", outcome=done.outcome, detail=done.detail)
    said = f"read again: {done.detail or 'it runs its new config'}"
    operation.state.result(one.run, JournalResult(one.target, platform, done.outcome, said, None, done.after, done.is_final))
    return SettledTarget(one.run, one.target, done)
