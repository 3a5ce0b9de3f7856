"""Whether what is said of a device reaches it."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, rule
from netops.errors import Severity


@rule("REF010", title="what is said of a device is written on it", scope="target", severity=Severity.WARNING)
def written(
    device: Device, *, qos: tuple[str, ...] = ("arista_eos", "cisco_ios"), security: tuple[str, ...] = ("juniper_junos",)
) -> Iterator[Finding]:
    """A device has `qos` and `security` only where its platform has a template for them.

    What it does: compares the platform of the device with those that write the noun.
    Why it matters: somebody reads the policy in the data, believes in it, and it is on no device.
    Example: `security:` on a device with `platform: cisco_ios`.
    Use instead: `acls` there; or a template of your own, and its platform in the option.
    Options: `qos` and `security`, the platforms that write each.
    """
    for noun, platforms in (("qos", qos), ("security", security)):
        platform = str(device.data["platform"])
        if noun in device.data and platform not in platforms:
            expected, found = f"{noun} on {' or '.join(platforms)}", platform
            yield Finding(device.at(noun), f"nothing writes the {noun} of {device.name}", expected=expected, found=found)
