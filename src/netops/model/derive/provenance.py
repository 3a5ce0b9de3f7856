"""Origins for values that are derived from other objects: those are plain, so their places are looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netops.errors import Origin
from netops.model.explain import places_selecting_layers
from netops.model.index import AssignedAddress, Place, Plug
from netops.model.merge import origins_at
from netops.source.trace import Origins, TracedDict, causes_of, origins_of, with_origins

if TYPE_CHECKING:
    from netops.model.company import Company


def provenance_tagger(view: Mapping[str, Any], company: Company) -> ProvenanceTagger:
    """What gives derived values their origins; it gives bare values when the view is plain."""
    return company.provenance if isinstance(view, TracedDict) else PLAIN


@dataclass(frozen=True, slots=True)
class ProvenanceTagger:
    """`with_provenance(value, *sources, conditions=())`: the value with the origins of its sources, each a `Place` or a value of the view.

    `conditions` are sources that do not show in the value: they decided that it is there, or which one it is. Without a company it gives
    the bare value, and does not read `conditions`.
    """

    company: Company | None
    chosen: dict[str, Origins] = field(default_factory=dict)
    by_site: dict[str, Mapping[str, Origins]] = field(default_factory=dict)
    """Causes that all devices of a site share, by name: determined once."""

    def __call__(self, value: Any, *sources: Any, conditions: Iterable[Any] = ()) -> Any:
        if self.company is None:
            return value
        conditions = tuple(conditions)
        shown = (origin for item in sources for origin in _first(item, self.company))
        layers = (origin for device in _devices((*sources, *conditions)) for origin in self._layers(device, self.company))
        origins = tuple(dict.fromkeys((*shown, *self.causes(conditions), *layers)))
        return with_origins(value, origins) if origins else value

    def causes(self, sources: Iterable[Any]) -> Origins:
        """The places of sources as causes; none when there is no company."""
        company = self.company
        return causes_of(origin for item in sources for origin in _all(item, company)) if company else ()

    def of_site(self, site: str, make: Callable[[], Mapping[str, Origins]]) -> Mapping[str, Origins]:
        """What `make` gives for a site; it is called once per company."""
        if site not in self.by_site:
            self.by_site[site] = make()
        return self.by_site[site]

    def _layers(self, device: str, company: Company) -> Origins:
        """What chose the layers of a device: all that is known of it depends on that."""
        if device not in self.chosen:
            self.chosen[device] = causes_of(places_selecting_layers(company, device))
        return self.chosen[device]


PLAIN = ProvenanceTagger(None)
"""The tagger of plain views: it keeps nothing."""


def _devices(inputs: Iterable[Any]) -> Iterable[str]:
    return dict.fromkeys(item.name for item in inputs if isinstance(item, Place) and item.kind == "device")


def _first(item: Any, company: Company) -> Origins:
    """The origins of a value, or the place of what is at a `Place`."""
    if not isinstance(item, Place):
        return origins_of(item)
    origin = company.origin(item.kind, item.name, item.path)
    return (origin,) if origin else ()


def _all(item: Any, company: Company) -> Iterable[Origin]:
    """The origins of a value, or the places of all layers that set what is at a `Place`; nothing when none does."""
    if isinstance(item, Origin):
        return (item,)
    if not isinstance(item, Place):
        return origins_of(item)
    value: Any = company.traced.objects.get(item.kind, {}).get(item.name)
    origins: Iterable[Origin] = ()
    for step in item.path:
        if not (dict.__contains__(value, step) if isinstance(value, dict) else isinstance(value, list) and int(step) < list.__len__(value)):
            return ()
        origins = origins_at(value, step)
        value = dict.__getitem__(value, step) if isinstance(value, dict) else list.__getitem__(value, int(step))
    return origins


def port_of(plug: Plug) -> tuple[Place, Place]:
    """Where a link names the device and the interface of one of its ends."""
    return Place(plug.kind, plug.name, (plug.key, "device")), Place(plug.kind, plug.name, (plug.key, "interface"))


def primary_address(device: str, company: Company) -> tuple[Place, ...]:
    """The place of the address that netops talks to a device by."""
    target = company.targets.get(device)
    assigned: tuple[AssignedAddress, ...] = company.index.assigned.get(device, ())
    return tuple(one.place for one in assigned if target is not None and str(one.value.ip) == target.address)


def primary_interface(device: str, company: Company) -> Iterator[Place]:
    """What in a device's data says which interface has that address: it is named, it is for management only, or it is the first one."""
    yield Place("device", device, ("primary_interface",))
    for name in dict.fromkeys(one.port.interface for one in company.index.assigned.get(device, ())):
        yield from (Place("device", device, ("interfaces", name, *more)) for more in ((), ("mgmt_only",)))
