"""Lines of `raw_config` of which only the later one counts."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, rule
from netops.config import Overwritten, overwritten
from netops.errors import ConfigError, Severity


@rule("RAW002", title="line of raw_config makes a difference", scope="target", severity=Severity.WARNING)
def lines_that_count(device: Device) -> Iterator[Finding]:
    """No line of `raw_config` sets what a later line of it sets anew or takes back.

    What it does: reads the lines as the platform's config and looks for lines that set the same thing in the same section.
    Why it matters: the device keeps the later one, so the earlier one says something that never holds.
    Example: `raw_config: [ntp source Vlan10, ntp source Vlan20]`.
    Use instead: the line that is meant.
    """
    lines = [str(line) for line in device.data.get("raw_config", ())]
    for lost in _overwritten(device, "\n".join(lines)) if lines else ():
        yield Finding(
            device.at("raw_config", lost.line - 1),
            f"{device.name}: line {lost.later_line} of raw_config overwrites line {lost.line}",
            expected="one of the two",
            found=f"{lost.text}, then {lost.later_text}",
            hint="the device keeps the later one: take the other one out",
            related=(("the later line", device.at("raw_config", lost.later_line - 1)),),
        )


def _overwritten(device: Device, text: str) -> tuple[Overwritten, ...]:
    """What is overwritten in a text; nothing where it cannot be read, which is the business of another rule."""
    platform = device.platform
    try:
        return overwritten(platform, text) if platform and platform.grammar else ()
    except ConfigError:
        return ()
