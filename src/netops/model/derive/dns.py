"""Zones of the company's name server: forward and reverse records of every address that a device has."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netops.model.derive import Instead
from netops.model.derive._told import Teller, primary_interface, teller
from netops.model.index import Address, Assigned, Network, Place, PrefixTable

if TYPE_CHECKING:
    from netops.model.company import Company

BITS_PER_LABEL = {4: 8, 6: 4}
Record = dict[str, Any]


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`dns_server.zones`: the typed zones with their records and those of our devices, then the reverse zones; each with a `serial`.

    A device's own name has the addresses of its primary interface, `INTERFACE.NAME` has each of the others. There is a reverse zone
    for each container prefix. A serial is a checksum of the records, so it changes exactly when they do.
    """
    server = view.get("dns_server")
    if server is None or server.get("role", "primary") != "primary":
        return {}
    told, names = teller(view, company), dict(_names(company))
    typed = server.get("zones", ())
    forward = [{**zone, "records": [*zone.get("records", ()), *_forward(str(zone["name"]), names, company, told)]} for zone in typed]
    zones: list[dict[str, Any]] = [*forward, *_reverse(names, company, told)]
    return {"dns_server": {"zones": Instead([{**zone, "serial": _serial(zone["records"])} for zone in zones])}}


def _names(company: Company) -> Iterator[tuple[str, list[Assigned]]]:
    for device, data in sorted(company.devices.items()):
        if "domain" not in data:
            continue
        primary = str(company.targets[device].address) if device in company.targets else ""
        by_name: dict[str, list[Assigned]] = defaultdict(list)
        for one in company.index.assigned.get(device, ()):
            label = device if _is_primary(one, primary, company) else f"{label_of(one.port.interface)}.{device}"
            by_name[f"{label}.{data['domain']}"].append(one)
        yield from by_name.items()


def _naming(one: Assigned, company: Company) -> Iterator[Place]:
    """What decides the name of an address, beside the names of the device and of its interface."""
    yield Place("device", one.port.device, ("domain",))
    yield from primary_interface(one.port.device, company)


def _is_primary(one: Assigned, primary: str, company: Company) -> bool:
    return any(str(other.value.ip) == primary for other in company.index.assigned[one.port.device] if other.port == one.port)


def label_of(interface: str) -> str:
    """An interface's name as a DNS label: `ge-0/0/1` is `ge-0-0-1`."""
    return re.sub(r"[^a-z0-9]+", "-", interface.lower()).strip("-")


def _forward(zone: str, names: Mapping[str, list[Assigned]], company: Company, told: Teller) -> Iterator[Record]:
    for name, assigned in names.items():
        if name.endswith(f".{zone}"):
            for one in assigned:
                kind = "A" if one.value.version == 4 else "AAAA"
                value = told(str(one.value.ip), one.place, when=_naming(one, company))
                yield {"name": name.removesuffix(f".{zone}"), "type": kind, "value": value}


def _reverse(names: Mapping[str, list[Assigned]], company: Company, told: Teller) -> Iterator[dict[str, Any]]:
    prefixes = company.objects.get("prefix", {})
    networks = {name: net for name, net in company.index.networks.items() if prefixes[name].get("role") == "container"}
    named = {name: reverse_zone(net) for name, net in networks.items()}
    table = PrefixTable((net, named[name]) for name, net in networks.items())
    pointers: dict[str, list[Record]] = {zone: [] for zone in sorted(named.values())}
    for name, assigned in names.items():
        for one in assigned:
            if container := next(table.holding(one.value.ip), ""):
                label = one.value.ip.reverse_pointer.removesuffix(f".{container}")
                when = (*_naming(one, company), *_around(one, company))
                pointers[container].append({"name": label, "type": "PTR", "value": told(f"{name}.", one.place, when=when)})
    for zone, records in pointers.items():
        names_of = [Place("prefix", name, ("prefix",)) for name, of in named.items() if of == zone]
        roles = [replace(place, path=("role",)) for place in names_of]
        yield {"name": told(zone, *names_of, when=roles), "records": sorted(records, key=lambda record: str(record["name"]))}


def _around(one: Assigned, company: Company) -> Iterator[Place]:
    """The prefixes that hold an address: the narrowest container among them is its zone."""
    for table in company.index.tables.values():
        for name in table.holding(one.value.ip):
            yield from (Place("prefix", name, (key,)) for key in ("prefix", "role"))


def reverse_zone(network: Network) -> str:
    """The reverse zone of a network, rounded up to whole labels: 10.1.0.0/16 is `1.10.in-addr.arpa`."""
    address: Address = network.network_address
    host_labels = (address.max_prefixlen - network.prefixlen) // BITS_PER_LABEL[address.version]
    return ".".join(address.reverse_pointer.split(".")[host_labels:])


def _serial(records: list[Record]) -> int:
    text = "\n".join(sorted(f"{r['name']} {r['type']} {r['value']} {r.get('ttl_s', '')}" for r in records))
    return zlib.crc32(text.encode()) or 1
