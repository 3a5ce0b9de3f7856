"""Power: which feed each supply is on, whether that is redundant, and whether the feed bears it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from netops.checks import Device, Finding, Place, Scope, place_of, rule
from netops.checks._business import devices_of_services, is_in_service
from netops.checks._help import unknown_name
from netops.errors import Severity
from netops.model.index import Object

FEED = "power_feed"


def _supplies(name: str, device: Object) -> Iterator[tuple[str, Place]]:
    """The feed of each supply of a device, and where it is named."""
    for position, supply in enumerate(device.get("power", {}).get("supplies", ())):
        yield str(supply["feed"]), place_of("device", name, "power", "supplies", position, "feed")


def _feeds(site: Scope) -> dict[str, tuple[str, Object]]:
    """The feeds of a site by their names on the breaker: name of the object, and its data."""
    return {str(feed["name"]): (name, feed) for name, feed in site.of(FEED).items()}


@rule("PWR001", title="feed of a power supply ends in the rack", scope="site")
def power_feed_ends_in_rack(site: Scope) -> Iterator[Finding]:
    """The feed that a supply is plugged into exists at the site, and ends in the rack of the device.

    What it does: looks up `power.supplies[*].feed` among the site's power feeds, and compares the racks.
    Why it matters: the electrician switches off a feed, and another device goes dark.
    Example: `feed: R2-A` for a device in R1.
    Use instead: `feed: R1-A`.
    """
    known = _feeds(site)
    for name, device in site.devices.items():
        for feed, place in _supplies(name, device):
            if feed not in known:
                yield unknown_name(
                    "power feed", feed, known, place, f"a power feed of site {device['site']}", lambda name: place_of(FEED, known[name][0])
                )
            elif "rack" in device and str(known[feed][1]["rack"]) != str(device["rack"]):
                rack = known[feed][1]["rack"]
                message, related = (
                    f"{name} is in rack {device['rack']}, and {feed} ends in {rack}",
                    (("the feed", place_of(FEED, known[feed][0])),),
                )
                yield Finding(place, message, expected=f"a feed of rack {device['rack']}", found=feed, related=related)


@rule("PWR002", title="redundant supplies are on two feeds", scope="target", severity=Severity.WARNING)
def redundant_supplies_have_two_feeds(device: Device) -> Iterator[Finding]:
    """A device with two power supplies or more has them on more than one feed.

    What it does: compares the feeds of its supplies.
    Why it matters: one breaker trips, and the second supply was bought for nothing.
    Example: PSU1 and PSU2, both on R1-A.
    Use instead: PSU1 on R1-A and PSU2 on R1-B.
    """
    plugged = list(_supplies(device.name, device.data))
    if len(plugged) > 1 and len({feed for feed, _ in plugged}) == 1:
        message = f"all {len(plugged)} supplies of {device.name} are on {plugged[0][0]}"
        related = (("the first one", plugged[0][1]),)
        yield Finding(plugged[1][1], message, expected="two feeds", found=plugged[0][0], related=related)


@rule("PWR003", title="redundant pair is not on one feed", scope="site", severity=Severity.WARNING)
def redundant_pair_has_two_feeds(site: Scope) -> Iterator[Finding]:
    """The two devices of a redundant pair are not on one and the same feed.

    What it does: compares all feeds of a device with those of its `redundancy.partner`.
    Why it matters: one breaker trips, and both are off.
    Example: two firewalls with one supply each, both on R1-A.
    Use instead: the second one on R1-B.
    """
    for name, device in site.devices.items():
        partner = str(device.get("redundancy", {}).get("partner", ""))
        if "power" in device and name < partner and partner in site.devices:
            ours, theirs = list(_supplies(name, device)), list(_supplies(partner, site.devices[partner]))
            if ours and theirs and len({feed for feed, _ in (*ours, *theirs)}) == 1:
                message = f"{name} and {partner} are a redundant pair, and both are on {ours[0][0]} alone"
                related = ((partner, theirs[0][1]),)
                yield Finding(ours[0][1], message, expected="two feeds", found=ours[0][0], related=related)


@rule("PWR004", title="feed bears its load", scope="site", severity=Severity.WARNING)
def feed_is_not_overloaded(site: Scope, *, share: float = 0.8) -> Iterator[Finding]:
    """What the devices on a feed draw, also when their other feeds fail, is less than the feed can give for long.

    What it does: adds up `power.draw_w` of every device in service with a supply on the feed, each in full, and compares with a share of
    `amps` times `volts`. Devices without `draw_w` are not counted.
    Why it matters: feed A fails, feed B takes all, and its breaker trips too: the redundancy is gone when it is needed.
    Example: 4000 W on a feed of 16 A and 230 V.
    Use instead: a device on another feed, or a stronger one.
    Options: `share` of what the breaker is for that may be drawn all the time.
    """
    drawn: dict[str, dict[str, float]] = defaultdict(dict)
    for name, device in site.devices.items():
        for feed, _ in _supplies(name, device) if is_in_service(device) else ():
            drawn[feed][name] = float(device["power"].get("draw_w", 0))
    for feed, (name, data) in _feeds(site).items():
        total = sum(drawn[feed].values())
        if "amps" in data and total > (most := int(data["amps"]) * int(data["volts"]) * share):
            yield _overload(name, data, most, drawn[feed])


def _overload(name: str, feed: Object, most: float, drawn: Mapping[str, float]) -> Finding:
    largest = sorted(drawn, key=lambda device: -drawn[device])[:3]
    related = tuple((f"{device} draws {drawn[device]:g} W", place_of("device", device, "power")) for device in largest)
    message = f"feed {feed['name']} bears {most:g} W for long, and its load may draw {sum(drawn.values()):g} W"
    expected, found = f"{most:g} W or less", f"{sum(drawn.values()):g} W"
    return Finding(place_of(FEED, name), message, expected=expected, found=found, related=related)


@rule("PWR005", title="power supply is one of the hardware", scope="target")
def power_supply_exists_on_hardware(device: Device) -> Iterator[Finding]:
    """A device has the power inlets that it plugs in.

    What it does: looks up the names of `power.supplies` among the `power-ports` of the device type, where it lists some.
    Why it matters: that plug does not exist.
    Example: `{name: PSU3, feed: R1-A}` on hardware with PSU1 and PSU2.
    Use instead: a name of the device type.
    """
    supplies = device.data.get("power", {}).get("supplies", ())
    ports = device.of("device_type").get(str(device.data["device_type"]), {}).get("power-ports", ()) if supplies else ()
    known = [str(port["name"]) for port in ports]
    for position, supply in enumerate(supplies if known else ()):
        if str(supply["name"]) not in known:
            place = device.at("power", "supplies", position, "name")
            yield unknown_name("power supply", supply["name"], known, place, f"a power port of {device.data['device_type']}")


@rule("PWR006", title="critical service has a battery", scope="site", severity=Severity.WARNING)
def critical_service_has_ups(site: Scope, *, least: str = "critical") -> Iterator[Finding]:
    """A device that a critical business service names has a supply behind a battery.

    What it does: looks for a feed with `ups: true` among those of each device in `depends_on.devices` that names its feeds.
    Why it matters: a dip of the mains of half a second restarts it.
    Example: the tills' server with both supplies on feeds without a battery.
    Use instead: one supply on a feed with `ups: true`.
    Options: `least`, the lowest criticality that counts.
    """
    known = _feeds(site) if site.of(FEED) else {}
    for service, data, name, place in devices_of_services(site, least) if known else ():
        plugged = [(feed, there) for feed, there in _supplies(name, site.devices[name]) if feed in known]
        if plugged and not any(known[feed][1].get("ups") for feed, _ in plugged):
            found = ", ".join(sorted({feed for feed, _ in plugged}))
            message = f"{service} is {data['criticality']} and depends on {name}, which has no battery"
            related = (("its first supply", plugged[0][1]),)
            yield Finding(place, message, expected="a feed with ups", found=found, related=related)
