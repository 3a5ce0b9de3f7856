"""Lines that somebody changed on a device by hand would be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.config import Cause, DiffLine
from netops.guards.record import DeployRequest, Finding

CODE = "GRD008"
WAY = "netops drift shows what; take it into the YAML, or overwrite it with --overwrite-manual"


def find(request: DeployRequest) -> Iterator[Finding]:
    by_hand = [name for name, step in request.plan.steps.items() if step.manual]
    if by_hand and not request.permissions.overwrite_manual:
        yield Finding(f"changed by hand since {request.since}: {', '.join(by_hand)}", WAY)


def violate(request: DeployRequest) -> DeployRequest:
    name, step = next(iter(request.plan.steps.items()))
    manual = DiffLine("-", ("a line that somebody has typed",), cause=Cause.MANUAL)
    return replace(request, plan=replace(request.plan, steps={**request.plan.steps, name: replace(step, diff=(*step.diff, manual))}))
