"""Compare what each target runs with what is intended; each difference names its cause and its YAML line.

netops run drift --limit site=ber          (or: netops drift, which adds reports and exit codes)
"""

from nornir.core.task import Result, Task

from netops.errors import DeviceError
from netops.fleet import company_of, intended, target_of
from netops.jobs import drift_of_target, read_target
from netops.state import State


def drift(task: Task, state: State) -> Result:
    company, target = company_of(task), target_of(task)
    reading = read_target(task, company.platform(target.platform))
    found = drift_of_target(company, state, target, reading, lambda _, lines: intended(task, trace=bool(lines), strict=False))
    if found.error:
        raise DeviceError(target.name, found.error)
    lines = [f"{line.sign} {line.text.strip()}   {line.cause}, {line.origin}" for line in found.differing]
    return Result(task.host, result="\n".join(lines) or "as intended", diff="\n".join(lines))
