"""Health of a target: what worked before a change has to work after it, unless the change takes it away on purpose.

A check is a module of this package, or a file of the company's `health/` folder: a `TITLE`, and `read(device)`, which gives a `Measure` for
each thing that works. What cannot be read before a change is not checked, and named; what cannot be read after it is lost.

    from netops.health import Measure

    TITLE = "time"

    def read(device):
        return [Measure("clock is synchronised", int("synchronized" in device.show("show ntp status")))]
"""

from __future__ import annotations

from netops.health._checks import KIND, load_checks
from netops.health._compare import SMALL_PART, health_losses, read_checks
from netops.health._records import Change, Device, HealthCheck, Measure, Snapshot, is_interface_removed
from netops.health._watch import WAIT_S, Health, Watch

__all__ = [
    "KIND",
    "SMALL_PART",
    "WAIT_S",
    "Change",
    "Device",
    "Health",
    "HealthCheck",
    "Measure",
    "Snapshot",
    "Watch",
    "health_losses",
    "is_interface_removed",
    "load_checks",
    "read_checks",
]
