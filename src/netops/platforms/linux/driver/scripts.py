"""The shell scripts of a run on a Linux target, as text. One plain command per line, so that a person can finish a run by hand.

A run has a directory `runs/RUN` (mode 0700) below the target's state directory:
    originals/N   copies of what the run replaces
    undo.sh       takes staged files away; nothing was live yet
    restore.sh    puts the originals back and reloads; fails when any of it fails
    timer.sh      sleeps, claims the run, restores
and empty directories as marks, because making one is atomic:
    swapping      from here on the target may run new files
    claim         decided: by the timer or by who confirms, never both
    committed, restored     the end of the run
"""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from netops.platforms.linux.driver.files import FileEntry

HOME = "/var/lib/netops"
"""Where netops keeps things on a target: `runs/`, and the lock with its holder."""


@dataclass(frozen=True, slots=True)
class PathChange:
    """One path that differs: `old` is None for a new one, `new` is None for one to remove."""

    number: int
    old: FileEntry | None
    new: FileEntry | None

    @property
    def path(self) -> str:
        entry = self.new or self.old
        assert entry is not None  # a change has at least one side
        return entry.path

    @property
    def saved(self) -> bool:
        """Whether an original has to be kept as a copy."""
        return self.old is not None and self.old.kind == "file"

    @property
    def staged(self) -> bool:
        return self.new is not None and self.new.kind == "file"

    @property
    def makes_dir(self) -> bool:
        return self.new is not None and self.new.kind == "dir" and self.old is None


@dataclass(frozen=True, slots=True)
class RunScripts:
    """Names of what belongs to one run, and its scripts."""

    name: str
    changes: tuple[PathChange, ...] = ()
    reload: tuple[tuple[str, ...], ...] = ()
    home: str = HOME

    @property
    def folder(self) -> str:
        return f"{self.home}/runs/{self.name}"

    def file(self, name: str) -> str:
        return f"{self.folder}/{name}"

    def original(self, change: PathChange) -> str:
        return self.file(f"originals/{change.number}")

    def temp(self, path: str) -> str:
        """The staged file of a path: hidden, in the same directory, so on the same file system, with the same ending."""
        return posixpath.join(posixpath.dirname(path), f".netops-{self.name}-{posixpath.basename(path)}")

    def save(self) -> str:
        """Keeps the originals."""
        copies = (["cp", "-a", "--", c.path, self.original(c)] for c in self.changes if c.saved)
        folders = [["mkdir", "-p", "--", f"{self.home}/runs"], ["mkdir", "-m", "700", "--", self.folder, self.file("originals")]]
        return _script(*folders, *copies)

    def make_dirs(self, *, owned: bool = True) -> str:
        """Makes new directories: files are staged in them. Not `owned`: without their owners, which may not be there yet."""
        made = (_new_dir(c.new) for c in self.changes if c.makes_dir and c.new)
        return _script(*(argv for commands in made for argv in (commands if owned else commands[:1])))

    def own(self) -> str:
        """Gives staged files their owner and mode. chown first: it clears set-id bits."""
        staged = [c.new for c in self.changes if c.staged and c.new]
        return _script(*(argv for entry in staged for argv in _own(entry, self.temp(entry.path))))

    def swap(self) -> str:
        """Makes the new files live, each by one atomic rename; removals and directories after them."""
        renames = (["mv", "-f", "-T", "--", self.temp(c.path), c.path] for c in self.changes if c.staged)
        return _script(["mkdir", "--", self.file("swapping")], *renames, *self._removals(), *self._dir_owners(new=True))

    def undo(self) -> str:
        """Takes away what was staged. Safe at any time before the swap, also twice."""
        temps = [self.temp(c.path) for c in self.changes if c.staged]
        lines = [["rm", "-f", "--", *temps]] if temps else []
        made = [c.path for c in reversed(self.changes) if c.makes_dir]
        return _script(*lines, stop=False) + _script(*(["rmdir", "--", path] for path in made), stop=False)

    def restore(self) -> str:
        """Puts every original back, then reloads. Safe at any time, also twice: the originals stay.

        All copies are made before the first rename: a full disk stops it while nothing has changed.
        """
        kept = [c for c in self.changes if c.saved]
        copies = (["cp", "-a", "--", self.original(c), self.temp(c.path)] for c in kept)
        renames = (["mv", "-f", "-T", "--", self.temp(c.path), c.path] for c in kept)
        fresh = (["rm", "-f", "--", c.path] for c in self.changes if c.old is None and c.staged)
        files = _script(*self._lost_dirs(), *copies, *renames, *fresh, *self._dir_owners(new=False))
        return files + self.undo() + self._reload_all() + _script(["mkdir", "-p", "--", self.file("restored")])

    def timer(self, seconds: int) -> str:
        """Restores after so many seconds, unless someone else claims the run before."""
        quiet = "exec </dev/null >/dev/null 2>&1\n"
        pid = f"echo $$ >{shlex.quote(self.file('timer.pid'))}\n"
        claim = _script(["sleep", str(seconds)], ["mkdir", "--", self.file("claim")], ["sh", self.file("restore.sh")])
        return quiet + pid + claim

    def _reload_all(self) -> str:
        """Runs every reload, whichever fails; then fails if one did."""
        tried = "".join(f"{shlex.join(argv)} || failed=1\n" for argv in self.reload)
        return f"set +e\nfailed=0\n{tried}set -e\ntest $failed = 0\n"

    def _removals(self) -> Iterator[Sequence[str]]:
        gone = [c.old for c in reversed(self.changes) if c.new is None and c.old]
        yield from (["rm", "-f", "--", entry.path] for entry in gone if entry.kind == "file")
        yield from (["rmdir", "--", entry.path] for entry in gone if entry.kind == "dir")

    def _dir_owners(self, new: bool) -> Iterator[Sequence[str]]:
        both = [(c.new if new else c.old) for c in self.changes if c.old and c.new and c.new.kind == "dir"]
        yield from (argv for entry in both if entry for argv in _own(entry, entry.path))

    def _lost_dirs(self) -> Iterator[Sequence[str]]:
        gone = [c.old for c in self.changes if c.new is None and c.old and c.old.kind == "dir"]
        yield from (argv for entry in gone for argv in (["mkdir", "-p", "--", entry.path], *_own(entry, entry.path)))


def _new_dir(entry: FileEntry) -> Sequence[Sequence[str]]:
    return (["mkdir", "-m", "700", "--", entry.path], *_own(entry, entry.path))


def _own(entry: FileEntry, path: str) -> Iterable[Sequence[str]]:
    """Five digits for chmod: with four, GNU chmod keeps the set-gid bit that a new directory inherits."""
    return (["chown", "--", entry.owner, path], ["chmod", "--", f"0{entry.mode}", path])


def _script(*lines: Sequence[str], stop: bool = True) -> str:
    """One command per line; the script ends at the first that fails, or (`stop=False`) goes on."""
    return "".join([f"set {'-e' if stop else '+e'}\n", *(f"{shlex.join(line)}\n" for line in lines)])
