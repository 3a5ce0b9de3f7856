"""AS and description of a BGP neighbour that is one of ours, told by its address."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from netops.model.derive import Instead, add_missing
from netops.model.derive._told import Teller, teller
from netops.model.index import Assigned, Place

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`bgp.neighbors[*].remote_asn description family`."""
    neighbors = view.get("bgp", {}).get("neighbors", ())
    told = teller(view, company)
    return {"bgp": {"neighbors": Instead([add_missing(n, _about(n, company, told)) for n in neighbors])}} if neighbors else {}


def _about(neighbor: Mapping[str, Any], company: Company, told: Teller) -> dict[str, Any]:
    address = neighbor["address"]
    family = {"family": "ipv6" if ":" in str(address) else "ipv4"}
    far = owner(str(address), company)
    if far is None:
        return family
    asn = company.devices[far.port.device].get("bgp", {}).get("asn")
    place = Place("device", far.port.device, ("bgp", "asn"))
    known = {} if asn is None else {"remote_asn": told(int(asn), place, when=(address, far.place))}
    return family | known | {"description": told(str(far.port), far.place, when=(address,))}


def owner(address: str, company: Company) -> Assigned | None:
    """The port of ours that has an address, None when it is somebody else's."""
    try:
        found = company.index.addresses.get(ip_address(address), ())
    except ValueError:
        return None
    return found[0] if found else None
