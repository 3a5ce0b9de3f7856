"""What is behind a port: the far end of its cable, and from it a description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive._told import Teller, teller
from netops.model.index import Index, Plug, Port

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`interfaces[*].neighbor` {device, interface, kind, address} and, where none is typed, `interfaces[*].description`."""
    told = teller(view, company)
    ports = (Port(str(view["device"]["name"]), name) for name in view.get("interfaces", {}))
    cabled = ((port, company.index.far_ends[port]) for port in ports if port in company.index.far_ends)
    return {"interfaces": {port.interface: _behind(port, far, company, told) for port, far in cabled if far.port.device in company.devices}}


def _behind(port: Port, far: Plug, company: Company, told: Teller) -> dict[str, Any]:
    neighbor = {"device": far.port.device, "interface": far.port.interface, "kind": company.devices[far.port.device]["kind"]}
    address = shared_address(company.index, port, far.port)
    known = {**neighbor, "address": address} if address else neighbor
    return {"neighbor": {key: told(value, far.place) for key, value in known.items()}, "description": told(f"to {far.port}", far.place)}


def shared_address(index: Index, near: Port, far: Port) -> str:
    """The far port's address in a network that the near one is in too; '' when they share none."""
    ours = {one.value.network for one in index.assigned.get(near.device, ()) if one.port == near}
    theirs = (one for one in index.assigned.get(far.device, ()) if one.port == far)
    return next((str(one.value.ip) for one in theirs if one.value.network in ours), "")
