"""Running configs kept in files: only whole ones, only redacted, and a bad read never takes the place of a good copy."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netops import config
from netops.errors import DeviceError
from netops.project import Project

ENDINGS: Mapping[str, str] = {"arista_eos": "end", "cisco_ios": "end", "cisco_xr": "end", "frr": "end", "juniper_junos": "}"}
"""The last line of a whole config, by platform; others have none."""

_JUNK = {"--More--": "a paging prompt", "\x08": "backspaces of a paging prompt", "\x1b": "escape sequences of a terminal"}


@dataclass(frozen=True, slots=True)
class Saved:
    """A backup: where it is (relative to the project), and whether it differs from the one before."""

    file: str
    lines: int
    changed: bool

    def __str__(self) -> str:
        return f"{self.file}: {self.lines} lines, {'changed' if self.changed else 'as before'}"


def file_of(project: Project, target: str) -> Path:
    """Where the backup of a target is kept."""
    return project.state_dir / "backups" / f"{target}.cfg"


def save(project: Project, target: str, platform: str, running: str, intended: str) -> Saved:
    """Keep the running config of a target, without its secrets; the placeholders of the intended one tell where they are.

    DeviceError when the config is not whole; the old copy stays then.
    """
    check_whole(target, platform, running)
    text = config.redact(platform, running, intended)
    path = file_of(project, target)
    changed = not path.is_file() or path.read_text(encoding="utf-8") != text
    if changed:
        _write(path, text)
    else:
        path.touch()  # its age is that of the last read
    return Saved(project.relative(path), len(text.splitlines()), changed)


def check_whole(target: str, platform: str, text: str) -> None:
    """DeviceError when a text cannot be a whole running config. Source: truncated and paged reads that config backup tools have stored."""
    if not text.strip():
        raise _bad(target, "an empty config")
    if found := next((what for mark, what in _JUNK.items() if mark in text), None):
        raise _bad(target, f"a config with {found} in it")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("##")]
    wanted = ENDINGS.get(platform)
    if wanted and (not lines or lines[-1] != wanted):
        raise _bad(target, f"a config that ends with {lines[-1] if lines else ''!r} instead of {wanted!r}: it was cut off")


def _bad(target: str, found: str) -> DeviceError:
    return DeviceError(target, f"the read gave {found}: it was not used", hint="read again; if it stays so, look at the device")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
