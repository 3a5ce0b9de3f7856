"""Filters for the map of interfaces: in the order of a device, by unit, by a value that they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from netops.source.trace import TracedDict, TracedStr, causes_of, derived_value

NATURAL = re.compile(r"(\d+)")
WAYS = (("acl_in", "input"), ("acl_out", "output"))
MANAGEMENT = "mgmt"
"""How the names of management ports start on the platforms where these are in a VRF of their own."""


def natural(text: object) -> list[tuple[int, int, str]]:
    """The key that sorts `Ethernet2` before `Ethernet10`."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part.lower()) for part in NATURAL.split(str(text)) if part]


def in_order(items: Mapping[str, Any], *kinds: str) -> list[tuple[str, Any]]:
    """The items of a map of interfaces as the device lists them: by kind (a prefix of the name; unlisted ones last), then naturally."""

    def rank(name: str) -> int:
        return next((i for i, kind in enumerate(kinds) if name.lower().startswith(kind.lower())), len(kinds))

    names = sorted(items, key=lambda name: (rank(name), natural(name)))
    return [(_with_origins(items, name), items[name]) for name in names]


def _with_origins(items: Mapping[str, Any], name: str) -> str:
    """The name with the origins of the interface, when they are known: that of what sets most of it first; it depends on the others."""
    if not isinstance(items, TracedDict) or name not in items.origins:
        return name
    first, *others = items.origins[name] or (None,)
    return TracedStr(name, (first, *causes_of(others))) if first else name


def starting(items: Mapping[str, Any], start: str) -> list[str]:
    """The names that start so, in natural order."""
    return sorted((name for name in items if name.startswith(start)), key=natural)


def unit_name(name: str) -> str:
    """The logical interface of Junos: `ge-0/0/1` is `ge-0/0/1.0`, `irb.110` is itself."""
    return name if "." in name else f"{name}.0"


IN_UNIT = ("addresses", "mode", "untagged_vlan", "tagged_vlans", "vlan_tag", "families")
"""What makes unit 0 of an interface."""


def units(items: Mapping[str, Any]) -> list[tuple[str, Any, list[tuple[int, Any, bool]]]]:
    """Interfaces as Junos nests them: each physical one with its own data and its units by number.

    A unit says whether the entry is its own: `ge-0/0/1` is the port and its unit 0 in one, unless there is a `ge-0/0/1.0`.
    """
    found: dict[str, list[tuple[int, Any, bool]]] = {}
    ports: dict[str, Any] = {}
    for name, port in in_order(items):
        physical, _, number = name.partition(".")
        own = found.setdefault(derived_value(physical, name), [])
        if number:
            own.append((derived_value(int(number), name), port, True))
        else:
            ports[physical] = port
            if any(key in port for key in IN_UNIT) and "lag" not in port and f"{name}.0" not in items:
                own.append((derived_value(0, name), port, False))
    return [(name, ports.get(name, {}), sorted(own, key=lambda unit: unit[0])) for name, own in found.items()]


def classes_by_port(items: Mapping[str, Any]) -> list[tuple[str, Any, list[tuple[int, Any]]]]:
    """What `class_of_service` has for interfaces as Junos nests it: each physical one with its own data and its units by number."""
    found: dict[str, tuple[Any, list[tuple[int, Any]]]] = {}
    for name, port in in_order(items):
        physical, _, number = name.partition(".")
        own, numbered = found.get(physical, ({}, []))
        found[physical] = (own, [*numbered, (int(number), port)]) if number else (port, numbered)
    return [(name, own, numbered) for name, (own, numbered) in found.items()]


def grouped_by(items: Mapping[str, Any], *path: str) -> list[tuple[Any, list[str]]]:
    """Each value that interfaces have at a path, with their names: `interfaces | grouped_by("ospf", "area")`."""
    found: dict[str, tuple[Any, list[str]]] = {}
    for name, port in in_order(items):
        value = port
        for key in path:
            value = value.get(key) if value is not None else None
        if value is not None:
            found.setdefault(str(value), (value, []))[1].append(name)
    return list(found.values())


def having(items: dict[str, Any], key: str) -> list[str]:
    """The names of the interfaces that have something at a key: `interfaces | having("vrrp")`. Only those count as read."""
    return [name for name, port in dict.items(items) if port.get(key)]


def vrf_of(items: dict[str, Any], name: str = "", management: str = "default") -> str:
    """The VRF that a device speaks from: that of the interface called `name`, else that of its management port, if it has an address.

    `management` is the VRF that the platform puts its management port in when the data names none.
    """
    own = name or next((n for n, port in dict.items(items) if _is_management(n) and "addresses" in port), "")
    port = dict.get(items, own, {})
    vrf: str = port["vrf"] if "vrf" in port else management if _is_management(own) else "default"
    return TracedStr(vrf, items.origins.get(own, ())) if isinstance(items, TracedDict) and "vrf" not in port else vrf


def _is_management(name: str) -> bool:
    return name.lower().startswith(MANAGEMENT)


def filters_of(port: Mapping[str, Any], acls: Mapping[str, Any], version: int) -> list[tuple[str, Any]]:
    """The filters of one address family on an interface, as pairs of `input` or `output` and a name."""
    family = f"ipv{version}"
    return [(way, port[key]) for key, way in WAYS if key in port and acls.get(port[key], {}).get("family", "ipv4") == family]


FILTERS: Mapping[str, Callable[..., Any]] = {
    f.__name__: f for f in (in_order, starting, unit_name, units, classes_by_port, grouped_by, having, vrf_of, filters_of)
}
