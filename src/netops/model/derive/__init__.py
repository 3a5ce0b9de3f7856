"""What follows from other data is derived, not typed twice.

A derivation is a module here with one pure function:

    def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]

It returns keys to *add* to the view. `view` is what has been merged and derived so far; it is never changed in place. A returned
map is added deeply: `{"interfaces": {"Ethernet1": {"neighbor": {...}}}}` adds one key to one interface. What a person typed is
never overridden: a key that exists keeps its value, so a derivation need not look. A list is one value: it is added where there is
none. To complete the entries of a list that exists (a filter's entries), return `Replacement(list)`: it takes the place of what is there.

A derived value carries the origins of its sources: make it with `with_provenance(value, *sources, conditions=...)`, which
`provenance.provenance_tagger` gives; it returns plain values when the view is not traced. `conditions` are what decided and does not
show. A map or a list that is added also depends on all that was read from the view to make it.

The order is fixed here: a derivation may use what those before it gave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from netops.model.merge import origins_at, put_with_origins
from netops.source.trace import Origins, TracedDict, causes_of, origins_of, record_reads, with_origins

if TYPE_CHECKING:
    from netops.model.company import Company

ORDER = ("device", "cabling", "vlans", "vrfs", "snmp", "gateway", "bgp", "acls", "dns", "dhcp", "monitoring", "printing", "backup")
"""Names of modules in this folder, in the order in which they run."""


class Derivation(Protocol):
    def derive(self, view: Mapping[str, Any], company: Company) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Replacement:
    """A derived value that takes the place of the typed one it was made from. `because`: causes of what is in it, beside its own."""

    value: Any
    because: Origins = ()


@dataclass(frozen=True, slots=True)
class AbsentValue:
    """Nothing is added, `because` of some values: a template that asks for the key reads those."""

    because: Any


def is_derived(view: Mapping[str, Any], what: str) -> bool:
    """Whether values of a kind are derived for a device; `derive:` of its data switches that off."""
    return bool(view.get("derive", {}).get(what, True))


def apply_derivations(view: dict[str, Any], company: Company, names: Collection[str] = ORDER) -> dict[str, Any]:
    """The view with what some derivations give added to it; all of them unless some are named."""
    for _, made in derivation_steps(view, company, names):
        view = made
    return view


def derivation_steps(view: dict[str, Any], company: Company, names: Collection[str] = ORDER) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each derivation, and the view after it."""
    for name in (name for name in ORDER if name in names):
        module: Any = import_module(f"{__name__}.{name}")
        more, reads = _derived(module, view, company)
        view = add_missing(view, more, reads)
        yield name, view


def _derived(module: Derivation, view: dict[str, Any], company: Company) -> tuple[dict[str, Any], Origins]:
    """What a derivation gives, and what it has read, as causes.

    The company merges and looks up when it is first asked, and keeps that: the second time only what the derivation reads itself is noted.
    """
    more = module.derive(view, company)
    if not isinstance(view, TracedDict):
        return more, ()
    with record_reads() as reads:
        more = module.derive(view, company)
    return more, causes_of(reads)


def add_missing(view: dict[str, Any], more: Mapping[str, Any], reads: Origins = ()) -> dict[str, Any]:
    """A copy of the map with `more` added deeply, where it has no value yet. Parts without anything new are shared, not copied.

    `reads` are what each map or list that is added depends on.
    """
    out = view.copy()
    for key, value in more.items():
        if isinstance(value, AbsentValue):
            _left_out(out, key, value)
        elif isinstance(value, Replacement):
            _put(out, key, value.value, (*reads, *value.because), origins_at(view, key))
        elif key not in out:
            _put(out, key, value, reads)
        elif isinstance(value, dict) and isinstance(dict.__getitem__(out, key), dict):
            _keep_origin(out, key, add_missing(dict.__getitem__(out, key), value, reads))
    return out


def _put(out: dict[str, Any], key: str, value: Any, reads: Origins, typed: Origins = ()) -> None:
    """Set a key, with the origins of what was `typed` there first. What has no origin in a traced value depends on the rest of it: whoever
    reads it has read the key, which has all of them, so one is enough."""
    if not isinstance(out, TracedDict):
        put_with_origins(out, key, value, ())
        return
    held = (*typed, *origins_of(value))
    own = with_origins(value, causes_of(held[:1]))
    put_with_origins(out, key, own, tuple(dict.fromkeys((*held, *(reads if isinstance(value, dict | list) else ())))))


def _left_out(out: dict[str, Any], key: str, absent: AbsentValue) -> None:
    if isinstance(out, TracedDict) and key not in out:
        out.origins[key] = causes_of(origins_of(absent.because))


def _keep_origin(out: dict[str, Any], key: str, value: Any) -> None:
    dict.__setitem__(out, key, value)
