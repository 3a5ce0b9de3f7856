"""Neighbours that a device sees by LLDP."""

from __future__ import annotations

from collections.abc import Iterator

from netops.health._records import Change, Device, Measure, is_interface_removed
from netops.health.links import applies as applies  # where a device has interfaces

TITLE = "LLDP"


def is_removed(change: Change, subject: str) -> bool:
    """A change of LLDP itself may hide a neighbour that is there all the same."""
    return change.is_about("lldp") or is_interface_removed(change, subject)


def read(device: Device) -> Iterator[Measure]:
    for port, neighbors in device.get("get_lldp_neighbors").items():
        for one in neighbors:
            yield Measure(f"{one['hostname']} {one['port']} on {port}", 1, port)
