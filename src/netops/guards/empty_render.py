"""Nothing is rendered for a target that runs something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards._lines import listed_lines, positions_of_removed_lines, removals_at, step_that_removes_all
from netops.guards.record import DeployRequest, Finding
from netops.plan.record import IDLE

CODE = "GRD006"


def find(request: DeployRequest) -> Iterator[Finding]:
    if request.is_rollback:
        return
    for step in request.plan.steps.values():
        goes = positions_of_removed_lines(step)
        if goes and all(IDLE.match(line) for line in step.intended.splitlines()):
            message = "\n    ".join([f"nothing is rendered for {step.target}, and it would lose:", *listed_lines(step, goes)])
            yield Finding(message, f"netops render {step.target} shows what it gets", removals_at(step, goes))


def violate(request: DeployRequest) -> DeployRequest:
    name, step = next(iter(request.plan.steps.items()))
    return replace(request.as_deploy(), plan=replace(request.plan, steps={**request.plan.steps, name: step_that_removes_all(step)}))
