"""Devices that have left the source of truth since the last deploy: many at once, or the last with a role at a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DEVICE, DeployRequest, Finding, Place, Removal
from netops.messages import first_few, pluralize

CODE = "GRD003"
WAY = "bring them back into the inventory, where a file, a key or a name went by mistake"


def find(request: DeployRequest) -> Iterator[Finding]:
    if request.is_rollback:
        return
    gone = sorted(request.known.keys() - request.present.keys())
    limits = request.limits
    allowed = max(limits.removed_devices, len(request.known) * limits.removed_devices_percent // 100)
    if len(gone) > allowed:
        yield Finding(
            f"{len(gone)} of {pluralize(len(request.known), 'device')} have left the inventory: {first_few(gone)}", WAY, _all(gone)
        )
    there = set(request.present.values())
    last = [name for name in gone if request.known[name].role and request.known[name] not in there]
    for place in sorted({request.known[name] for name in last}, key=lambda place: (place.site, place.role)):
        names = [name for name in last if request.known[name] == place]
        message = f"{first_few(names)} has left the inventory: no device with role {place.role} is left at {place.site}"
        yield Finding(message, WAY, _all(names))


def _all(names: list[str]) -> frozenset[Removal]:
    return frozenset((name, DEVICE) for name in names)


def violate(request: DeployRequest) -> DeployRequest:
    return replace(request.as_deploy(), known={**request.known, "a device that never was": Place("a site", "a role that nothing has")})
