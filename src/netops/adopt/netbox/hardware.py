"""Device types with their manufacturers and their ports."""

from __future__ import annotations

from typing import Any

from netops.adopt import names
from netops.adopt.netbox.company import Company
from netops.adopt.records import NetboxRecord, SourcedRow

NO_PORTS = ("lag", "virtual", "bridge")
"""Types of interfaces that no hardware has."""


def add_device_types(company: Company) -> None:
    """Each device type as a file of the catalogue, with the ports of its templates."""
    company.each("dcim.devicetype", _add_type)


def _data(company: Company, record: NetboxRecord, maker: NetboxRecord) -> SourcedRow:
    height = record.get("u_height")
    data: dict[str, Any] = {
        "manufacturer": names.single_line(maker.text("name")),
        "model": names.single_line(record.text("model")),
        "slug": names.slug(record.text("slug", "model")),
        "part_number": record.get("part_number"),
        "u_height": float(height) if height is not None else None,
        "is_full_depth": record.get("is_full_depth"),
        "comments": record.get("comments"),
    }
    row = SourcedRow(data, record, maker)
    for key, kind in (
        ("interfaces", "interface"),
        ("console-ports", "consoleport"),
        ("console-server-ports", "consoleserverport"),
        ("power-ports", "powerport"),
        ("module-bays", "modulebay"),
    ):
        templates = [one for one in company.dump.of(f"dcim.{kind}template") if str(one.get("device_type")) == record.pk]
        if templates:
            row[key] = [_template(kind, one) for one in sorted(templates, key=lambda one: names.natural_key(one.text("name")))]
    return row


def _template(kind: str, record: NetboxRecord) -> SourcedRow:
    if kind == "interface":
        return device_type_port(record)
    return SourcedRow(
        {"name": names.single_line(record.text("name")), "type": record.get("type"), "position": record.get("position")}, record
    )


def device_type_port(record: NetboxRecord) -> SourcedRow:
    """A port of hardware."""
    found = {
        "name": names.port_name(record.text("name")),
        "type": record.text("type") or "other",
        "mgmt_only": record.get("mgmt_only") or None,
    }
    return SourcedRow(found | {"poe_mode": record.get("poe_mode"), "poe_type": record.get("poe_type")}, record)


def device_type_with_ports(company: Company, key: str, data: SourcedRow, ports: list[NetboxRecord]) -> str:
    """The device type with these ports: itself, or a variant with those that its modules have beside its own."""
    own = {row["name"] for row in data.get("interfaces", ())}
    extra = [one for one in ports if one.text("type") not in NO_PORTS and names.port_name(one.text("name")) not in own]
    if not extra:
        return key
    wanted = tuple(sorted({names.port_name(one.text("name")) for one in extra}))
    for number in range(1, len(company.files) + 2):
        name = key if number == 1 and not own else f"{key}-{number + bool(own)}"
        file = company.files.get(f"inventory/catalog/device-types/{name}.yaml")
        if file is None or (file is data and not own):
            rows = [SourcedRow(dict(device_type_port(one))) for one in {names.port_name(one.text("name")): one for one in extra}.values()]
            made = data if file is data else SourcedRow({**data, "slug": f"{data['slug']}-{number + bool(own)}"})
            made["interfaces"] = [*data.get("interfaces", ()), *rows]
            made["interfaces"].sort(key=lambda row: names.natural_key(row["name"]))
            company.files[f"inventory/catalog/device-types/{name}.yaml"] = made
            return name
        if tuple(sorted({row["name"] for row in file.get("interfaces", ())} - own)) == wanted:
            return name
    return key


def _add_type(company: Company, record: NetboxRecord) -> None:
    maker = company.dump.find("dcim.manufacturer", record.get("manufacturer"))
    if maker is None:
        company.unknown(record, "manufacturer")
        return
    data = _data(company, record, maker)
    key = names.free_name(f"{names.slug(maker.text('slug', 'name'))}/{data['slug']}", (name for name, _ in company.types.values()))
    company.types[record.pk] = key, data
    company.files[f"inventory/catalog/device-types/{key}.yaml"] = data
