"""Zones of the company's name server: forward and reverse records of every address that a device has, or that is reserved with a name."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from netops.model.derive import Instead
from netops.model.derive.provenance import ProvenanceTagger, primary_interface, provenance_tagger
from netops.model.index import Address, Assigned, Network, Place, PrefixTable, parse_interface

if TYPE_CHECKING:
    from netops.model.company import Company

BITS_PER_LABEL = {4: 8, 6: 4}
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A name with one of its addresses, and the place of the address."""

    name: str
    address: Address
    place: Place


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`dns_server.zones`: the typed zones with their records and those of our devices, then the reverse zones; each with a `serial`.

    A device's own name has the addresses of its primary interface, `INTERFACE.NAME` has each of the others; an address that is reserved
    with a name has that. There is a reverse zone for each container prefix. A serial is a checksum of the records, so it changes
    exactly when they do.
    """
    server = view.get("dns_server")
    if server is None or server.get("role", "primary") != "primary":
        return {}
    with_provenance, names = provenance_tagger(view, company), [*_names(company), *_reserved(company)]
    typed = server.get("zones", ())
    forward = [
        {**zone, "records": [*zone.get("records", ()), *_forward(str(zone["name"]), names, company, with_provenance)]} for zone in typed
    ]
    zones: list[dict[str, Any]] = [*forward, *_reverse(names, company, with_provenance)]
    return {"dns_server": {"zones": Instead([{**zone, "serial": _serial(zone["records"])} for zone in zones])}}


def _names(company: Company) -> Iterator[Named]:
    for device, data in sorted(company.devices.items()):
        if "domain" not in data:
            continue
        primary = str(company.targets[device].address) if device in company.targets else ""
        by_name: dict[str, list[Assigned]] = defaultdict(list)
        for one in company.index.assigned.get(device, ()):
            label = device if _is_primary(one, primary, company) else f"{label_of(one.port.interface)}.{device}"
            by_name[f"{label}.{data['domain']}"].append(one)
        yield from (Named(name, one.value.ip, one.place) for name, assigned in by_name.items() for one in assigned)


def _reserved(company: Company) -> Iterator[Named]:
    for key, one in sorted(company.objects.get("reservation", {}).items()):
        address = parse_interface(one["start"])
        if "name" in one and address is not None:
            yield Named(str(one["name"]), address.ip, Place("reservation", key, ("start",)))


def _naming(one: Named, company: Company) -> Iterator[Place]:
    """What decides the name of an address, beside the names of the device and of its interface."""
    if one.place.kind == "reservation":
        yield replace(one.place, path=("name",))
        return
    yield Place("device", one.place.name, ("domain",))
    yield from primary_interface(one.place.name, company)


def _is_primary(one: Assigned, primary: str, company: Company) -> bool:
    return any(str(other.value.ip) == primary for other in company.index.assigned[one.port.device] if other.port == one.port)


def label_of(interface: str) -> str:
    """An interface's name as a DNS label: `ge-0/0/1` is `ge-0-0-1`."""
    return re.sub(r"[^a-z0-9]+", "-", interface.lower()).strip("-")


def _forward(zone: str, names: Iterable[Named], company: Company, with_provenance: ProvenanceTagger) -> Iterator[Record]:
    for one in names:
        if one.name.endswith(f".{zone}"):
            kind = "A" if one.address.version == 4 else "AAAA"
            value = with_provenance(str(one.address), one.place, conditions=_naming(one, company))
            yield {"name": one.name.removesuffix(f".{zone}"), "type": kind, "value": value}


def _reverse(names: Iterable[Named], company: Company, with_provenance: ProvenanceTagger) -> Iterator[dict[str, Any]]:
    prefixes = company.objects.get("prefix", {})
    networks = {name: net for name, net in company.index.networks.items() if prefixes[name].get("role") == "container"}
    named = {name: reverse_zone(net) for name, net in networks.items()}
    table = PrefixTable((net, named[name]) for name, net in networks.items())
    pointers: dict[str, list[Record]] = {zone: [] for zone in sorted(named.values())}
    for one in names:
        if container := next(table.holding(one.address), ""):
            label = one.address.reverse_pointer.removesuffix(f".{container}")
            causes = (*_naming(one, company), *_around(one, company))
            pointers[container].append(
                {"name": label, "type": "PTR", "value": with_provenance(f"{one.name}.", one.place, conditions=causes)}
            )
    for zone, records in pointers.items():
        names_of = [Place("prefix", name, ("prefix",)) for name, of in named.items() if of == zone]
        roles = [replace(place, path=("role",)) for place in names_of]
        yield {
            "name": with_provenance(zone, *names_of, conditions=roles),
            "records": sorted(records, key=lambda record: str(record["name"])),
        }


def _around(one: Named, company: Company) -> Iterator[Place]:
    """The prefixes that hold an address: the narrowest container among them is its zone."""
    for table in company.index.tables.values():
        for name in table.holding(one.address):
            yield from (Place("prefix", name, (key,)) for key in ("prefix", "role"))


def reverse_zone(network: Network) -> str:
    """The reverse zone of a network, rounded up to whole labels: 10.1.0.0/16 is `1.10.in-addr.arpa`."""
    address: Address = network.network_address
    host_labels = (address.max_prefixlen - network.prefixlen) // BITS_PER_LABEL[address.version]
    return ".".join(address.reverse_pointer.split(".")[host_labels:])


def _serial(records: list[Record]) -> int:
    text = "\n".join(sorted(f"{r['name']} {r['type']} {r['value']} {r.get('ttl_s', '')}" for r in records))
    return zlib.crc32(text.encode()) or 1
