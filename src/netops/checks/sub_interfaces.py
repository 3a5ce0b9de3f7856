"""Sub-interfaces: several networks on one port, distinguished by their VLAN numbers."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, rule
from netops.checks._raw import has_raw, word_pattern
from netops.model.index import svi_vid

BRIDGED = ("access", "tagged")


def _sub_interfaces(device: Device) -> Iterator[tuple[str, str]]:
    """The sub-interfaces of a device with their parents; VLAN interfaces of Junos, such as `irb.110`, are none."""
    for name in device.interfaces:
        parent, dot, _ = name.partition(".")
        if dot and svi_vid(name) is None and not name.startswith(("irb", "lo", "st0")):
            yield name, parent


@rule("INT002", title="sub-interface is on a port that routes", scope="target")
def subinterface_parent_is_routed(device: Device) -> Iterator[Finding]:
    """The port of a sub-interface is one that the device has, and does not bridge.

    What it does: looks the name before the dot up among the interfaces, and at its `mode`.
    Why it matters: the device refuses the sub-interface, or takes it and lets no frame through.
    Example: `Ethernet1.10` while `Ethernet1: {mode: tagged}`.
    Use instead: `mode: routed` at the port, or the VLAN's own interface, such as `Vlan10`.
    """
    for name, parent in _sub_interfaces(device):
        port = device.interfaces.get(parent)
        if port is None and has_raw(device.data, rf"interfaces? {word_pattern(parent)}"):
            continue
        if port is None:
            yield Finding(
                device.at("interfaces", name), f"{device.name} {name} has no port {parent}", expected="an interface", found="none"
            )
        elif port.get("mode") in BRIDGED:
            yield Finding(
                device.at("interfaces", name),
                f"{device.name} {name} is on a port that bridges",
                expected="mode: routed, or none",
                found=f"mode: {port['mode']}",
                related=((f"{parent} bridges", device.at("interfaces", parent, "mode")),),
            )


@rule("INT003", title="VLAN number of a sub-interface is its own", scope="target")
def subinterface_vlan_is_unique(device: Device) -> Iterator[Finding]:
    """Two sub-interfaces of a port take the frames of different VLANs.

    What it does: compares `vlan_tag`, or the number behind the dot, of the sub-interfaces of each port.
    Why it matters: the device refuses the second one.
    Example: `Ethernet1.10` and `Ethernet1.20: {vlan_tag: 10}`.
    Use instead: the number of the VLAN that the network is in.
    """
    first: dict[tuple[str, str], str] = {}
    for name, parent in _sub_interfaces(device):
        tag = str(device.interfaces[name].get("vlan_tag", name.partition(".")[2]))
        other = first.setdefault((parent, tag), name)
        if other != name:
            yield Finding(
                device.at("interfaces", name),
                f"{device.name} {name} and {other} both take VLAN {tag}",
                expected="another vlan_tag",
                found=tag,
                related=((f"{other} takes it", device.at("interfaces", other)),),
            )
