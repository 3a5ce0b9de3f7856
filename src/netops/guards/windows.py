"""A target is changed only in the maintenance windows that are for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from netops.guards.record import DeployRequest, Finding, Permissions
from netops.messages import first_few
from netops.model.calendar import Calendar, moment_text, window_text

CODE = "GRD012"


def find(request: DeployRequest) -> Iterator[Finding]:
    closed: dict[str, list[str]] = {}
    for name in request.plan.steps:
        calendar = request.targets[name].calendar
        if not calendar.is_in_window(request.now):
            closed.setdefault(_reason(calendar, request.now), []).append(name)
    for reason, names in closed.items():
        yield Finding(f"{reason}: {first_few(names)}", "deploy it then, or --limit to other sites", emergency="windows", outside_lab=True)


def _reason(calendar: Calendar, now: datetime) -> str:
    windows = ", ".join(map(window_text, calendar.windows))
    opens = calendar.opens(now)
    following = f"opens {moment_text(opens, calendar.time_zone)}" if opens else "none opens again"
    return f"{calendar.site} is outside of its maintenance windows {windows}; {following}"


def violate(request: DeployRequest) -> DeployRequest:
    name = next(iter(request.plan.steps))
    past = {"name": "past", "date": "2000-01-01", "from": "00:00", "to": "01:00"}
    facts = replace(request.targets[name], calendar=Calendar("a site", "UTC", (past,)))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return replace(request, lab=False, now=now, targets={**request.targets, name: facts}, permissions=Permissions())
