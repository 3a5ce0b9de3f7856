"""What a device prints after show commands, read with the templates of ntc-templates (pip: ntc-templates), by netmiko's device type.

A template's fields have names by a convention of that project, which older templates do not all follow: each list holds the names of one
field, the most usual first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

VERSION = ("version", "os_version", "sw_version", "os", "vrp_version", "software_version", "image")
MODEL = ("model", "hardware", "platform", "switch_model", "product_name")
SERIAL = ("serial", "serial_number")
NEIGHBOR = ("neighbor_name", "neighbor", "system_name")
PORT = ("neighbor_port_id", "neighbor_interface", "port_id")
_STATION = {
    "ip": ("ip_address", "address", "ipv6_address"),
    "mac": ("mac_address", "destination_address", "link_layer_addr", "mac"),
    "interface": ("interface", "destination_port", "ports", "port"),
    "vlan": ("vlan_id", "vlan"),
    "type": ("type",),
}
_TABLES = {
    "arp": re.compile(r"(?:show|display|get_system)_(?:ip_)?arp(?:_all|_all-vrfs|_vrf_all|_no-resolve)?"),
    "ipv6": re.compile(r"(?:show|display)_ipv6_neighbors?"),
    "mac": re.compile(r"(?:show|display)_mac[-_]address(?:-table)?"),
}
"""The tables of hosts, and the names of the templates that read them."""
_LLDP = re.compile(r"((?:show|display)_lldp_(?:neighbors?|info_remote-device)(?:-information)?(?:_(?:detail|verbose|list))?)")


def version_facts(device_type: str, command: str, printed: str) -> dict[str, str]:
    """`hostname`, `os_version`, `model` and `serial_number`, each where the device shows it; empty when there is no template."""
    row = next(iter(template_rows(device_type, command, printed) or ()), {})
    named = {"hostname": ("hostname",), "os_version": VERSION, "model": MODEL, "serial_number": SERIAL}
    return {name: value for name, keys in named.items() if (value := _first(row, keys))}


@lru_cache(maxsize=64)
def lldp_command(device_type: str) -> str | None:
    """The command that shows LLDP neighbours and has a template: with details where there is one, as names are cut in a table."""
    ours = [name for name in _templates(device_type) if _LLDP.fullmatch(name)]
    ours.sort(key=lambda name: (not name.endswith(("detail", "verbose")), name))
    return ours[0].replace("_", " ") if ours else None


@lru_cache(maxsize=64)
def table_command(device_type: str, table: str) -> str | None:
    """The command that shows a table of hosts (`arp`, `ipv6`, `mac`) and has a template: that for all VRFs where there is one."""
    ours = sorted((name for name in _templates(device_type) if _TABLES[table].fullmatch(name)), key=lambda name: ("_all" not in name, name))
    return ours[0].replace("_", " ") if ours else None


def _templates(device_type: str) -> list[str]:
    names = (entry.name for entry in files("ntc_templates").joinpath("templates").iterdir())
    prefix, suffix = f"{device_type}_", ".textfsm"
    return [name.removeprefix(prefix).removesuffix(suffix) for name in names if name.startswith(prefix) and name.endswith(suffix)]


def host_rows(device_type: str, command: str, printed: str) -> list[dict[str, Any]] | None:
    """The hosts of a table in NAPALM's shape; None when what is printed fits no template."""
    read = template_rows(device_type, command, printed)
    if read is None:
        return None
    found = ({name: _first(row, keys) for name, keys in _STATION.items()} for row in read)
    return [{**row, "vlan": int(row["vlan"]) if row["vlan"].isdigit() else 0, "static": "static" in row["type"].lower()} for row in found]


def lldp_neighbors(device_type: str, command: str, printed: str) -> dict[str, list[Mapping[str, str]]] | None:
    """LLDP neighbours in NAPALM's shape, by the local interface as it is printed; None when what is printed fits no template."""
    found: dict[str, list[Mapping[str, str]]] = {}
    read = template_rows(device_type, command, printed)
    if read is None:
        return None
    for row in read:
        found.setdefault(_first(row, ("local_interface",)), []).append({"hostname": _first(row, NEIGHBOR), "port": _first(row, PORT)})
    return found


def template_rows(device_type: str, command: str, printed: str) -> list[dict[str, Any]] | None:
    """The rows that the template of a command finds; None when there is no template, or it does not fit what is printed."""
    from ntc_templates.parse import ParsingException, parse_output
    from textfsm import TextFSMError

    try:
        found: list[dict[str, Any]] = parse_output(platform=device_type, command=command, data=printed)
    except (ParsingException, TextFSMError):
        return None
    return found


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the fields that is filled; of a list its first value."""
    values = (row.get(name) for name in names)
    return next((str(value[0] if isinstance(value, list) else value).strip() for value in values if value), "")
