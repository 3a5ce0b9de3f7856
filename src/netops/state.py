"""What netops remembers between runs: the journal, what was applied last, who holds a target (SQLite, `.netops/state.db`).

Only redacted text enters this file. Secrets are kept as HMACs under a key that never leaves the folder.
"""

from __future__ import annotations

import getpass
import hmac
import json
import os
import re
import secrets
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from netops.dialects.secrets import Secret
from netops.errors import Refused, UsageError
from netops.events import Outcome
from netops.processes import Identify, Liveness, ProcessIdentity, this_process

TABLES = """
CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, verb TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, who TEXT NOT NULL,
    source_commit TEXT NOT NULL, plan_digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS journal (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES runs, at TEXT NOT NULL,
    target TEXT NOT NULL, step TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS results (
    run TEXT NOT NULL REFERENCES runs, target TEXT NOT NULL, platform TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,
    before TEXT, after TEXT, PRIMARY KEY (run, target));
CREATE TABLE IF NOT EXISTS applied (
    target TEXT PRIMARY KEY, run TEXT NOT NULL, at TEXT NOT NULL, source_commit TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS secret_marks (
    target TEXT NOT NULL, path TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (target, path));
CREATE TABLE IF NOT EXISTS leases (
    target TEXT PRIMARY KEY, run TEXT NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, since TEXT NOT NULL);
"""

HOLDERS = """
ALTER TABLE leases ADD COLUMN machine TEXT NOT NULL DEFAULT '';
ALTER TABLE leases ADD COLUMN boot TEXT NOT NULL DEFAULT '';
ALTER TABLE leases ADD COLUMN namespace TEXT NOT NULL DEFAULT '';
ALTER TABLE leases ADD COLUMN started TEXT NOT NULL DEFAULT ''
"""

PARTS = "ALTER TABLE applied ADD COLUMN managed TEXT NOT NULL DEFAULT 'null'"

DEVICES = """
CREATE TABLE devices (name TEXT PRIMARY KEY, site TEXT NOT NULL, role TEXT NOT NULL);
INSERT OR IGNORE INTO devices
SELECT CASE WHEN instr(target, ':') THEN substr(target, 1, instr(target, ':') - 1) ELSE target END, '', '' FROM applied
"""

SENT = """
CREATE TABLE IF NOT EXISTS sent (
    run TEXT NOT NULL REFERENCES runs, target TEXT NOT NULL, step TEXT NOT NULL, until TEXT NOT NULL DEFAULT '', PRIMARY KEY (run, target))
"""

REDACTIONS = """
CREATE TABLE redactions (
    run TEXT NOT NULL REFERENCES runs, target TEXT NOT NULL, at TEXT NOT NULL, marks TEXT NOT NULL, PRIMARY KEY (run, target, at))
"""

FORMATS = (TABLES, HOLDERS, PARTS, SENT, DEVICES, REDACTIONS)
"""What leads from each format of the file to the next. Format 1 is what 0.1.0 wrote without a number."""


Moment = Literal["before", "after"]
BEFORE: Final[Moment] = "before"
AFTER: Final[Moment] = "after"
"""Of a run on a target."""

START_ATTEMPTS = 10
"""So many ids are tried for a run: each is random, so that more are taken only when something is wrong with the random numbers."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the past. Times are ISO 8601 in UTC; `ended` is empty when the process died."""

    id: str
    verb: str
    started: str
    ended: str
    who: str
    commit: str
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TargetRunResult:
    """What a run did to one target; `before` and `after` are redacted running configs (None when not read).

    `is_final`: nothing of ours can change the target any more.
    """

    target: str
    platform: str
    outcome: Outcome
    detail: str
    before: str | None
    after: str | None
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class AppliedConfig:
    """The config that a target was left with by netops: redacted, in the device's own form. `managed`: the parts that it owned then."""

    target: str
    run: str
    at: str
    commit: str
    text: str
    managed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class UnsettledTarget:
    """A target that a run has sent something to, and whose end is not known: `step` is the plan of its step, as a text. `until`: when a
    timer of the run ends, None when it has none."""

    run: str
    target: str
    step: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class TargetLease:
    """A target that a run holds, and the process that runs it: `liveness` as seen from here."""

    target: str
    run: str
    who: str
    since: str
    process: ProcessIdentity
    liveness: Liveness

    @property
    def holder(self) -> str:
        """The run and its process, in words."""
        there = {
            Liveness.LIVES: "",
            Liveness.GONE: ", which is gone",
            Liveness.UNKNOWN: f" on {self.process.host}, which cannot be checked from here",
        }
        return f"run {self.run} of {self.who} (process {self.process.pid}{there[self.liveness]}) since {self.since}"


def utc_now() -> datetime:
    return datetime.now(UTC)


class State:
    """The state store of one project. Safe for threads of one process and for several processes on one machine."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now, identify: Identify = this_process) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._key_file = path.with_suffix(".key")
        self._clock = clock
        self._identify = identify
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._refuse_newer(path)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        if self._format() < len(FORMATS):
            self._upgrade()

    def _format(self) -> int:
        return int(self._do("PRAGMA user_version")[0][0])

    def _refuse_newer(self, path: Path) -> None:
        if (found := self._format()) > len(FORMATS):
            self._db.close()
            message = f"{path}: state of a newer netops (format {found}, this netops reads up to {len(FORMATS)})"
            raise UsageError(message, hint="use that netops, or move the file away: history, and what was applied last, go with it")

    def _upgrade(self) -> None:
        """Bring the file to the newest format, whole or not at all."""
        with self._all_or_nothing():
            (found,) = self._db.execute("PRAGMA user_version").fetchone()
            for statement in ";".join(FORMATS[found:]).split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {len(FORMATS)}")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _do(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """One transaction, alone among threads and processes."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

    def now(self) -> datetime:
        """The time, in UTC."""
        return self._clock()

    def _now(self) -> str:
        return self.now().isoformat(timespec="seconds")

    # runs

    def start(self, verb: str, commit: str, plan_digest: str = "") -> str:
        """The id of a new run, such as `20261123-213305-a1b2c3d4`: no other run of this store has it. Refused when none is free."""
        for _ in range(START_ATTEMPTS):
            run = f"{self._clock():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
            with suppress(sqlite3.IntegrityError):
                self._do("INSERT INTO runs VALUES (?, ?, ?, NULL, ?, ?, ?)", run, verb, self._now(), current_user(), commit, plan_digest)
                return run
        raise Refused(f"{START_ATTEMPTS} ids for a new run were taken already, nothing was sent", hint="start it again")

    def end(self, run: str, results: Iterable[TargetRunResult] = ()) -> None:
        """Close a run: how its targets ended, and its leases given back. Nothing can be begun in it any more."""
        with self._all_or_nothing():
            for result in results:
                self._result(run, result)
            self._db.execute("DELETE FROM leases WHERE run = ?", (run,))
            self._db.execute("UPDATE runs SET ended = ? WHERE id = ?", (self._now(), run))

    def begin(self, run: str, target: str, platform: str, before: str, step: str = "") -> None:
        """Write down, before anything is sent to a target, what it runs. Refused when the run has ended or was freed meanwhile.

        Until its result is written, the target counts as unknown: also when the process dies. `step`: what is about to be sent, so that
        a later run can find out.
        """
        said = "change started, outcome not recorded"
        with self._all_or_nothing():
            if self._db.execute("SELECT 1 FROM runs WHERE id = ? AND ended IS NOT NULL", (run,)).fetchone():
                raise Refused(f"{target}: run {run} has ended, nothing is sent any more")
            if self._db.execute("SELECT 1 FROM journal WHERE run = ? AND step = 'free'", (run,)).fetchone():
                raise Refused(f"{target}: the targets of run {run} were freed, nothing is sent any more", hint="start a new run")
            self._result(run, TargetRunResult(target, platform, Outcome.UNKNOWN, said, before, None, is_final=False))
            self._db.execute("DELETE FROM sent WHERE target = ?", (target,))
            self._db.execute("INSERT INTO sent (run, target, step) VALUES (?, ?, ?)", (run, target, step))

    def record_deadline(self, run: str, target: str, until: datetime) -> None:
        """Write down until when a timer of a run may change a target."""
        self._do("UPDATE sent SET until = ? WHERE run = ? AND target = ?", until.isoformat(), run, target)

    def until(self, run: str, target: str) -> datetime | None:
        """When the timer of a run ends on a target; None when it has none, or when the end of the target is known."""
        rows = self._do("SELECT until FROM sent WHERE run = ? AND target = ? AND until != ''", run, target)
        return datetime.fromisoformat(rows[0][0]) if rows else None

    def record_sent(self, run: str, target: str) -> bool:
        """Whether a run may have sent something to a target, and its end is not known."""
        return bool(self._do("SELECT 1 FROM sent WHERE run = ? AND target = ?", run, target))

    def unsettled(self) -> list[UnsettledTarget]:
        """The targets whose end is not known, but for those that a living process works on."""
        rows = self._do("SELECT run, target, step, until FROM sent WHERE step != '' ORDER BY run, target")
        with self._lock:
            busy = {
                (run, target) for run, target, *_ in rows if any(one.liveness != Liveness.GONE for one in self._leases("target", target))
            }
        return [
            UnsettledTarget(run, target, step, datetime.fromisoformat(until) if until else None)
            for run, target, step, until in rows
            if (run, target) not in busy
        ]

    def note(self, run: str, target: str, step: str, **detail: object) -> None:
        """Write a step to the journal, on disk before this returns."""
        text = json.dumps(detail, ensure_ascii=False, default=str)
        self._do("INSERT INTO journal (run, at, target, step, detail) VALUES (?, ?, ?, ?, ?)", run, self._now(), target, step, text)

    def result(self, run: str, *results: TargetRunResult) -> None:
        """Write how targets ended. What one ran before, once known, stays."""
        with self._all_or_nothing():
            for result in results:
                self._result(run, result)

    def _result(self, run: str, result: TargetRunResult) -> None:
        row = (run, result.target, result.platform, result.outcome, result.detail, result.before, result.after)
        self._db.execute(
            "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, target) DO UPDATE SET platform = excluded.platform,"
            " outcome = excluded.outcome, detail = excluded.detail, before = ifnull(excluded.before, before), after = excluded.after",
            row,
        )
        if result.is_final and result.outcome != Outcome.UNKNOWN:
            self._db.execute("DELETE FROM sent WHERE run = ? AND target = ?", (run, result.target))

    def runs(self, most: int = 20) -> list[Run]:
        """The newest runs first."""
        rows = self._do(
            "SELECT id, verb, started, ifnull(ended, ''), who, source_commit FROM runs ORDER BY started DESC, rowid DESC LIMIT ?", most
        )
        return [Run(id_, verb, started, ended, who, commit, self._outcomes(id_)) for id_, verb, started, ended, who, commit in rows]

    def deployed_commit(self) -> str:
        """The commit of the newest deploy that has begun to change a target; empty when there is none."""
        rows = self._do(
            "SELECT source_commit FROM runs WHERE verb = 'deploy' AND source_commit != '' AND id IN "
            "(SELECT run FROM results WHERE before IS NOT NULL) ORDER BY started DESC, rowid DESC LIMIT 1"
        )
        return str(rows[0][0]) if rows else ""

    def commit_of(self, run: str) -> str:
        """The commit of the source of truth that a run was made of; empty when there was none."""
        rows = self._do("SELECT source_commit FROM runs WHERE id = ?", run)
        return str(rows[0][0]) if rows else ""

    def results(self, run: str) -> list[TargetRunResult]:
        """What a run did, by target. UsageError when there is no such run."""
        if not self._do("SELECT 1 FROM runs WHERE id = ?", run):
            raise UsageError(f"no run {run!r} in the history", hint="netops history lists them, with --lab those of the lab")
        rows = self._do("SELECT target, platform, outcome, detail, before, after FROM results WHERE run = ? ORDER BY target", run)
        return [TargetRunResult(t, p, Outcome(o), d, b, a) for t, p, o, d, b, a in rows]

    def journal(self, run: str) -> list[tuple[str, ...]]:
        """(time, target, step, detail as JSON) of a run, in order."""
        return self._do("SELECT at, target, step, detail FROM journal WHERE run = ? ORDER BY id", run)

    def _outcomes(self, run: str) -> dict[str, int]:
        return {
            o: int(n) for o, n in self._do("SELECT outcome, count(*) FROM results WHERE run = ? GROUP BY outcome ORDER BY outcome", run)
        }

    # what was applied last

    def applied(self, target: str) -> AppliedConfig | None:
        rows = self._do("SELECT target, run, at, source_commit, text, managed FROM applied WHERE target = ?", target)
        if not rows:
            return None
        name, run, at, commit, text, managed = rows[0]
        parts = json.loads(managed)
        return AppliedConfig(name, run, at, commit, text, None if parts is None else tuple(parts))

    def set_applied(self, target: str, run: str, commit: str, text: str, managed: tuple[str, ...] | None = None) -> None:
        row = (target, run, self._now(), commit, text, json.dumps(managed))
        self._do("INSERT OR REPLACE INTO applied (target, run, at, source_commit, text, managed) VALUES (?, ?, ?, ?, ?, ?)", *row)

    def retire(self, target: str) -> bool:
        """Forget what was applied to a target, its secrets, and a change whose end is not known: its device is no longer there.

        False when nothing was known of it.
        """
        known = self.applied(target) is not None
        for table in ("applied", "secret_marks", "sent"):
            self._do(f"DELETE FROM {table} WHERE target = ?", target)  # noqa: S608 - own names
        return known

    # the devices that the last deploy knew

    def devices(self) -> dict[str, tuple[str, str]]:
        """The devices of the company at the last deploy, with site and role; these are empty where an older netops wrote it down."""
        return {name: (site, role) for name, site, role in self._do("SELECT name, site, role FROM devices")}

    def set_devices(self, devices: Mapping[str, tuple[str, str]]) -> None:
        """Remember the devices of the company in place of those of the last deploy."""
        with self._all_or_nothing():
            self._db.execute("DELETE FROM devices")
            self._db.executemany("INSERT INTO devices VALUES (?, ?, ?)", [(name, *about) for name, about in devices.items()])

    # marks of secrets

    def mark_secrets(self, target: str, values: Mapping[str, str]) -> None:
        """Remember the secrets that a device shows, as HMACs by their path in its config."""
        marks = [(target, path, self._mark(value)) for path, value in values.items()]
        with self._all_or_nothing():
            self._db.execute("DELETE FROM secret_marks WHERE target = ?", (target,))
            self._db.executemany("INSERT INTO secret_marks VALUES (?, ?, ?)", marks)

    def changed_secrets(self, target: str, values: Mapping[str, str]) -> list[str]:
        """The paths whose secret is not the one that was there after the last deploy; empty when none was remembered."""
        known = dict(self._do("SELECT path, mark FROM secret_marks WHERE target = ?", target))
        found = {path: self._mark(value) for path, value in values.items()}
        before, now = (Counter((_line(path), mark) for path, mark in marks.items()) for marks in (known, found))
        gone = Counter(line for line, _ in (before - now).elements())
        changed: list[str] = []
        for path in [path for path, mark in found.items() if path in known and (_line(path), mark) not in before]:
            changed += [path] if gone[_line(path)] > 0 else []
            gone[_line(path)] -= 1
        return changed

    def marks(self, values: Mapping[Secret, str]) -> dict[Secret, str]:
        """The HMACs of some secrets, by their place and what a redacted text has there."""
        return {where: self._mark(value) for where, value in values.items()}

    def set_redactions(self, run: str, target: str, at: Moment, values: Mapping[Secret, str]) -> None:
        """Remember which secrets were taken out of what a target ran before or after a run, as HMACs."""
        marks = json.dumps([[*where, mark] for where, mark in self.marks(values).items()], ensure_ascii=False)
        self._do("INSERT OR REPLACE INTO redactions VALUES (?, ?, ?, ?)", run, target, at, marks)

    def redactions(self, run: str, target: str, at: Moment) -> dict[Secret, str]:
        """What `set_redactions` has remembered; empty where that was nothing."""
        rows = self._do("SELECT marks FROM redactions WHERE run = ? AND target = ? AND at = ?", run, target, at)
        return {Secret(place, redaction): mark for row in rows for place, redaction, mark in json.loads(row[0])}

    def _mark(self, value: str) -> str:
        return hmac.new(self._key, value.encode(), "sha256").hexdigest()

    @property
    def _key(self) -> bytes:
        if not self._key_file.exists():
            fresh = self._key_file.with_name(f"{self._key_file.name}.{os.getpid()}.{threading.get_ident()}")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
            with suppress(FileExistsError):
                os.link(fresh, self._key_file)
            fresh.unlink()
        return self._key_file.read_bytes()

    # leases

    @contextmanager
    def lease(self, run: str, target: str) -> Iterator[None]:
        """Hold a target for a run. Refused while another run holds it, unless the process of that run is certainly gone."""
        self._take(run, target)
        try:
            yield
        finally:
            self._do("DELETE FROM leases WHERE target = ? AND run = ?", target, run)

    def _take(self, run: str, target: str) -> None:
        own = self._identify()
        with self._all_or_nothing():
            for held in self._leases("target", target):
                if held.run != run and held.liveness != Liveness.GONE:
                    raise Refused(
                        f"{target}: held by {held.holder}", hint=f"wait until it ends; once it is gone: netops history --free {held.run}"
                    )
            row = (target, run, current_user(), self._now(), *(getattr(own, name) for name in _PROCESS))
            self._db.execute(f"INSERT OR REPLACE INTO leases ({_LEASE}) VALUES (?, ?, ?, ?{', ?' * len(_PROCESS)})", row)  # noqa: S608 - own names

    def leases(self, run: str) -> list[TargetLease]:
        """The targets that a run holds."""
        with self._lock:
            return self._leases("run", run)

    def held(self) -> list[TargetLease]:
        """The targets that any run holds."""
        return [lease for (run,) in self._do("SELECT DISTINCT run FROM leases ORDER BY run") for lease in self.leases(run)]

    def _leases(self, column: str, value: str) -> list[TargetLease]:
        here = self._identify()
        rows = self._db.execute(f"SELECT {_LEASE} FROM leases WHERE {column} = ? ORDER BY target", (value,))  # noqa: S608 - own names
        held = [(*row[:4], ProcessIdentity(*row[4:])) for row in rows]
        return [TargetLease(target, run, who, since, process, process.liveness(here)) for target, run, who, since, process in held]

    def free(self, run: str, *, unknown: bool = False) -> list[str]:
        """The targets that a run held, and holds no more: nothing can be begun in it any more.

        Refused while its process lives; with `unknown` also freed when that cannot be checked from here.
        """
        with self._all_or_nothing():
            held = self._leases("run", run)
            for lease in held:
                if lease.liveness == Liveness.LIVES:
                    hint = f"wait until it ends, or end process {lease.process.pid} first"
                    raise Refused(f"{lease.target}: held by {lease.holder}, which lives; nothing was freed", hint=hint)
                if lease.liveness == Liveness.UNKNOWN and not unknown:
                    raise Refused(f"{lease.target}: held by {lease.holder}; nothing was freed", hint=f"check it on {lease.process.host}")
            self._db.execute("DELETE FROM leases WHERE run = ?", (run,))
            rows = [(run, self._now(), lease.target, json.dumps({"by": current_user(), "process": lease.liveness})) for lease in held]
            self._db.executemany("INSERT INTO journal (run, at, target, step, detail) VALUES (?, ?, ?, 'free', ?)", rows)
        return [lease.target for lease in held]


_PROCESS = tuple(field.name for field in fields(ProcessIdentity))
_LEASE = ", ".join(("target", "run", "who", "since", *_PROCESS))


def _line(path: str) -> str:
    """The path of a secret without its number among those of equal lines, which stand in any order."""
    return re.sub(r" #\d+$", "", path)


def current_user() -> str:
    """The user that runs netops, for the journal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user, no variable with a name, a system without pwd
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
