"""A target: a device together with one platform on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CONFIGURED = ("active", "staged")
"""Statuses of what gets a configuration."""


def is_configured(thing: Mapping[str, Any]) -> bool:
    """Whether an object gets a configuration: it is in use, or about to be."""
    return str(thing.get("status", "active")) in CONFIGURED


@dataclass(frozen=True, slots=True)
class ConfigTarget:
    """A device with one platform on it: one config. `name` is the device's, or `device:platform` for an extra platform."""

    name: str
    device: str
    platform: str
    site: str
    role: str
    kind: str
    status: str
    address: str


def config_stem(name: str) -> str:
    """The name of the file with the config of a target, without its ending.

    >>> config_stem("ber-print-1:cups")
    'ber-print-1_cups'
    """
    return name.replace(":", "_")


def targets_of(name: str, device: Mapping[str, Any], site: Mapping[str, Any]) -> Iterator[ConfigTarget]:
    """The device's own target, then one for each extra platform. What is at a site that gets no configuration has the site's status."""
    facts = {key: str(device.get(key, "")) for key in ("site", "role", "kind")}
    status = str((site if is_configured(device) and not is_configured(site) else device).get("status", "active"))
    address = primary_address(device)
    yield ConfigTarget(name, name, str(device.get("platform", "")), status=status, address=address, **facts)
    for platform in map(str, device.get("extra_platforms", ())):
        yield ConfigTarget(f"{name}:{platform}", name, platform, status=status, address=address, **facts)


def primary_address(device: Mapping[str, Any]) -> str:
    """The address that netops talks to: of `primary_interface`, else of a management port, else the first one; '' when there is none."""
    interfaces = device.get("interfaces", {})
    primary = device.get("primary_interface")
    management = [interface for interface in interfaces.values() if interface.get("mgmt_only")]
    candidates = [interfaces.get(primary, {})] if primary else [*management, *interfaces.values()]
    return next((str(a).split("/")[0] for i in candidates for a in i.get("addresses", ())), "")
