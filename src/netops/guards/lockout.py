"""A plan would cut netops off a target, or may do so where nothing brings the old config back by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding

CODE = "GRD016"
WAY = "change the way in with one deploy and take the old one away with the next, or connect by console: access: [{console: ...}]"
RISK = "find out whether that line matters, or deploy it when somebody is at the device"


def find(request: DeployRequest) -> Iterator[Finding]:
    for name, step in request.plan.steps.items():
        for text in step.lockouts:
            # What a simulated device began with may have no way in that a real one would have.
            yield Finding(f"{name}: {text}", WAY, outside_lab=request.is_rollback)
        if step.doubts and not step.timed:
            message = "\n    ".join([f"{name} may cut netops off and has no revert timer:", *step.doubts])
            yield Finding(message, RISK, risky=True, outside_lab=True)


def violate(request: DeployRequest) -> DeployRequest:
    name, step = next(iter(request.plan.steps.items()))
    bad = replace(step, lockouts=("it would be cut off from netops: its port is shut down",))
    return replace(request, lab=False, plan=replace(request.plan, steps={**request.plan.steps, name: bad}))
