"""Where the console of a device is: the console server that its cable leads to, and the TCP port there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netops.model.company import Company

BASE_PORT = 2000
CONSOLE, SERVER = "console-ports", "console-server-ports"
"""The keys of a device type with the console ports of a device, and the ports for those of others."""
_BLANKS = re.compile(r"[^A-Za-z0-9/._:-]+")
_NUMBER = re.compile(r"([0-9]+)[^0-9]*$")


def console_port_names(device_type: Mapping[str, Any], key: str) -> Iterator[str]:
    """The console ports of a device type as cables name them: `Console (RJ45)` is Console-RJ45, `1` is port-1."""
    return (console_port_name(str(port["name"])) for port in device_type.get(key, ()))


def console_port_name(name: str) -> str:
    """A name of hardware as cables have it."""
    found = _BLANKS.sub("-", name).strip("-")
    return found if found[:1].isalpha() else f"port-{found}"


def console_endpoint(company: Company, device: str) -> tuple[str, str, int] | None:
    """The console server of a device, its address, and the TCP port of the console; None without a console cable to a server's port.

    Without an address of the server, the address is ''.
    """
    for server, _ in company.index.consoles.get(device, ()):
        number, name = _NUMBER.search(server.port.interface), server.port.device
        if number and name in company.devices:
            base = company.devices[name].get("console_server", {}).get("base_port", BASE_PORT)
            address = company.targets[name].address if name in company.targets else ""
            return name, str(address).partition("/")[0], int(base) + int(number[1])
    return None
