"""Keep the running config of each target in .netops/backups/, without its secrets. A bad read never replaces a good copy.

netops run backup --limit platform=cisco_ios          (or: netops backup)
"""

from nornir.core.task import Result, Task

from netops.fleet import SkippedTarget, company_of, intended, session
from netops.fleet.backup import save_backup


def backup(task: Task) -> Result:
    name, platform, company = task.host.name, task.host.platform, company_of(task)
    if company.platform(platform).spec.observed:
        return Result(task.host, result=SkippedTarget("it is only observed: it has no config"))
    with session(task) as driver:
        running = driver.get_config(retrieve="running")["running"]
    return Result(
        task.host, result=save_backup(company.project, name, company.platform(platform), running, intended(task, strict=False).text)
    )
