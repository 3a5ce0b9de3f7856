"""The state store: journal, last applied config, marks of secrets, leases between processes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netops.config import Secret
from netops.errors import Refused, UsageError
from netops.events import Outcome
from netops.state import AFTER, BEFORE, State, TargetRunResult


@pytest.fixture
def state(tmp_path: Path):
    with State(tmp_path / "state.db", clock=lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC)) as opened:
        yield opened


def test_a_run_is_told_with_its_outcomes(state: State) -> None:
    run = state.start("deploy", "abc123", "digest")
    state.result(run, TargetRunResult("sw1", "arista_eos", Outcome.APPLIED, "", "old", "new"))
    state.result(run, TargetRunResult("sw2", "arista_eos", Outcome.UNREACHABLE, "no route", None, None))
    state.end(run)
    (told,) = state.runs()
    assert (told.id, told.verb, told.ended, told.outcomes) == (run, "deploy", "2026-11-23T12:00:00+00:00", {"applied": 1, "unreachable": 1})
    assert [(r.target, r.outcome, r.before) for r in state.results(run)] == [
        ("sw1", Outcome.APPLIED, "old"),
        ("sw2", Outcome.UNREACHABLE, None),
    ]


def test_two_runs_never_share_an_id(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one second an id differs in its random part alone: one that is taken is drawn again."""
    drawn = iter(["aaaa", "aaaa", "bbbb"])
    monkeypatch.setattr("netops.state.secrets.token_hex", lambda size: next(drawn))
    assert [state.start("deploy", "abc123"), state.start("rollback", "abc123")] == ["20261123-120000-aaaa", "20261123-120000-bbbb"]
    assert [run.verb for run in state.runs()] == ["rollback", "deploy"]


def test_a_run_without_a_free_id_is_refused(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netops.state.secrets.token_hex", lambda size: "aaaa")
    first = state.start("deploy", "abc123")
    with pytest.raises(Refused, match="10 ids for a new run were taken already, nothing was sent\n    hint: start it again"):
        state.start("deploy", "abc123")
    assert [run.id for run in state.runs()] == [first]


def test_runs_of_many_processes_in_one_second_have_ids_of_their_own(state: State, tmp_path: Path) -> None:
    clock = "lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC)"
    code = f"""
from datetime import UTC, datetime
from pathlib import Path
from netops.state import State
state = State(Path({str(tmp_path / "state.db")!r}), {clock})
for _ in range(50):
    state.start("deploy", "abc")
"""
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [each.wait() for each in running] == [0, 0, 0]
    assert len({run.id for run in state.runs(1000)}) == 150


def test_the_journal_is_on_disk_before_note_returns(state: State, tmp_path: Path) -> None:
    run = state.start("deploy", "abc123")
    state.note(run, "sw1", "commit", revert_in=120)
    with State(tmp_path / "state.db") as other:
        assert [row[1:] for row in other.journal(run)] == [("sw1", "commit", '{"revert_in": 120}')]


def test_an_unknown_run_is_a_usage_error(state: State) -> None:
    with pytest.raises(UsageError, match=r"no run 'x' in the history\n    hint: netops history lists them, with --lab those of the lab"):
        state.results("x")


def test_a_secret_changed_by_hand_is_seen_and_never_stored(state: State, tmp_path: Path) -> None:
    state.mark_secrets("sw1", {"snmp community": "canary-1", "user admin": "canary-2"})
    assert state.changed_secrets("sw1", {"snmp community": "canary-1", "user admin": "other", "new": "x"}) == ["user admin"]
    state.close()
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.iterdir())
    assert stat.S_IMODE((tmp_path / "state.key").stat().st_mode) == 0o600


def test_equal_lines_with_secrets_have_no_order(state: State) -> None:
    """A path with a number is one of several lines that differ in their secrets alone."""
    state.mark_secrets("sw1", {"community": "one", "community #2": "two"})
    assert state.changed_secrets("sw1", {"community": "two", "community #2": "one"}) == []
    assert state.changed_secrets("sw1", {"community": "new", "community #2": "one", "community #3": "two"}) == []
    assert state.changed_secrets("sw1", {"community": "two", "community #2": "new"}) == ["community #2"]
    assert state.changed_secrets("sw1", {"community": "new", "community #2": "other"}) == ["community", "community #2"]


def test_the_secrets_of_a_redacted_text_are_known_again_and_never_stored(state: State, tmp_path: Path) -> None:
    run, there = state.start("deploy", "abc"), Secret("snmp-server community ", "⟦secret-2⟧")
    state.set_redactions(run, "sw1", BEFORE, {there: "canary-1"})
    assert state.redactions(run, "sw1", BEFORE) == state.marks({there: "canary-1"})
    assert state.redactions(run, "sw1", AFTER) == {}
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_target_is_held_by_one_run(state: State, tmp_path: Path) -> None:
    with state.lease("run-1", "sw1"), State(tmp_path / "state.db") as other:
        with pytest.raises(Refused, match=rf"sw1: held by run run-1 of \S+ \(process {os.getpid()}\)"), other.lease("run-2", "sw1"):
            pass
        with other.lease("run-2", "sw2"):
            pass
    with state.lease("run-3", "sw1"):
        pass


def test_the_lease_of_a_dead_process_is_taken_over(state: State, tmp_path: Path) -> None:
    code = (
        "import sys, os; from pathlib import Path; from netops.state import State;"
        "State(Path(sys.argv[1])).lease('dead', 'sw1').__enter__(); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "state.db")], check=False).returncode == 9
    with state.lease("run-2", "sw1"):
        pass


def test_what_a_target_ran_before_its_change_is_kept_whatever_comes_after(state: State) -> None:
    run = state.start("deploy", "abc")
    state.result(run, TargetRunResult("sw1", "cisco_ios", Outcome.NOT_REACHED, "", None, None))
    state.begin(run, "sw1", "cisco_ios", "old")
    assert [(r.outcome, r.before) for r in state.results(run)] == [(Outcome.UNKNOWN, "old")]
    state.end(run, [TargetRunResult("sw1", "cisco_ios", Outcome.APPLIED, "", None, "new")])
    assert [(r.outcome, r.before, r.after) for r in state.results(run)] == [(Outcome.APPLIED, "old", "new")]


def test_the_end_of_a_run_gives_its_leases_back_and_lets_nothing_begin(state: State, tmp_path: Path) -> None:
    run = state.start("deploy", "abc")
    with state.lease(run, "sw1"), State(tmp_path / "state.db") as other:
        state.end(run)
        with other.lease("run-2", "sw1"):
            pass
    with pytest.raises(Refused, match=f"sw1: run {run} has ended, nothing is sent any more"):
        state.begin(run, "sw1", "cisco_ios", "old")
    assert state.results(run) == []
