"""AS and description of a BGP neighbour that is one of ours, told by its address."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from netops.model.index import Assigned
from netops.source.trace import derived

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`bgp.neighbors[*].remote_asn description family`."""
    neighbors = view.get("bgp", {}).get("neighbors", ())
    return {"bgp": {"neighbors": [{**_about(n, company), **n} for n in neighbors]}} if neighbors else {}


def _about(neighbor: Mapping[str, Any], company: Company) -> dict[str, Any]:
    address = neighbor["address"]
    family = {"family": "ipv6" if ":" in str(address) else "ipv4"}
    far = owner(str(address), company)
    if far is None:
        return family
    asn = company.devices[far.port.device].get("bgp", {}).get("asn")
    known = {} if asn is None else {"remote_asn": derived(int(asn), asn, address)}
    return family | known | {"description": derived(str(far.port), address)}


def owner(address: str, company: Company) -> Assigned | None:
    """The port of ours that has an address, None when it is somebody else's."""
    try:
        found = company.index.addresses.get(ip_address(address), ())
    except ValueError:
        return None
    return found[0] if found else None
