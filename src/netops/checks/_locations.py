"""The locations of a site, as rules see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netops.checks import Finding, Place, Scope
from netops.checks._help import unknown_name
from netops.model.index import Object
from netops.model.locations import location_path


def locations_of(scope: Scope, site: str) -> Mapping[str, Object]:
    """The locations of a site by the names that devices and racks use."""
    return {str(one["name"]): one for one in scope.of("location").values() if str(one["site"]) == site}


def unknown_location(scope: Scope, site: str, data: Object, place: Place, key: str = "location") -> Iterator[Finding]:
    """A finding when the location that `data` names is none of the site's."""
    known = locations_of(scope, site)
    if key in data and str(data[key]) not in known:
        yield unknown_name("location", data[key], known, place, f"a location of site {site}")


def is_inside(known: Mapping[str, Object], inner: str, outer: str) -> bool:
    """Whether a location is another one, or in it."""
    return outer in location_path(inner, lambda name: known.get(name, {}))
