"""Compare what each target runs with what is intended; each difference names its cause and its YAML line.

netops run drift --limit site=ber          (or: netops drift, which adds facts, reports and exit codes)
"""

from nornir.core.task import Result, Task

from netops import config
from netops.drift import compare
from netops.drift.items import without_context
from netops.fleet import Skipped, company_of, intended, session
from netops.state import State


def drift(task: Task, state: State) -> Result:
    name, platform, company = task.host.name, task.host.platform, company_of(task)
    if company.platform(platform).spec.observed:
        return Result(task.host, result=Skipped("it is only observed: netops drift compares its facts"))
    rendered = intended(task, trace=True, strict=False)
    with session(task) as driver:
        running = driver.get_config(retrieve="running")["running"]
    applied = state.applied(name)
    managed = company.view(name).get("managed", "all")
    found = compare(
        rendered,
        running,
        task.host["netops"]["site"],
        managed=None if managed == "all" else tuple(managed),
        applied=applied.text if applied else None,
        secrets=state.changed_secrets(name, config.secrets(company.platform(platform), running, rendered.text)),
    )
    lines = [f"{item.change.sign} {item.change.text.strip()}   {item.cause}, {item.origin}" for item in without_context(found).items]
    return Result(task.host, result="\n".join(lines) or "as intended", diff="\n".join(lines))
