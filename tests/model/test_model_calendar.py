"""Maintenance windows and freezes at an instant, by the clocks of a site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model.calendar import Calendar, moment_text

NIGHT = {"name": "night", "days": ["sat"], "from": "22:00", "to": "02:00"}
ONCE = {"name": "once", "date": "2026-12-05", "from": "08:00", "to": "09:00"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(*windows: object, zone: str = "Europe/Berlin", freezes: tuple[object, ...] = ()) -> Calendar:
    return Calendar("ber", zone, windows, freezes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-12-05T20:59", False),
        ("2026-12-05T21:00", True),
        ("2026-12-06T00:59", True),
        ("2026-12-06T01:00", False),
        ("2026-07-04T19:59", False),
        ("2026-07-04T20:00", True),
        ("2026-07-05T00:00", False),
    ],
)
def test_a_window_past_midnight_in_winter_and_summer(now: str, is_open: bool) -> None:
    assert calendar(NIGHT).is_in_window(at(now)) is is_open


def test_the_night_in_which_clocks_change() -> None:
    """2026-03-29, 02:00 becomes 03:00; 2026-10-25, 03:00 becomes 02:00."""
    early = {"name": "early", "days": ["sun"], "from": "01:00", "to": "04:00"}
    spring = [minute for minute in range(24 * 60) if calendar(early).is_in_window(at("2026-03-29T00:00") + timedelta(minutes=minute))]
    autumn = [minute for minute in range(24 * 60) if calendar(early).is_in_window(at("2026-10-24T22:00") + timedelta(minutes=minute))]
    assert (len(spring), len(autumn)) == (120, 240)


SKIPPED = [("02:00", "03:00"), ("02:30", "03:30"), ("01:00", "02:30"), ("02:15", "02:45"), ("01:30", "03:15")]


@pytest.mark.parametrize(("begin", "end"), SKIPPED)
def test_a_time_that_the_clocks_skip(begin: str, end: str) -> None:
    """2026-03-29, 02:00 becomes 03:00: a window is open exactly while the clocks of the site are in it."""
    windows = calendar({"name": "early", "days": ["sun"], "from": begin, "to": end})
    minutes = [at("2026-03-28T23:00") + timedelta(minutes=minute) for minute in range(0, 6 * 60, 5)]
    clocks = [(moment, moment.astimezone(windows.zone).strftime("%H:%M")) for moment in minutes]
    assert [moment for moment in minutes if windows.is_in_window(moment)] == [moment for moment, clock in clocks if begin <= clock < end]


def test_no_window_is_always_open() -> None:
    assert calendar().is_in_window(at("2026-12-01T12:00"))


def test_a_window_on_a_date_opens_once() -> None:
    assert calendar(ONCE).opens(at("2026-12-01T12:00")) == at("2026-12-05T07:00")
    assert calendar(ONCE).opens(at("2026-12-05T09:00")) is None


def test_the_next_opening_is_after_the_freeze() -> None:
    freeze = {"name": "christmas", "from": "11-20", "to": "01-06", "reason": "x"}
    found = calendar(NIGHT, freezes=(freeze,)).opens(at("2026-12-01T12:00"))
    assert found == at("2027-01-09T21:00")
    assert moment_text(found, "Europe/Berlin") == "Sat 2027-01-09 22:00 Europe/Berlin (2027-01-09 21:00 UTC)"
    assert calendar(freezes=(freeze,)).opens(at("2026-12-01T12:00")) == at("2027-01-06T23:00")
    assert calendar(freezes=(freeze | {"sites": ["muc"]},)).opens(at("2026-12-01T12:00")) == at("2026-12-01T12:00")


def test_a_day_of_a_freeze_is_a_day_of_the_site() -> None:
    freeze = {"name": "day", "from": "2026-12-24", "to": "2026-12-24", "reason": "x"}
    tokyo = calendar(zone="Asia/Tokyo", freezes=(freeze,))
    assert [bool(tokyo.in_force(at(now))) for now in ("2026-12-23T14:59", "2026-12-23T15:00", "2026-12-24T15:00")] == [False, True, False]


DAYS = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, unique=True)
CLOCK = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda pair: f"{pair[0]:02}:{pair[1]:02}")


@given(
    DAYS, CLOCK, CLOCK, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"])
)
def test_the_next_opening_is_open_and_nothing_before_it(days: list[str], begin: str, end: str, now: datetime, zone: str) -> None:
    weekly, moment = calendar({"name": "w", "days": days, "from": begin, "to": end}, zone=zone), now.replace(tzinfo=UTC)
    opens = weekly.opens(moment)
    assert opens is not None
    assert weekly.is_in_window(opens)
    assert opens == moment or not any(weekly.is_in_window(moment + (opens - moment) * share / 10) for share in range(10))
