"""The outlines of all sites, merged: what the rules over the company see, and the way back to the file of a site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from netops.checks import Outline
from netops.errors import Origin
from netops.model.company import Company
from netops.model.index import Path
from netops.model.sources import COMMON

NUMBERED = re.compile(r" #\d+$")
DEVICE = "device"


class MergedScope:
    """All devices in outline and all objects. A name that an object of the same kind has gets a number behind it, as within one site."""

    def __init__(self, base: Company, company: Callable[[str], Company | None]) -> None:
        """`company` gives the company as a site sees it, for the places of values."""
        self.devices: dict[str, Outline] = {}
        self.objects: dict[str, dict[str, Any]] = {kind: dict(found) for kind, found in base.objects.items() if kind != DEVICE}
        self._company = company
        self._homes: dict[tuple[str, str], tuple[str, str]] = {}

    def add(self, site: str, outline: Mapping[str, Any]) -> None:
        """Add the part of a site: `devices` by name, `objects` by kind and name."""
        for name, data in outline["devices"].items():
            self.devices[name] = Outline(data)
            self._homes[DEVICE, name] = (site, name)
        for kind, objects in outline["objects"].items():
            for name, data in objects.items():
                free = self._free(kind, name)
                self.objects[kind][free] = data
                self._homes[kind, free] = (site, name)

    def origin(self, kind: str, name: str, path: str | Path = ()) -> Origin | None:
        """The place of a value of an object, or the nearest place around it."""
        home = self._homes.get((kind, name)) or (self._homes.get((DEVICE, name)) if kind not in self.objects else None)
        site, own = home or (COMMON, name)
        company = self._company(site)
        return company.origin(kind, own, path) if company else None

    def _free(self, kind: str, name: str) -> str:
        objects = self.objects.setdefault(kind, {})
        plain, free, number = NUMBERED.sub("", name), name, 1
        while free in objects:
            number += 1
            free = f"{plain} #{number}"
        return free
