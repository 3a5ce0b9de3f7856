"""Lines that are appended to a config as they are."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, rule
from netops.config import Overwritten, overwritten, redact
from netops.errors import ConfigError, Severity
from netops.secrets import with_placeholders


@rule("RAW001", title="raw_config can be read", scope="target")
def raw_config_is_parsable(device: Device) -> Iterator[Finding]:
    """Each line of `raw_config` is one that the platform's config can hold, in words that mean one thing.

    What it does: reads the lines as the platform does: the end of banners and certificates, ranges of interfaces, words that are short
    for several, and on Junos statements in braces, as its templates write them.
    Why it matters: such a line is found when the plan is made, in a rendered text that has no such line in the data; or it never converges.
    Example: `raw_config: ["set system host-name a"]` on a Junos device; a line `sw m acc` on IOS.
    Use instead: `system { host-name a; }`; `switchport mode access`.
    """
    lines = _lines(device)
    platform = device.platform if lines else None
    if platform is None or platform.grammar is None:
        return
    for problem in platform.grammar.dialect.raw_problems(platform.grammar, lines):
        place = device.at("raw_config") if problem.index is None else device.at("raw_config", problem.index)
        message = f"{device.name}: {problem.message}"
        found = redact(platform, problem.found)
        yield Finding(place, message, expected=problem.expected, found=found, hint=problem.hint)


@rule("RAW002", title="line of raw_config makes a difference", scope="target", severity=Severity.WARNING)
def raw_line_has_effect(device: Device) -> Iterator[Finding]:
    """No line of `raw_config` sets what a later line of it sets anew or takes back.

    What it does: reads the lines as the platform's config and looks for lines that set the same thing in the same section.
    Why it matters: the device keeps the later one, so the earlier one says something that never holds.
    Example: `raw_config: [ntp source Vlan10, ntp source Vlan20]`.
    Use instead: the line that is meant.
    """
    lines = _lines(device)
    for lost in _overwritten(device, "\n".join(lines)) if lines else ():
        yield Finding(
            device.at("raw_config", lost.line - 1),
            f"{device.name}: line {lost.later_line} of raw_config overwrites line {lost.line}",
            expected="one of the two",
            found=f"{lost.text}, then {lost.later_text}",
            hint="the device keeps the later one: take the other one out",
            related=(("the later line", device.at("raw_config", lost.later_line - 1)),),
        )


def _lines(device: Device) -> list[str]:
    return [with_placeholders(str(line)) for line in device.data.get("raw_config", ())]


def _overwritten(device: Device, text: str) -> tuple[Overwritten, ...]:
    """What is overwritten in a text; nothing where it cannot be read, which is the business of another rule."""
    platform = device.platform
    try:
        return overwritten(platform, text) if platform and platform.grammar else ()
    except ConfigError:
        return ()
