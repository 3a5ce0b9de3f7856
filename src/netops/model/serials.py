"""The serial number of a device in its file, and which device has one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from netops.errors import UsageError
from netops.source.changes import Path, PutEntry, ReplaceValue, apply_changes
from netops.source.layout import parse_layout

KEY = "serial"


def serial_numbers(device: Mapping[str, Any]) -> Iterator[tuple[int | None, str]]:
    """The serial numbers of a device: of its stack members by number, else its own (None)."""
    members = device.get("stack") or ()
    yield from ((int(member["number"]), str(member.get(KEY, ""))) for member in members)
    if not members:
        yield None, str(device.get(KEY, ""))


def serial_path(device: Mapping[str, Any], name: str, member: int | None) -> Path:
    """Where the serial number is below the device in its file. UsageError when it has no such member, or it is not clear which."""
    numbers = [number for number, _ in serial_numbers(device)]
    if member not in numbers:
        known = ", ".join(str(number) for number in numbers if number is not None)
        if not known:
            raise UsageError(f"{name} is no stack", hint="leave out --member")
        raise UsageError(f"{name} is a stack of members {known}", hint="say which one is replaced: --member NUMBER")
    return (KEY,) if member is None else ("stack", numbers.index(member), KEY)


def with_serial(text: str, file: str, path: Path, serial: str, *, is_new: bool) -> str:
    """The text of a file with a serial number at `path`. `is_new`: none is there yet. UsageError where something is in the way."""
    written = json.dumps(serial) if serial.isdecimal() or not serial.isalnum() else serial
    change = PutEntry(path, written) if is_new else ReplaceValue(path, written)
    if not change.edits(parse_layout(text)):
        raise UsageError(f"{file}: `{KEY}` cannot be changed without a change elsewhere", hint=f"write it by hand: {KEY}: {written}")
    return apply_changes(text, [change], file)
