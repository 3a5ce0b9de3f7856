"""Nothing is changed on days on which a freeze is in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from netops.guards._calendars import blocked_targets, request_at
from netops.guards.record import DeployRequest, Finding
from netops.model.calendar import Calendar, moment_text

CODE = "GRD013"


def find(request: DeployRequest) -> Iterator[Finding]:
    return blocked_targets(request, _reason, "freezes")


def _reason(calendar: Calendar, now: datetime) -> str:
    freezes = calendar.in_force(now)
    if not freezes:
        return ""
    names = ", ".join(f"{freeze['name']} ({freeze['from']} to {freeze['to']}: {freeze['reason']})" for freeze in freezes)
    opens = calendar.opens(now)
    following = f"next possible {moment_text(opens, calendar.time_zone)}" if opens else "no later day is known"
    return f"{calendar.site} is frozen by {names}; {following}"


def violate(request: DeployRequest) -> DeployRequest:
    freeze = {"name": "proof", "from": "2026-01-01", "to": "2026-01-01", "reason": "proof"}
    return request_at(request, Calendar("a site", "UTC", freezes=(freeze,)), datetime(2026, 1, 1, 12, tzinfo=UTC))
