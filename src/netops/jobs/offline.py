"""What targets run, from files in place of the devices: their backups, or a folder of config files that somebody has collected."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from netops import config
from netops.errors import DeviceError, UsageError
from netops.fleet.backup import check_whole
from netops.plan import ConfigFile
from netops.platforms import Platform
from netops.secrets import OPEN

SUFFIXES: Final = (".cfg", ".conf", ".txt")


@dataclass(frozen=True, slots=True)
class Files:
    """A folder with a file `TARGET.cfg`, `.conf` or `.txt` per target. `label` is its name in messages and plans."""

    kind: Literal["backup", "folder"]
    path: Path
    label: str

    def of(self, target: str, targets: Collection[str]) -> list[Path]:
        """The files of a target, if there are any.

        `print1:cups` may be written `print1_cups`, as `netops render -o` does, when no other of the targets is called so.
        """
        plain = target.replace(":", "_")
        stems = [target] if plain in targets else [target, plain]
        return [path for stem in stems for suffix in SUFFIXES if (path := self.path / f"{stem}{suffix}").is_file()]


def read_config_file(files: Files, target: str, platform: Platform, targets: Collection[str]) -> tuple[str, ConfigFile]:
    """The config of a target that is kept in a file, and which file that is. DeviceError when there is none, or no whole one."""
    path = _only(files, target, targets)
    name = f"{files.label}/{path.name}"
    text = _text(target, name, path)
    _check(files, target, name, platform, text)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return text, ConfigFile(name, written, f"{OPEN}secret" in text)


def unmatched_files(files: Files, targets: Collection[str]) -> list[str]:
    """The config files of the folder that belong to none of the targets."""
    own = {path for target in targets for path in files.of(target, targets)}
    return sorted(path.name for path in files.path.iterdir() if path.suffix in SUFFIXES and path not in own)


def _only(files: Files, target: str, targets: Collection[str]) -> Path:
    found = files.of(target, targets)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.name for path in found)
        raise DeviceError(target, f"{len(found)} files in {files.label}: {names}", hint="keep the one that it runs")
    return _missing(files, target)


def _missing(files: Files, target: str) -> Path:
    if files.kind == "backup":
        raise DeviceError(target, f"no backup in {files.label}", hint=f"make one: netops backup --limit {target}")
    raise DeviceError(target, f"no file in {files.label}", hint=f"it would be called {_or(target + suffix for suffix in SUFFIXES)}")


def _or(names: Iterable[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} or {last}"


def _text(target: str, name: str, path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DeviceError(target, f"{name}: not UTF-8 at byte {error.start}", hint="convert it to UTF-8") from error
    except OSError as error:
        raise DeviceError(target, f"{name}: cannot be read: {error.strerror}") from error


def _check(files: Files, target: str, name: str, platform: Platform, text: str) -> None:
    """A file that was cut off, is empty, or is of a platform that has no rules, says nothing about the target."""
    try:
        config.features(platform)
    except UsageError as error:
        raise DeviceError(target, f"{error.message}, so its config cannot be compared", hint=error.hint) from error
    try:
        check_whole(target, platform, text, in_file=files.kind == "folder")
    except DeviceError as error:
        said = error.message.removeprefix(f"{target}: ")
        raise DeviceError(target, f"{name}: {said}", hint="look at the file, or collect it again") from error
