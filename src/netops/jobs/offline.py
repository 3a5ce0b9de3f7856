"""What targets run, from files in place of the devices: their backups, or a folder of config files that somebody has collected."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from netops import config
from netops.adopt.names import dns_label
from netops.config.whole import decode_config, without_prompts
from netops.errors import DeviceError, UsageError
from netops.fleet.backup import check_complete
from netops.model.target import config_stem
from netops.plan import ConfigFile
from netops.platforms import Platform, importer_of
from netops.secrets import OPEN

SUFFIXES: Final = (".cfg", ".conf", ".txt")


@dataclass(frozen=True, slots=True)
class ConfigFolder:
    """A folder with a file `NAME.cfg`, `.conf` or `.txt` per target. `label` is its name in messages and plans."""

    kind: Literal["backup", "folder"]
    path: Path
    label: str


@dataclass(frozen=True)
class TargetFiles:
    """Which files of a folder are whose. NAME is the name of a target or the hostname of its device, in upper or lower case, or what an
    import makes that name of.

    `print1:cups` may be written `print1_cups`, as `netops render -o` does, when no target is called so. `hostname`: of a target's device;
    no hostname is read where every file has the very name of a target.
    """

    files: ConfigFolder
    targets: Collection[str]
    hostname: Callable[[str], str] = str

    def of(self, target: str) -> list[Path]:
        """The files of a target; DeviceError for one that may be another's as well."""
        found = self._by_target.get(target, [])
        for path in found:
            if len(owners := self._owners[path]) > 1:
                place = f"{self.files.label}/{path.name}"
                raise DeviceError(
                    target, f"{place} may be of {' or '.join(sorted(owners))}", hint="name the file after the target: NAME.cfg"
                )
        return found

    def unmatched(self) -> list[str]:
        """The config files of the folder that belong to none of the targets."""
        return [path.name for path in self._paths if not self._owners[path]]

    @cached_property
    def _paths(self) -> list[Path]:
        return sorted(path for path in self.files.path.iterdir() if path.suffix in SUFFIXES)

    @cached_property
    def _owners(self) -> Mapping[Path, set[str]]:
        exact = {stem: target for target in self.targets for stem in (target, config_stem(target))} | {name: name for name in self.targets}
        if all(path.stem in exact for path in self._paths):
            return {path: {exact[path.stem]} for path in self._paths}
        names: dict[str, set[str]] = {}
        for target in self.targets:
            for stem in self._stems(target):
                names.setdefault(stem.casefold(), set()).add(target)
        return {path: names.get(path.stem.casefold()) or names.get(dns_label(path.stem), set()) for path in self._paths}

    def _stems(self, target: str) -> set[str]:
        """The names that a file of a target may have."""
        device, colon, platform = target.partition(":")
        found = {target, f"{self.hostname(target) or device}{colon}{platform}"}
        return found | {plain for name in found if (plain := config_stem(name)) not in self.targets}

    @cached_property
    def _by_target(self) -> Mapping[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path, owners in self._owners.items():
            for target in owners:
                found.setdefault(target, []).append(path)
        return found


def read_config_file(owned: TargetFiles, target: str, platform: Platform) -> tuple[str, ConfigFile]:
    """The config of a target from a file, and which file that is. DeviceError when there is none, or no whole one."""
    files = owned.files
    path = _only(owned, target)
    name = f"{files.label}/{path.name}"
    text = _text(target, name, path)
    _check_platform(target, platform)
    text, _ = without_prompts(platform, text)
    if files.kind == "folder" and platform.importer:
        text, _ = importer_of(platform).tidy(text)
    _check(files, target, name, platform, text)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return text, ConfigFile(name, written, f"{OPEN}secret" in text)


def _only(owned: TargetFiles, target: str) -> Path:
    found = owned.of(target)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.name for path in found)
        raise DeviceError(target, f"{len(found)} files in {owned.files.label}: {names}", hint="keep the one that it runs")
    return _missing(owned.files, target)


def _missing(files: ConfigFolder, target: str) -> Path:
    if files.kind == "backup":
        raise DeviceError(target, f"no backup in {files.label}", hint=f"make one: netops backup --limit {target}")
    raise DeviceError(target, f"no file in {files.label}", hint=f"it would be called {_or(target + suffix for suffix in SUFFIXES)}")


def _or(names: Iterable[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} or {last}"


def _text(target: str, name: str, path: Path) -> str:
    if not path.is_file():
        raise DeviceError(target, f"{name} is no file")
    try:
        return decode_config(path.read_bytes())
    except OSError as error:
        raise DeviceError(target, f"{name}: cannot be read: {error.strerror}") from error


def _check_platform(target: str, platform: Platform) -> None:
    """DeviceError for a platform that has no rules for configs."""
    try:
        config.features(platform)
    except UsageError as error:
        raise DeviceError(target, f"{error.message}, so its config cannot be compared", hint=error.hint) from error


def _check(files: ConfigFolder, target: str, name: str, platform: Platform, text: str) -> None:
    """A file that was cut off, or is empty, says nothing about the target."""
    try:
        check_complete(target, platform, text, in_file=files.kind == "folder")
    except DeviceError as error:
        said = error.message.removeprefix(f"{target}: ")
        raise DeviceError(target, f"{name}: {said}", hint="look at the file, or collect it again") from error
