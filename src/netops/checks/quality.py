"""Quality of service: classes of packets, and what each gets when a link is full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netops.checks import Device, Finding, Path, rule
from netops.checks._help import unknown_name
from netops.checks._raw import has_raw, word_pattern
from netops.errors import Severity
from netops.model.index import Object

SPEECH = "ef"
"""The mark of packets that carry speech (RFC 3246)."""


def _classes(device: Device) -> list[Object]:
    return list(device.data.get("qos", {}).get("classes", ()))


@rule("QOS001", title="classes leave something to the rest", scope="target")
def qos_classes_leave_bandwidth(device: Device, *, most_priority: int = 50) -> Iterator[Finding]:
    """What goes first leaves room for the other classes, and these for what is in no class.

    What it does: adds `percent` of the classes with priority, and of those without.
    Why it matters: packets that wait for no others starve the rest, routing and logins among them; a policy of more than 100 % is refused.
    Example: `{name: VOICE, priority: true, percent: 80}`.
    Use instead: what the calls need: about 100 kbit/s each.
    Options: `most_priority`, the highest sum for classes with priority, in percent.
    """
    for is_first, most in ((True, most_priority), (False, 99)):
        classes = [one for one in _classes(device) if bool(one.get("priority", False)) == is_first]
        total, what = sum(int(one["percent"]) for one in classes), "with priority" if is_first else "without priority"
        if total > most:
            message = f"the classes {what} of {device.name} get {total} % of a link"
            names = " + ".join(f"{one['name']} {one['percent']}" for one in classes)
            yield Finding(device.at("qos", "classes"), message, expected=f"{most} % or less", found=names)


@rule("QOS002", title="mark belongs to one class", scope="target")
def qos_mark_belongs_to_one_class(device: Device) -> Iterator[Finding]:
    """No DSCP is in two classes.

    What it does: groups the classes by `dscp`.
    Why it matters: the class that comes first takes the packets, and the other one stays empty.
    Example: af41 in VIDEO and in MEETINGS.
    Use instead: each mark in the class that its packets belong to.
    """
    first: dict[str, tuple[int, str]] = {}
    for index, one in enumerate(_classes(device)):
        for position, dscp in enumerate(one["dscp"]):
            before, name = first.setdefault(str(dscp), (index, str(one["name"])))
            if before != index:
                yield Finding(
                    device.at("qos", "classes", index, "dscp", position),
                    f"{dscp} is in the classes {name} and {one['name']} of {device.name}",
                    expected="one class",
                    found="two",
                    related=((f"class {name} has it", device.at("qos", "classes", before)),),
                )


@rule("QOS003", title="speech goes first", scope="target", severity=Severity.WARNING)
def voice_has_priority_queue(device: Device) -> Iterator[Finding]:
    """Where there are telephones and classes, one class with priority takes packets marked `ef`.

    What it does: looks for ports with `voice_vlan` on devices with `qos`, and for the class.
    Why it matters: telephones mark what they send so; in a queue behind file transfers it comes too late to be heard.
    Example: classes for video and bulk data, and none with `dscp: [ef]`.
    Use instead: `{name: VOICE, dscp: [ef], priority: true, percent: 20}`.
    """
    classes = _classes(device)
    first = any(one.get("priority", False) and SPEECH in one["dscp"] for one in classes)
    telephones = [name for name, port in device.interfaces.items() if "voice_vlan" in port] if classes and not first else []
    if telephones:
        yield Finding(
            device.at("qos", "classes"),
            f"{device.name} has telephones, and no class lets their speech go first",
            expected="a class with priority and dscp ef",
            found=", ".join(str(one["name"]) for one in classes),
            related=(("a telephone is here", device.at("interfaces", telephones[0])),),
        )


@rule("QOS004", title="interface with queues has classes", scope="target")
def queueing_interface_has_classes(device: Device) -> Iterator[Finding]:
    """An interface with `qos: true` is on a device with classes.

    What it does: looks for the interfaces, and at `qos` of the device.
    Why it matters: the device refuses a policy that does not exist.
    Example: `profile: uplink` with `qos: true` on a switch whose role has no `qos`.
    Use instead: `qos:` in the layer of all that have such interfaces.
    """
    if "qos" not in device.data:
        for name, port in device.interfaces.items():
            if port.get("qos", False):
                place = device.at("interfaces", name, "qos")
                yield Finding(place, f"{device.name} {name} queues by classes, and there are none", expected="qos.classes", found="none")


@rule("QOS005", title="traffic class and policy exist where they are named", scope="target")
def named_policies(device: Device) -> Iterator[Finding]:
    """A class that a policy names, and a policy that an interface or another policy names, is on the same device.

    What it does: looks up names in `traffic_classes` and `traffic_policies`, and in the words of `raw_config`. Classes of queues, of the
    fabric and of the device itself are left out: platforms have some from the start.
    Why it matters: the device refuses a policy that does not exist, or makes an empty class that takes nothing.
    Example: `service_policies: {output: WAN}` on a device with the policy WAN-OUT.
    Use instead: a name of `traffic_policies`.
    """
    kinds = {"traffic class": "traffic_classes", "traffic policy": "traffic_policies"}
    for what, name, path in _names_of_traffic(device.data):
        known = device.data.get(kinds[what], {})
        if str(name) not in known and not has_raw(device.data, word_pattern(name)):
            yield unknown_name(what, name, known, device.at(*path), f"one of the {kinds[what]} of {device.name}")


def _names_of_traffic(data: Mapping[str, Any]) -> Iterator[tuple[str, Any, Path]]:
    for name, policy in data.get("traffic_policies", {}).items():
        for position, one in enumerate(policy.get("classes", ()) if "kind" not in policy else ()):
            path = ("traffic_policies", name, "classes", position)
            if str(one["class"]) != "class-default":
                yield "traffic class", one["class"], (*path, "class")
            if "policy" in one:
                yield "traffic policy", one["policy"], (*path, "policy")
    for name, port in data.get("interfaces", {}).items():
        for way, policy in port.get("service_policies", {}).items():
            if way in ("input", "output"):
                yield "traffic policy", policy, ("interfaces", name, "service_policies", way)
