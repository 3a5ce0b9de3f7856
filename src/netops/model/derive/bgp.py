"""AS and description of a BGP neighbour that is one of ours, found by its address."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from netops.model.derive import Replacement, add_missing, is_derived
from netops.model.derive.provenance import ProvenanceTagger, provenance_tagger
from netops.model.index import AssignedAddress, Place

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`bgp.neighbors[*].remote_asn description family`."""
    bgp = view.get("bgp", {})
    neighbors = bgp.get("neighbors", ())
    if not neighbors:
        return {}
    with_provenance, descriptions = provenance_tagger(view, company), is_derived(view, "descriptions")
    groups = bgp.get("groups", {})
    about = ((n, _about(n, groups, company, with_provenance, descriptions=descriptions) if "address" in n else {}) for n in neighbors)
    return {"bgp": {"neighbors": Replacement([add_missing(n, more) for n, more in about])}}


def _about(
    neighbor: Mapping[str, Any], groups: Mapping[str, Any], company: Company, with_provenance: ProvenanceTagger, *, descriptions: bool
) -> dict[str, Any]:
    """What follows from the owner of the address; nothing of what the group gives."""
    address = neighbor["address"]
    family = {"family": "ipv6" if ":" in str(address) else "ipv4"}
    far = port_of_address(str(address), company)
    if far is None:
        return family
    asn = company.devices[far.port.device].get("bgp", {}).get("asn")
    group = groups.get(str(neighbor.get("group", "")), {})
    is_given = asn is None or "remote_asn" in group or "peering" in group or "peering" in neighbor
    place = Place("device", far.port.device, ("bgp", "asn"))
    known = {} if is_given else {"remote_asn": with_provenance(int(asn), place, conditions=(address, far.place))}
    described = {"description": with_provenance(str(far.port), far.place, conditions=(address,))} if descriptions else {}
    return family | known | described


def port_of_address(address: str, company: Company) -> AssignedAddress | None:
    """The port of ours that has an address, None when it is somebody else's."""
    try:
        found = company.index.addresses.get(ip_address(address), ())
    except ValueError:
        return None
    return found[0] if found else None
