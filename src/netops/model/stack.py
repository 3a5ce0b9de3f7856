"""Stacks: one device of several boxes. Each member has the interfaces of its own hardware, with its number as the slot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from netops.model.layers import Layer
from netops.source import Document
from netops.source.document import NodePosition
from netops.source.tags import without_tag

SLOT = re.compile(r"([A-Za-z]+-?)(\d+)(/\d+/\d+)")
"""A port that names its box: `GigabitEthernet1/0/5` (Cisco), `ge-0/0/5` (Junos). Others, such as `GigabitEthernet0/0`, a stack has once."""


def stack_members(device: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """The number and the device type of each member of a stack, as written or merged; nothing for a device that is one box."""
    found = without_tag(device.get("stack"))
    for member in map(without_tag, found if isinstance(found, list) else ()):
        if isinstance(member, dict) and isinstance(number := without_tag(member.get("number")), int):
            yield number, str(without_tag(member.get("device_type", device.get("device_type", ""))))


def slot_of(interface: str) -> int | None:
    """The member whose port it is, None for a port that names none."""
    found = SLOT.fullmatch(interface)
    return int(found[2]) if found else None


def hardware_names(device: Mapping[str, Any], named: Callable[[str], set[str]]) -> set[str]:
    """The names of the interfaces that a device's hardware has, when `named` gives those of a device type."""
    own = named(str(device["device_type"]))
    boxes = list(stack_members(device))
    if not boxes:
        return own
    return {name for name in own if not SLOT.fullmatch(name)} | {
        SLOT.sub(rf"\g<1>{number}\3", name) for number, model in boxes for name in named(model) if SLOT.fullmatch(name)
    }


def member_layer(hardware: Layer, number: int, is_first: bool) -> Layer:
    """The interfaces of a member as a layer, at their places in the catalogue. Those without a slot are the first member's."""
    ports, spots = hardware.raw.get("interfaces", {}), _spots(hardware.document.spot)
    names = {name: SLOT.sub(rf"\g<1>{number}\3", name) for name in ports if is_first or SLOT.fullmatch(name)}
    own = {"interfaces": {names[name]: ports[name] for name in names}}
    here = NodePosition(1, 1, 1, 1, {"interfaces": NodePosition(1, 1, 1, 1, {names[name]: spots[name] for name in names})})
    return Layer(f"{hardware.name}, member {number}", Document(hardware.document.file, own, here), shape=hardware.shape)


def _spots(spot: NodePosition) -> Mapping[str, NodePosition]:
    inside: Any = spot.inside
    found: Mapping[str, NodePosition] = inside["interfaces"].inside
    return found
