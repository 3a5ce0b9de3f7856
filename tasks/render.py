"""Render the intended config of each target. No device is touched, no secret is read.

netops run render --limit name=ber-core-1
netops run render folder=out
"""

from pathlib import Path

from nornir.core.task import Result, Task

from netops.fleet import SkippedTarget, company_of, intended


def render(task: Task, folder: str = "") -> Result:
    company = company_of(task)
    if company.platform(task.host.platform).spec.observed:
        return Result(task.host, result=SkippedTarget("it is only observed: nothing is rendered for it"))
    text = intended(task).text
    if not folder:
        return Result(task.host, result=text)
    path = Path(folder) / f"{task.host.name}.cfg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Result(task.host, result=str(path))
