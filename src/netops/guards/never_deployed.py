"""Lines that netops has never deployed would go with nothing in their place: they may be somebody's work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.config import Cause, DiffLine
from netops.guards._lines import listed_lines, removals_at
from netops.guards.record import DeployRequest, Finding
from netops.messages import pluralize
from netops.plan import Step

CODE = "GRD004"


def find(request: DeployRequest) -> Iterator[Finding]:
    if request.is_rollback:
        return
    steps = [step for step in request.plan.steps.values() if step.removals]
    if not steps:
        return
    number = sum(len(step.removals) for step in steps)
    details = [text for step in steps for text in (*_reach(step), *listed_lines(step, _positions(step)))]
    message = "\n    ".join([f"{pluralize(number, 'line')} that netops has never deployed would go:", *details])
    gone = frozenset[tuple[str, int]]().union(*(removals_at(step, _positions(step)) for step in steps))
    yield Finding(message, "put them into the source of truth, or manage fewer parts (netops manage)", gone)


def _positions(step: Step) -> list[int]:
    goes = set(map(id, step.removals))
    return [at for at, line in enumerate(step.diff) if id(line) in goes]


def _reach(step: Step) -> list[str]:
    return [f"{step.target}: what netops connects by is gone afterwards: {found}" for found in step.reach]


def violate(request: DeployRequest) -> DeployRequest:
    name, step = next(iter(request.plan.steps.items()))
    unknown = DiffLine("-", ("a line that netops has never deployed",), cause=Cause.UNKNOWN)
    return replace(
        request.as_deploy(), plan=replace(request.plan, steps={**request.plan.steps, name: replace(step, diff=(*step.diff, unknown))})
    )
