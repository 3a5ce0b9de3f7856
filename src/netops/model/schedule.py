"""Which maintenance windows and freezes are for a target."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from netops.model.calendar import Calendar
from netops.model.select import is_selected

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget

UTC_ZONE: Final = "UTC"
Entry = Mapping[str, Any]


def calendar_of(company: Company, target: ConfigTarget, services: Collection[str] = ()) -> Calendar:
    """The windows and freezes of a target, by the clocks of its site; UTC where it has no time zone. `services`: those that it carries.

    Of the windows of its site those are for it that name it, else those that name nothing; of the freezes all that name it or nothing.
    """
    zone = str(company.objects["site"][target.site].get("time_zone") or UTC_ZONE)
    windows = [one for one in company.objects.get("maintenance_window", {}).values() if one["site"] == target.site]
    matching = [one for one in windows if _is_for(company, target, one, services)]
    nearest = [one for one in matching if _is_narrow(one)] or matching
    freezes = [one for one in company.objects.get("freeze", {}).values() if _is_for(company, target, one, services)]
    return Calendar(target.site, zone, tuple(nearest), tuple(freezes))


def _is_narrow(entry: Entry) -> bool:
    return bool(entry.get("match") or entry.get("services"))


def _is_for(company: Company, target: ConfigTarget, entry: Entry, services: Collection[str]) -> bool:
    """Whether a window or a freeze is for a target: it names nothing, or the target by its selector or by a service that it carries."""
    by_match = bool(entry.get("match")) and is_selected(company, str(entry["match"]), target)
    return not _is_narrow(entry) or by_match or any(str(name) in services for name in entry.get("services", ()))
