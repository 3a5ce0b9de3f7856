"""Whether what is written of a device reaches it."""

from __future__ import annotations

from collections.abc import Iterator

from netops import platforms
from netops.checks import Device, Finding, rule
from netops.checks.managed import NOUNS as OF_SERVERS
from netops.errors import Severity
from netops.model.unobeyed import DEVICE, SETTINGS_NOT_OBEYED
from netops.schema.values import dotted_path

CHOOSING = frozenset(
    {"platform", "extra_platforms", "role", "device_type", "location", "profiles", "interface_profiles", "custom", "stack"}
)
"""Keys that decide which layers, interfaces and templates a device has, and `custom`, which is the company's own."""


@rule("REF010", title="the data of a device is rendered for it", scope="target", severity=Severity.WARNING)
def device_data_is_rendered(device: Device, *, nouns: tuple[str, ...] = ("qos", "security")) -> Iterator[Finding]:
    """A field in the file of a device is one that a template of its platform reads; so are some nouns, whichever layer sets them.

    What it does: compares each field of the file with what the code of the platform's templates reads, and what derives values for them.
    Why it matters: the setting is in the data, and on no device.
    Example: `poe: true` on a device with `platform: juniper_junos`.
    Use instead: `raw_config`, or a template of your own that reads the field; `netops coverage` shows all that nothing reads.
    Options: `nouns` that only some platforms write, which are compared in every layer.
    """
    words = _words(device)
    whole = [noun for noun in nouns if noun in device.data and noun not in words]
    for noun in whole:
        yield _finding(device, (noun,), (noun,))
    reported: set[tuple[str, ...]] = {(noun,) for noun in whole}
    for field, path in device.around.written.get(device.name, ()) if words and device.platforms[0] in device.around.platforms else ():
        missing = _unread_part(device, field)
        if missing and missing not in reported and not _is_reported_elsewhere(field):
            reported.add(missing)
            yield _finding(device, missing, path[: len(missing)])


def _words(device: Device) -> frozenset[str]:
    """The names in the templates of a device's platforms."""
    return frozenset().union(*(platforms.template_words(name, device.around.root) for name in device.platforms))


def _unread_part(device: Device, field: tuple[str, ...]) -> tuple[str, ...] | None:
    """The shortest part of a field that no template of the device's platforms reads."""
    parts = [platforms.unread_part(name, field, device.around.root) for name in device.platforms]
    return max((part for part in parts if part), key=len) if all(parts) else None


def _is_reported_elsewhere(field: tuple[str, ...]) -> bool:
    """Whether the field only chooses, or another rule names it."""
    unobeyed = any(one.noun == DEVICE and one.path == field[: len(one.path)] for one in SETTINGS_NOT_OBEYED)
    return unobeyed or field[0] in CHOOSING or field[0] in OF_SERVERS


def _finding(device: Device, field: tuple[str, ...], path: tuple[str | int, ...]) -> Finding:
    root = device.around.root
    able = [name for name in sorted(device.around.platforms) if platforms.unread_part(name, field, root) is None]
    name = dotted_path(field)
    return Finding(
        device.at(*path),
        f"nothing writes the {name} of {device.name}",
        expected=f"{name} on {' or '.join(able)}" if able else f"no {name}: not supported yet",
        found=device.platforms[0],
    )
