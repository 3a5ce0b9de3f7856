"""Where a print queue prints to: its printer's address, and what users want to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive import Replacement, add_missing
from netops.model.derive.provenance import ProvenanceTagger, provenance_tagger
from netops.model.index import Place

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`print_queues[*].uri location description`; a queue without a known printer gets nothing (a rule reports it)."""
    queues = view.get("print_queues", ())
    with_provenance = provenance_tagger(view, company)
    return (
        {"print_queues": Replacement([add_missing(queue, _about(queue, company, with_provenance)) for queue in queues])} if queues else {}
    )


def _about(queue: Mapping[str, Any], company: Company, with_provenance: ProvenanceTagger) -> dict[str, Any]:
    name = queue["printer"]
    printer, assigned = company.devices.get(str(name)), company.index.assigned.get(str(name), ())
    if printer is None or not assigned:
        return {}
    address = assigned[0]
    host = f"[{address.value.ip}]" if address.value.version == 6 else str(address.value.ip)
    site = str(printer["site"])
    where = [company.objects["site"][site]["name"], *(printer[key] for key in ("location",) if key in printer)]
    places = (Place("site", site, ("name",)), Place("device", str(name), ("location",)))
    said = ("expected", "model") if "model" in printer.get("expected", {}) else ("device_type",)
    model = printer["expected"]["model"] if len(said) > 1 else printer["device_type"]
    return {
        "uri": with_provenance(f"ipp://{host}/ipp/print", address.place, conditions=(name,)),
        "location": with_provenance(", ".join(map(str, where)), *places, conditions=(name,)),
        "description": with_provenance(f"{name}, {model}", name, Place("device", str(name), said)),
    }
