"""Who is there: model, serial number, version and uptime, as each target reports.

netops run facts --limit site=ber
"""

from nornir.core.task import Result, Task

from netops.fleet import session


def facts(task: Task) -> Result:
    with session(task) as driver:
        return Result(task.host, result=driver.get_facts())
