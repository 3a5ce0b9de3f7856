"""When something may be changed: maintenance windows and freezes at an instant. The caller brings the time: nothing here reads a clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

Object = Mapping[str, Any]

YEARLY: Final = len("MM-DD")
HORIZON_DAYS: Final = 400
"""So far ahead the next opening is looked for: a freeze that comes every year is over by then."""
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY: Final = timedelta(days=1)


def is_frozen(freeze: Object, site: str, day: str) -> bool:
    """Whether a freeze is in force at a site on a day (YYYY-MM-DD)."""
    first, last = str(freeze["from"]), str(freeze["to"])
    if "sites" in freeze and site not in map(str, freeze["sites"]):
        return False
    if len(first) > YEARLY or first <= last:
        return first <= day[-len(first) :] <= last
    return not last < day[-YEARLY:] < first


@dataclass(frozen=True, slots=True)
class Calendar:
    """The windows and freezes of one target, in the time zone of its site. Without windows it may be changed at any time."""

    site: str
    time_zone: str
    windows: tuple[Object, ...] = ()
    freezes: tuple[Object, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def in_force(self, now: datetime) -> list[Object]:
        """The freezes in force."""
        day = now.astimezone(self.zone).date()
        return [freeze for freeze in self.freezes if is_frozen(freeze, self.site, day.isoformat())]

    def is_in_window(self, now: datetime) -> bool:
        """Whether one of its windows is open, or it has none."""
        return not self.windows or self.closes(now) is not None

    def closes(self, now: datetime) -> datetime | None:
        """When the open windows are over; None when none is open."""
        today = now.astimezone(self.zone).date()
        spans = [span for day in (today - DAY, today) for span in self._spans(day)]
        return max((end for begin, end in spans if begin <= now < end), default=None)

    def opens(self, now: datetime) -> datetime | None:
        """When it may be changed next: no freeze is in force, and a window is open. None when that is never, as far as is known."""
        if not self.in_force(now) and self.is_in_window(now):
            return now
        today = now.astimezone(self.zone).date()
        days = (today + number * DAY for number in range(-1, HORIZON_DAYS))
        moments = (moment for day in days for moment in self._moments(day) if moment > now)
        return next((moment for moment in moments if not self.in_force(moment) and self.is_in_window(moment)), None)

    def _moments(self, day: date) -> list[datetime]:
        """When something may begin on a day: its windows, or a freeze that was over at midnight."""
        midnight = self._at(day, "00:00")
        return sorted({midnight, *(begin for begin, _ in self._spans(day))})

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Beginning and end of each window that begins on a day."""
        for window in self.windows:
            if _begins(window, day):
                is_next_day = str(window["to"]) <= str(window["from"])
                yield self._at(day, window["from"]), self._at(day + DAY if is_next_day else day, window["to"])

    def _at(self, day: date, clock: Any) -> datetime:
        """A time of the site's clock, in UTC: the first of two; where the clocks skip it, the moment at which they do."""
        local = datetime.combine(day, time.fromisoformat(str(clock)), self.zone)
        found, earlier = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
        return found if earlier >= found else self._skip(earlier, found)

    def _skip(self, since: datetime, until: datetime) -> datetime:
        """The moment between two at which the clocks are put forward."""
        minutes = (since + timedelta(minutes=number) for number in range((until - since) // timedelta(minutes=1)))
        old = since.astimezone(self.zone).utcoffset()
        return next((moment for moment in minutes if moment.astimezone(self.zone).utcoffset() != old), until)


def _begins(window: Object, day: date) -> bool:
    return str(window["date"]) == day.isoformat() if "date" in window else WEEKDAYS[day.weekday()] in window.get("days", ())


def moment_text(moment: datetime, time_zone: str) -> str:
    """A moment as people at a site read it, with the same in UTC.

    >>> moment_text(datetime(2026, 12, 1, 19, tzinfo=UTC), "Europe/Berlin")
    'Tue 2026-12-01 20:00 Europe/Berlin (2026-12-01 19:00 UTC)'
    """
    local, utc = moment.astimezone(ZoneInfo(time_zone)), moment.astimezone(UTC)
    return f"{local:%a %Y-%m-%d %H:%M} {time_zone} ({utc:%Y-%m-%d %H:%M} UTC)"


def window_text(window: Object) -> str:
    """A window in a few words: `evening (tue thu 20:00-23:00)`."""
    days = str(window["date"]) if "date" in window else " ".join(map(str, window.get("days", ())))
    return f"{window['name']} ({days} {window['from']}-{window['to']})"


def names_of(objects: Sequence[Object]) -> str:
    return ", ".join(str(one["name"]) for one in objects)
