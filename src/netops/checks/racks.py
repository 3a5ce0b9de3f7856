"""Racks, and what is screwed into them: devices, members of stacks, patch panels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from netops.checks import Device, Finding, Place, Scope, place_of, rule
from netops.checks._help import unknown_name
from netops.checks._locations import locations_of
from netops.errors import Severity
from netops.model.index import Object

STANDARD_U = 42
FRONT, BOTH = "front", ("front", "rear")


@dataclass(frozen=True, slots=True)
class RackMount:
    """What takes room in a rack: the height units from `position` on, at the front, the rear or both."""

    name: str
    at: Place
    rack: str
    position: int
    height: int
    faces: tuple[str, ...]

    @property
    def units(self) -> range:
        return range(self.position, self.position + self.height)

    def __str__(self) -> str:
        top = self.units[-1]
        return f"{self.name} (U{self.position})" if top == self.position else f"{self.name} (U{self.position} to U{top})"


@rule("RCK001", title="height unit is taken once", scope="site")
def rack_unit_is_used_once(site: Scope) -> Iterator[Finding]:
    """Two boxes are not in the same height unit of a rack.

    What it does: spreads each device, member of a stack and patch panel with a `position` over the height units that its device type needs,
    on both faces of the rack when it is as deep as the rack.
    Why it matters: one of the two is not there, and a technician is sent to the wrong box.
    Example: two switches at `position: 10` of rack F1; a server of two units at 10 and another one at 11.
    Use instead: the lowest unit of each, as it is printed on the rails.
    """
    held: dict[tuple[str, int, str], RackMount] = {}
    for box in _boxes(site):
        places = [(box.rack, unit, face) for unit in box.units for face in box.faces]
        others = [held[place] for place in places if place in held]
        if others:
            yield Finding(
                box.at,
                f"{box} is where {others[0]} is in rack {box.rack}",
                expected="free height units",
                found=f"U{max(box.position, others[0].position)} is taken",
                related=((f"{others[0].name} is there", others[0].at),),
            )
        for place in places:
            held.setdefault(place, box)


@rule("RCK002", title="box is not higher than its rack", scope="site")
def device_fits_in_rack(site: Scope) -> Iterator[Finding]:
    """The highest unit of each box is one that its rack has.

    What it does: adds the height of the device type to `position`, and compares with `height_u` of the rack.
    Why it matters: the box is somewhere else, or the rack differs from the plan.
    Example: `position: 14` in a cabinet with `height_u: 12`.
    Use instead: the unit that it is really in.
    """
    racks = {str(rack["name"]): int(rack.get("height_u", STANDARD_U)) for one in site.of("site").values() for rack in one.get("racks", ())}
    for box in _boxes(site):
        if box.rack in racks and box.units[-1] > racks[box.rack]:
            yield Finding(box.at, f"{box} is higher than rack {box.rack}", expected=f"U1 to U{racks[box.rack]}", found=f"U{box.units[-1]}")


@rule("RCK003", title="position is one of a rack", scope="target", severity=Severity.WARNING)
def rack_position_has_rack(device: Device) -> Iterator[Finding]:
    """A device with a `position` has a `rack`.

    What it does: looks for a position without the rack that it counts in.
    Why it matters: the box cannot be found, and no rule sees that its place is taken.
    Example: `position: 10` and no `rack`.
    Use instead: `rack: F1` beside it.
    """
    if "position" in device.data and "rack" not in device.data:
        yield Finding(device.at("position"), f"{device.name} has a position and no rack", expected="a rack of the site", found="none")


@rule("RCK004", title="rack of a panel or a member is the site's", scope="site")
def rack_belongs_to_site(site: Scope) -> Iterator[Finding]:
    """The `rack` and the `location` of a patch panel, and the `rack` of a member of a stack, are those of the site.

    What it does: looks them up among the `racks` and `locations` of the site.
    Why it matters: nobody finds it.
    Example: `rack: F9` where the floors have F1 to F4.
    Use instead: a rack of the site's file.
    """
    (attributes,) = list(site.of("site").values())[:1] or [{}]
    racks = [str(rack["name"]) for rack in attributes.get("racks", ())]
    for what, where, value, place in _named(site):
        known = racks if what == "rack" else locations_of(site, where)
        if str(value) not in known:
            yield unknown_name(what, value, known, place, f"a {what} of {where}")


def _named(site: Scope) -> Iterator[tuple[str, str, Any, Place]]:
    """What names a rack or a room: which of the two, the site, the name, the place."""
    for name, panel in site.of("patch_panel").items():
        yield from (
            (key, str(panel["site"]), panel[key], place_of("patch_panel", name, key)) for key in ("rack", "location") if key in panel
        )
    for name, device in site.devices.items():
        for index, member in enumerate(device.get("stack", ())):
            if "rack" in member:
                yield "rack", str(device["site"]), member["rack"], place_of("device", name, "stack", index, "rack")


def _boxes(site: Scope) -> Iterator[RackMount]:
    """All that has its place in a rack, in the order of names; members of a stack stand for their device."""
    found: dict[str, list[RackMount]] = defaultdict(list)
    for name, device in site.devices.items():
        found[name].extend(_members(site, name, device) if "stack" in device else _device(site, name, device))
    for name, panel in site.of("patch_panel").items():
        if "rack" in panel and "position" in panel:
            place, faces = place_of("patch_panel", name, "position"), (str(panel.get("face", FRONT)),)
            found[name].append(RackMount(name, place, str(panel["rack"]), int(panel["position"]), int(panel.get("height_u", 1)), faces))
    return (box for name in sorted(found) for box in found[name] if box.height)


def _device(site: Scope, name: str, device: Object) -> Iterator[RackMount]:
    if "rack" in device and "position" in device:
        model, place = str(device["device_type"]), place_of("device", name, "position")
        yield RackMount(name, place, str(device["rack"]), int(device["position"]), *_size(site, model, device))


def _members(site: Scope, name: str, device: Object) -> Iterator[RackMount]:
    for index, member in enumerate(device["stack"]):
        rack, model = member.get("rack", device.get("rack")), str(member.get("device_type", device["device_type"]))
        if rack is not None and "position" in member:
            place = place_of("device", name, "stack", index, "position")
            yield RackMount(f"{name} member {member['number']}", place, str(rack), int(member["position"]), *_size(site, model, device))


def _size(site: Scope, model: str, device: Object) -> tuple[int, tuple[str, ...]]:
    """Height units of a device type (1 when it does not say), and the faces that it takes (both when it does not say)."""
    known = site.of("device_type").get(model, {})
    faces = BOTH if known.get("is_full_depth", True) else (str(device.get("face", FRONT)),)
    return ceil(float(known.get("u_height", 1))), faces
