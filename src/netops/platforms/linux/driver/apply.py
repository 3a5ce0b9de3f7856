"""Brings a set of changed files live on a host, all of them or none: stage, check, swap, check again, reload, verify, read back."""

from __future__ import annotations

import posixpath
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from netops.drivers.remote import CommandResult, Remote
from netops.errors import ConfigError, DeviceError, HalfChanged, LineRefused
from netops.platforms.linux.driver import ganesha as _ganesha
from netops.platforms.linux.driver.bundle import Bundle, FileChecker, ServiceCheck, failure_reason
from netops.platforms.linux.driver.files import FileEntry, Tree
from netops.platforms.linux.driver.host import read_tree
from netops.platforms.linux.driver.scripts import PathChange, RunScripts

BUILTIN: Mapping[str, Callable[[str], list[str]]] = {"ganesha_syntax": _ganesha.ganesha_problems}
"""Checks that netops makes itself, for services without a checker: text to problems."""

_POLL_S = 0.2


def differing_paths(old: Tree, new: Tree) -> tuple[PathChange, ...]:
    """What differs, parents before children."""
    paths = sorted({*old, *new})
    differing = (path for path in paths if old.get(path) != new.get(path))
    return tuple(PathChange(number, old.get(path), new.get(path)) for number, path in enumerate(differing))


def with_parents(remote: Remote, differing: tuple[PathChange, ...]) -> tuple[PathChange, ...]:
    """The changes, and the directories above new ones that are not there yet: what a run makes, it can take away again."""
    known = {change.path for change in differing}
    missing: set[str] = set()
    for change in differing:
        folder = posixpath.dirname(change.path)
        while change.makes_dir and folder not in known | missing and remote.stat(folder) is None:
            missing.add(folder)
            folder = posixpath.dirname(folder)
    made = {path: FileEntry(path, "dir", "root:root", "0755") for path in missing}
    return differing_paths({c.path: c.old for c in differing if c.old}, {**made, **{c.path: c.new for c in differing if c.new}})


@dataclass(frozen=True, slots=True)
class BundleRun:
    """One run on one host. `old` is what is there; `secret_values` never appear in an error."""

    remote: Remote
    run: RunScripts
    bundles: tuple[Bundle, ...]
    old: Tree
    verify_wait_s: float = 10.0
    secret_values: tuple[str, ...] = ()

    def go(self, revert_in: int | None) -> None:
        """Applies the run. LineRefused when a checker, a reload or a look at the service says no: the old files are back then.

        HalfChanged when they cannot be put back. With `revert_in` a timer on the target restores them unless it is stopped.
        """
        self._builtin_checks()
        with self._or_undo():
            self._must(self.remote.script(self.run.save()), "the originals cannot be kept")
            self._prepare()
            self._stage()
            self._checks(staged=True)
        with self._or_restore():
            if revert_in is not None:
                self._arm(revert_in)
            self._must(self.remote.script(self.run.swap()), "the new files cannot be put in place")
            self._checks(staged=False)
            self._reload()
            self._verify(strict=True)
            self._read_back()

    def try_out(self) -> None:
        """Only asks the checkers about the staged files, and takes those away. LineRefused when one says no.

        Nothing is prepared, since that stays: accounts that own the files may be missing, so staged files belong to this account.
        """
        self._builtin_checks()
        with self._or_undo():
            self._must(self.remote.script(self.run.save()), "the originals cannot be kept")
            self._stage(owned=False)
            self._checks(staged=True)
        self._undo()

    def restore(self) -> None:
        """Puts the originals back, reloads, verifies, reads back. HalfChanged, with the commands to finish, when any of it fails."""
        script = self.run.file("restore.sh")
        result = self.remote.run(["sh", script])
        if result.code:
            raise self._half(f"the old files or services cannot be brought back: {self._said(result.text)}", script)
        try:
            self._verify(strict=False)
        except LineRefused as error:
            raise self._half(f"the old files are back, but not well: {error.message}", script) from error
        left = differing_paths(read_tree(self.remote, [c.path for c in self.run.changes]), _only(self.old, self.run.changes))
        if left:
            raise self._half(f"not as before: {', '.join(c.path for c in left)}", script)

    def _prepare(self) -> None:
        for bundle in self.bundles:
            for argv in bundle.prepare:
                self._must(self.remote.run(argv), f"{bundle.name}: {' '.join(argv)} failed")

    def _stage(self, *, owned: bool = True) -> None:
        """Sends the new files beside the old ones, and the scripts that undo the run."""
        self.remote.write(self.run.file("undo.sh"), self.run.undo().encode())
        self.remote.write(self.run.file("restore.sh"), self.run.restore().encode())
        self._must(self.remote.script(self.run.make_dirs(owned=owned)), "a directory cannot be made")
        for change in self.run.changes:
            if change.staged and change.new:
                self._send(change.path, change.new.content)
        if owned:
            self._must(self.remote.script(self.run.own()), "owner and mode cannot be set")

    def _send(self, path: str, content: str) -> None:
        try:
            self.remote.write(self.run.temp(path), content.encode())
        except FileNotFoundError as error:
            folder = posixpath.dirname(path)
            raise self._refused(f"{path}: there is no directory {folder}", hint=f"add the directory {folder} to the bundle") from error
        except PermissionError as error:
            raise self._refused(f"{path}: may not be written by this account") from error

    def _arm(self, seconds: int) -> None:
        """Starts the revert timer, detached from our session, and waits until it runs."""
        self.remote.write(self.run.file("timer.sh"), self.run.timer(seconds).encode())
        self._must(self.remote.run(["setsid", "-f", "sh", self.run.file("timer.sh")]), "the revert timer cannot be started")
        if not self._within(lambda: bool(self.remote.read(self.run.file("timer.pid")))):
            raise self._refused("the revert timer did not start")

    def _builtin_checks(self) -> None:
        """The checks that need no target, on the text itself."""
        new = {c.path: c.new for c in self.run.changes}
        for bundle in self.bundles:
            for check in bundle.checks:
                entry = new.get(check.path)
                if check.builtin and check.builtin not in BUILTIN:
                    raise ConfigError(f"{bundle.name}: no check {check.builtin!r} inside netops; there are {', '.join(BUILTIN)}")
                if check.builtin and entry is not None and (found := BUILTIN[check.builtin](entry.content)):
                    raise self._refused(f"{bundle.name}: {check.builtin} refuses {check.path}: {'; '.join(found)}")

    def _checks(self, staged: bool) -> None:
        """Asks every checker about the staged files, or about the live ones. A checker that takes no file can only see live ones."""
        here = {c.path: self.run.temp(c.path) for c in self.run.changes if c.staged}
        gone = {c.path for c in self.run.changes if c.new is None}
        for bundle in self.bundles:
            for check in bundle.checks:
                if check.argv and check.path not in gone and (not staged or (check.names_file and check.path in here)):
                    self._check(bundle, check, here[check.path] if staged else check.path)

    def _check(self, bundle: Bundle, check: FileChecker, path: str) -> None:
        result = self.remote.run(check.command(path))
        if wrong := failure_reason(self._said(result.text), result.code, (), check.bad_words, self._said(result.errors)):
            about = f" {check.path}" if check.path else ""
            raise self._refused(f"{bundle.name}: {check.argv[0]} refuses{about}: {wrong}")

    def _reload(self) -> None:
        for argv in self.run.reload:
            self._must(self.remote.run(argv), f"{' '.join(argv)} failed")

    def _verify(self, strict: bool) -> None:
        """Looks at the services until they are as they should be, for a bounded time.

        Not strict, for the old files: alive, whatever they serve. What a look expects, it expects of the new ones.
        """
        for bundle in self.bundles:
            for look in bundle.verify:
                if strict or not look.expect:
                    self._look(bundle, look)

    def _look(self, bundle: Bundle, look: ServiceCheck) -> None:
        wrong = ""

        def well() -> bool:
            nonlocal wrong
            result = self.remote.run(look.argv)
            wrong = failure_reason(self._said(result.text), result.code, look.expect, look.bad_words, self._said(result.errors))
            return not wrong

        if not self._within(well):
            raise self._refused(f"{bundle.name}: {' '.join(look.argv)} is not well after {self.verify_wait_s:g} s: {wrong}")

    def _read_back(self) -> None:
        wanted = {c.path: c.new for c in self.run.changes if c.new}
        left = differing_paths(read_tree(self.remote, [c.path for c in self.run.changes]), wanted)
        if left:
            raise self._refused(f"read back, not as sent: {', '.join(c.path for c in left)}")

    def _within(self, condition: Callable[[], bool]) -> bool:
        end = time.monotonic() + self.verify_wait_s
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(_POLL_S)
        return True

    @contextmanager
    def _or_undo(self) -> Iterator[None]:
        """Takes staged files away when the block fails. Nothing was live; what a lost connection leaves, the next run takes away."""
        try:
            yield
        except BaseException:
            with suppress(DeviceError):
                self._undo()
            raise

    def _undo(self) -> None:
        self.remote.script(self.run.undo())
        self.remote.run(["rm", "-rf", "--", self.run.folder])

    @contextmanager
    def _or_restore(self) -> Iterator[None]:
        """Puts the old files back when the block fails, unless the connection is lost: then the timer or the next run does."""
        try:
            yield
        except BaseException as error:
            if self.remote.alive():
                self.stop_timer()
                self._restore_after(error)
                self.remote.run(["rm", "-rf", "--", self.run.folder])
            raise

    def _restore_after(self, error: BaseException) -> None:
        """Puts the originals back. HalfChanged then says first why that had to be."""
        try:
            self.restore()
        except HalfChanged as half:
            why, then = (self._bare(one) for one in (error, half))
            raise HalfChanged(self.remote.target, f"{why}\n    {then}", commands=half.commands, hint=half.hint) from error

    def stop_timer(self) -> bool:
        """Whether the run is ours to decide: claims it and ends its timer. False when the timer was first; it is done then."""
        claimed = self.remote.run(["mkdir", "--", self.run.file("claim")]).code == 0
        pid = timer_pid(self.remote, self.run)
        if claimed and pid:
            self.remote.run(["kill", "-s", "TERM", "--", f"-{pid}"])
        self._within(lambda: not timer_pid(self.remote, self.run))
        return claimed

    def _must(self, result: CommandResult, what: str) -> None:
        if result.code:
            raise self._refused(f"{what}: {self._said(result.text) or f'exit code {result.code}'}")

    def _said(self, said: str) -> str:
        """What a command said, with the real names of staged files and without secrets."""
        for change in self.run.changes:
            temp = self.run.temp(change.path)
            said = said.replace(temp, change.path).replace(posixpath.basename(temp), posixpath.basename(change.path))
        for value in self.secret_values:
            said = said.replace(value, "⟦secret⟧")
        return said

    def _refused(self, message: str, hint: str = "") -> LineRefused:
        return LineRefused(self.remote.target, message, hint=hint)

    def _bare(self, error: BaseException) -> str:
        """What an error says, without the target's name."""
        said = error.message if isinstance(error, DeviceError) else f"{type(error).__name__}: {error}"
        return said.removeprefix(f"{self.remote.target}: ")

    def _half(self, message: str, script: str) -> HalfChanged:
        return HalfChanged(self.remote.target, message, commands=[f"sh {script}"], hint=f"on the target: sh {script}")


def timer_pid(remote: Remote, run: RunScripts) -> str:
    """The process of a run's timer, empty when there is none any more. A process of that number which is not the timer does not count."""
    pid = (remote.read(run.file("timer.pid")) or b"").decode("ascii", "replace").strip()
    if not pid.isdigit():
        return ""
    command = remote.read(f"/proc/{pid}/cmdline") or b""
    return pid if run.file("timer.sh").encode() in command.split(b"\0") else ""


def _only(entries: Tree, run_changes: Sequence[PathChange]) -> Tree:
    return {c.path: entries[c.path] for c in run_changes if c.path in entries}
