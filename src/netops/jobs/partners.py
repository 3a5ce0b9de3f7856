"""Members of redundancy groups: one that is down, or in a state that is not known, holds the others back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from nornir.core.task import Result, Task

from netops.deploy import TargetResult
from netops.errors import DeviceError
from netops.events import Event, Listener, Outcome
from netops.fleet import session
from netops.jobs.operation import Operation
from netops.plan import redundancy_groups

DOWN = frozenset({Outcome.UNREACHABLE, Outcome.FAILED, Outcome.UNKNOWN, Outcome.HALF_CHANGED})
"""Outcomes after which nobody can rely on a target."""
WAY = "bring it back first, or give it the status that it has in the YAML; without it: --allow-risky"


def hold_back_partners(operation: Operation, results: Mapping[str, TargetResult], names: Sequence[str], listen: Listener) -> dict[str, str]:
    """The targets of a wave of which a partner is down, or cannot be asked, with the reason and the way on.

    `results`: what is known of the targets of the run. A partner that the run is not about is logged in to.
    """
    devices = operation.company.targets
    partners = {name: partners_of(operation, devices[name].device) for name in names if name in devices}
    states = {name: (str(done.outcome), done.detail) for name, done in results.items() if done.outcome in DOWN}
    states |= _asked(operation, {one for rows in partners.values() for one in rows} - _read(results), listen)
    found: dict[str, str] = {}
    for name, rows in partners.items():
        for one, why in rows.items():
            if one in states and name not in found:
                state, detail = states[one]
                detail = _first_line(detail).removeprefix(f"{one}: ")
                found[name] = f"{one} is {state}{f' ({detail})' if detail else ''}; not with {one}: {why}; {WAY}"
    return found


def partners_of(operation: Operation, device: str) -> dict[str, str]:
    """The targets of the devices that take over for a device, with the reason."""
    company = operation.company
    groups = {why: members for why, members in redundancy_groups(company).items() if device in members}
    return {
        target.name: why
        for why, members in groups.items()
        for target in company.targets.values()
        if target.device in members and target.device != device
    }


def _read(results: Mapping[str, TargetResult]) -> set[str]:
    """The targets that the run has read."""
    return {name for name, done in results.items() if done.outcome != Outcome.SKIPPED}


def _asked(operation: Operation, names: Collection[str], listen: Listener) -> dict[str, tuple[str, str]]:
    """Of some targets that can be reached otherwise, those that cannot be logged in to, with the reason."""
    selection = operation.selection
    wanted = [target for name, target in operation.company.targets.items() if name in names]
    beside = replace(operation, selection=replace(selection, targets=wanted))

    def task(task: Task) -> Result:
        with session(task) as driver:
            return Result(task.host, result=driver.is_alive())

    for name in _reachable(beside):
        listen(Event("step", "not of this run: is it there for its partner?", name))
    answers = beside.on_each(_reachable(beside), task, logins=False)
    lost = {name: answer for name, answer in answers.items() if isinstance(answer.error, DeviceError)}
    return {name: (str(answer.outcome or Outcome.FAILED), answer.message) for name, answer in lost.items()}


def _reachable(operation: Operation) -> Iterator[str]:
    return (target.name for target in operation.selection.reachable)


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
