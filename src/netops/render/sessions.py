"""Filters for BGP: groups and neighbours as the pairs of a name and its settings that lines are written of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netops.render.interfaces import natural

Session = tuple[Any, Mapping[str, Any]]


def group_sessions(speaker: Mapping[str, Any]) -> list[Session]:
    """The groups by name, in natural order."""
    groups: Mapping[str, Any] = speaker.get("groups") or {}
    return sorted(groups.items(), key=lambda pair: natural(str(pair[0])))


def in_family(sessions: Iterable[Session], family: str) -> list[Session]:
    """The sessions that have an address family, each with its settings there."""
    return [(name, one["address_families"][family]) for name, one in sessions if family in (one.get("address_families") or {})]


def implied(sessions: Iterable[Session], version: str) -> list[Session]:
    """The sessions whose family is that of their address, because nothing else is said: `sessions | implied("ipv6")`."""
    return [
        (name, one)
        for name, one in sessions
        if "group" not in one and "address_families" not in one and (":" in str(name)) == (version == "ipv6")
    ]
