"""A device lacks a line without which it does not take a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding

CODE = "GRD017"
WAY = "type the line on the device, or leave the target out: --limit"


def find(request: DeployRequest) -> Iterator[Finding]:
    for name, step in request.plan.steps.items():
        for text in step.unmet:
            yield Finding(f"{name}: {text}", WAY)


def violate(request: DeployRequest) -> DeployRequest:
    name, step = next(iter(request.plan.steps.items()))
    bad = replace(step, unmet=("its running config lacks a line",))
    return replace(request, plan=replace(request.plan, steps={**request.plan.steps, name: bad}))
