"""The other sites as one site sees them: in outline, so that what is derived for its targets cannot depend on more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netops.model.lazy import Lazy

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


@dataclass(frozen=True, slots=True)
class Outside:
    """The outlines of all sites (`devices` by name, `objects` by kind and name) around one of them, and the common objects."""

    site: str
    outlines: Mapping[str, Mapping[str, Any]]
    common: Mapping[str, Mapping[str, Any]]

    def devices(self, own: Mapping[str, Any]) -> Mapping[str, Any]:
        """All devices in the order of the company; those of the site are its own."""
        homes: dict[str, str] = {}
        for site, outline in self.outlines.items():
            homes |= dict.fromkeys(own if site == self.site else outline["devices"], site)
        return Lazy(homes, lambda name: own[name] if name in own else Outlined(self.outlines[homes[name]]["devices"][name]))

    def objects(self, own: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
        """All objects by kind, in the order of the company. A name that is taken gets a number behind it, as within one site."""
        found: dict[str, dict[str, Any]] = {kind: dict(objects) for kind, objects in self.common.items() if kind != "device"}
        for site, outline in self.outlines.items():
            for kind, objects in (self._own(own) if site == self.site else outline["objects"]).items():
                of_kind = found.setdefault(kind, {})
                for name, value in objects.items():
                    of_kind[_free(of_kind, name)] = value
        return {kind: found[kind] for kind in found}

    def _own(self, own: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        common = self.common
        return {kind: {name: value for name, value in found.items() if name not in common.get(kind, ())} for kind, found in own.items()}


def _free(taken: Mapping[str, Any], name: str) -> str:
    plain, free, number = NUMBERED.sub("", name), name, 1
    while free in taken:
        number += 1
        free = f"{plain} #{number}"
    return free
