"""Show what a deploy would change on each target, line by line with the YAML line behind it. Nothing is sent.

netops run plan --limit site=ber          (or: netops plan, which writes a plan file)
"""

from nornir.core.task import Result, Task

from netops.fleet import SkippedTarget, company_of, intended, target_of
from netops.jobs import read_target, target_step
from netops.state import State


def plan(task: Task, state: State) -> Result:
    company, target = company_of(task), target_of(task)
    platform = company.platform(target.platform)
    if platform.spec.observed:
        return Result(task.host, result=SkippedTarget("observed only: nothing is deployed"))
    step = target_step(
        company, state, target.name, read_target(task, platform), lambda _, lines: intended(task, trace=bool(lines)), platform
    )
    lines = [f"{change.sign} {change.text.strip()}   {change.origin}" for change in step.diff if change.sign != " "] if step else []
    return Result(task.host, result="\n".join(lines) or "as intended", diff="\n".join(lines))
