"""A plan tried on the devices."""

from __future__ import annotations

from nornir.core.task import Result, Task

from netops.deploy.dry_run import DryRunResult, dry_run_step
from netops.events import Listener, silent
from netops.fleet import session
from netops.jobs.operation import Operation
from netops.plan import Plan


def dry_run_plan(operation: Operation, plan: Plan, listen: Listener = silent) -> dict[str, DryRunResult]:
    """What each device that a plan changes says of its step. Nothing is committed. One that cannot be asked is refused with the reason."""

    def task(task: Task) -> Result:
        name = task.host.name
        with session(task) as driver:
            return Result(
                task.host, result=dry_run_step(driver, operation.selection.platform(name), plan.steps[name], operation.devices.is_same)
            )

    operation.require_secrets(name for step in plan.steps.values() for name in step.secrets)
    answers = operation.on_each(plan.steps, task, listen)
    return {
        name: answer.value if answer.ok else DryRunResult("refused", f"not tried: {answer.message}") for name, answer in answers.items()
    }
