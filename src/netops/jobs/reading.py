"""What each target shows now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nornir.core.task import Result, Task

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

    answers = operation.on_each([target.name for target in operation.reachable], task)
    return {name: answer.value if answer.ok else Reading(error=answer.message, outcome=answer.outcome) for name, answer in answers.items()}
