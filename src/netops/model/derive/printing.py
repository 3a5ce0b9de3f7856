"""Where a print queue prints to: its printer's address, and what users want to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.source.trace import derived

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`print_queues[*].uri location description`; a queue without a known printer gets nothing (a rule reports it)."""
    queues = view.get("print_queues", ())
    return {"print_queues": [{**_about(queue, company), **queue} for queue in queues]} if queues else {}


def _about(queue: Mapping[str, Any], company: Company) -> dict[str, Any]:
    name = queue["printer"]
    printer, assigned = company.devices.get(str(name)), company.index.assigned.get(str(name), ())
    if printer is None or not assigned:
        return {}
    address = assigned[0]
    host = f"[{address.value.ip}]" if address.value.version == 6 else str(address.value.ip)
    site = company.objects["site"][str(printer["site"])]
    where = [site["name"], *(printer[key] for key in ("location",) if key in printer)]
    return {
        "uri": derived(f"ipp://{host}/ipp/print", name, address.text),
        "location": derived(", ".join(map(str, where)), name, *where),
        "description": derived(f"{name}, {printer.get('expected', {}).get('model', printer['device_type'])}", name),
    }
