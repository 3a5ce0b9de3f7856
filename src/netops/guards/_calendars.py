"""What guards of windows and freezes share: targets that may not be changed now, by the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from netops.guards.record import DeployRequest, Finding, Permissions
from netops.messages import first_few
from netops.model.calendar import Calendar

WAY = "deploy it then, or --limit to other sites"


def blocked_targets(request: DeployRequest, reason: Callable[[Calendar, datetime], str], emergency: str) -> Iterator[Finding]:
    """A finding for each reason for which targets may not be changed now; an empty one is none."""
    found: dict[str, list[str]] = {}
    for name in request.plan.steps:
        if why := reason(request.targets[name].calendar, request.now):
            found.setdefault(why, []).append(name)
    for why, names in found.items():
        yield Finding(f"{why}: {first_few(names)}", WAY, emergency=emergency, outside_lab=True)


def request_at(request: DeployRequest, calendar: Calendar, now: datetime) -> DeployRequest:
    """A request with another time, at which the first target has another calendar, and with no permission."""
    name = next(iter(request.plan.steps))
    targets = {**request.targets, name: replace(request.targets[name], calendar=calendar)}
    return replace(request, lab=False, now=now, targets=targets, permissions=Permissions())
