"""What each target shows now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nornir.core.task import Result, Task

from netops.deploy import Done
from netops.errors import DeviceError, NetopsError, Refused, StalePlan
from netops.events import Outcome
from netops.fleet import session
from netops.jobs.operation import Operation


@dataclass(frozen=True, slots=True)
class Reading:
    """What a target showed: its running config, or its facts when it is only observed, or why it could not be read."""

    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    outcome: Outcome | None = None


def read(operation: Operation) -> dict[str, Reading]:
    """What each target shows now."""

    def task(task: Task) -> Result:
        with session(task) as driver:
            if operation.specs[task.host.name].observed:
                return Result(task.host, result=Reading(facts=dict(driver.get_facts())))
            return Result(task.host, result=Reading(text=driver.get_config(retrieve="running")["running"]))

    names = [target.name for target in operation.reachable]
    return {name: value if isinstance(value, Reading) else _unread(value) for name, value in operation.on_each(names, task, "read").items()}


def _unread(error: BaseException) -> Reading:
    done = ended(error)
    return Reading(error=done.detail, outcome=done.outcome)


def ended(error: BaseException) -> Done:
    """The outcome that an exception of a target means."""
    if isinstance(error, StalePlan):
        return Done(Outcome.REFUSED, str(error), stale=True)
    if isinstance(error, DeviceError):
        return Done(Outcome(error.outcome), str(error))
    if isinstance(error, Refused):
        return Done(Outcome.REFUSED, str(error))
    if isinstance(error, NetopsError):
        return Done(Outcome.FAILED, str(error))
    return Done(Outcome.FAILED, f"a bug in netops: {type(error).__name__}: {error}")
