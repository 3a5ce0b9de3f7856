"""Keep the running config of each target in .netops/backups/, without its secrets. A bad read never replaces a good copy.

netops run backup --limit platform=cisco_ios          (or: netops backup)
"""

from nornir.core.task import Result, Task

from netops.drivers.base import spec
from netops.fleet import Skipped, company_of, session
from netops.fleet.backup import save


def backup(task: Task) -> Result:
    project = company_of(task).project
    if spec(task.host.platform, project.root).observed:
        return Result(task.host, result=Skipped("it is only observed: it has no config"))
    with session(task) as driver:
        running = driver.get_config(retrieve="running")["running"]
    return Result(task.host, result=save(project, task.host.name, task.host.platform, running))
