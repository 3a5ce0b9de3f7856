"""What each target shows now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nornir.core.task import Result, Task

from netops.errors import DeadlineExceeded, DeviceError, Unreachable
from netops.events import Listener, Outcome, silent
from netops.fleet import TaskAnswer, session
from netops.fleet.backup import check_complete
from netops.jobs.offline import TargetFiles, read_config_file
from netops.jobs.operation import Operation
from netops.jobs.selection import Selection
from netops.plan import ConfigFile, ConfigSource
from netops.platforms import Platform

SLOW = "is it up, or only slow? --timeout gives it more time"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a target showed: its running config, or its facts when it is only observed, or why it could not be read.

    `pending`: a timed commit waits for its confirmation, so what runs now may not be what runs soon. `file`: what stood in for the device.
    """

    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    pending: bool = False
    error: str = ""
    outcome: Outcome | None = None
    file: ConfigFile | None = None


def read_targets(operation: Operation, names: Iterable[str], listen: Listener = silent) -> dict[str, Reading]:
    """What each reachable target of some shows now. A config that was cut off on the way counts as not read.

    Where files stand in for the devices, none is asked; a target without a whole file counts as not read.
    """
    selection, wanted = operation.selection, set(names)
    if selection.target_files is not None:
        return {
            target.name: _from_file(selection, selection.target_files, target.name)
            for target in selection.reachable
            if target.name in wanted
        }

    def task(task: Task) -> Result:
        return Result(task.host, result=read_target(task, selection.platform(task.host.name)))

    answers = operation.on_each(wanted, task, listen)
    return {name: answer.value if answer.ok else _unread(answer) for name, answer in answers.items()}


def _unread(answer: TaskAnswer) -> Reading:
    """Why a target was not read. One that hung has been changed by nobody: its state is not unknown."""
    if isinstance(answer.error, DeadlineExceeded):
        late = Unreachable(answer.target, "it did not show its config in time, nothing was sent", hint=SLOW)
        return Reading(error=str(late), outcome=Outcome(late.outcome))
    return Reading(error=answer.message, outcome=answer.outcome)


def config_source(selection: Selection, readings: Mapping[str, Reading]) -> ConfigSource:
    """Where readings are from."""
    if selection.files is None:
        return ConfigSource()
    used = {name: reading.file for name, reading in sorted(readings.items()) if reading.file}
    return ConfigSource(selection.files.kind, selection.files.label, used)


def _from_file(selection: Selection, files: TargetFiles, name: str) -> Reading:
    try:
        text, file = read_config_file(files, name, selection.platform(name))
    except DeviceError as error:
        return Reading(error=str(error), outcome=Outcome(error.outcome))
    return Reading(text=text, file=file)


def read_target(task: Task, platform: Platform) -> Reading:
    """What the host of a task shows now. DeviceError for a config that was cut off on the way."""
    with session(task) as driver:
        if platform.spec.observed:
            return Reading(facts=dict(driver.get_facts()))
        text = driver.get_config(retrieve="running")["running"]
        check_complete(task.host.name, platform, text)
        return Reading(text=text, pending=driver.has_pending_commit())
