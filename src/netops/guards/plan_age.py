"""A plan file is valid for as long as `plans: {valid_for:}` gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from netops.guards.record import DeployRequest, Finding, Permissions, PlanFile, Policy

CODE = "GRD014"
WAY = "plan again: netops plan -o FILE"
SKEW = timedelta(minutes=5)
"""So much may the clocks of two machines differ."""


def find(request: DeployRequest) -> Iterator[Finding]:
    file, valid_for = request.file, request.policy.valid_for
    if file is None or valid_for is None:
        return
    expired = file.created + valid_for
    if file.created > request.now + SKEW:
        yield Finding(f"{file.name} was made at {file.created:%Y-%m-%d %H:%M} UTC, which is still to come", WAY, outside_lab=True)
    elif expired <= request.now:
        message = f"{file.name} of {file.created:%Y-%m-%d %H:%M} UTC expired at {expired:%Y-%m-%d %H:%M} UTC"
        yield Finding(message, WAY, emergency="plan_age", outside_lab=True)


def violate(request: DeployRequest) -> DeployRequest:
    file = PlanFile("proof.plan", request.now - timedelta(days=2), "")
    return replace(request, lab=False, file=file, policy=Policy(valid_for=timedelta(days=1)), permissions=Permissions())
