"""What the data asks of the hardware, and the hardware in the catalog cannot do.

What a rendered line needs of hardware and release is checked where it is rendered; this is what the data alone shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netops.checks import Device, Finding, place_of, rule
from netops.checks._links import BRIDGED
from netops.checks.cables import max_speed_of_medium


def _model(device: Device) -> tuple[str, list[Any]]:
    """The name of a device's hardware, and its ports as the catalog has them."""
    model = str(device.data["device_type"])
    return model, list(device.of("device_type").get(model, {}).get("interfaces", ()))


@rule("HWR001", title="speed is one that the port can do", scope="target")
def port_supports_speed(device: Device) -> Iterator[Finding]:
    """A fixed speed is not higher than the medium of the port allows.

    What it does: compares `speed` with the number in `type`, which the device type gives.
    Why it matters: the device refuses the line, and on some platforms the rest of the config after it.
    Example: `speed: 10000` on a port of type 1000base-t.
    Use instead: what the port can do, or no `speed`.
    """
    for name, port in device.interfaces.items():
        if port.get("speed", "auto") != "auto":
            most = max_speed_of_medium(str(port.get("type", "")))
            if most and port["speed"] > most:
                yield Finding(
                    device.at("interfaces", name, "speed"),
                    f"{device.name} {name} is to run at {port['speed']} Mbit/s, and can do {most} ({port['type']})",
                    expected=f"{most} or less",
                    found=str(port["speed"]),
                    related=((f"{device.data['device_type']} has {port['type']} there", device.at("interfaces", name, "type")),),
                )


@rule("HWR002", title="port that powers others can", scope="target")
def port_supports_poe(device: Device) -> Iterator[Finding]:
    """A port with `poe: true` is one that gives power, on hardware whose catalog entry marks such ports.

    What it does: looks for `poe_mode: pse` at the port in the device type; types that mark no port are left out.
    Why it matters: the telephone or camera at the port stays dark, and the cable is blamed.
    Example: `poe: true` on port 40 of a switch that powers ports 1 to 24.
    Use instead: a port that gives power, or an injector and `poe: false`.
    """
    asking = [name for name, port in device.interfaces.items() if port.get("poe")]
    model, ports = _model(device) if asking else ("", [])
    powered = {str(port["name"]) for port in ports if port.get("poe_mode") == "pse"}
    for name in asking if powered else ():
        if str(name) not in powered:
            yield Finding(
                device.at("interfaces", name, "poe"),
                f"{device.name} {name} is to power what is behind it, and {model} cannot do so there",
                expected=f"one of the {len(powered)} ports with poe_mode: pse",
                found=str(name),
                related=((f"the ports of {model}", place_of("device_type", model, "interfaces")),),
            )


@rule("HWR003", title="port for management forwards nothing", scope="target")
def management_port_does_not_forward(device: Device) -> Iterator[Finding]:
    """A port with `mgmt_only` is no access port and no trunk.

    What it does: looks for `mode: access` and `mode: tagged` at such ports; the device type marks them.
    Why it matters: the hardware has no way from this port to the others: whatever is plugged in there reaches nothing.
    Example: `GigabitEthernet0/0: {mode: access, untagged_vlan: staff}` on a switch whose GigabitEthernet0/0 is for management.
    Use instead: one of the other ports.
    """
    for name, port in device.interfaces.items():
        if port.get("mgmt_only") and port.get("mode") in BRIDGED:
            yield Finding(
                device.at("interfaces", name, "mode"),
                f"{device.name} {name} is for management, and is to forward frames",
                expected="no mode",
                found=f"mode: {port['mode']}",
                related=((f"{name} is for management", device.at("interfaces", name, "mgmt_only")),),
            )
