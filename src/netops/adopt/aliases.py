"""Platforms by the names that other programs give them, and by the hardware."""

from __future__ import annotations

from collections.abc import Iterable

from netops import platforms
from netops.platforms import importer_of


def without_config() -> str:
    """The platform of what netops has in its inventory and never connects to."""
    every = map(platforms.get, platforms.names())
    return next(one.name for one in every if one.spec.observed and one.driver is None)


def platform_by_name(text: str) -> str | None:
    """The platform that another program calls so: netops' own name, else what the name holds."""
    own = text.strip().lower().replace("-", "_")
    if own in platforms.names():
        return own
    words = text.replace("_", " ")
    every = map(platforms.get, platforms.names())
    return next((one.name for one in every if one.aliases and one.aliases.search(words)), None)


def platform_by_hardware(manufacturer: str, ports: Iterable[str]) -> str | None:
    """The platform of a manufacturer's hardware, by its ports where the manufacturer has several; None when that does not decide it."""
    every = [platforms.get(one) for one in platforms.names()]
    found = [one for one in every if one.importer and importer_of(one).manufacturer.lower() == manufacturer.strip().lower()]
    if len(found) == 1:
        return found[0].name
    names = list(ports)
    return next((one.name for one in found if one.ports and any(map(one.ports.match, names))), None)
