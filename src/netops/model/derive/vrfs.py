"""The VRFs that a device's interfaces and routes are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive.provenance import provenance_tagger
from netops.model.index import Place

if TYPE_CHECKING:
    from netops.model.company import Company

SHOWN = ("name", "rd", "description")


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`vrfs`: [{name, rd, description}] by name."""
    with_provenance, site = provenance_tagger(view, company), str(view["device"]["site"])
    users = (*view.get("interfaces", {}).values(), *view.get("static_routes", ()))
    used = {str(user["vrf"]) for user in users if "vrf" in user}
    known = (
        {str(vrf["name"]): (name, vrf) for name, vrf in company.objects.get("vrf", {}).items() if str(vrf["site"]) == site} if used else {}
    )
    found = [known[name] for name in sorted(used) if name in known]
    return {"vrfs": [{key: with_provenance(vrf[key], Place("vrf", name, (key,))) for key in SHOWN if key in vrf} for name, vrf in found]}
