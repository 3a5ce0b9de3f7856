"""Power, cables and circuits: what connects devices."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from netops.adopt import names
from netops.adopt.netbox.company import Company, description_of, kind_of
from netops.adopt.netbox.devices import of_device
from netops.adopt.netbox.tables import CABLES, CIRCUITS, METRES, OTHER_CIRCUIT, STATUS, find_meaning
from netops.adopt.records import NetboxRecord, SourcedRow
from netops.model.console import CONSOLE, SERVER, console_port_name

TERMINATION = "circuits.circuittermination"
POWER_PORT, OUTLET, FEED = "dcim.powerport", "dcim.poweroutlet", "dcim.powerfeed"
CONSOLE_PORT = "dcim.consoleport"
CONSOLE_PORTS = {CONSOLE_PORT: CONSOLE, "dcim.consoleserverport": SERVER}
"""The kinds of console ports, and the keys of a device type for them."""
End = tuple[str, str]
"""Kind and key of the record of a port."""


def cable_ends(company: Company) -> dict[str, list[tuple[NetboxRecord, str, End]]]:
    """The terminations of each cable: the record, the side, the port."""
    found: dict[str, list[tuple[NetboxRecord, str, End]]] = defaultdict(list)
    for one in company.dump.of("dcim.cabletermination"):
        end = kind_of(one.get("termination_type")), str(one.get("termination_id"))
        found[str(one.get("cable"))].append((one, one.text("cable_end"), end))
    return found


def add_consoles(company: Company) -> None:
    """The console ports of each device, and those of console servers, as ports of their device types."""
    for kind, key in CONSOLE_PORTS.items():
        for device, ports in of_device(company, kind).items():
            row = company.device_rows.get(("dcim.device", device))
            hardware = company.files.get(f"inventory/catalog/device-types/{row['device_type']}.yaml") if row else None
            if hardware is None:
                continue
            rows = hardware.setdefault(key, [])
            for port in ports:
                name = names.single_line(port.text("name")) or "Console"
                found = next((one for one in rows if one["name"] == name), None)
                if found is None:
                    rows.append(found := SourcedRow({"name": name, "type": port.get("type")}))
                found.records.append(port)
                company.ports[port.key] = company.devices[device], console_port_name(name)


def add_feeds(company: Company) -> None:
    """Power feeds; a device with outlets in a rack is one too: what is plugged into it is on it."""
    company.each("dcim.powerfeed", _add_power_feed)
    for device, outlets in of_device(company, OUTLET).items():
        record = company.dump.find("dcim.device", device)
        rack = company.racks.get(str(record.get("rack"))) if record else None
        if record and rack and device in company.devices:
            _add_feed(
                company, rack[0], SourcedRow({"name": company.devices[device], "rack": rack[1]}, *outlets), *(one.key for one in outlets)
            )


def _add_feed(company: Company, site: str, row: SourcedRow, *keys: End) -> None:
    rows = company.site_file(site, "power").setdefault("power_feeds", [])
    row["name"] = names.free_name(row["name"] or "feed", [one["name"] for one in rows], longest=names.LONGEST_NAME)
    rows.append(row)
    for kind, pk in keys:
        company.feeds[f"{kind} {pk}"] = row["name"]


def add_cables(company: Company) -> None:
    """Each cable: between two ports, from a supply to its feed; those of circuits are in the circuits."""
    ends = cable_ends(company)

    def add(company: Company, cable: NetboxRecord) -> None:
        found = ends.get(cable.pk, [])
        first, second = ([end for _, side, end in found if side == which] for which in "AB")
        reason = f"it has {len(first)} and {len(second)} ends, and a cable of netops one and one"
        if len(first) == len(second) == 1:
            reason = _add_cable(company, cable, [cable, *(one for one, _, _ in found)], first[0], second[0])
        if reason:
            _leave(company, cable, found, reason)

    company.each("dcim.cable", add)


def _leave(company: Company, cable: NetboxRecord, found: list[tuple[NetboxRecord, str, End]], reason: str) -> None:
    for record in (cable, *(one for one, _, _ in found)):
        company.ledger.leave(record, reason)


def _add_cable(company: Company, cable: NetboxRecord, records: list[NetboxRecord], first: End, second: End) -> str:
    """Why a cable is not taken; '' when it is, or when it belongs to a circuit."""
    kinds = {first[0], second[0]}
    if TERMINATION in kinds:
        return ""
    if POWER_PORT in kinds:
        return _add_supply(company, records, *((first, second) if first[0] == POWER_PORT else (second, first)))
    is_console = bool(kinds & CONSOLE_PORTS.keys())
    if is_console and kinds != CONSOLE_PORTS.keys():
        return "it leads from a console to something that is no console server"
    if is_console and first[0] == CONSOLE_PORT:
        first, second = second, first
    a, b = company.ports.get(first), company.ports.get(second)
    if a is None or b is None:
        kind = first[0] if a is None else second[0]
        return f"it ends at a {kind.partition('.')[2]} that netops does not have"
    site, other_site = company.site_of[a[0]], company.site_of[b[0]]
    if site != other_site:
        return f"it joins the sites {site} and {other_site}, which a circuit does"
    status, length = STATUS.get(cable.text("status"), "active"), cable.get("length")
    row: dict[str, Any] = {
        "a": {"device": a[0], "interface": a[1]},
        "b": {"device": b[0], "interface": b[1]},
        "console": is_console or None,
        "type": CABLES.get(cable.text("type")),
        "label": names.name_without_blanks(cable.text("label")) or None,
        "status": None if status == "active" else status,
        "length_m": round(float(length) * METRES.get(cable.text("length_unit") or "m", 1), 2) if length else None,
        "description": description_of(cable),
    }
    company.site_file(site, "cables").setdefault("cables", []).append(SourcedRow(row, *records))
    return ""


def _add_supply(company: Company, records: list[NetboxRecord], port: End, other: End) -> str:
    """Put a supply of a device on the feed that its cable leads to; else the reason."""
    supply = company.dump.find(*port)
    feed = company.feeds.get(f"{other[0]} {other[1]}")
    row = company.device_rows.get(("dcim.device", str(supply.get("device")))) if supply else None
    if supply is None or feed is None or row is None:
        return "it is no cable from a supply of a device to a power feed in a rack"
    supplies = row.setdefault("power", {}).setdefault("supplies", [])
    name = names.free_name((names.name_without_blanks(supply.text("name")) or "PSU")[:40], [one["name"] for one in supplies], longest=40)
    supplies.append(SourcedRow({"name": name, "feed": feed}, supply, *records))
    draw = supply.get("allocated_draw", "maximum_draw")
    if draw:
        row["power"]["draw_w"] = row["power"].get("draw_w", 0) + int(draw)
    return ""


def add_circuits(company: Company) -> None:
    """Each circuit that ends at a device, at the site of its first end."""
    ends = cable_ends(company)
    other: dict[End, tuple[list[NetboxRecord], End]] = {}
    for cable, found in ends.items():
        record = company.dump.find("dcim.cable", cable)
        if record and len(found) == 2:
            records = [record, found[0][0], found[1][0]]
            other[found[0][2]], other[found[1][2]] = (records, found[1][2]), (records, found[0][2])
    company.each("circuits.circuit", lambda company, circuit: _add_circuit(company, circuit, other))


def _add_circuit(company: Company, circuit: NetboxRecord, other: dict[End, tuple[list[NetboxRecord], End]]) -> None:
    parts = [one for one in company.dump.of(TERMINATION) if str(one.get("circuit")) == circuit.pk]
    places, records = [], [circuit]
    for one in sorted(parts, key=lambda part: part.text("term_side")):
        cable, end = other.get(one.key, ([], ("", "")))
        place = company.ports.get(end)
        if place and not place[1].startswith(("front-", "rear-")):
            places.append(place)
            records += [one, *cable]
        elif one.get("provider_network", "_provider_network") is not None or not cable:
            records.append(one)
    provider = company.tags.get(f"provider {circuit.get('provider')}")
    if not places or provider is None:
        behind = [record for part in parts for record in other.get(part.key, ([], None))[0]]
        for record in (circuit, *parts, *behind):
            company.ledger.leave(record, "no end of it is at an interface of a device" if provider else "its provider is not taken")
        return
    kind = company.dump.find("circuits.circuittype", circuit.get("type"))
    status, rate = STATUS.get(circuit.text("status"), "active"), circuit.get("commit_rate")
    rate = rate or next((one.get("port_speed") for one in parts if one.get("port_speed")), None)
    row: dict[str, Any] = {
        "cid": names.name_without_blanks(circuit.text("cid")) or f"circuit-{circuit.pk}",
        "provider": provider,
        "type": find_meaning(CIRCUITS, f"{kind.text('slug')} {kind.text('name')}" if kind else "") or OTHER_CIRCUIT,
        "description": description_of(circuit),
        "a": {"device": places[0][0], "interface": places[0][1]},
        "z": {"device": places[1][0], "interface": places[1][1]} if len(places) > 1 else None,
        "bandwidth_mbps": max(1, int(rate) // 1000) if rate else None,
        "status": None if status == "active" else status,
        "tenant": company.tenant_of(circuit),
        "ends": circuit.get("termination_date"),
    }
    site = company.site_of[places[0][0]]
    made = SourcedRow(row, *records)
    made.records += [kind] if kind else []
    company.site_file(site, "circuits").setdefault("circuits", []).append(made)


def _add_power_feed(company: Company, feed: NetboxRecord) -> None:
    rack = company.racks.get(str(feed.get("rack")))
    if rack is None:
        company.ledger.leave(feed, "it has no rack")
        return
    amps, volts = feed.get("amperage"), feed.get("voltage")
    row = {"name": names.name_without_blanks(feed.text("name")), "rack": rack[1], "amps": amps, "volts": abs(int(volts)) if volts else None}
    _add_feed(company, rack[0], SourcedRow(row, feed), feed.key)
