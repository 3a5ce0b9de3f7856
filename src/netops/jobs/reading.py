"""What each target shows now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from nornir.core.task import Result, Task

from netops.errors import DeviceError
from netops.events import Outcome
from netops.fleet import session
from netops.fleet.backup import check_whole
from netops.jobs.offline import Files, kept_config
from netops.jobs.operation import Operation
from netops.model.company import Target
from netops.plan import Kept, Running
from netops.platforms import Platform


@dataclass(frozen=True, slots=True)
class Reading:
    """What a target showed: its running config, or its facts when it is only observed, or why it could not be read.

    `pending`: a timed commit waits for its confirmation, so what runs now may not be what runs soon. `kept`: the file that stood in.
    """

    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    pending: bool = False
    error: str = ""
    outcome: Outcome | None = None
    kept: Kept | None = None


def read(operation: Operation, names: Collection[str] | None = None) -> dict[str, Reading]:
    """What each target shows now; with `names` only those. A config that was cut off on the way counts as not read.

    Where files stand in for the devices, none is asked; a target without a whole file counts as not read.
    """
    chosen = [target for target in operation.reachable if names is None or target.name in names]
    if operation.files is not None:
        return {target.name: _from_file(operation, operation.files, target) for target in chosen}

    def task(task: Task) -> Result:
        return Result(task.host, result=read_target(task, operation.platform(task.host.name)))

    answers = operation.on_each([target.name for target in chosen], task)
    return {name: answer.value if answer.ok else Reading(error=answer.message, outcome=answer.outcome) for name, answer in answers.items()}


def source(operation: Operation, readings: Mapping[str, Reading]) -> Running:
    """Where readings are from."""
    if operation.files is None:
        return Running()
    kept = {name: reading.kept for name, reading in sorted(readings.items()) if reading.kept}
    return Running(operation.files.kind, operation.files.shown, kept)


def _from_file(operation: Operation, files: Files, target: Target) -> Reading:
    try:
        text, kept = kept_config(files, target.name, operation.platform(target.name), operation.company.targets.keys())
    except DeviceError as error:
        return Reading(error=str(error), outcome=Outcome(error.outcome))
    return Reading(text=text, kept=kept)


def read_target(task: Task, platform: Platform) -> Reading:
    """What the host of a task shows now. DeviceError for a config that was cut off on the way."""
    with session(task) as driver:
        if platform.spec.observed:
            return Reading(facts=dict(driver.get_facts()))
        text = driver.get_config(retrieve="running")["running"]
        check_whole(task.host.name, platform, text)
        return Reading(text=text, pending=driver.has_pending_commit())
