"""A device lacks a line without which it does not take a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding
from netops.messages import first_few

CODE = "GRD017"
WAY = "type the line on the device and take it into its file by netops adopt NAME, or leave the target out by --limit"


def find(request: DeployRequest) -> Iterator[Finding]:
    lacking: dict[str, list[str]] = {}
    for name, step in request.plan.steps.items():
        for text in step.unmet:
            lacking.setdefault(text, []).append(name)
    for text, names in lacking.items():
        yield Finding(f"{first_few(names)}: {text}", WAY)


def violate(request: DeployRequest) -> DeployRequest:
    name, step = next(iter(request.plan.steps.items()))
    bad = replace(step, unmet=("its running config lacks a line",))
    return replace(request, plan=replace(request.plan, steps={**request.plan.steps, name: bad}))
