"""Where a device stands and whom to call, as SNMP tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.source.trace import derived

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`snmp.location` and `snmp.contact`, for a device that speaks SNMP."""
    if "snmp" not in view:
        return {}
    device, site = view["device"], view["site"]
    parts = [site["name"], *(device[key] for key in ("location", "rack") if key in device)]
    words = [str(site["name"]), *(f"{key} {device[key]}" for key in ("location", "rack") if key in device)]
    return {"snmp": {"location": derived(", ".join(words), *parts), **_contact(site, company)}}


def _contact(site: Mapping[str, Any], company: Company) -> dict[str, Any]:
    name = site.get("contacts", {}).get("technical")
    contact = company.objects.get("contact", {}).get(str(name))
    if contact is None:
        return {}
    parts = [contact[key] for key in ("role", "email", "phone") if key in contact]
    return {"contact": derived(", ".join(map(str, parts)), name, *parts)}
