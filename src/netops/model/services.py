"""What business services depend on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def needed_devices(service: Mapping[str, Any]) -> list[str]:
    """The devices that a service names in what it depends on: by themselves, or by a share or a queue of theirs."""
    depends: Mapping[str, Any] = service.get("depends_on") or {}
    hosts = [str(item).split("/")[0] for key in ("shares", "print_queues") for item in depends.get(key, ())]
    return list(dict.fromkeys([*map(str, depends.get("devices", ())), *hosts]))
