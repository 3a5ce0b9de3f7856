"""A target is changed only in the maintenance windows that are for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from netops.guards._calendars import blocked_targets, request_at
from netops.guards.record import DeployRequest, Finding
from netops.model.calendar import Calendar, moment_text, window_text

CODE = "GRD012"


def find(request: DeployRequest) -> Iterator[Finding]:
    return blocked_targets(request, _reason, "windows")


def _reason(calendar: Calendar, now: datetime) -> str:
    if calendar.is_in_window(now):
        return ""
    windows = ", ".join(map(window_text, calendar.windows))
    opens = calendar.opens(now)
    following = f"opens {moment_text(opens, calendar.time_zone)}" if opens else "none opens again"
    return f"{calendar.site} is outside of its maintenance windows {windows}; {following}"


def violate(request: DeployRequest) -> DeployRequest:
    past = {"name": "past", "date": "2000-01-01", "from": "00:00", "to": "01:00"}
    return request_at(request, Calendar("a site", "UTC", (past,)), datetime(2026, 1, 1, tzinfo=UTC))
