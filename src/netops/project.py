"""Where things are: the company's root, its settings file, and each file by name (the company's first, then the package's)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from netops.errors import UsageError

MARKER = "netops.yaml"
SOURCES = (MARKER, "inventory", "templates", "schemas", "platforms", "capabilities")
"""The file and the folders that decide what is rendered."""
PACKAGE = "netops:"
"""Before the name of a file of the package, where it is shown."""
BUNDLED_FOLDERS = ("inventory", "schemas", "tasks", "templates")


def bundled_folder() -> Path:
    """The folder that holds the files shipped with netops: inside a wheel, or the checkout of an editable install."""
    packaged = Path(__file__).parent / "_bundled"
    return packaged if packaged.is_dir() else Path(__file__).parents[2]


def _unknown(root: Path) -> int | None:
    return None


@dataclass(frozen=True)
class Project:
    """A company's repository. `root` is absolute; every path that leaves this class is relative to it, with slashes.

    `alone`: it has all files itself, so none are looked for in the package. `kept_in`: where results are kept, by default in `.netops/`.
    `unwritten`: files of its inventory that are not in its folder, by name.
    `changed_at` gives the time of its last change from its root, in seconds since 1970; None when that is unknown.
    """

    root: Path
    alone: bool = False
    kept_in: Path | None = None
    unwritten: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    changed_at: Callable[[Path], int | None] = field(default=_unknown, compare=False)

    @classmethod
    def discover(cls, start: str | Path = ".", changed_at: Callable[[Path], int | None] = _unknown) -> Project:
        """The project that holds `start`: the nearest folder upwards with a netops.yaml."""
        here = Path(start).resolve()
        for folder in (here, *here.parents):
            if (folder / MARKER).is_file():
                return cls(folder, changed_at=changed_at)
        raise UsageError(
            f"no {MARKER} in {here} or in any folder above it",
            hint=f"run netops inside a company's folder, give --project DIR, or make one: netops init {here.name}",
        )

    @cached_property
    def layers_of_files(self) -> tuple[Path, ...]:
        """The folders in which a file is looked for, first match wins."""
        package = bundled_folder()
        return (self.root,) if self.alone or package == self.root else (self.root, package)

    @cached_property
    def last_change(self) -> int | None:
        """When the files that decide what is rendered were changed last, in seconds since 1970; None when that is unknown."""
        return self.changed_at(self.root)

    @property
    def inventory(self) -> Path:
        return self.root / "inventory"

    @property
    def state_dir(self) -> Path:
        """`.netops/`: cache, journal, backups, lab. Never in git."""
        return self.root / ".netops"

    @property
    def cache_dir(self) -> Path:
        """Results that can be made anew at any time."""
        return self.kept_in or self.state_dir / "cache"

    def find(self, name: str) -> Path | None:
        """The file called `name` (`schemas/ntp.schema.json`): the company's, else the package's, else None."""
        return next((folder / name for folder in self.layers_of_files if (folder / name).is_file()), None)

    def files(self, pattern: str) -> Iterator[tuple[str, Path]]:
        """Name and path of every file that matches a glob (`checks/*.py`); a company's file hides the package's of the same name."""
        seen: dict[str, Path] = {}
        for folder in reversed(self.layers_of_files):
            for path in folder.glob(pattern):
                if path.is_file():
                    seen[path.relative_to(folder).as_posix()] = path
        yield from sorted(seen.items())

    def platforms(self) -> frozenset[str]:
        """The platforms that have templates."""
        return frozenset(path.name for folder in self.layers_of_files for path in folder.glob("templates/*") if path.is_dir())

    def relative(self, path: Path) -> str:
        """The path as messages show it: relative to the root, or `netops:...` for a file of the package."""
        for folder, prefix in ((self.root, ""), (bundled_folder(), PACKAGE)):
            if path.is_relative_to(folder):
                return prefix + path.relative_to(folder).as_posix()
        return path.as_posix()
