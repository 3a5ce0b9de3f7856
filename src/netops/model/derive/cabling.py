"""What is behind a port: the far end of its cable, and from it a description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive import is_derived
from netops.model.derive.provenance import ProvenanceTagger, port_of, provenance_tagger
from netops.model.index import AssignedAddress, Index, Plug, Port
from netops.model.target import is_configured

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`interfaces[*].neighbor` {device, interface, kind, address} and, where none is typed, `interfaces[*].description`."""
    with_provenance = provenance_tagger(view, company)
    ports = (Port(str(view["device"]["name"]), name) for name in view.get("interfaces", {}))
    cabled = ((port, company.index.ways[port]) for port in ports if port in company.index.ways)
    known = ((port, way) for port, way in cabled if way[-1].port.device in company.devices and _is_laid(way, company))
    descriptions = is_derived(view, "descriptions")
    return {"interfaces": {port.interface: _behind(port, way, company, with_provenance, descriptions) for port, way in known}}


def _is_laid(way: tuple[Plug, ...], company: Company) -> bool:
    """Whether all cables and circuits of a way are in use, or about to be."""
    return all(is_configured(company.objects[plug.kind][plug.name]) for plug in way)


def _behind(port: Port, way: tuple[Plug, ...], company: Company, with_provenance: ProvenanceTagger, descriptions: bool) -> dict[str, Any]:
    *others, far = way
    (device, interface), near = port_of(far), tuple(place for plug in others for place in port_of(plug))
    neighbor = {
        "device": with_provenance(far.port.device, device, conditions=(interface, *near)),
        "interface": with_provenance(far.port.interface, interface, conditions=(device, *near)),
        "kind": with_provenance(company.devices[far.port.device]["kind"], device, conditions=(interface, *near)),
    }
    if address := shared_address(company.index, port, far.port):
        neighbor["address"] = with_provenance(str(address.value.ip), address.place, conditions=(device, interface, *near))
    if not descriptions:
        return {"neighbor": neighbor}
    return {"neighbor": neighbor, "description": with_provenance(f"to {far.port}", device, interface, conditions=near)}


def shared_address(index: Index, near: Port, far: Port) -> AssignedAddress | None:
    """The far port's address in a network that the near one is in too; None when they share none."""
    ours = {one.value.network for one in index.assigned.get(near.device, ()) if one.port == near}
    theirs = (one for one in index.assigned.get(far.device, ()) if one.port == far)
    return next((one for one in theirs if one.value.network in ours), None)
