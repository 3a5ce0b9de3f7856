"""Running configs kept in files: only whole ones, only redacted, and a bad read never takes the place of a good copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netops import config
from netops.config.whole import find_damage
from netops.errors import DeviceError
from netops.files import replace_file
from netops.messages import pluralize
from netops.platforms import Platform
from netops.project import Project


@dataclass(frozen=True, slots=True)
class SavedBackup:
    """A backup: where it is (relative to the project), and whether it differs from the one before."""

    file: str
    lines: int
    changed: bool

    def __str__(self) -> str:
        return f"{self.file}: {pluralize(self.lines, 'line')}, {'changed' if self.changed else 'as before'}"


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
    """DeviceError when a text cannot be a whole running config. `in_file`: it may end as files of the platform do."""
    damage = find_damage(platform, text, in_file=in_file)
    if damage is not None:
        raise _bad(target, damage.found)


def _bad(target: str, found: str) -> DeviceError:
    return DeviceError(target, f"the read gave {found}: it was not used", hint="read again; if it stays so, look at the device")
