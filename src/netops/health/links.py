"""Interfaces whose link was up, and which the intended config does not shut."""

from __future__ import annotations

from collections.abc import Iterator

from netops.health._records import Change, Device, Measure, is_interface_removed

TITLE = "links"
is_removed = is_interface_removed


def applies(change: Change) -> bool:
    """Where the config has interfaces: those of a server are not netops' business."""
    return change.platform.facts is not None


def read(device: Device) -> Iterator[Measure]:
    for name, state in device.get("get_interfaces").items():
        yield Measure(f"{name} is up", int(state["is_up"]), name)
