"""The state store against a plain model: any order of calls, from two connections, with crashes, full disks and holders that died."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule, run_state_machine_as_test

from netops.errors import Refused
from netops.events import Outcome
from netops.state import State, TargetRunResult

CONNECTIONS = st.integers(0, 1)
TARGETS = st.sampled_from(["sw1", "sw2", "p1:cups"])
TEXTS = st.sampled_from(["", "hostname a\n", "hostname b\n", "⟦secret⟧"])
VALUES = st.dictionaries(st.sampled_from(["snmp", "user a", "user b"]), st.sampled_from(["canary-1", "canary-2", ""]))
RESULTS = st.builds(TargetRunResult, TARGETS, st.just("cisco_ios"), st.sampled_from(Outcome), TEXTS, st.none() | TEXTS, st.none() | TEXTS)


@dataclass
class RunModel:
    """A run as it should be remembered."""

    verb: str
    started: str
    ended: str = ""
    results: dict[str, TargetRunResult] = field(default_factory=dict)
    journal: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, *results: TargetRunResult) -> None:
        """A later result replaces an earlier one, but for what the target ran before."""
        for new in results:
            old = self.results.get(new.target)
            self.results[new.target] = replace(new, before=old.before) if old and new.before is None else new


@dataclass
class Process:
    """The id of a process that lives, and of one that is gone."""

    alive: int
    dead: int


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as alive:
        yield Process(alive.pid, gone.pid)
        alive.communicate()


class StateMachine(RuleBasedStateMachine):
    """Two connections to one file, and what should be in it."""

    processes: ClassVar[Process]
    runs = Bundle("runs")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="netops-state-"))
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
        self.states = [self.opened(), self.opened()]
        self.past: dict[str, RunModel] = {}
        self.applied: dict[str, tuple[str, str, str, str]] = {}
        self.marks: dict[str, Mapping[str, str]] = {}
        self.holders: dict[str, tuple[str, bool]] = {}
        self.leases: dict[tuple[str, str], AbstractContextManager[None]] = {}
        self.lost: list[AbstractContextManager[None]] = []

    def opened(self) -> State:
        return State(self.folder / "state.db", clock=lambda: self.now)

    def stamp(self) -> str:
        return self.now.isoformat(timespec="seconds")

    def execute(self, statement: str, *values: object) -> None:
        """What another program does to the file."""
        with closing(sqlite3.connect(self.folder / "state.db")) as other, other:
            other.execute(statement, values)

    @initialize(target=runs)
    def first(self) -> Any:
        return multiple(self.start(0, "deploy"), self.start(1, "rollback"))

    @rule(target=runs, at=CONNECTIONS, verb=st.sampled_from(["deploy", "rollback"]))
    def start(self, at: int, verb: str) -> str:
        self.now += timedelta(seconds=1)
        run = self.states[at].start(verb, "abc", "digest")
        assert run not in self.past
        self.past[run] = RunModel(verb, self.stamp())
        return run

    @rule(seconds=st.sampled_from([1, 3600]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(at=CONNECTIONS, run=runs, name=TARGETS, step=st.sampled_from(["load", "commit"]), value=st.none() | st.integers() | TEXTS)
    def note(self, at: int, run: str, name: str, step: str, value: Any) -> None:
        self.states[at].note(run, name, step, value=value)
        self.past[run].journal.append((self.stamp(), name, step, json.dumps({"value": value}, ensure_ascii=False)))

    @rule(at=CONNECTIONS, run=runs, name=TARGETS, before=TEXTS)
    def begin(self, at: int, run: str, name: str, before: str) -> None:
        """From here until its result a target counts as unknown; nothing begins in a run that has ended."""
        if self.past[run].ended:
            with pytest.raises(Refused, match=f"{name}: run {run} has ended"):
                self.states[at].begin(run, name, "cisco_ios", before)
            return
        self.states[at].begin(run, name, "cisco_ios", before)
        (found,) = [result for result in self.states[1 - at].results(run) if result.target == name]
        assert (found.outcome, found.before, found.after) == (Outcome.UNKNOWN, before, None)
        self.past[run].add(found)

    @rule(at=CONNECTIONS, run=runs, results=st.lists(RESULTS, max_size=3))
    def result(self, at: int, run: str, results: list[TargetRunResult]) -> None:
        self.states[at].result(run, *results)
        self.past[run].add(*results)

    @rule(target=runs, at=CONNECTIONS, run=runs, results=st.lists(RESULTS, max_size=3))
    def end(self, at: int, run: str, results: list[TargetRunResult]) -> Any:
        self.states[at].end(run, results)
        self.past[run].add(*results)
        self.past[run].ended = self.stamp()
        self.holders = {held: (holder, lives) for held, (holder, lives) in self.holders.items() if holder != run}
        return multiple()

    @rule(at=CONNECTIONS, run=runs, results=st.lists(RESULTS, min_size=1, max_size=3))
    def end_on_a_full_disk(self, at: int, run: str, results: list[TargetRunResult]) -> None:
        """The last of several writes fails: none of them is there."""
        self.execute("CREATE TRIGGER full BEFORE UPDATE ON runs BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END")
        with pytest.raises(sqlite3.IntegrityError, match="disk is full"):
            self.states[at].end(run, results)
        self.execute("DROP TRIGGER full")

    @rule(at=CONNECTIONS, name=TARGETS, run=runs, text=TEXTS)
    def set_applied(self, at: int, name: str, run: str, text: str) -> None:
        self.states[at].set_applied(name, run, "abc", text)
        self.applied[name] = (run, self.stamp(), "abc", text)

    @rule(at=CONNECTIONS, name=TARGETS, values=VALUES)
    def mark_secrets(self, at: int, name: str, values: dict[str, str]) -> None:
        self.states[at].mark_secrets(name, values)
        self.marks[name] = values

    @rule(at=CONNECTIONS, name=TARGETS, values=VALUES)
    def changed_secrets(self, at: int, name: str, values: dict[str, str]) -> None:
        before = self.marks.get(name, {})
        changed = [path for path, value in values.items() if path in before and before[path] != value]
        assert self.states[at].changed_secrets(name, values) == changed

    @rule(at=CONNECTIONS, run=runs, name=TARGETS)
    def lease(self, at: int, run: str, name: str) -> None:
        holder, lives = self.holders.get(name, (run, False))
        lease = self.states[at].lease(run, name)
        if lives and holder != run:
            with pytest.raises(Refused, match=f"{name}: held by run {holder} of "):
                lease.__enter__()
            return
        lease.__enter__()
        self.holders[name] = (run, True)
        if older := self.leases.pop((run, name), None):
            self.lost.append(older)
        self.leases[run, name] = lease

    @rule(choice=st.integers(0, 5))
    def release(self, choice: int) -> None:
        """A lease that another run has taken over meanwhile is left to that run."""
        if not self.leases:
            return
        run, name = sorted(self.leases)[choice % len(self.leases)]
        with suppress(sqlite3.ProgrammingError):  # its connection is gone: the lease stays
            self.leases.pop((run, name)).__exit__(None, None, None)
            if self.holders.get(name, ("", False))[0] == run:
                del self.holders[name]

    @rule(run=runs, name=TARGETS, kind=st.sampled_from(["dead", "alive", "elsewhere"]))
    def held_by_another_process(self, run: str, name: str, kind: str) -> None:
        """The row that a process of an older netops leaves: one that died, one that lives, or one of another machine, counted as alive."""
        host = "another-host" if kind == "elsewhere" else socket.gethostname()
        pid = self.processes.alive if kind == "alive" else self.processes.dead
        row = "INSERT OR REPLACE INTO leases (target, run, who, host, pid, since) VALUES (?, ?, 'eve', ?, ?, ?)"
        self.execute(row, name, run, host, pid, self.stamp())
        self.holders[name] = (run, kind != "dead")
        self.lease(0, sorted(self.past)[-1], name)

    @rule(at=CONNECTIONS)
    def crash(self, at: int) -> None:
        """The connection is gone without any of its ends; the next one finds everything."""
        self.states[at].close()
        self.states[at] = self.opened()

    @invariant()
    def the_leases_are_those_of_the_model(self) -> None:
        with closing(sqlite3.connect(self.folder / "state.db")) as other:
            assert dict(other.execute("SELECT target, run FROM leases")) == {name: run for name, (run, _) in self.holders.items()}

    @invariant()
    def both_connections_show_the_model(self) -> None:
        for state in self.states:
            newest = sorted(self.past, key=lambda run: self.past[run].started, reverse=True)
            assert [(r.id, r.verb, r.started, r.ended) for r in state.runs(1000)] == [
                (run, self.past[run].verb, self.past[run].started, self.past[run].ended) for run in newest
            ]
            for run, model in self.past.items():
                assert {result.target: result for result in state.results(run)} == model.results
                assert state.journal(run) == model.journal
            for target in ("sw1", "sw2", "p1:cups"):
                found = state.applied(target)
                assert (found and (found.run, found.at, found.commit, found.text)) == self.applied.get(target)

    def teardown(self) -> None:
        for lease in (*self.leases.values(), *self.lost):
            with suppress(sqlite3.ProgrammingError):
                lease.__exit__(None, None, None)
        for state in self.states:
            state.close()
        assert not any(b"canary" in path.read_bytes() for path in self.folder.iterdir())
        shutil.rmtree(self.folder)


LAW = settings(deadline=None, derandomize=True, stateful_step_count=30, suppress_health_check=list(HealthCheck))


def test_every_order_of_calls_gives_what_the_model_gives(process: Process) -> None:
    run_machine(process, examples=80)


@pytest.mark.soak
def test_very_many_orders_of_calls_give_what_the_model_gives(process: Process) -> None:
    run_machine(process, examples=1500)


def run_machine(process: Process, examples: int) -> None:
    StateMachine.processes = process
    run_state_machine_as_test(StateMachine, settings=settings(LAW, max_examples=examples))


WRITER = """
import sys
from pathlib import Path
from netops.state import State
state = State(Path(sys.argv[1]))
run = state.start("deploy", "abc")
state.begin(run, "sw1", "cisco_ios", "old")
state.lease(run, "sw1").__enter__()
print(run, flush=True)
for number in range(100_000):
    state.note(run, "sw1", "load", number=number)
    print(number, flush=True)
"""


def test_a_killed_process_leaves_every_step_that_it_has_written(tmp_path: Path) -> None:
    """Killed while it writes: all that `note` returned from is there, in order, and the target may be taken by the next run."""
    command = [sys.executable, "-c", WRITER, str(tmp_path / "state.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        run = writer.stdout.readline().strip()
        seen = [int(writer.stdout.readline()) for _ in range(50)]
        os.kill(writer.pid, 9)
        seen += [int(line) for line in writer.stdout.read().splitlines() if line]
    with State(tmp_path / "state.db") as state:
        numbers = [json.loads(detail)["number"] for _, _, _, detail in state.journal(run)]
        assert numbers == list(range(len(numbers)))
        assert len(numbers) >= len(seen) >= 50
        assert [(r.target, r.outcome, r.before) for r in state.results(run)] == [("sw1", Outcome.UNKNOWN, "old")]
        assert [(r.id, r.ended) for r in state.runs()] == [(run, "")]
        with state.lease("20260101-000000-beef", "sw1"):
            pass
