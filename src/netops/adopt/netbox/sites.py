"""Regions, sites, locations and racks."""

from __future__ import annotations

from typing import Any

from netops.adopt import names
from netops.adopt.netbox.company import Company, description_of
from netops.adopt.netbox.tables import STATUS
from netops.adopt.records import NetboxRecord, SourcedRow

LARGEST_RACK = 60


def add_regions(company: Company) -> None:
    """Each region as a file."""
    company.each("dcim.region", _add_region)


def _add_region(company: Company, region: NetboxRecord) -> None:
    name = names.free_name(names.dns_label(region.text("slug", "name")) or "region", company.regions.values())
    company.regions[region.pk] = name
    row = {"name": names.single_line(region.text("name")) or name, "description": description_of(region)}
    company.files[f"inventory/regions/{name}.yaml"] = SourcedRow(row, region)


def add_sites(company: Company) -> None:
    """Each site as a folder with its attributes and its locations."""
    company.each("dcim.site", _add_site)
    company.each("dcim.location", _add_location)
    _add_parents(company)


def _add_site(company: Company, site: NetboxRecord) -> None:
    name = names.free_name(names.dns_label(site.text("slug", "name")) or "site", company.sites.values())
    company.sites[site.pk] = name
    region = company.regions.get(str(site.get("region"))) or company.some_region()
    data: dict[str, Any] = {
        "name": names.single_line(site.text("name")) or name,
        "description": description_of(site),
        "status": _status(site),
        "region": region,
        "tenant": company.tenant_of(site),
        "address": names.single_line(site.text("physical_address")) or None,
        "time_zone": site.get("time_zone"),
        "latitude": _number(site.get("latitude")),
        "longitude": _number(site.get("longitude")),
    }
    company.files[f"inventory/sites/{name}/site.yaml"] = SourcedRow(data, site)


def _add_location(company: Company, location: NetboxRecord) -> None:
    site = company.site_at(location)
    if site is None:
        company.unknown(location, "site")
        return
    rows = company.file(f"inventory/sites/{site}/site.yaml").setdefault("locations", [])
    wanted = names.name_without_blanks(location.text("slug", "name")) or "location"
    name = names.free_name(wanted, [row["name"] for row in rows], longest=names.LONGEST_NAME)
    status, title = STATUS.get(location.text("status"), "active"), names.single_line(location.text("name"))
    row = {
        "name": name,
        "description": description_of(location) or (title if title.lower() != name.lower() else None),
        "status": None if status == "active" else status,
        "tenant": company.tenant_of(location),
    }
    rows.append(SourcedRow(row, location))
    company.locations[location.pk] = site, name


def _add_parents(company: Company) -> None:
    """The location that each location is in, when all have their names."""
    for site in set(company.sites.values()):
        for row in company.file(f"inventory/sites/{site}/site.yaml").get("locations", ()):
            parent = company.locations.get(str(row.records[0].get("parent")))
            if parent and parent[0] == site and parent[1] != row["name"]:
                row["parent"] = parent[1]


def location_of(company: Company, record: NetboxRecord) -> str | None:
    """The name of a record's location."""
    found = company.locations.get(str(record.get("location")))
    return found[1] if found else None


def add_racks(company: Company) -> None:
    """Each rack in the file of its site."""
    company.each("dcim.rack", _add_rack)


def _add_rack(company: Company, rack: NetboxRecord) -> None:
    site = company.site_at(rack)
    if site is None:
        company.unknown(rack, "site")
        return
    rows = company.file(f"inventory/sites/{site}/site.yaml").setdefault("racks", [])
    name = names.free_name(
        names.name_without_blanks(rack.text("name")) or "rack", [row["name"] for row in rows], longest=names.LONGEST_NAME
    )
    height = rack.get("u_height")
    company.racks[rack.pk] = site, name
    rows.append(SourcedRow({"name": name, "location": location_of(company, rack), "height_u": int(height) if height else None}, rack))


def _status(site: NetboxRecord) -> str | None:
    found = STATUS.get(site.text("status"), "active")
    return None if found == "active" else found


def _number(value: Any) -> float | None:
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None
