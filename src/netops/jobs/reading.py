"""What each target shows now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from nornir.core.task import Result, Task

from netops.drivers.base import Driver
from netops.events import Outcome
from netops.fleet import session
from netops.fleet.backup import ENDINGS, check_whole
from netops.jobs.operation import Operation


@dataclass(frozen=True, slots=True)
class Reading:
    """What a target showed: its running config, or its facts when it is only observed, or why it could not be read.

    `pending`: a timed commit waits for its confirmation, so what runs now may not be what runs soon.
    """

    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    pending: bool = False
    error: str = ""
    outcome: Outcome | None = None


def read(operation: Operation, names: Collection[str] | None = None) -> dict[str, Reading]:
    """What each target shows now; with `names` only those. A config that was cut off on the way counts as not read."""

    def task(task: Task) -> Result:
        with session(task) as driver:
            if operation.specs[task.host.name].observed:
                return Result(task.host, result=Reading(facts=dict(driver.get_facts())))
            return Result(task.host, result=_running(task.host.name, operation.specs[task.host.name].platform, driver))

    answers = operation.on_each([t.name for t in operation.reachable if names is None or t.name in names], task)
    return {name: answer.value if answer.ok else Reading(error=answer.message, outcome=answer.outcome) for name, answer in answers.items()}


def _running(name: str, platform: str, driver: Driver) -> Reading:
    text = driver.get_config(retrieve="running")["running"]
    if platform in ENDINGS:
        check_whole(name, platform, text)
    return Reading(text=text, pending=driver.has_pending_commit())
