"""Running configs kept in files: only whole ones, only redacted, and a bad read never takes the place of a good copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netops import config
from netops.errors import DeviceError
from netops.files import replace_file
from netops.platforms import Platform
from netops.project import Project

_JUNK = {"--More--": "a paging prompt", "\x08": "backspaces of a paging prompt", "\x1b": "escape sequences of a terminal"}


@dataclass(frozen=True, slots=True)
class SavedBackup:
    """A backup: where it is (relative to the project), and whether it differs from the one before."""

    file: str
    lines: int
    changed: bool

    def __str__(self) -> str:
        return f"{self.file}: {self.lines} lines, {'changed' if self.changed else 'as before'}"


def backup_file(project: Project, target: str) -> Path:
    """Where the backup of a target is kept."""
    return project.state_dir / "backups" / f"{target}.cfg"


def save_backup(project: Project, target: str, platform: Platform, running: str, intended: str) -> SavedBackup:
    """Keep the running config of a target, without its secrets; the placeholders of the intended one show where they are.

    DeviceError when the config is not whole; the old copy stays then.
    """
    check_complete(target, platform, running)
    text = config.redact(platform, running, intended)
    path = backup_file(project, target)
    changed = not path.is_file() or path.read_text(encoding="utf-8") != text
    if changed:
        replace_file(path, text.encode(), durable=True)
    else:
        path.touch()  # its age is that of the last read
    return SavedBackup(project.relative(path), len(text.splitlines()), changed)


def check_complete(target: str, platform: Platform, text: str, *, in_file: bool = False) -> None:
    """DeviceError when a text cannot be a whole running config. Source: truncated and paged reads that config backup tools have stored.

    `in_file`: it was not read from the device now, so it may end as files of the platform do.
    """
    form = platform.text
    if form is None:
        return
    if not text.strip():
        if form.may_be_empty:
            return
        raise _bad(target, "an empty config")
    if form.paged and (found := next((what for mark, what in _JUNK.items() if mark in text), None)):
        raise _bad(target, f"a config with {found} in it")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("##")]
    if form.last_line is None or (form.other_form and any(line.startswith(form.other_form) for line in lines)):
        return
    if lines and in_file and form.last_in_file and form.last_in_file.fullmatch(lines[-1]):
        return
    if not lines or not form.last_line.fullmatch(lines[-1]):
        last = lines[-1] if lines else ""
        raise _bad(target, f"a config that ends with {last!r} instead of {form.last_line.pattern!r}: it was cut off")


def _bad(target: str, found: str) -> DeviceError:
    return DeviceError(target, f"the read gave {found}: it was not used", hint="read again; if it stays so, look at the device")
