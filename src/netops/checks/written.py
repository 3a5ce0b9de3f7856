"""Whether what is said of a device reaches it."""

from __future__ import annotations

from collections.abc import Iterator

from netops import platforms
from netops.checks import Device, Finding, rule
from netops.errors import Severity


@rule("REF010", title="the data of a device is rendered for it", scope="target", severity=Severity.WARNING)
def written(device: Device, *, nouns: tuple[str, ...] = ("qos", "security")) -> Iterator[Finding]:
    """A device has `qos` and `security` only where its platform has a template for them.

    What it does: compares each noun with those that the templates of its platform write, by the platform's record.
    Why it matters: the policy is in the data, and on no device.
    Example: `security:` on a device with `platform: cisco_ios`.
    Use instead: `acls` there; or a template of your own, and the noun in the record of its platform.
    Options: `nouns`, those that only some platforms write.
    """
    for noun in nouns:
        if noun in device.data and device.platforms[0] not in (writers := platforms.writers(noun, device.around.root)):
            expected, found = f"{noun} on {' or '.join(writers)}", device.platforms[0]
            yield Finding(device.at(noun), f"nothing writes the {noun} of {device.name}", expected=expected, found=found)
