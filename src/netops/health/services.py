"""Services of a host: what the commands that verify a service show, its ports, shares and queues among it."""

from __future__ import annotations

from collections.abc import Iterator

from netops.health._records import Change, Device, Measure

TITLE = "services"


def applies(change: Change) -> bool:
    """Where netops makes what answers: the driver of such a platform has `get_services`."""
    return change.platform.makes_services


def read(device: Device) -> Iterator[Measure]:
    for name, state in device.get("get_services").items():
        yield Measure(name, int(state["is_up"]), name)
