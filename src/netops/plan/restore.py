"""Secrets of an old config that are not kept outside of the device: taken from the lines that it still has."""

from __future__ import annotations

from collections import defaultdict

from netops import config
from netops.errors import ConfigError
from netops.plan.places import Place, places
from netops.secrets import REDACTED


def restored(platform: str, running: str, text: str) -> str:
    """The text with each redacted line as the device has it now. ConfigError for a line that it no longer has."""
    if REDACTED not in text:
        return text
    have = _secret_lines(platform, running, text)
    lines = text.split("\n")
    for index, place in enumerate(places(text)):
        if REDACTED in lines[index]:
            lines[index] = _device_line(have, place)
    return "\n".join(lines)


def _secret_lines(platform: str, running: str, text: str) -> dict[Place, str]:
    """The device's own line for each of its redacted lines."""
    redacted = config.redact(platform, running, text)
    raw, shown = running.split("\n"), redacted.split("\n")
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
