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
_LLDP = re.compile(r"((?:show|display)_lldp_(?:neighbors?|info_remote-device)(?:-information)?(?:_(?:detail|verbose|list))?)")


def version_facts(device_type: str, command: str, printed: str) -> dict[str, str]:
    """`hostname`, `os_version`, `model` and `serial_number`, each where the device shows it; empty when there is no template."""
    row = next(iter(rows(device_type, command, printed) or ()), {})
    named = {"hostname": ("hostname",), "os_version": VERSION, "model": MODEL, "serial_number": SERIAL}
    return {name: value for name, keys in named.items() if (value := _first(row, keys))}


@lru_cache(maxsize=64)
def lldp_command(device_type: str) -> str | None:
    """The command that shows LLDP neighbours and has a template: with details where there is one, as names are cut in a table."""
    names = (entry.name for entry in files("ntc_templates").joinpath("templates").iterdir())
    prefix, suffix = f"{device_type}_", ".textfsm"
    found = [name.removeprefix(prefix).removesuffix(suffix) for name in names if name.startswith(prefix) and name.endswith(suffix)]
    ours = sorted((name for name in found if _LLDP.fullmatch(name)), key=lambda name: (not name.endswith(("detail", "verbose")), name))
    return ours[0].replace("_", " ") if ours else None


def neighbors(device_type: str, command: str, printed: str) -> dict[str, list[Mapping[str, str]]] | None:
    """LLDP neighbours in NAPALM's shape, by the local interface as it is printed; None when what is printed fits no template."""
    found: dict[str, list[Mapping[str, str]]] = {}
    read = rows(device_type, command, printed)
    if read is None:
        return None
    for row in read:
        found.setdefault(_first(row, ("local_interface",)), []).append({"hostname": _first(row, NEIGHBOR), "port": _first(row, PORT)})
    return found


def rows(device_type: str, command: str, printed: str) -> list[dict[str, Any]] | None:
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
