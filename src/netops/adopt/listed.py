"""Devices of a list: a table, an inventory of Nornir or of Ansible. Each becomes records like those of NetBox, which make a company."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_interface
from typing import Any

from netops.adopt import names
from netops.adopt.aliases import platform_by_name
from netops.adopt.records import NetboxDump
from netops.errors import UsageError

HEADERS: Mapping[str, str] = {
    word: field
    for field, words in {
        "name": "name hostname host device device_name host_name node sysname",
        "address": "address ip ip_address ipaddress mgmt_ip mgmt_address management_ip management_address primary_ip primary_ip4",
        "interface": "interface mgmt_interface management_interface port",
        "platform": "platform os device_os network_os driver nos ansible_network_os",
        "site": "site location branch office",
        "role": "role device_role function",
        "serial": "serial serial_number serialnumber sn",
        "model": "model device_type devicetype hardware type",
        "manufacturer": "manufacturer vendor make",
        "rack": "rack",
        "position": "position unit rack_unit u",
        "status": "status state",
        "asset_tag": "asset_tag asset inventory_number",
        "mac_address": "mac mac_address base_mac",
        "comments": "comments comment description notes remark",
    }.items()
    for word in words.split()
}
"""Headings of columns and names of variables that are understood."""
FIELDS = tuple(dict.fromkeys(HEADERS.values()))
GUESSED_PORT = "Management0"
UNKNOWN = "unknown"
SEPARATORS = ",;\t|"
_NO_WORD = re.compile(r"[^a-z0-9]+")


def field_of_heading(text: str) -> str | None:
    """The field that a heading or a variable means."""
    return HEADERS.get(_NO_WORD.sub("_", text.strip().lower()).strip("_"))


@dataclass(slots=True)
class DeviceList:
    """What a list has: a map of fields for each device, with its place; what was not taken, and why."""

    devices: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, place: str, fields: Mapping[str, Any], tags: Iterable[str] = ()) -> None:
        """Add a device, or name the reason why it cannot be added."""
        found = {key: str(value).strip() for key, value in fields.items() if value is not None and str(value).strip()}
        if not found:
            return
        address = found.get("address", "")
        try:
            found["address"] = str(ip_interface(address)) if address else ""
        except ValueError:
            self.problems.append(f"{place}: {address} is no IP address, so the device has none")
            found["address"] = ""
        title = found.get("name") or found["address"].partition("/")[0]
        if not names.dns_label(title):
            self.problems.append(f"{place}: it has no name and no address, and is left out")
            return
        if any(one["name"] == title for _, one in self.devices):
            self.problems.append(f"{place}: there is a device {title} already, and this one is left out")
            return
        if found.get("platform") and platform_by_name(found["platform"]) is None:
            self.problems.append(f"{place}: netops has no platform {found['platform']}; {title} comes in without one")
        self.devices.append((place, {**found, "name": title, "tags": sorted(set(tags))}))


def read_csv(text: str, file: str) -> DeviceList:
    """The devices of a table: its first line has the headings. UsageError when no heading is a name or an address."""
    out = DeviceList()
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    rows = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    columns: list[str | None] | None = None
    try:
        for row in rows:
            place = f"{file}:{rows.line_num}"
            if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
                continue
            if columns is None:
                columns = _columns(row, place, out)
            elif len(row) > len(columns):
                out.problems.append(f"{place}: it has {len(row)} cells, and there are {len(columns)} headings; it is left out")
            else:
                out.add(place, {key: cell for key, cell in zip(columns, row, strict=False) if key})
    except csv.Error as error:
        raise UsageError(f"{file}:{rows.line_num}: {error}", hint="is it a table with separators?") from error
    return out


def _columns(row: list[str], place: str, out: DeviceList) -> list[str | None]:
    """What each column means; the first of two that mean the same counts."""
    found: list[str | None] = []
    for cell in row:
        key = field_of_heading(cell)
        if key is None or key in found:
            out.problems.append(
                f"{place}: the column {cell.strip() or '(empty)'} is not taken" + (f": there is one for {key}" if key else "")
            )
        found.append(None if key in found else key)
    if "name" not in found and "address" not in found:
        hint = f"headings that are understood: {', '.join(FIELDS)}"
        raise UsageError(f"{place}: no heading is a name or an address: {', '.join(row)}", hint=hint)
    return found


def netbox_dump_of_list(listed: DeviceList) -> NetboxDump:
    """The devices as records."""
    return NetboxDump(_records(listed.devices))


def _records(devices: list[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    once: dict[tuple[str, str], dict[str, Any]] = {}

    def shared(kind: str, key: str, fields: Mapping[str, Any]) -> str:
        once.setdefault((kind, key), dict(fields))
        return key

    for number, (_, one) in enumerate(devices, 1):
        site, role, maker = one.get("site", "main"), one.get("role", "device"), one.get("manufacturer", UNKNOWN)
        model = one.get("model", UNKNOWN)
        shared("dcim.manufacturer", maker, {"name": maker, "slug": names.slug(maker) or UNKNOWN})
        kind = {"manufacturer": maker, "model": model, "slug": names.slug(model) or UNKNOWN}
        device = {
            "name": one["name"],
            "site": shared("dcim.site", site, {"name": site, "slug": names.dns_label(site) or "site"}),
            "role": shared("dcim.devicerole", role, {"name": role, "slug": names.dns_label(role) or "device"}),
            "device_type": shared("dcim.devicetype", f"{maker} {model}", kind),
            "status": one.get("status", "active").lower(),
            "serial": one.get("serial"),
            "asset_tag": one.get("asset_tag"),
            "comments": one.get("comments"),
            "primary_ip4": number if one["address"] else None,
        }
        if platform := one.get("platform"):
            device["platform"] = shared("dcim.platform", platform, {"name": platform, "slug": platform})
        if rack := one.get("rack"):
            device["rack"] = shared("dcim.rack", f"{site} {rack}", {"name": rack, "site": site})
            position = one.get("position", "").lstrip("uU")
            device["position"] = position if position.isdecimal() else None
        for tag in one["tags"]:
            shared("extras.tag", tag, {"name": tag, "slug": names.name_without_blanks(tag) or "tag"})
            item = {"content_type": ["dcim", "device"], "object_id": number, "tag": tag}
            yield "extras.taggeditem", f"{number} {tag}", item
        yield "dcim.device", str(number), device
        if one["address"] or one.get("mac_address"):
            yield "dcim.interface", str(number), _port(number, one)
        if one["address"]:
            assigned = {"assigned_object_type": ["dcim", "interface"], "assigned_object_id": number}
            yield "ipam.ipaddress", str(number), {"address": one["address"], **assigned}
    for (kind_, key), fields in once.items():
        yield kind_, key, fields


def with_access(files: Mapping[str, Any], listed: DeviceList) -> dict[str, Any]:
    """The files of a company that devices are read with: each has the platform and the address of the list, whatever rules say of a
    device without data, or without a prefix for its address."""
    out = dict(files)
    for _, one in listed.devices:
        file = next((name for name in files if name.endswith(f"/devices/{names.dns_label(one['name'])}.yaml")), None)
        platform = platform_by_name(one.get("platform", ""))
        if file is not None and platform is not None:
            port = names.port_name(one.get("interface") or GUESSED_PORT)
            address = {"interfaces": {port: {"type": "other", "addresses": [one["address"]]}}, "primary_interface": port}
            out[file] = {**files[file], "platform": platform, **(address if one["address"] else {})}
    return out


def _port(device: int, one: Mapping[str, Any]) -> dict[str, Any]:
    given = one.get("interface")
    guess = None if given else "Guess: the list names no interface"
    fields = {"device": device, "name": given or GUESSED_PORT, "type": "other", "enabled": True, "description": guess}
    return {**fields, "mac_address": one.get("mac_address")}
