"""Stacks: several boxes that work as one device."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import partial

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._help import unknown_name
from netops.errors import Severity
from netops.model.index import Plug
from netops.model.stack import slot_of


@rule("STA001", title="member of a stack is known hardware", scope="target")
def stack_member_hardware_is_known(device: Device) -> Iterator[Finding]:
    """The `device_type` of each member of a stack is in the catalog.

    What it does: looks the name up among the device types.
    Why it matters: the interfaces of the member come from there, and the config names its model.
    Example: `{number: 2, device_type: cisco/c9300-48}`.
    Use instead: the name of a file in `catalog/device-types`, or no `device_type` when it is that of the device.
    """
    for position, member in enumerate(device.data.get("stack", ())):
        if "device_type" in member and member["device_type"] not in device.of("device_type"):
            place = device.at("stack", position, "device_type")
            yield unknown_name(
                "device type",
                member["device_type"],
                device.of("device_type"),
                place,
                "a device type of the catalog",
                partial(place_of, "device_type"),
            )


@rule("STA002", title="one member leads a stack", scope="target", severity=Severity.WARNING)
def stack_has_one_primary(device: Device) -> Iterator[Finding]:
    """The `priority` of the members of a stack decides which of them leads.

    What it does: looks for the highest priority; more than one such member is a finding, but on platforms where the leading pair shares it.
    Why it matters: else the switch with the lowest MAC address leads, which often is the oldest, and another one after each repair.
    Example: `stack: [{number: 1}, {number: 2}]`.
    Use instead: `priority: 15` for the one, `priority: 14` for the one after it.
    """
    members = device.data.get("stack", ())
    if len(members) < 2:
        return
    priorities = Counter(int(member.get("priority", 0)) for member in members)
    highest, count = max(priorities.items())
    platform = device.platform
    if highest == 0 or (platform and 1 < count > platform.stack_leaders):
        found = f"{count} members with {highest}" if highest else "no priorities"
        message = f"no priority decides which member of {device.name} leads"
        yield Finding(device.at("stack"), message, expected="a highest priority", found=found)


@rule("STA003", title="uplinks of a stack end on two members", scope="site", severity=Severity.WARNING)
def stack_uplinks_use_two_members(site: Scope) -> Iterator[Finding]:
    """The cables of a stack to other network devices, when there are several, are not all on one member.

    What it does: reads the member off the name of each port whose cable leads to another network device.
    Why it matters: when that member fails, the others run on without a connection.
    Example: both uplinks on `TenGigabitEthernet1/1/1` and `TenGigabitEthernet1/1/2`.
    Use instead: one uplink on member 1, the other on member 2.
    """
    uplinks = _uplinks(site)
    for name, device in site.devices.items():
        plugs = uplinks.get(name, [])
        used = {slot_of(plug.port.interface) for plug in plugs}
        if len(device.get("stack", ())) > 1 and len(plugs) > 1 and len(used) == 1:
            yield Finding(
                place_of("device", name, "stack"),
                f"all cables of {name} to other network devices are on member {used.pop()}",
                expected="cables on two members",
                found=", ".join(sorted(plug.port.interface for plug in plugs)),
                related=tuple((f"{plug.port.interface} is plugged in here", plug.place) for plug in plugs),
            )


def _uplinks(site: Scope) -> Mapping[str, list[Plug]]:
    """The plugs of each stack whose cable leads to another network device."""
    found: dict[str, list[Plug]] = defaultdict(list)
    for pair in site.index.links:
        for near, far in (pair, pair[::-1]):
            other = site.devices.get(far.port.device, {})
            if "stack" in site.devices.get(near.port.device, {}) and other.get("kind") == "device" and near.port.device != far.port.device:
                found[near.port.device].append(near)
    return found
