"""The files of a company from the records of NetBox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netops.adopt import names
from netops.adopt.netbox.addresses import add_addresses, add_prefixes, add_vlans
from netops.adopt.netbox.company import Company
from netops.adopt.netbox.devices import add_devices, add_machines
from netops.adopt.netbox.hardware import add_device_types
from netops.adopt.netbox.links import add_cables, add_circuits, add_consoles, add_feeds
from netops.adopt.netbox.organisation import add_contacts, add_numbers, add_providers, add_tags, add_tenants
from netops.adopt.netbox.sites import add_racks, add_regions, add_sites
from netops.adopt.records import ImportLedger, NetboxDump

STEPS = (
    add_tenants,
    add_regions,
    add_sites,
    add_racks,
    add_contacts,
    add_tags,
    add_providers,
    add_numbers,
    add_vlans,
    add_device_types,
    add_devices,
    add_machines,
    add_prefixes,
    add_addresses,
    add_consoles,
    add_feeds,
    add_cables,
    add_circuits,
)
"""In the order in which they need each other."""


def build_company(dump: NetboxDump, ledger: ImportLedger) -> Company:
    """The company of a dump, not yet tried."""
    company = Company(dump, ledger)
    for step in STEPS:
        step(company)
    return company


def interface_ranges(interfaces: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Interfaces with equal neighbours as one range: `GigabitEthernet1/0/1-24`."""
    run: list[str] = []
    value: Any = None
    for port, data in interfaces.items():
        if run and data == value and names.is_next_port(run[-1], port):
            run.append(port)
            continue
        if run:
            yield _range(run), value
        run, value = [port], data
    if run:
        yield _range(run), value


def _range(run: list[str]) -> str:
    return run[0] if len(run) == 1 else f"{run[0]}-{names.trailing_number(run[-1])}"
