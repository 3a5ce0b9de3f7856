"""What follows from other data is derived, not typed twice.

A derivation is a module here with one pure function:

    def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]

It returns keys to *add* to the view. `view` is what has been merged and derived so far; it is never changed in place. A returned
map is added deeply: `{"interfaces": {"Ethernet1": {"neighbor": {...}}}}` adds one key to one interface. What a person typed is
never overridden: a key that exists keeps its value, so a derivation need not look. A list is one value: it is added where there is
none. To complete the entries of a list that exists (a filter's entries), return `Instead(list)`: it takes the place of what is there.

A derived value carries the origins of its inputs: make it with `trace.derived(value, *inputs)`, which gives back plain
values when the view is not traced. `company` holds plain values; `company.traced(device)` is a device's data with origins.

The order is fixed here: a derivation may use what those before it gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from netops.model.merge import origins_at, put
from netops.source.trace import Origins, TracedDict, origins_of, with_origins

if TYPE_CHECKING:
    from netops.model.company import Company

ORDER = ("device", "cabling", "vlans", "vrfs", "snmp", "gateway", "bgp", "acls", "dns", "dhcp", "monitoring", "printing", "backup")
"""Names of modules in this folder, in the order in which they run."""


class Derivation(Protocol):
    def derive(self, view: Mapping[str, Any], company: Company) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Instead:
    """A derived value that takes the place of the typed one it was made from."""

    value: Any


def apply(view: dict[str, Any], company: Company) -> dict[str, Any]:
    """The view with everything that can be derived added to it."""
    for name in ORDER:
        module: Any = import_module(f"{__name__}.{name}")
        view = added(view, module.derive(view, company))
    return view


def added(view: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the map with `more` added deeply, where it has no value yet. Parts without anything new are shared, not copied."""
    out = view.copy()
    for key, value in more.items():
        if isinstance(value, Instead):
            _put(out, key, value.value, origins_at(view, key))
        elif key not in out:
            _put(out, key, value)
        elif isinstance(value, dict) and isinstance(dict.__getitem__(out, key), dict):
            _keep_origin(out, key, added(dict.__getitem__(out, key), value))
    return out


def _put(out: dict[str, Any], key: str, value: Any, typed: Origins = ()) -> None:
    """Set a key; what has no origin in a traced value gets those of the rest of it, after those of what was `typed` there."""
    origins = (*typed, *origins_of(value)) if isinstance(out, TracedDict) else ()
    put(out, key, with_origins(value, origins) if isinstance(out, TracedDict) else value, tuple(dict.fromkeys(origins)))


def _keep_origin(out: dict[str, Any], key: str, value: Any) -> None:
    dict.__setitem__(out, key, value)
