"""The tree of the locations of a site, and what is in it."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._help import unknown_name
from netops.checks._locations import is_inside, locations_of
from netops.errors import Severity


@rule("LOC001", title="location is in one of the same site", scope="site")
def parent_of_location_exists(site: Scope) -> Iterator[Finding]:
    """The `parent` of a location is another location of the site, and no location is inside itself.

    What it does: looks up each `parent` among the locations of the site, and follows it up to the outermost one.
    Why it matters: the layers of a building do not reach the devices in its rooms, and nobody finds the room.
    Example: `{name: floor1, parent: tower}` at a site without a location tower.
    Use instead: `{name: tower, type: building}` beside it.
    """
    for name, one in site.of("location").items():
        if "parent" not in one:
            continue
        known, own, parent = locations_of(site, str(one["site"])), str(one["name"]), str(one["parent"])
        place = place_of("location", name, "parent")
        if parent not in known:
            yield unknown_name("location", parent, known, place, f"a location of site {one['site']}")
        elif is_inside(known, parent, own):
            yield Finding(place, f"location {own} is inside itself", expected="a location that is not in it", found=parent)


@rule("LOC002", title="device is where its rack is", scope="site", severity=Severity.WARNING)
def device_is_where_its_rack_is(site: Scope) -> Iterator[Finding]:
    """The location of a device or a patch panel in a rack is that of the rack, or one around or inside it.

    What it does: compares `location` of the box with that of its `rack`; a floor agrees with a room that is on it.
    Why it matters: one of the two is wrong, and a technician goes to the wrong room.
    Example: `location: floor2, rack: F1` where rack F1 is on floor 1.
    Use instead: the location of the rack, or none: the rack has one.
    """
    racks = {str(rack["name"]): rack for one in site.of("site").values() for rack in one.get("racks", ())}
    boxes = [*(("device", *one) for one in site.devices.items()), *(("patch_panel", *one) for one in site.of("patch_panel").items())]
    for kind, name, box in boxes:
        room = racks.get(str(box.get("rack", "")), {}).get("location")
        if room is None or "location" not in box:
            continue
        known, own, around = locations_of(site, str(box["site"])), str(box["location"]), str(room)
        if own in known and around in known and not is_inside(known, own, around) and not is_inside(known, around, own):
            place = place_of(kind, name, "location")
            yield Finding(place, f"{name} is in {own}, and its rack {box['rack']} in {around}", expected=around, found=own)
