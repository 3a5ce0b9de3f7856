"""The VRFs that a device has: those that its interfaces, routes and BGP are in, and its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive.provenance import ProvenanceTagger, provenance_tagger
from netops.model.index import Place

if TYPE_CHECKING:
    from netops.model.company import Company

SHOWN = (
    "name",
    "rd",
    "description",
    "import_targets",
    "export_targets",
    "address_families",
    "type",
    "import_policies",
    "export_policies",
    "table_label",
    "multipath",
    "vtep_source_interface",
    "service_type",
    "vlans",
    "evpn",
    "routing",
    "vni",
)
"""Fields of a VRF that templates see."""

OWN = "vrf_instances"


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`vrfs`: [{name, rd, description, ...}] by name. A field of the device's own counts before that of the site's VRF."""
    with_provenance, site = provenance_tagger(view, company), str(view["device"]["site"])
    users = (*view.get("interfaces", {}).values(), *view.get("static_routes", ()))
    own = view.get(OWN, {})
    used = {str(user["vrf"]) for user in users if "vrf" in user} | set(map(str, view.get("bgp", {}).get("vrfs", {}))) | set(map(str, own))
    vrfs = company.objects.get("vrf", {}).items() if used else ()
    known = {str(vrf["name"]): (name, vrf) for name, vrf in vrfs if str(vrf["site"]) == site}
    device = str(view["device"]["name"])
    rows = (_row(name, own.get(name), known.get(name), device, with_provenance) for name in sorted(used))
    return {"vrfs": [row for row in rows if row]}


def _row(
    name: str, own: Mapping[str, Any] | None, known: tuple[str, Mapping[str, Any]] | None, device: str, with_provenance: ProvenanceTagger
) -> dict[str, Any]:
    """The VRF of a name; empty when neither the device nor its site has it."""
    row: dict[str, Any] = {}
    if known is not None:
        key, vrf = known
        row = {field: with_provenance(vrf[field], Place("vrf", key, (field,))) for field in SHOWN if field in vrf}
    elif own is not None:
        row = {"name": with_provenance(name, Place("device", device, (OWN, name)))}
    return row | {field: own[field] for field in SHOWN if own and field in own}
