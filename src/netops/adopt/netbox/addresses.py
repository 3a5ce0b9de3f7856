"""VRFs, VLANs, prefixes, ranges and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_interface, ip_network
from typing import Any

from netops.adopt import names
from netops.adopt.netbox.company import SHARED, Company, description_of, kind_of
from netops.adopt.netbox.tables import ADDRESS_ROLES, PREFIXES, RESERVATION, SHARED_ROLES, STATUS, find_meaning
from netops.adopt.records import NetboxRecord, SourcedRow

Network = IPv4Network | IPv6Network
LONGEST_VLAN = 32


def add_vlans(company: Company) -> None:
    """VRFs by their names, and each VLAN at its site: its own, or that of its group."""
    for vrf in company.dump.of("ipam.vrf"):
        wanted = names.name_without_blanks(vrf.text("name")) or "vrf"
        company.vrfs[vrf.pk] = names.free_name(wanted, company.vrfs.values(), longest=names.LONGEST_NAME)
    company.each("ipam.vlan", _add_vlan)


def _not_active(status: str) -> str | None:
    return None if status == "active" else status


def add_prefixes(company: Company) -> None:
    """Each prefix and aggregate at its site, or at that of what is at no site; and the prefix of each address that has none."""
    company.each("ipam.prefix", _add_own_prefix)
    company.each("ipam.aggregate", _add_aggregate)
    for vrf in company.dump.of("ipam.vrf"):
        used = any(row["name"] == company.vrfs[vrf.pk] for row in _rows(company, "vrfs"))
        if not used:
            company.add_vrf(vrf, company.shared_site())


def _rows(company: Company, key: str) -> Iterator[SourcedRow]:
    for file, data in company.files.items():
        if file.endswith("/ipam.yaml"):
            yield from data.get(key, ())


def _add_prefix(company: Company, record: NetboxRecord, *, container: bool) -> None:
    try:
        network = ip_network(record.text("prefix"))
    except ValueError as error:
        company.ledger.leave(record, f"{record.text('prefix')} is no prefix: {error}")
        return
    site = company.site_at(record) or SHARED
    vrf = company.vrf_at(record, site)
    rows = company.site_file(site, "ipam").setdefault("prefixes", [])
    if twin := next((row for row in rows if (row["prefix"], row.get("vrf")) == (str(network), vrf)), None):
        twin.records.append(record)
        return
    vlan = company.vlans.get(str(record.get("vlan")))
    role = company.dump.find("ipam.role", record.get("role"))
    words = f"{role.text('name') if role else ''} {record.text('description')}"
    status = STATUS.get(record.text("status"), "active")
    row = {
        "prefix": str(network),
        "vlan": vlan[1] if vlan and vlan[0] == site else None,
        "role": "container" if container else find_meaning(PREFIXES, words),
        "vrf": vrf,
        "tenant": company.tenant_of(record),
        "description": description_of(record),
        "status": _not_active(status),
    }
    rows.append(SourcedRow(row, record))


def add_addresses(company: Company) -> None:
    """Each address on its interface; ranges, and addresses of no interface, as reservations."""
    company.each("ipam.ipaddress", _add_address)
    company.each("ipam.iprange", _add_range)


def _ensure_prefix(company: Company, address: NetboxRecord, site: str, vrf: str | None) -> None:
    """The network of an address is a prefix of its site, as netops wants it for what is on an interface."""
    network = ip_interface(address.text("address")).network
    if network.prefixlen == network.max_prefixlen:
        return
    rows = list(_rows(company, "prefixes"))
    if not any(row["prefix"] == str(network) and row.get("vrf") == vrf for row in rows):
        row = SourcedRow({"prefix": str(network), "vrf": vrf})
        company.site_file(site, "ipam").setdefault("prefixes", []).append(row)


def _reserve(company: Company, record: NetboxRecord, start: str, end: str | None) -> None:
    first = str(ip_interface(start).ip)
    site = _home(company, record, first)
    vrf = company.vrf_at(record, site)
    rows = company.site_file(site, "ipam").setdefault("reservations", [])
    if twin := next((row for row in rows if row["start"] == first), None):
        company.ledger.leave(
            record, f"site {site} has a reservation from {first} already" + (f", in VRF {twin['vrf']}" if "vrf" in twin else "")
        )
        return
    name = record.text("dns_name").lower().rstrip(".") or None
    what = "Addresses" if end else "An address"
    role = ADDRESS_ROLES.get(record.text("role"))
    row: dict[str, Any] = {
        "start": first,
        "end": str(ip_interface(end).ip) if end else None,
        "purpose": description_of(record) or name or (f"Address with the role {role}" if role else f"{what} in use, of no interface"),
        "role": role,
        "status": RESERVATION.get(record.text("status"), "used"),
        "name": name,
        "vrf": vrf,
        "tenant": company.tenant_of(record),
    }
    rows.append(SourcedRow(row, record))


def _home(company: Company, record: NetboxRecord, address: str) -> str:
    """The site of the smallest prefix that holds an address in its VRF."""
    vrf = company.vrfs.get(str(record.get("vrf")))
    own = ip_interface(address).ip
    best: tuple[int, str] = (-1, SHARED)
    for file, data in company.files.items():
        if file.endswith("/ipam.yaml"):
            for row in data.get("prefixes", ()):
                network = ip_network(row["prefix"])
                if row.get("vrf") == vrf and own in network:
                    best = max(best, (network.prefixlen, file.split("/")[2]))
    return best[1]


def _add_vlan(company: Company, vlan: NetboxRecord) -> None:
    group = company.dump.find("ipam.vlangroup", vlan.get("group"))
    scoped = group and kind_of(group.get("scope_type")) == "dcim.site"
    site = company.site_at(vlan) or (company.sites.get(str(group.get("scope_id"))) if group and scoped else None) or SHARED
    rows = company.site_file(site, "ipam").setdefault("vlans", [])
    wanted = (names.name_without_blanks(vlan.text("name")) or f"vlan-{vlan.get('vid')}")[:LONGEST_VLAN]
    name = names.free_name(wanted, [row["name"] for row in rows], longest=LONGEST_VLAN)
    company.vlans[vlan.pk] = site, name
    if twin := next((row for row in rows if row.get("vid") == vlan.get("vid")), None):
        company.ledger.leave(vlan, f"site {site} has VLAN {vlan.get('vid')} already: {twin['name']}")
        company.vlans[vlan.pk] = site, twin["name"]
        return
    status = STATUS.get(vlan.text("status"), "active")
    text = description_of(vlan) or (names.single_line(vlan.text("name")) if name != vlan.text("name") else None)
    tenant = company.tenant_of(vlan)
    rows.append(
        SourcedRow({"name": name, "vid": vlan.get("vid"), "description": text, "status": _not_active(status), "tenant": tenant}, vlan)
    )


def _add_own_prefix(company: Company, prefix: NetboxRecord) -> None:
    _add_prefix(company, prefix, container=prefix.text("status") == "container")


def _add_aggregate(company: Company, aggregate: NetboxRecord) -> None:
    _add_prefix(company, aggregate, container=True)


def _add_address(company: Company, address: NetboxRecord) -> None:
    ip_interface(address.text("address"))
    at = (kind_of(address.get("assigned_object_type")), str(address.get("assigned_object_id")))
    row, role = company.port_rows.get(at), address.text("role")
    if row is None or role in ADDRESS_ROLES:
        _reserve(company, address, address.text("address"), None)
    if row is not None and role not in SHARED_ROLES:
        row.setdefault("addresses", []).append(address.text("address"))
        row.records.append(address)
        _ensure_prefix(company, address, company.site_of[company.ports[at][0]], row.get("vrf"))


def _add_range(company: Company, found: NetboxRecord) -> None:
    _reserve(company, found, found.text("start_address"), found.text("end_address"))
