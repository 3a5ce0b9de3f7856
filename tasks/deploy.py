"""Apply the step of a plan to each target: what `netops deploy` does on one device, wave by wave.

    for wave in plan.waves:
        answers = run_task(open_fleet(company, targets_of(wave)), deploy, plan=plan, job=job)

A plan is made first (`netops plan`), a target that has moved since is refused, and every step is written to the journal before it is
done. From a shell use `netops deploy`: it keeps the waves.
"""

from nornir.core.task import Result, Task

from netops.deploy import DeployJob
from netops.fleet import company_of
from netops.jobs import deploy_target
from netops.plan import Plan


def deploy(task: Task, plan: Plan, job: DeployJob) -> Result:
    return Result(task.host, result=deploy_target(task, company_of(task).platform(task.host.platform), plan.steps[task.host.name], job))
