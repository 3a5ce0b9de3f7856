"""Lines that are appended to a config as they are."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, rule
from netops.config import redact


@rule("RAW001", title="raw_config can be read", scope="target")
def raw_config(device: Device) -> Iterator[Finding]:
    """Each line of `raw_config` is one that the platform's config can hold, in words that mean one thing.

    What it does: reads the lines as the platform does: the end of banners and certificates, ranges of interfaces, words that are short
    for several, and on Junos statements in braces, as its templates write them.
    Why it matters: such a line is found when the plan is made, in a rendered text that has no such line in the data; or it never converges.
    Example: `raw_config: ["set system host-name a"]` on a Junos device; a line `sw m acc` on IOS.
    Use instead: `system { host-name a; }`; `switchport mode access`.
    """
    lines = [str(line) for line in device.data.get("raw_config", ())]
    platform = device.platform if lines else None
    if platform is None or platform.grammar is None:
        return
    for problem in platform.grammar.dialect.raw_problems(platform.grammar, lines):
        place = device.at("raw_config") if problem.index is None else device.at("raw_config", problem.index)
        message = f"{device.name}: {problem.message}"
        found = redact(platform, problem.found)
        yield Finding(place, message, expected=problem.expected, found=found, hint=problem.hint)
