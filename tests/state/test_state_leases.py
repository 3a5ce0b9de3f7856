"""Leases: a target is free again when the process that held it is certainly gone, and stays held as long as it may live."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from companies import Company
from netops.errors import Refused
from netops.processes import Liveness, ProcessIdentity, this_process
from netops.state import State

ELSEWHERE = ProcessIdentity("other", 12, "m", "b", "pid:[1]", "99")
RUN, NEXT = "20260101-000000-dead", "20260101-000001-beef"
HOLDER = """
import sys
from pathlib import Path
from netops.state import State
state = State(Path(sys.argv[1]))
leases = [state.lease(sys.argv[2], target) for target in sys.argv[3:]]
for lease in leases:
    lease.__enter__()
print("held", flush=True)
sys.stdin.read()
"""
needs_proc = pytest.mark.skipif(not this_process().boot, reason="this system shows neither starts nor boots (no /proc)")


@contextmanager
def holding(db: Path, *targets: str, run: str = RUN) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that holds targets for a run."""
    command = [sys.executable, "-c", HOLDER, str(db), run, *targets]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.kill()


def killed(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, 9)
    process.wait()


def renamed(host: str = "renamed") -> ProcessIdentity:
    """This process, on this machine, after its host name was changed."""
    return replace(this_process(), host=host)


def left_behind(db: Path, run: str, holder: ProcessIdentity) -> None:
    """Leaves the row of a process that took a target and never gave it back."""
    with State(db, identify=lambda: holder) as state:
        state._take(run, "sw1")


def is_taken(db: Path, seen_from: ProcessIdentity | None = None, target: str = "sw1") -> bool:
    """Whether another run is kept from taking a target."""
    with State(db, identify=lambda: seen_from or this_process()) as state:
        try:
            with state.lease(NEXT, target):
                return False
        except Refused:
            return True


@needs_proc
def test_a_killed_run_lets_go_after_the_host_name_has_changed(tmp_path: Path) -> None:
    db = tmp_path / "state.db"
    with holding(db, *(f"sw{number}" for number in range(1, 8))) as process:
        assert is_taken(db, renamed())
        killed(process)
    assert [is_taken(db, renamed(), f"sw{number}") for number in range(1, 8)] == [False] * 7


@needs_proc
def test_a_dead_process_that_nobody_has_waited_for_lets_go(tmp_path: Path) -> None:
    with holding(tmp_path / "state.db", "sw1") as process:
        os.kill(process.pid, 9)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # a zombie: its number is still taken
        assert not is_taken(tmp_path / "state.db")


@needs_proc
def test_a_number_that_another_process_has_now_holds_nothing(tmp_path: Path) -> None:
    """The row of a process that died, whose number was given to one that lives."""
    db = tmp_path / "state.db"
    with holding(db, "sw1") as process:
        left_behind(db, RUN, replace(this_process(), pid=process.pid, started="1"))
        assert not is_taken(db)


@needs_proc
@pytest.mark.parametrize(
    ("here", "liveness"),
    [
        pytest.param({"boot": "another"}, Liveness.GONE, id="the machine was started again"),
        pytest.param({"boot": "another", "host": "renamed"}, Liveness.GONE, id="the machine was started again under another name"),
        pytest.param({"boot": "another", "machine": "another", "host": "b"}, Liveness.UNKNOWN, id="another machine"),
        pytest.param({"boot": "another", "machine": "another"}, Liveness.UNKNOWN, id="another machine of the same name"),
        pytest.param({"boot": "another", "machine": ""}, Liveness.UNKNOWN, id="a container, whose image may share the id of a machine"),
        pytest.param({"namespace": "pid:[1]"}, Liveness.UNKNOWN, id="a container on the same machine"),
        pytest.param({"boot": "", "host": "b"}, Liveness.UNKNOWN, id="a system without these ids"),
        pytest.param({}, Liveness.LIVES, id="the same machine"),
        pytest.param({"host": "renamed"}, Liveness.LIVES, id="the same machine under another name"),
    ],
)
def test_a_living_process_is_gone_only_where_that_is_certain(tmp_path: Path, here: dict[str, str], liveness: Liveness) -> None:
    with holding(tmp_path / "state.db", "sw1"), State(tmp_path / "state.db") as state:
        (lease,) = state.leases(RUN)
        process = replace(lease.process, machine=lease.process.machine or "m")
        assert process.liveness(replace(this_process(), **({"machine": "m"} if not this_process().machine else {}) | here)) == liveness
        seen = replace(this_process(), **here)
        if liveness != Liveness.GONE:
            assert is_taken(tmp_path / "state.db", seen)


def test_a_dead_process_on_a_system_without_ids_lets_go_on_the_same_host(tmp_path: Path) -> None:
    plain = ProcessIdentity(host=this_process().host, pid=0)
    with holding(tmp_path / "state.db", "sw1") as process:
        killed(process)
        dead = replace(plain, pid=process.pid)
        assert dead.liveness(plain) == Liveness.GONE
        assert dead.liveness(replace(plain, host="other")) == Liveness.UNKNOWN


# netops history --free


def history(company: Company, *words: str, expect: int = 0) -> str:
    said = company.netops("history", *words, expect=expect)
    return said.out + said.err


@pytest.fixture
def db(starter: Company) -> Path:
    (starter.root / ".netops").mkdir(exist_ok=True)
    return starter.root / ".netops/state.db"


def test_the_targets_of_a_dead_run_are_freed(starter: Company, db: Path) -> None:
    with State(db) as state:
        run = state.start("deploy", "abc")
    with holding(db, "sw1", "sw2", run=run) as process:
        killed(process)
    assert f"sw1: held by run {run} of " in history(starter, run)
    assert f"(process {process.pid}, which is gone)" in history(starter, run)
    assert history(starter, "--free", run) == f"run {run}: freed sw1, sw2\n"
    assert history(starter, "--free", run) == f"run {run} holds no target\n"
    with State(db) as state:
        assert [(target, step) for _, target, step, _ in state.journal(run)] == [("sw1", "free"), ("sw2", "free")]


def test_a_run_that_lives_is_not_freed(starter: Company, db: Path) -> None:
    with holding(db, "sw1") as process:
        said = history(starter, "--free", RUN, "--yes", expect=7)
        assert re.match(
            rf"error: sw1: held by run {RUN} of \S+ \(process {process.pid}\) since \S+, which lives; nothing was freed\n", said
        )
        assert said.endswith(f"    hint: wait until it ends, or end process {process.pid} first\n")
        assert is_taken(db)


def test_a_run_of_another_machine_is_freed_after_a_confirmation(starter: Company, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left_behind(db, RUN, ELSEWHERE)
    assert is_taken(db)
    with Path(os.devnull).open() as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        assert "no terminal to ask on" in history(starter, "--free", RUN, expect=2)
    assert is_taken(db)
    assert history(starter, "--free", RUN, "--yes") == f"run {RUN}: freed sw1\n"
    assert not is_taken(db)


def test_a_run_that_was_freed_and_lives_all_the_same_begins_nothing(db: Path) -> None:
    """Somebody was wrong about another machine: the run that lost its targets sends nothing to them any more."""
    with State(db, identify=lambda: ELSEWHERE) as lost:
        run = lost.start("deploy", "abc")
        left_behind(db, run, ELSEWHERE)
        with State(db) as state:
            with pytest.raises(Refused, match=r"process 12 on other, which cannot be checked from here\) .*\n    hint: check it on other"):
                state.free(run)
            assert state.free(run, unknown=True) == ["sw1"]
        for target in ("sw1", "sw2"):
            with pytest.raises(Refused, match=f"{target}: the targets of run {run} were freed, nothing is sent any more"):
                lost.begin(run, target, "cisco_ios", "old")


def test_free_needs_a_run_that_is_known(starter: Company) -> None:
    assert "no run is named" in history(starter, "--free", expect=2)
    assert "no run 'x' in the history" in history(starter, "--free", "x", expect=2)
