"""Secrets of an old config that are not kept outside of the device: taken from the lines that it still has."""

from __future__ import annotations

from collections import defaultdict

from netops.config import ParsedConfig
from netops.errors import ConfigError
from netops.plan.places import Place, places
from netops.secrets import REDACTED


def restore_secrets(running: ParsedConfig, intended: ParsedConfig) -> ParsedConfig:
    """The text with each redacted line as the device has it now. ConfigError for a line that it no longer has."""
    if REDACTED not in intended.text:
        return intended
    have, lines = _secret_lines(running, intended), list(intended.lines)
    for index, place in enumerate(places(intended.text)):
        if REDACTED in lines[index]:
            lines[index] = _device_line(have, place)
    return ParsedConfig(intended.platform, "\n".join(lines))


def _secret_lines(running: ParsedConfig, intended: ParsedConfig) -> dict[Place, str]:
    """The device's own line for each of its redacted lines."""
    redacted = running.redacted(intended)
    raw, shown = running.lines, redacted.split("\n")
    if len(raw) != len(shown):
        raise ConfigError("this config has secrets of several lines, which are not kept outside of the device")
    found: defaultdict[Place, str] = defaultdict(str)
    for index, place in enumerate(places(redacted)):
        if REDACTED in shown[index]:
            found[place] = raw[index]
    return dict(found)


def _device_line(have: dict[Place, str], place: Place) -> str:
    if place in have:
        return have[place]
    raise ConfigError(
        f"a secret of the old config is not kept outside of the device, which no longer has it: {place.text}",
        hint="bring the line back through the YAML, where the secret has a name",
    )
