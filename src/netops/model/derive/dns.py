"""Zones of the company's name server: forward and reverse records of every address that a device has, or that is reserved with a name."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netops.model.derive import Replacement
from netops.model.derive.provenance import ProvenanceTagger, primary_interface, provenance_tagger
from netops.model.index import Place
from netops.model.target import is_configured
from netops.model.zones import (
    NamedAddress,
    dkim_record,
    dmarc_record,
    named_addresses,
    record_name_in_zone,
    reverse_zone,
    spf_record,
    zone_of,
)

if TYPE_CHECKING:
    from netops.model.company import Company

Record = dict[str, Any]

SERIAL_BITS = 32
CHECKSUM_BITS = 30
"""So that the first serial that is a time is after each of them (RFC 1982), until 2038."""


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`dns_server.zones`: the typed zones with their records, what they say of mail, and the names of all addresses; each with a `serial`.

    There is a reverse zone for each container prefix, widened to whole labels. Each name is in one zone: the narrowest. A serial is the
    time of the last change of the company, so it rises; where that is unknown, a checksum of the records, below every such time.
    """
    server = view.get("dns_server")
    if server is None or server.get("role", "primary") != "primary":
        return {}
    with_provenance, changed = provenance_tagger(view, company), company.project.last_change
    names = list(named_addresses(company.devices, company.objects.get("reservation", {}), company.index))
    typed = {str(zone["name"]).lower(): zone for zone in server.get("zones", ())}
    zones = {**typed, **{str(zone["name"]): zone for zone in _reverse(company, with_provenance) if str(zone["name"]) not in typed}}
    derived: dict[str, list[Record]] = {name: [*_mail(zone.get("mail", {}), with_provenance)] for name, zone in zones.items()}
    for one in names:
        for name, zone, record in _of_address(one, zones, company, with_provenance):
            derived[zone].append({"name": record_name_in_zone(name, zone), **record})
    return {"dns_server": {"zones": Replacement([_zone(zone, derived[name], name in typed, changed) for name, zone in zones.items()])}}


def printed_time(view: Mapping[str, Any], last_change: Callable[[], int | None]) -> int | None:
    """The time of the last change of the company for a view whose text prints it, 0 where it is unknown; None for all other views."""
    zones = view.get("dns_server", {}).get("zones", ())
    return last_change() or 0 if any("serial" in zone for zone in zones) else None


def _zone(zone: Mapping[str, Any], derived: list[Record], is_typed: bool, changed: int | None) -> dict[str, Any]:
    """The zone with its records: those typed, in their order, then those derived that nobody typed."""
    typed = list(zone.get("records", ()))
    known = {_identity(record) for record in typed}
    more = [record for record in derived if _identity(record) not in known]
    records = [*typed, *(more if is_typed else sorted(more, key=lambda record: str(record["name"])))]
    return {**zone, "records": records, "serial": _checksum(records) if changed is None else serial_of(changed)}


def _identity(record: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(record["name"]).lower(), str(record["type"]), str(record["value"])


def _of_address(
    one: NamedAddress, zones: Container[str], company: Company, with_provenance: ProvenanceTagger
) -> Iterator[tuple[str, str, Record]]:
    """The name, the zone and the record of an address, then of its pointer."""
    if zone := zone_of(one.name, zones):
        kind = "A" if one.address.version == 4 else "AAAA"
        yield one.name, zone, {"type": kind, "value": with_provenance(str(one.address), one.place, conditions=_naming(one, company))}
    pointer = one.address.reverse_pointer
    if zone := zone_of(pointer, zones):
        when = (*_naming(one, company), *_around(one, company))
        yield pointer, zone, {"type": "PTR", "value": with_provenance(f"{one.name}.", one.place, conditions=when)}


def _naming(one: NamedAddress, company: Company) -> Iterator[Place]:
    """What decides the name of an address, beside the names of the device and of its interface."""
    if one.place.kind == "reservation":
        yield replace(one.place, path=("name",))
        return
    yield Place("device", one.place.name, ("domain",))
    yield from primary_interface(one.place.name, company)


def _reverse(company: Company, with_provenance: ProvenanceTagger) -> Iterator[dict[str, Any]]:
    """The reverse zones of the container prefixes, by name."""
    prefixes = company.objects.get("prefix", {})
    networks = {
        name: net
        for name, net in company.index.networks.items()
        if prefixes[name].get("role") == "container" and is_configured(prefixes[name])
    }
    named = {name: reverse_zone(net) for name, net in networks.items()}
    for zone in sorted(set(named.values())):
        names_of = [Place("prefix", name, ("prefix",)) for name, of in named.items() if of == zone]
        roles = [replace(place, path=("role",)) for place in names_of]
        yield {"name": with_provenance(zone, *names_of, conditions=roles)}


def _around(one: NamedAddress, company: Company) -> Iterator[Place]:
    """The prefixes that hold an address: the narrowest container among them is its zone."""
    for table in company.index.tables.values():
        for name in table.holding(one.address):
            yield from (Place("prefix", name, (key,)) for key in ("prefix", "role"))


def _mail(mail: Mapping[str, Any], with_provenance: ProvenanceTagger) -> Iterator[Record]:
    """The TXT records of what a zone says about its mail."""
    if "spf" in mail:
        yield {"name": "@", "type": "TXT", "value": with_provenance(spf_record(mail["spf"]), mail["spf"])}
    for key in mail.get("dkim", ()):
        yield {"name": f"{key['selector']}._domainkey", "type": "TXT", "value": with_provenance(dkim_record(key), key)}
    if "dmarc" in mail:
        yield {"name": "_dmarc", "type": "TXT", "value": with_provenance(dmarc_record(mail["dmarc"]), mail["dmarc"])}


def serial_of(seconds: int) -> int:
    """The serial of a zone that was changed at a time: it rises with the time (RFC 1982), over the end of 32 bits too."""
    return seconds % 2**SERIAL_BITS or 1


def _checksum(records: list[Record]) -> int:
    text = "\n".join(sorted(f"{r['name']} {r['type']} {r['value']} {r.get('ttl_s', '')}" for r in records))
    return zlib.crc32(text.encode()) % 2**CHECKSUM_BITS or 1
