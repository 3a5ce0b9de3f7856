"""Rules about names."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, rule
from netops.errors import Severity


@rule("ACME001", title="name of a device starts with its site", scope="target", severity=Severity.WARNING)
def starts_with_site(device: Device, *, separator: str = "-") -> Iterator[Finding]:
    """The name of a device is `SITE-...`.

    What it does: compares the name of every device with its site.
    Why it matters: alarms show names, and the site decides who is called.
    Example: device `core-1` at site `ber`.
    Use instead: `ber-core-1`.
    Options: `separator`, what comes after the site.
    """
    start = f"{device.site}{separator}"
    if not device.name.startswith(start):
        yield Finding(device.at(), f"{device.name} does not start with its site", expected=f"{start}{device.name}", found=device.name)
