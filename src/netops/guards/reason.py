"""The company wants a reason or a ticket for each deploy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding, Permissions, Policy

CODE = "GRD011"


def find(request: DeployRequest) -> Iterator[Finding]:
    policy, given = request.policy, request.permissions
    if "reason" in policy.require and not given.reason.strip():
        yield Finding("no reason is given", "say why: --reason TEXT", emergency="reason", outside_lab=True)
    if "ticket" in policy.require and not given.ticket.strip():
        yield Finding("no ticket is given", "name it: --ticket ID", emergency="ticket", outside_lab=True)
    elif given.ticket and policy.ticket_pattern and not re.fullmatch(policy.ticket_pattern, given.ticket):
        message = f"ticket {given.ticket!r} is none of this company: expected {policy.ticket_pattern}"
        yield Finding(message, "name it: --ticket ID", emergency="ticket", outside_lab=True)


def violate(request: DeployRequest) -> DeployRequest:
    return replace(request, lab=False, policy=Policy(require=("reason", "ticket")), permissions=Permissions())
