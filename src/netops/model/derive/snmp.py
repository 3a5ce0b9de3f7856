"""Where a device is and whom to call, as SNMP shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive import is_derived
from netops.model.derive.provenance import ProvenanceTagger, provenance_tagger
from netops.model.index import Place

if TYPE_CHECKING:
    from netops.model.company import Company

STANDS_IN = ("location", "rack")
ANSWERS = ("role", "email", "phone")


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`snmp.location` and `snmp.contact`, for a device that speaks SNMP."""
    if "snmp" not in view or not is_derived(view, "snmp"):
        return {}
    with_provenance, device, site = provenance_tagger(view, company), view["device"], str(view["device"]["site"])
    keys = [key for key in STANDS_IN if key in device]
    words = [str(company.objects["site"][site]["name"]), *(f"{key} {device[key]}" for key in keys)]
    places = (Place("site", site, ("name",)), *(Place("device", str(device["name"]), (key,)) for key in keys))
    return {"snmp": {"location": with_provenance(", ".join(words), *places), **_contact(site, company, with_provenance)}}


def _contact(site: str, company: Company, with_provenance: ProvenanceTagger) -> dict[str, Any]:
    name = str(company.objects["site"][site].get("contacts", {}).get("technical"))
    contact = company.objects.get("contact", {}).get(name)
    if contact is None:
        return {}
    keys = [key for key in ANSWERS if key in contact]
    places = (Place("site", site, ("contacts", "technical")), *(Place("contact", name, (key,)) for key in keys))
    return {"contact": with_provenance(", ".join(str(contact[key]) for key in keys), *places)}
