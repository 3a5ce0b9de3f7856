"""What business services depend on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netops.model.company import Company


def services_by_device(company: Company) -> dict[str, dict[str, str]]:
    """The business services that name a device in what they depend on: device to service to its criticality."""
    found: dict[str, dict[str, str]] = {}
    for service in company.objects.get("service", {}).values():
        for device in needed_devices(service):
            found.setdefault(device, {})[str(service["name"])] = str(service["criticality"])
    return found


def needed_devices(service: Mapping[str, Any]) -> list[str]:
    """The devices that a service names in what it depends on: by themselves, or by a share or a queue of theirs."""
    depends: Mapping[str, Any] = service.get("depends_on") or {}
    hosts = [str(item).split("/")[0] for key in ("shares", "print_queues") for item in depends.get(key, ())]
    return list(dict.fromkeys([*map(str, depends.get("devices", ())), *hosts]))
