"""One target, on a device of a few lines that can be told where to fail: the outcome is always what the device shows afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from netops.deploy import DeployJob, apply_target, settle_target
from netops.drivers.base import Driver
from netops.errors import DeviceError, ExitCode, LoginRefused, Refused, StalePlan
from netops.events import Outcome
from netops.plan import Step, build_step
from netops.plan.file import plan_from_json
from netops.platforms import PlatformSpec, get
from netops.render import Rendered
from netops.state import State, TargetRunResult

OLD = "hostname sw1\nntp server 192.0.2.1\nend\n"
NEW = "hostname sw1\nntp server 192.0.2.2\nend\n"
OTHER = "hostname sw1\nntp server 192.0.2.3\nend\n"
PLATFORM = replace(
    get("cisco_ios"),
    spec=PlatformSpec(platform="cisco_ios", apply="replace", atomic=True, candidate_readable=True, revert_granularity_s=60),
)


@dataclass
class Device:
    """A device with a running and a startup config, a candidate and a revert timer. `fails` names verbs and what they raise."""

    running: str = OLD
    startup: str = OLD
    saves: bool = True
    fails: dict[str, Exception] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    candidate: str = ""
    before: str | None = None
    cut: int = 0
    """Which read of a config, counted from 1, ends in the middle of a line."""

    def _enter(self, verb: str) -> None:
        self.said.append(verb)
        if verb in self.fails:
            raise self.fails[verb]

    def get_config(self, retrieve: str = "all") -> dict[str, str]:
        self._enter(f"read {retrieve}")
        is_cut = sum(word.startswith("read ") for word in self.said) == self.cut
        return {
            "running": self.running[: len(self.running) // 2] if is_cut else self.running,
            "startup": self.startup,
            "candidate": self.candidate,
        }

    def load_replace_candidate(self, config: str) -> None:
        self._enter("load")
        self.candidate = config

    def commit_config(self, revert_in: int | None = None) -> None:
        self._enter("commit")
        self.before, self.running = self.running, self.candidate

    def confirm_commit(self) -> None:
        self._enter("confirm")
        self.before = None
        if self.saves:
            self.startup = self.running

    def has_pending_commit(self) -> bool:
        return self.before is not None

    def pending_name(self) -> str:
        return ""

    def start_run(self, run: str) -> None:
        pass

    def end_run(self, run: str) -> None:
        pass

    def rollback(self) -> None:
        self._enter("rollback")
        self.running, self.before = self.before or self.running, None

    def discard_config(self) -> None:
        self._enter("discard")


@pytest.fixture
def job(tmp_path: Path) -> Iterator[DeployJob]:
    with State(tmp_path / "state.db") as state:
        yield DeployJob(state.start("deploy", "abc"), "abc", state)


def step(running: str = OLD, wanted: str = NEW) -> Step:
    made = build_step(Rendered("sw1", "cisco_ios", wanted), "replace", running, managed=None, applied=None)
    assert made is not None
    return made


def journal(job: DeployJob) -> list[str]:
    return [word for _, _, word, _ in job.state.journal(job.run)]


def test_a_change_is_written_down_before_it_is_sent_and_remembered_after_it(job: DeployJob) -> None:
    device = Device()
    done = apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert (done.outcome, done.exit_code, done.before, done.after) == (Outcome.APPLIED, ExitCode.OK, OLD, NEW)
    assert journal(job) == ["start", "load", "commit", "health", "confirm", "end"]
    applied = job.state.applied("sw1")
    assert applied is not None and (applied.text, applied.run) == (NEW, job.run)


def test_a_config_that_is_not_saved_is_not_simply_applied(job: DeployJob) -> None:
    done = apply_target(Device(saves=False), PLATFORM, step(), job)  # type: ignore[arg-type]
    assert (done.outcome, done.exit_code) == (Outcome.UNSAVED, ExitCode.DEVICES)


@pytest.mark.parametrize("saved", [True, False])
def test_after_an_error_a_new_config_counts_as_applied_only_when_it_is_saved(job: DeployJob, saved: bool) -> None:
    """Nothing could be brought back: the change is there, confirmed, in spite of all errors."""
    device = Device(startup=NEW if saved else OLD, saves=False)
    device.fails = {"rollback": DeviceError("sw1", "no way back"), "read all": DeviceError("sw1", "hiccup")}

    def once(retrieve: str = "all") -> dict[str, str]:
        found = Device.get_config(device, retrieve) if retrieve != "all" or "read all" in device.said else None
        if found is None:
            error = device.fails.pop("read all")
            device.said.append("read all")
            raise error
        return found

    device.get_config = once  # type: ignore[method-assign]
    done = apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert done.outcome == (Outcome.APPLIED if saved else Outcome.UNSAVED)
    assert "hiccup" in done.detail and "no way back" in done.detail
    assert job.state.applied("sw1") is not None


@pytest.mark.parametrize("cut", range(1, 8))
def test_a_config_that_was_cut_off_on_the_way_is_never_taken_for_what_the_device_runs(job: DeployJob, cut: int) -> None:
    device = Device(cut=cut)
    try:
        done = apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    except DeviceError as error:
        assert "it was cut off" in str(error)
        assert (cut, device.said) == (1, ["read running"]), "nothing was sent"
        return
    assert done.outcome in (Outcome.APPLIED, Outcome.ROLLED_BACK)
    assert device.running == (NEW if done.outcome == Outcome.APPLIED else OLD)
    assert {done.before, done.after} <= {OLD, NEW}


def test_a_target_that_shows_no_whole_config_after_an_error_is_unknown(job: DeployJob) -> None:
    """Half a config is neither the old one nor the new one; to name it half changed would have somebody finish what is whole."""
    device = Device(cut=4, fails={"confirm": DeviceError("sw1", "too late")})
    done = apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert device.said.count("read all") == 1
    assert (done.outcome, done.finish, done.before) == (Outcome.UNKNOWN, (), OLD)
    assert "it was cut off" in done.detail


def test_a_bug_on_the_way_back_does_not_end_it(job: DeployJob) -> None:
    device = Device(fails={"confirm": DeviceError("sw1", "too late"), "rollback": ValueError("surprise")})
    done = apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert device.said[-3:] == ["rollback", "discard", "read all"]
    assert done.outcome == Outcome.UNKNOWN
    assert done.until is not None and not done.is_final
    assert done.detail.splitlines() == [
        "sw1: too late",
        "    a bug in netops: ValueError: surprise",
        f"    it runs the new config, not confirmed: its timer brings the old one back at {done.until:%H:%M:%S} UTC",
    ]


def test_a_full_disk_does_not_keep_the_old_config_from_coming_back(job: DeployJob, tmp_path: Path) -> None:
    """From the confirmation on nothing can be written to the journal: neither that step nor those of the way back."""
    with sqlite3.connect(tmp_path / "state.db") as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON journal WHEN NEW.step IN ('confirm', 'undo')"
            " BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
        )
    device = Device()
    done = apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert (device.running, device.before) == (OLD, None)
    assert done.outcome == Outcome.ROLLED_BACK
    assert "disk is full" in done.detail


@pytest.mark.parametrize("words", [{"platform": "cisco_nxos"}, {"apply": "commands"}])
def test_nothing_is_read_for_a_step_of_another_platform(job: DeployJob, words: dict[str, str]) -> None:
    device = Device()
    with pytest.raises(StalePlan, match="sw1: the plan was made for another platform, or another way of changing it"):
        apply_target(device, PLATFORM, replace(step(), **words), job)  # type: ignore[arg-type]
    assert device.said == []


def test_nothing_is_sent_in_a_run_that_has_ended(job: DeployJob) -> None:
    device = Device()
    job.state.end(job.run)
    with pytest.raises(Refused, match=f"sw1: run {job.run} has ended, nothing is sent any more"):
        apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert device.said == ["read running"]


@pytest.mark.parametrize(("running", "before", "error"), [(OTHER, None, StalePlan), (OLD, OTHER, Refused)])
def test_nothing_is_sent_to_a_device_that_moved_or_waits(job: DeployJob, running: str, before: str | None, error: type[Exception]) -> None:
    device = Device(running=running, before=before)
    with pytest.raises(error):
        apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert device.said == ["read running"]
    assert job.state.results(job.run) == []


def test_a_process_that_dies_leaves_the_target_named_with_what_it_ran(job: DeployJob) -> None:
    with pytest.raises(KeyboardInterrupt):
        apply_target(Device(fails={"commit": KeyboardInterrupt()}), PLATFORM, step(), job)  # type: ignore[arg-type, dict-item]
    (left,) = job.state.results(job.run)
    assert (left.target, left.outcome, left.before, left.after) == ("sw1", Outcome.UNKNOWN, OLD, None)


@contextmanager
def nobody_gets_in() -> Iterator[Driver]:
    raise LoginRefused("sw1", "192.0.2.1 refuses the login of 'netops'")
    yield


def test_a_change_that_lets_nobody_in_any_more_is_taken_back_over_the_session_that_is_left(job: DeployJob) -> None:
    device = Device()
    done = apply_target(device, PLATFORM, step(), job, nobody_gets_in)  # type: ignore[arg-type]
    assert (done.outcome, device.running, device.before) == (Outcome.ROLLED_BACK, OLD, None)
    assert done.detail == "sw1: 192.0.2.1 refuses the login of 'netops'\n    it runs its old config"
    assert "confirm" not in device.said


def test_a_commit_of_another_run_is_not_taken_back(job: DeployJob) -> None:
    """It waits on the device under a name that is not that of this run."""
    device = Device(running=NEW, before=OLD)
    device.pending_name = lambda: "somebody-else"  # type: ignore[method-assign]
    job.state.begin(job.run, "sw1", "cisco_ios", OLD, "{}")
    job.state.record_deadline(job.run, "sw1", job.state.now() + timedelta(seconds=60))
    found = settle_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert (found.outcome, found.is_final, "rollback" in device.said) == (Outcome.UNKNOWN, False, False)
    device.pending_name = lambda: f"netops-1-{job.run}"  # type: ignore[method-assign]
    found = settle_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert (found.outcome, found.is_final, device.running) == (Outcome.ROLLED_BACK, True, OLD)


def test_a_commit_that_is_carried_out_late_is_taken_back(job: DeployJob) -> None:
    """The device showed its old config when it was asked first; the commit without an answer came after that."""
    device = Device()

    def late(seconds: float) -> None:
        if device.before is None and "rollback" not in device.said:
            device.running, device.before = NEW, OLD

    job.state.begin(job.run, "sw1", "cisco_ios", OLD, "{}")
    job.state.record_deadline(job.run, "sw1", job.state.now() + timedelta(seconds=60))
    found = settle_target(device, PLATFORM, step(), replace(job, pause=late))  # type: ignore[arg-type]
    assert (found.outcome, device.running, device.before) == (Outcome.ROLLED_BACK, OLD, None)


def test_what_was_sent_is_stored_until_its_end_is_known(job: DeployJob) -> None:
    device = Device(fails={"confirm": DeviceError("sw1", "too late"), "rollback": DeviceError("sw1", "no way back")})
    done = apply_target(device, PLATFORM, step(), job)  # type: ignore[arg-type]
    assert not done.is_final
    (left,) = job.state.unsettled()
    assert (left.run, left.target, left.until) == (job.run, "sw1", done.until)
    assert plan_from_json(left.step).steps == {"sw1": step()}
    job.state.result(job.run, TargetRunResult("sw1", "cisco_ios", done.outcome, "", None, None, done.is_final))
    assert len(job.state.unsettled()) == 1
    job.state.result(job.run, TargetRunResult("sw1", "cisco_ios", Outcome.REVERTED, "", None, None))
    assert job.state.unsettled() == []
