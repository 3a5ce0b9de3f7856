"""When something may be changed: maintenance windows and freezes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._business import is_in_service
from netops.checks._help import unknown_name
from netops.checks._names import selector_names
from netops.errors import Severity, UsageError
from netops.model.calendar import YEARLY, is_frozen
from netops.model.index import Object, Place
from netops.model.select import is_pattern, selector_terms

WINDOW = "maintenance_window"
FREEZE = "freeze"
ALWAYS = "24x7"
OPEN_KEYS = ("role", "tag")
"""Keys of a selector whose values are names that a company makes up before something has them."""
DAY_MIN = 24 * 60


def _minutes(window: Object) -> int:
    """How long a window is; one that ends when it begins has no length."""
    begin, end = (int(str(window[key])[:2]) * 60 + int(str(window[key])[3:]) for key in ("from", "to"))
    return (end - begin) % DAY_MIN


@rule("WIN001", title="maintenance window has a day and a length", scope="site")
def window_has_day_and_length(site: Scope, *, minutes: int = 30) -> Iterator[Finding]:
    """A window is on days of the week or on one date, not both, and long enough to change something.

    What it does: looks for `days` and `date`, and works out the time between `from` and `to`, past midnight when `to` is earlier.
    Why it matters: it is unclear whether the site may be changed tonight.
    Example: `{name: night, from: 02:00, to: 02:00}`.
    Use instead: `{name: night, days: [sun], from: 02:00, to: 05:00}`.
    Options: `minutes` that a window must have.
    """
    for name, window in site.of(WINDOW).items():
        given = [key for key in ("days", "date") if key in window]
        if len(given) != 1:
            found = " and ".join(given) or "neither"
            yield Finding(place_of(WINDOW, name), f"window {window['name']} needs a day", expected="days or date", found=found)
        if _minutes(window) < minutes:
            message, expected = f"window {window['name']} is {_minutes(window)} minutes long", f"{minutes} minutes or more"
            yield Finding(place_of(WINDOW, name, "to"), message, expected=expected, found=str(_minutes(window)))


@rule("WIN002", title="freeze has a beginning, an end and sites that exist")
def freeze_has_dates_and_known_sites(company: Scope) -> Iterator[Finding]:
    """A freeze begins before it ends, both days are written in one way, and its sites exist.

    What it does: compares `from` with `to`, and looks up `sites`.
    Why it matters: a freeze that never holds protects nothing.
    Example: `{from: 2027-01-06, to: 2026-11-20}`.
    Use instead: `{from: 2026-11-20, to: 2027-01-06}`, or `{from: 11-20, to: 01-06}` for every year.
    """
    sites = company.of("site")
    for name, freeze in company.of(FREEZE).items():
        first, last = str(freeze["from"]), str(freeze["to"])
        if len(first) != len(last):
            yield Finding(
                place_of(FREEZE, name, "to"), f"freeze {name} has one day with a year, and one without", expected=first, found=last
            )
        elif len(first) > YEARLY and first > last:
            yield Finding(place_of(FREEZE, name, "to"), f"freeze {name} ends before it begins", expected=f"{first} or later", found=last)
        for position, site in enumerate(freeze.get("sites", ())):
            if str(site) not in sites:
                yield unknown_name(
                    "site", site, sites, place_of(FREEZE, name, "sites", position), "a site of the company", partial(place_of, "site")
                )


@rule("WIN006", title="windows and freezes name what exists")
def window_and_freeze_names_exist(company: Scope) -> Iterator[Finding]:
    """The services of windows and freezes exist, and so does what their selectors name.

    What it does: looks up `services`, and the words of `match` that are no pattern, and no role or tag.
    Why it matters: a freeze for a name that nothing has protects nothing.
    Example: `{name: sales, services: [shopp], ...}`.
    Use instead: the name of the service, as its file has it.
    """
    services, known = company.of("service"), selector_names(company)
    for kind in (WINDOW, FREEZE):
        for name, entry in company.of(kind).items():
            for position, service in enumerate(entry.get("services", ())):
                if str(service) not in services:
                    place = place_of(kind, name, "services", position)
                    yield unknown_name("business service", service, services, place, "a business service", partial(place_of, "service"))
            yield from _of_selector(place_of(kind, name, "match"), str(entry.get("match", "")), known)


@rule("WIN007", title="windows and freezes name roles and tags that something has", severity=Severity.WARNING)
def used(company: Scope) -> Iterator[Finding]:
    """The roles and tags in selectors of windows and freezes are those of some device.

    What it does: looks up the roles and tags in `match` that are no pattern.
    Why it matters: a freeze for a role that nothing has protects nothing.
    Example: `{name: audit, match: role=cores, ...}`, and the role is core.
    Use instead: the role as the devices have it.
    """
    known = selector_names(company)
    for kind in (WINDOW, FREEZE):
        for name, entry in company.of(kind).items():
            for key, word in _terms(str(entry.get("match", ""))):
                if key in OPEN_KEYS and not is_pattern(word) and word not in known[key]:
                    yield unknown_name(key, word, known[key], place_of(kind, name, "match"), f"a {key} of some device")


def _terms(selector: str) -> list[tuple[str, str]]:
    """What a selector asks for; nothing when it cannot be read."""
    try:
        return [*selector_terms(selector)]
    except UsageError:
        return []


def _of_selector(place: Place, selector: str, known: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    try:
        found = selector_terms(selector)
    except UsageError as error:
        yield Finding(place, "a selector without a known key", found=selector, hint=error.hint)
        return
    for key, word in found:
        if key in known and key not in OPEN_KEYS and not is_pattern(word) and word not in known[key]:
            yield unknown_name(key, word, known[key], place, f"a {key} of the company")


@rule("WIN003", title="nothing is planned in a freeze", scope="site")
def no_change_is_planned_in_freeze(site: Scope) -> Iterator[Finding]:
    """A window on a date is not on a day on which the site is frozen.

    What it does: compares `date` of each window with the freezes of its site.
    Why it matters: a change is planned for a night in which it is not allowed; or the tills are off at Christmas.
    Example: a window on 2026-12-12, and a freeze from 11-20 to 01-06.
    Use instead: a date before or after.
    """
    for name, window in site.of(WINDOW).items():
        for freeze, data in site.of(FREEZE).items() if "date" in window else ():
            if is_frozen(data, str(window["site"]), str(window["date"])):
                message = f"window {window['name']} is on {window['date']}, and {freeze} lasts from {data['from']} to {data['to']}"
                related = ((f"{freeze}: {data['reason']}", place_of(FREEZE, freeze)),)
                expected, found = "a day outside of it", str(window["date"])
                yield Finding(place_of(WINDOW, name, "date"), message, expected=expected, found=found, related=related)


@rule("WIN004", title="site that never closes has a maintenance window", scope="site", severity=Severity.WARNING)
def always_open_site_has_window(site: Scope) -> Iterator[Finding]:
    """A site that is open around the clock has an agreed time for changes.

    What it does: looks for a window at each site with devices whose `opening_hours` are 24x7.
    Why it matters: there is no quiet hour; without an agreed one nothing is ever upgraded.
    Example: a warehouse with `opening_hours: 24x7` and no window.
    Use instead: `maintenance_windows: [{name: sunday, days: [sun], from: 02:00, to: 04:00}]`.
    """
    for name, data in site.of("site").items():
        if str(data.get("opening_hours", "")) == ALWAYS and site.devices and is_in_service(data) and not site.of(WINDOW):
            message = f"site {name} never closes and has no maintenance window"
            yield Finding(place_of("site", name, "opening_hours"), message, expected="maintenance_windows", found="none")


@rule("WIN005", title="windows and freezes are not over", severity=Severity.WARNING)
def window_and_freeze_are_not_over(company: Scope, *, today: date) -> Iterator[Finding]:
    """A window on a date, and a freeze with a year, are not in the past.

    What it does: compares `date` and `to` with today.
    Why it matters: who looks for the next window finds old ones; a freeze that was meant for every year is not in force this year.
    Example: `{name: move, date: 2024-03-10, ...}`.
    Use instead: remove it; for a freeze of every year leave the year away.
    """
    for kind, key in ((WINDOW, "date"), (FREEZE, "to")):
        for name, data in company.of(kind).items():
            day = str(data.get(key, ""))
            if len(day) > YEARLY and day < today.isoformat():
                message = f"{kind.replace('_', ' ')} {data['name']} was over on {day}"
                yield Finding(place_of(kind, name, key), message, expected=f"{today} or later", found=day)
