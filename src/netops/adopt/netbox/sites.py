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


def _add_site(company: Company, site: NetboxRecord) -> None:
    name = names.free_name(names.dns_label(site.text("slug", "name")) or "site", company.sites.values())
    company.sites[site.pk] = name
    region = company.regions.get(str(site.get("region"))) or company.some_region()
    data: dict[str, Any] = {
        "name": names.single_line(site.text("name")) or name,
        "description": description_of(site),
        "status": _status(site),
        "region": region,
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
    own = company.file(f"inventory/sites/{site}/site.yaml")
    name = names.free_name(
        names.name_without_blanks(location.text("slug", "name")) or "location", own.get("locations", ()), longest=names.LONGEST_NAME
    )
    own.setdefault("locations", []).append(name)
    own.records.append(location) if isinstance(own, SourcedRow) else None
    company.tags[f"location {location.pk}"] = name


def location_of(company: Company, record: NetboxRecord) -> str | None:
    """The name of a record's location."""
    return company.tags.get(f"location {record.get('location')}")


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
