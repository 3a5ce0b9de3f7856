"""The other sites as one site sees them: in outline, so that what is derived for its targets cannot depend on more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from netops.model.index import Index
from netops.model.inventory import KINDS
from netops.model.lazy import Lazy
from netops.model.sources import COMMON

if TYPE_CHECKING:
    from netops.model.company import Company

DEVICES = ("device", *KINDS.values())

NUMBERED = re.compile(r" #\d+$")
SEEN = (
    *("name", "kind", "site", "role", "platform", "extra_platforms", "device_type", "status", "location", "domain", "primary_interface"),
    *("bgp", "expected", "interfaces"),
)
"""Keys of a device that derivations for targets of other sites may read; of its interfaces those with an address."""


class Outlined(dict[str, Any]):
    """A device of another site. Reading a key that is never in an outline is a mistake of the derivation, and raises LookupError."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(_seen(key), default)

    def __missing__(self, key: str) -> Any:
        raise KeyError(_seen(key))

    def __contains__(self, key: object) -> bool:
        return super().__contains__(_seen(str(key)))


def _seen(key: str) -> str:
    if key not in SEEN:
        raise LookupError(f"a derivation cannot read {key!r} of a device of another site: add it to the outline")
    return key


Home = tuple[str, str]
"""The site that defines an object, '' for a common one, and the name that the object has there."""


@dataclass(frozen=True)
class Sites:
    """All sites of a company in outline: `devices` by name, and `objects` by kind and name. Each is opened when something of it is needed.

    `common` is the company without its sites, `load` gives that of one site alone.
    """

    outlines: Mapping[str, Mapping[str, Any]]
    devices_in_outline: Mapping[str, Mapping[str, Any]]
    common: Company
    load: Callable[[str], Company]
    loaded: dict[str, Company] = field(default_factory=dict)

    def opened(self, site: str) -> Company:
        if site not in self.loaded:
            self.loaded[site] = self.load(site)
        return self.loaded[site]

    @cached_property
    def device_homes(self) -> Mapping[str, str]:
        """The site of each device, in the order of the company."""
        homes: dict[str, str] = {}
        for site, outline in self.outlines.items():
            homes |= dict.fromkeys(outline["devices"], site)
        return homes

    @cached_property
    def homes(self) -> Mapping[str, Mapping[str, Home]]:
        """Where the objects are defined, by kind and name. A name that is taken gets a number behind it, as within one site."""
        found = {kind: {name: (COMMON, name) for name in objects} for kind, objects in self.common.objects.items() if kind != "device"}
        for site, outline in self.outlines.items():
            for kind, objects in outline["objects"].items():
                of_kind = found.setdefault(kind, {})
                for name in objects:
                    of_kind[_free(of_kind, name)] = (site, name)
        return found

    @cached_property
    def tables(self) -> Index:
        """The tables over names and numbers, which are the same around every site."""
        objects = {kind: Lazy(homes, partial(self._object, kind)) for kind, homes in self.homes.items()}
        return Index(objects, self.devices_in_outline, None, self.devices_in_outline)

    def _object(self, kind: str, name: str) -> Any:
        site, own = self.homes[kind][name]
        return self.common.objects[kind][own] if site == COMMON else self.outlines[site]["objects"][kind][own]


@dataclass(frozen=True)
class Outside:
    """The sites of a company around one of them. With `traced`, what other sites define comes from their files, since an outline has no
    places; `seen` grows by the sites that were opened for that."""

    site: str
    sites: Sites
    traced: bool = False
    seen: set[str] = field(default_factory=set)

    def with_origins(self) -> Outside:
        """The same with values that know their places."""
        return replace(self, traced=True, seen=set())

    def devices(self) -> Mapping[str, Any]:
        """All devices in the order of the company."""
        homes = self.sites.device_homes
        return Lazy(homes, lambda name: self._device(homes[name], name))

    def objects(self) -> dict[str, Mapping[str, Any]]:
        """All objects by kind and name, in the order of the company."""
        return {kind: Lazy(homes, partial(self._object, kind, homes)) for kind, homes in self.sites.homes.items()}

    def home(self, kind: str, name: str) -> tuple[Company, str]:
        """The company of the site that defines an object, and the name of the object there."""
        if kind in DEVICES:
            site, own = self.sites.device_homes.get(name, self.site), name
        else:
            site, own = self.sites.homes.get(kind, {}).get(name, (self.site, name))
        return self._company(self.site if site == COMMON else site), own

    def _company(self, site: str) -> Company:
        if site != self.site:
            self.seen.add(site)
        company = self.sites.opened(site)
        return company.traced if self.traced else company

    def _object(self, kind: str, homes: Mapping[str, Home], name: str) -> Any:
        site, own = homes[name]
        if site not in (COMMON, self.site) and not self.traced:
            return self.sites.outlines[site]["objects"][kind][own]
        return self._company(self.site if site == COMMON else site).objects[kind][own]

    def _device(self, site: str, name: str) -> Any:
        if site == self.site or self.traced:
            return self._company(site).devices[name]
        return Outlined(self.sites.outlines[site]["devices"][name])


def _free(taken: Mapping[str, Any], name: str) -> str:
    plain, free, number = NUMBERED.sub("", name), name, 1
    while free in taken:
        number += 1
        free = f"{plain} #{number}"
    return free
