"""A deploy to the whole company by names that narrow nothing: `--limit 'name=*'` is no limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding, GuardedTarget, Selected
from netops.messages import first_few, pluralize

CODE = "GRD002"


def find(request: DeployRequest) -> Iterator[Finding]:
    selected, devices = request.selected, request.devices
    if selected.by_file or not selected.whole or len(devices) < 2 or (request.lab and not selected.text):
        return
    how = f"{selected.text} narrows nothing" if selected.text else "no target is named"
    message = f"{how}: {pluralize(len(devices), 'device')} of the whole company would change: {first_few(devices)}"
    yield Finding(message, "name a part, or make a plan file and deploy that: netops plan -o FILE", devices=True)


def violate(request: DeployRequest) -> DeployRequest:
    """The same for a second device with the change of the first, selected by a pattern for all."""
    name, step = next(iter(request.plan.steps.items()))
    other = f"{name}-2"
    plan = replace(request.plan, steps={**request.plan.steps, other: replace(step, target=other)})
    facts: dict[str, GuardedTarget] = {**request.targets, other: replace(request.targets[name], device=other)}
    return replace(request, plan=plan, targets=facts, selected=Selected("--limit 'name=*'", whole=True))
