"""Nothing is changed on days on which a freeze is in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from netops.guards.record import DeployRequest, Finding, Permissions
from netops.messages import first_few
from netops.model.calendar import Calendar, moment_text

CODE = "GRD013"


def find(request: DeployRequest) -> Iterator[Finding]:
    frozen: dict[str, list[str]] = {}
    for name in request.plan.steps:
        calendar = request.targets[name].calendar
        if calendar.in_force(request.now):
            frozen.setdefault(_reason(calendar, request.now), []).append(name)
    for reason, names in frozen.items():
        yield Finding(f"{reason}: {first_few(names)}", "deploy it then, or --limit to other sites", emergency="freezes", outside_lab=True)


def _reason(calendar: Calendar, now: datetime) -> str:
    freezes = calendar.in_force(now)
    names = ", ".join(f"{freeze['name']} ({freeze['from']} to {freeze['to']}: {freeze['reason']})" for freeze in freezes)
    opens = calendar.opens(now)
    following = f"next possible {moment_text(opens, calendar.time_zone)}" if opens else "no later day is known"
    return f"{calendar.site} is frozen by {names}; {following}"


def violate(request: DeployRequest) -> DeployRequest:
    name = next(iter(request.plan.steps))
    freeze = {"name": "proof", "from": "2026-01-01", "to": "2026-01-01", "reason": "proof"}
    facts = replace(request.targets[name], calendar=Calendar("a site", "UTC", freezes=(freeze,)))
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    return replace(request, lab=False, now=now, targets={**request.targets, name: facts}, permissions=Permissions())
