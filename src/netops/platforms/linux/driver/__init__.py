"""Linux servers and storage: bundles of files over SSH, with NAPALM's verbs.

`optional_args`:
    paths          what to read; the last part of a path may be a pattern (`/etc/nginx/conf.d/*.conf`)
    actions        bundles as a plan holds them: [{name, paths, prepare, checks, reload, verify}]
    run            name of the run, for the holder of the lock and the folder on the target
    verify_wait_s  how long a service may take to be well after a reload (10)
    is_lenient     true: leave out what cannot be read, and name it in `unread`
    secret_values  values that must not appear in an error
    state_dir      where runs and the lock are kept on the target (/var/lib/netops)
    accept_unknown_host_key  true: take any key when none is kept (first contact only)

The target needs sh, coreutils, `flock` and `setsid` (util-linux), `kill`, SFTP, and what the bundles call.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from netops.drivers import kernel_tables
from netops.drivers.base import Access, Preview
from netops.drivers.own import ValueDriver, read_candidate
from netops.drivers.remote import Remote
from netops.errors import DeviceError, Refused
from netops.platforms import Platform
from netops.platforms.linux import PLATFORM
from netops.platforms.linux.driver.apply import BundleRun, differing_paths, timer_pid, with_parents
from netops.platforms.linux.driver.bundle import Bundle, bundles_of_actions, failure_reason, touched_bundles
from netops.platforms.linux.driver.files import Tree, entries_as_text, entries_by_path, parse_entries
from netops.platforms.linux.driver.host import host_facts, read_readable, read_tree
from netops.platforms.linux.driver.lock import TargetLock
from netops.platforms.linux.driver.scripts import HOME, PathChange, RunScripts

VERIFY_WAIT_S = 10.0
_KEPT_RUNS = 3
_ENDED = frozenset({"committed", "restored"})


def connect(access: Access, platform: Platform = PLATFORM) -> LinuxDriver:
    return LinuxDriver(access, platform)


class LinuxDriver(ValueDriver[Tree]):
    """A host whose config is the files of its bundles."""

    def __init__(self, access: Access, platform: Platform = PLATFORM) -> None:
        options = access.optional_args
        self._remote = Remote(access)
        super().__init__(access, platform, self._remote)
        self._options = options
        self._bundles = bundles_of_actions(options.get("actions", ()))
        self._paths = {*options.get("paths", ()), *(path for bundle in self._bundles for path in bundle.paths)}
        self._home = str(options.get("state_dir", HOME))
        self._name = re.sub(r"[^\w-]", "_", str(options.get("run", ""))) or time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        self._lock = TargetLock(self._remote, self._home, self._name)
        self._last: BundleRun | None = None
        self.unread: dict[str, str] = {}
        """What a lenient driver has left out, with the reason."""
        self.recovered: tuple[str, ...] = ()
        """What this driver has undone of runs that died on the target before."""

    def close(self) -> None:
        self._lock.release()
        super().close()

    def read(self) -> Tree:
        return self._read()

    def text(self, value: Tree) -> str:
        return entries_as_text(value)

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Takes a whole text: managed files that are not in it will be removed."""
        self._load(parse_entries(read_candidate(filename, config)), keep=False)

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Takes some files: the others stay."""
        self._load(parse_entries(read_candidate(filename, config)), keep=True)

    def check_candidate(self) -> Preview:
        """Ask the checkers of the bundles about the new files, staged beside the old ones, which are taken away again."""
        if differing := differing_paths(*self.loaded()):
            with self._lock.taken():
                self._apply_of(self._run_of(with_parents(self._remote, differing))).try_out()
        return Preview()

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        """Applies the candidate, all or nothing. With `revert_in` (seconds) the target restores itself unless confirmed in time."""
        if differing := differing_paths(*self.loaded()):
            self._apply(differing, revert_in)
        self.discard_config()

    def confirm_commit(self) -> None:
        """Stops the revert timer. DeviceError when it has fired, or there is none."""
        run = self._pending()
        if run is None:
            if self._last is None:
                raise DeviceError(self._remote.target, "no commit waits for its confirmation")
            run = self._last.run
        if not self._apply_of(run).stop_timer():
            raise DeviceError(self._remote.target, "the revert timer fired before the confirmation: the old files are back")
        self._mark(run, "committed")
        self._lock.release()

    def has_pending_commit(self) -> bool:
        return self._pending() is not None

    def rollback(self) -> None:
        """Puts back the files from before the pending commit, else from before this driver's last one.

        Nothing to do when that one failed: the files were put back then.
        """
        run = self._pending() or (self._last.run if self._last else None)
        if run is not None:
            self._lock.take()
            apply = self._apply_of(run)
            apply.stop_timer()
            apply.restore()
        self._last = None
        self._lock.release()

    def get_facts(self) -> dict[str, Any]:
        return host_facts(self._remote)

    def get_arp_table(self) -> Sequence[Mapping[str, Any]]:
        return kernel_tables.neighbor_rows(self._tool(kernel_tables.NEIGHBORS))

    def get_mac_address_table(self) -> Sequence[Mapping[str, Any]]:
        return kernel_tables.learned_mac_rows(self._tool(kernel_tables.LEARNT))

    def _tool(self, argv: Sequence[str]) -> str:
        """What a tool prints. DeviceError when it fails or is not there."""
        done = self._remote.run(list(argv))
        if done.code:
            raise DeviceError(self.access.target, f"{' '.join(argv)}: {done.errors or done.text}", hint="install iproute2")
        return done.text

    def get_services(self) -> dict[str, dict[str, Any]]:
        """The services of the bundles by name: whether each is well, and what it shows when it is not."""
        wrong = {bundle.name: self._wrong(bundle) for bundle in self._bundles if bundle.verify}
        return {name: {"is_up": not said, "detail": said} for name, said in wrong.items()}

    def _wrong(self, bundle: Bundle) -> str:
        results = ((look, self._remote.run(look.argv)) for look in bundle.verify)
        said = (failure_reason(result.text, result.code, look.expect, look.bad_words, result.errors) for look, result in results)
        return next(filter(None, said), "")

    def cli(self, commands: Sequence[str], encoding: str = "text") -> dict[str, str]:
        """The output of shell commands that a person gave."""
        return {command: self._remote.run(["sh", "-c", command]).text for command in commands}

    def _read(self, more: Iterable[str] = ()) -> Tree:
        if self._options.get("is_lenient"):
            found, self.unread = read_readable(self._remote, {*self._paths, *more})
            return found
        return read_tree(self._remote, {*self._paths, *more})

    def _load(self, new: Tree, *, keep: bool) -> None:
        self._recover()
        self._base = base = self._read(new)
        self._candidate = entries_by_path(({**base, **new} if keep else new).values())

    def _apply(self, differing: tuple[PathChange, ...], revert_in: int | None) -> None:
        """Runs the changes under the lock, which a timed commit keeps until it is decided."""
        self._last = None
        self._lock.take()
        pending = False
        try:
            self._forget()
            if self._read(c.path for c in differing) != self._base:
                raise DeviceError(self._remote.target, "files changed after the candidate was loaded", hint="load it again")
            apply = self._apply_of(self._run_of(with_parents(self._remote, differing)))
            apply.go(revert_in)
            self._last, pending = apply, revert_in is not None
            if not pending:
                self._mark(apply.run, "committed")
        finally:
            if not pending:
                self._lock.release()

    def _run_of(self, differing: tuple[PathChange, ...]) -> RunScripts:
        concerned = touched_bundles(self._bundles, (c.path for c in differing))
        reload = tuple(dict.fromkeys(argv for bundle in concerned for argv in bundle.reload))
        return RunScripts(f"{self._name}-{secrets.token_hex(3)}", differing, reload, self._home)

    def _apply_of(self, run: RunScripts) -> BundleRun:
        """How to decide a run; of one that another driver made, its scripts on the target know the rest."""
        if self._last is not None and self._last.run.name == run.name:
            return self._last
        concerned = touched_bundles(self._bundles, (c.path for c in run.changes))
        hidden = tuple(map(str, self._options.get("secret_values", ())))
        return BundleRun(self._remote, run, concerned, self._base or {}, float(self._options.get("verify_wait_s", VERIFY_WAIT_S)), hidden)

    def _mark(self, run: RunScripts, name: str) -> None:
        self._remote.run(["mkdir", "-p", "--", run.file(name)])

    def _runs(self) -> list[tuple[RunScripts, set[str]]]:
        """The runs that the target knows with their marks, oldest first."""
        found = sorted(self._remote.listing(f"{self._home}/runs"), key=lambda item: (item.st_mtime or 0, item.filename))
        runs = [RunScripts(item.filename, home=self._home) for item in found]
        return [(run, {item.filename for item in self._remote.listing(run.folder)}) for run in runs]

    def _pending(self) -> RunScripts | None:
        """The run whose timer is running, if any."""
        waiting = (run for run, marks in self._runs() if "timer.pid" in marks and not marks & {"claim", *_ENDED})
        return next((run for run in waiting if timer_pid(self._remote, run)), None)

    def _recover(self) -> None:
        """Undoes what a run that died has left, and forgets old runs. Refused while another run is alive."""
        unfinished = [run for run, marks in self._runs() if not marks & _ENDED]
        if not unfinished:
            return
        if waiting := next((run for run in unfinished if timer_pid(self._remote, run)), None):
            hint = "confirm it, or wait for its revert timer"
            raise Refused(f"{self._remote.target}: run {waiting.name} waits for its confirmation", hint=hint)
        with self._lock.taken():
            for run, marks in self._runs():
                if not marks & _ENDED:
                    self._undo(run, marks)

    def _undo(self, run: RunScripts, marks: set[str]) -> None:
        done = "was not live: its staged files are gone"
        if "swapping" in marks:
            self._apply_of(run).restore()
            done = "was half live: its old files are back"
        elif "undo.sh" in marks:
            self._remote.run(["sh", run.file("undo.sh")])
        self._remote.run(["rm", "-rf", "--", run.folder])
        self.recovered += (f"run {run.name} {done}",)

    def _forget(self) -> None:
        """Keeps the originals of the newest runs only."""
        old = [run.folder for run, _ in self._runs()][:-_KEPT_RUNS]
        if old:
            self._remote.run(["rm", "-rf", "--", *old])
