"""Devices, stacks, patch panels and virtual machines, with their interfaces."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from netops.adopt import names
from netops.adopt.aliases import platform_by_hardware, platform_by_name, without_config
from netops.adopt.netbox.company import Company, kind_of
from netops.adopt.netbox.hardware import device_type_with_ports
from netops.adopt.netbox.sites import location_of
from netops.adopt.netbox.tables import FIBRE, MODES, STATUS
from netops.adopt.ports import long_name
from netops.adopt.records import NetboxRecord, SourcedRow

FRONT, REAR = "dcim.frontport", "dcim.rearport"
INTERFACE, VM_INTERFACE = "dcim.interface", "virtualization.vminterface"
LARGEST_PANEL = 288
MACHINE = "generic/virtual-machine"


def of_device(company: Company, kind: str, key: str = "device") -> dict[str, list[NetboxRecord]]:
    """The parts of a kind by their device, in the order of their names."""
    found: dict[str, list[NetboxRecord]] = defaultdict(list)
    for record in company.dump.of(kind):
        found[str(record.get(key))].append(record)
    return {device: sorted(records, key=lambda one: names.natural_key(one.text("name"))) for device, records in found.items()}


def add_devices(company: Company) -> None:
    """Each device: a device, a member of a stack, or a patch panel when it has sockets and no interfaces."""
    parts = {kind: of_device(company, kind) for kind in (INTERFACE, FRONT, REAR)}

    def add(company: Company, device: NetboxRecord) -> None:
        ports, fronts, rears = (parts[kind].get(device.pk, []) for kind in (INTERFACE, FRONT, REAR))
        site = company.site_at(device)
        if site is None:
            company.unknown(device, "site")
        elif (fronts or rears) and not ports:
            _add_panel(company, device, site, fronts, rears)
        elif company.types.get(str(device.get("device_type"))) is None:
            company.unknown(device, "device type")
        elif _leader(company, device) is device:
            members = _members(company, device)
            _add_device(company, site, members, [port for member in members for port in parts[INTERFACE].get(member.pk, [])])

    company.each("dcim.device", add)


def _leader(company: Company, device: NetboxRecord) -> NetboxRecord:
    """The device of which a member of a virtual chassis is a box; itself for others."""
    members = _members(company, device)
    chassis = company.dump.find("dcim.virtualchassis", device.get("virtual_chassis"))
    master = chassis.get("master") if chassis else None
    return next((one for one in members if one.pk == str(master)), members[0])


def _members(company: Company, device: NetboxRecord) -> list[NetboxRecord]:
    chassis = device.get("virtual_chassis")
    if chassis is None:
        return [device]
    found = [one for one in company.dump.of("dcim.device") if one.get("virtual_chassis") == chassis and _is_whole(company, one)]
    return sorted(found, key=lambda one: (int(one.get("vc_position") or 0), int(one.pk) if one.pk.isdecimal() else 0))


def _is_whole(company: Company, device: NetboxRecord) -> bool:
    return company.site_at(device) is not None and str(device.get("device_type")) in company.types


def _title(company: Company, device: NetboxRecord) -> str:
    """The name of a device; of one without a name that of its stack, else of its site and hardware, as NetBox shows it."""
    chassis = company.dump.find("dcim.virtualchassis", device.get("virtual_chassis"))
    if chassis:
        return chassis.text("name")
    kind = company.dump.find("dcim.devicetype", device.get("device_type"))
    return device.text("name") or f"{company.site_at(device)}-{kind.text('slug', 'model') if kind else 'device'}"


def _add_device(company: Company, site: str, members: list[NetboxRecord], ports: list[NetboxRecord]) -> None:
    device = _leader(company, members[0])
    title = _title(company, device)
    name = names.free_name(names.dns_label(title) or "device", company.devices.values())
    key, hardware = company.types[str(device.get("device_type"))]
    maker, platform = str(hardware["manufacturer"]), _platform(company, device)
    slug = platform or platform_by_hardware(maker, (port.text("name") for port in ports)) or without_config()
    chassis = company.dump.find("dcim.virtualchassis", device.get("virtual_chassis"))
    model = key if chassis else device_type_with_ports(company, key, company.files[f"inventory/catalog/device-types/{key}.yaml"], ports)
    data = {"device_type": model, "role": _role(company, device), "platform": slug, **_common(company, device, site, title, name)}
    row = SourcedRow(data, device, *([chassis] if chassis else []))
    if chassis:
        row.pop("serial", None)
        row["stack"] = [_member(company, one, site) for one in members]
    for one in members:
        company.devices[one.pk], company.site_of[name] = name, site
        company.device_rows["dcim.device", one.pk] = row
        _tag(company, row, one)
    _add_ports(company, site, name, row, ports)
    company.files[f"inventory/sites/{site}/devices/{name}.yaml"] = row


def _common(company: Company, device: NetboxRecord, site: str, title: str, name: str) -> dict[str, Any]:
    status = STATUS.get(device.text("status"), "active")
    rack = company.racks.get(str(device.get("rack")))
    position = device.get("position")
    is_whole = position is not None and float(position).is_integer()
    comments = "\n".join(filter(None, (device.text("description"), device.text("comments").replace("\r\n", "\n"))))
    hostname = names.name_without_blanks(title)
    return {
        "status": None if status == "active" else status,
        "hostname": hostname if hostname != name else None,
        "location": location_of(company, device),
        "tenant": company.tenant_of(device),
        "serial": names.name_without_blanks(device.text("serial")) or None,
        "asset_tag": names.name_without_blanks(device.text("asset_tag")) or None,
        "rack": rack[1] if rack and rack[0] == site else None,
        "position": int(float(position)) if is_whole and rack else None,
        "face": device.get("face") if rack else None,
        "comments": comments or None,
        "custom": {key: value for key, value in (device.get("custom_field_data", "custom_fields") or {}).items() if value is not None}
        or None,
    }


def _member(company: Company, device: NetboxRecord, site: str) -> SourcedRow:
    found = _common(company, device, site, "", "")
    number, priority = device.get("vc_position"), device.get("vc_priority")
    row = {"number": int(number or 0), "priority": priority, "device_type": company.types[str(device.get("device_type"))][0]}
    return SourcedRow(row | {key: found[key] for key in ("serial", "rack", "position")}, device)


def _role(company: Company, device: NetboxRecord, default: str = "none") -> str:
    record = company.dump.find("dcim.devicerole", device.get("role", "device_role"))
    name = names.dns_label(record.text("slug", "name")) if record else default
    file = company.files.setdefault(f"inventory/roles/{name}.yaml", SourcedRow({}))
    if record and record not in file.records:
        file.records.append(record)
    return name


def _platform(company: Company, device: NetboxRecord) -> str | None:
    record = company.dump.find("dcim.platform", device.get("platform"))
    found = platform_by_name(record.text("slug", "name")) or platform_by_name(record.text("name")) if record else None
    if record and found:
        file = company.files.setdefault(f"inventory/platforms/{found}.yaml", SourcedRow({}))
        if record not in file.records:
            file.records.append(record)
    elif record:
        company.ledger.leave(record, "netops has no platform of this name")
    return found


def _tag(company: Company, row: SourcedRow, device: NetboxRecord) -> None:
    """Add the tags of a record to its row."""
    items = [one for one in company.dump.of("extras.taggeditem") if str(one.get("object_id")) == device.pk]
    for item in items:
        key = company.tags.get(f"tag {item.get('tag')}")
        if kind_of(item.get("content_type")) == device.kind and key:
            row.setdefault("tags", []).append(key) if key not in row.get("tags", ()) else None
            row.records.append(item)


def _add_ports(company: Company, site: str, name: str, row: SourcedRow, ports: list[NetboxRecord]) -> None:
    """Fill the interfaces of a device, then what they say of each other."""
    found: dict[str, SourcedRow] = {}
    for port in ports:
        own = long_name(str(row["platform"]), names.port_name(port.text("name")) or "port")
        if own in found and port.text("name") in {one.text("name") for one in found[own].records} and "stack" in row:
            found[own].records.append(port)
        else:
            own = names.free_name(own, found, longest=names.LONGEST_PORT)
            found[own] = SourcedRow({}, port)
        company.ports[port.key], company.port_rows[port.key] = (name, own), found[own]
    for port in ports:
        company.port_rows[port.key].update(_interface(company, site, port))
        _tag(company, company.port_rows[port.key], port)
    primary = {str(row.records[0].get("primary_ip4")), str(row.records[0].get("primary_ip6"))}
    for address in company.dump.of("ipam.ipaddress"):
        if address.pk in primary and (at := _assigned(company, address)) and at[0] == name:
            row["primary_interface"] = at[1]
    if found:
        row["interfaces"] = found


def _assigned(company: Company, address: NetboxRecord) -> tuple[str, str] | None:
    return company.ports.get((kind_of(address.get("assigned_object_type")), str(address.get("assigned_object_id"))))


def _interface(company: Company, site: str, port: NetboxRecord) -> dict[str, Any]:
    """The values of an interface that are no default."""
    mode, speed = port.text("mode"), port.get("speed")
    untagged = company.vlans.get(str(port.get("untagged_vlan")))
    tagged = [company.vlans.get(str(one)) for one in port.get("tagged_vlans") or ()]
    lag = company.ports.get((port.kind, str(port.get("lag"))))
    mac = company.dump.find("dcim.macaddress", port.get("primary_mac_address"))
    status = port.fields.get("enabled")
    port.get("enabled")
    found = {
        "enabled": False if status is False else None,
        "type": port.get("type"),
        "description": names.single_line(port.text("description", "label")) or None,
        "mtu": port.get("mtu"),
        "mode": MODES.get(mode),
        "untagged_vlan": untagged[1] if untagged and untagged[0] == site else None,
        "tagged_vlans": [one[1] for one in tagged if one and one[0] == site] or None,
        "vrf": company.vrf_at(port, site),
        "lag": lag[1] if lag else None,
        "mgmt_only": port.get("mgmt_only") or None,
        "speed": int(speed) // 1000 if speed and mode is not None else None,
        "mac": str(mac.get("mac_address") if mac else port.get("mac_address") or "").lower() or None,
    }
    return {key: value for key, value in found.items() if value is not None}


def _add_panel(company: Company, device: NetboxRecord, site: str, fronts: list[NetboxRecord], rears: list[NetboxRecord]) -> None:
    """A patch panel: socket N is the Nth port at the front, or the Nth position at the rear."""
    name = names.free_name(names.dns_label(_title(company, device)) or "panel", company.devices.values())
    positions = {rear.pk: int(rear.get("positions") or 1) for rear in rears}
    found, kind = _common(company, device, site, "", ""), company.dump.find("dcim.devicetype", device.get("device_type"))
    height = float(kind.get("u_height") or 0) if kind else 0
    row = {
        "name": name,
        "ports": max(len(fronts), sum(positions.values()), 1),
        **{key: found[key] for key in ("location", "rack", "position", "face")},
        "height_u": int(height) if height >= 1 else None,
        "medium": "fibre" if any(FIBRE.match(one.text("type")) for one in (*fronts, *rears)) else "copper",
        "description": names.single_line(found["comments"] or device.text("name")) or None,
    }
    panel = SourcedRow(row, device, *fronts, *rears)
    role = company.dump.find("dcim.devicerole", device.get("role", "device_role"))
    panel.records += [role] if role else []
    company.devices[device.pk], company.site_of[name] = name, site
    sockets: dict[str, int] = {}
    for number, front in enumerate(fronts, 1):
        sockets.setdefault(str(front.get("rear_port")), number)
        company.ports[front.key] = name, f"front-{number}"
    for number, rear in enumerate(rears, 1):
        if positions[rear.pk] == 1:
            company.ports[rear.key] = name, f"rear-{sockets.get(rear.pk, number)}"
    company.site_file(site, "cables").setdefault("patch_panels", []).append(panel)


def add_machines(company: Company) -> None:
    """Each virtual machine as a device of the generic type, tagged with its cluster."""
    ports = of_device(company, VM_INTERFACE, "virtual_machine")

    def add(company: Company, machine: NetboxRecord) -> None:
        cluster = company.dump.find("virtualization.cluster", machine.get("cluster"))
        site = company.site_at(machine) or (company.site_at(cluster) if cluster else None) or company.shared_site()
        title = machine.text("name")
        name = names.free_name(names.dns_label(title) or "vm", company.devices.values())
        own = ports.get(machine.pk, [])
        data = {"device_type": _machine_type(company, own), "role": _role(company, machine, "virtual-machine")}
        row = SourcedRow(
            data | {"platform": _platform(company, machine) or without_config(), **_common(company, machine, site, title, name)}, machine
        )
        row |= _sizes(company, machine)
        if cluster and (tag := company.tags.get(f"cluster {cluster.pk}")):
            row["tags"] = [tag]
        company.devices[f"vm {machine.pk}"], company.site_of[name] = name, site
        company.device_rows[machine.key] = row
        _tag(company, row, machine)
        _add_ports(company, site, name, row, own)
        company.files[f"inventory/sites/{site}/servers/{name}.yaml"] = row

    company.each("virtualization.virtualmachine", add)


def _sizes(company: Company, machine: NetboxRecord) -> dict[str, Any]:
    host, cpus, memory, disk = company.devices.get(str(machine.get("device"))), *(machine.get(one) for one in ("vcpus", "memory", "disk"))
    if not (host and cpus and memory and disk):
        return {}
    return {"virtual_machine": {"host": host, "vcpus": int(float(cpus)), "memory_gib": memory / 1024, "disk_gib": disk}}


def _machine_type(company: Company, ports: list[NetboxRecord]) -> str:
    hardware = {"manufacturer": "Generic", "model": "Virtual machine", "slug": "virtual-machine", "u_height": 0, "is_full_depth": False}
    file = f"inventory/catalog/device-types/{MACHINE}.yaml"
    data = company.files.setdefault(file, SourcedRow(hardware))
    return device_type_with_ports(company, MACHINE, data, ports)
