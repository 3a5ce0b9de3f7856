"""The VRFs that a device's interfaces and routes are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`vrfs`: [{name, rd, description}] by name."""
    site = str(view["device"]["site"])
    users = (*view.get("interfaces", {}).values(), *view.get("static_routes", ()))
    used = {str(user["vrf"]) for user in users if "vrf" in user}
    known = [vrf for vrf in company.objects.get("vrf", {}).values() if str(vrf["site"]) == site and str(vrf["name"]) in used]
    return {
        "vrfs": [
            {key: vrf[key] for key in ("name", "rd", "description") if key in vrf} for vrf in sorted(known, key=lambda v: str(v["name"]))
        ]
    }
