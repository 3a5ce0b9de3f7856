"""One target: read, compare with the plan, load, commit with a timer, read back, check its health, confirm, save, read again.

The outcome is decided by what the device shows when it is read back, never by a return code. Whatever goes wrong, the target
ends on its new config, on its old one, or is reported as half changed with the commands to finish.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import timedelta

from netops.deploy.outcome import determine_outcome, record_change
from netops.deploy.records import DeployJob, TargetResult, first_lines_of, join_details, message_of
from netops.deploy.texts import TargetConfigs, read_configs
from netops.drivers.base import Driver
from netops.errors import DeadlineExceeded, DeviceError, HealthLost, Refused, StalePlan
from netops.events import Outcome
from netops.health import Change, Device, Watch
from netops.plan import CandidateChange, Step, compute_change
from netops.plan.build import redacted_lines
from netops.plan.file import dump_step
from netops.platforms import Platform
from netops.state import BEFORE

AGAIN = "plan again: netops plan"
NO_SESSION = "login: no second session was opened"

OpenSession = Callable[[], AbstractContextManager[Driver]]
"""Opens one more session with the target, with a login of its own."""


@dataclass(slots=True)
class _Attempt:
    """The state of one target's apply: how far it got decides what a failure means. Equal texts are parsed once."""

    driver: Driver
    step: Step
    job: DeployJob
    texts: TargetConfigs
    open_session: OpenSession | None = None
    before: str | None = None
    sent: bool = field(default=False)
    watch: Watch | None = None

    def note(self, word: str, **detail: object) -> None:
        self.job.state.note(self.job.run, self.step.target, word, **detail)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What of its health nobody can say."""
        seen = self.watch.unchecked if self.watch else ()
        return seen if self.open_session else (NO_SESSION, *seen)

    def running(self) -> str:
        return read_configs(self.driver, self.texts, "running")["running"]


def apply_target(driver: Driver, platform: Platform, step: Step, job: DeployJob, open_session: OpenSession | None = None) -> TargetResult:
    """Apply a step over an open driver, which fills secrets in. Errors before anything was sent are raised; later ones become outcomes.

    `open_session`: for the check, before anything is confirmed, that the target still lets somebody in.
    """
    attempt = _Attempt(driver, step, job, TargetConfigs(platform, step), open_session)
    attempt.note("start", plan=step.intended_digest)
    work = _prepare(attempt)
    try:
        _send(attempt, work)
        done = _settle(attempt)
    except DeadlineExceeded:
        raise
    except Exception as error:
        done = _undo(attempt, error)
    attempt.note("end", outcome=done.outcome, detail=done.detail)
    return replace(done, unchecked=attempt.unchecked)


def _prepare(attempt: _Attempt) -> CandidateChange:
    """What to send, after checking that the device is the one that the plan was made for. Nothing is sent yet."""
    step, texts = attempt.step, attempt.texts
    if step.platform != texts.platform.name or not texts.platform.spec.takes(step.apply):
        raise StalePlan(f"{step.target}: the plan was made for another platform, or another way of changing it", hint=AGAIN)
    running = attempt.running()
    if not texts.runs_old(running):
        raise StalePlan(f"{step.target}: its running config is not the one the plan was made for", hint=AGAIN)
    if attempt.driver.has_pending_commit():
        raise Refused(f"{step.target}: a commit of somebody else waits for its confirmation", hint="wait until it is confirmed or reverted")
    change = compute_change(step.apply, texts.of(running), texts.intended, step.managed, attempt.job.is_same)
    texts.add(change.pair.wanted, change.predicted)
    _equals_plan(texts, change)
    attempt.before = texts.redacted(running)
    attempt.watch = _watch(attempt, change)
    if attempt.job.capture and step.irrecoverable:
        attempt.job.capture.store(attempt.job.run, step.target, texts.of(running), step.irrecoverable)
    job = attempt.job
    job.state.begin(job.run, step.target, step.platform, attempt.before, dump_step(step, job.commit, job.state.now()))
    job.state.set_redactions(job.run, step.target, BEFORE, texts.by_redaction(running))
    return change


def _watch(attempt: _Attempt, change: CandidateChange) -> Watch:
    """What works now, to be compared with what works after the change."""
    words = [" / ".join(part.strip() for part in line.path) for line in attempt.step.diff if line.differs]
    platform = attempt.texts.platform
    meaning = Change(change.pair.running, change.predicted, words)
    return attempt.job.health.watch(meaning, Device(attempt.step.target, platform, attempt.driver))


def _equals_plan(texts: TargetConfigs, change: CandidateChange) -> None:
    step = texts.step
    planned = step.commands if step.apply == "commands" else ()
    if change.predicted.normal(texts.intended) != step.predicted or redacted_lines(change.commands, texts.intended) != planned:
        raise StalePlan(f"{step.target}: this version of netops works out other commands than the plan", hint=AGAIN)


def _send(attempt: _Attempt, work: CandidateChange) -> None:
    """Load, check that the candidate is the plan's, commit (with a revert timer where there is one)."""
    driver, step, job = attempt.driver, attempt.step, attempt.job
    attempt.note("load")
    driver.start_run(job.run)
    if step.apply == "commands":
        driver.load_merge_candidate(config="\n".join(work.commands) + "\n")
    else:
        driver.load_replace_candidate(config=work.candidate)
    if attempt.texts.platform.spec.candidate_readable:
        _same(attempt, driver.get_config(retrieve="candidate")["candidate"], "its candidate")
    revert_in = attempt.texts.platform.spec.revert_in(job.revert_after_s) if step.timed else None
    attempt.note("commit", revert_in=revert_in)
    if revert_in is not None:
        job.state.record_deadline(job.run, step.target, job.state.now() + timedelta(seconds=revert_in))
    attempt.sent = True
    driver.commit_config(revert_in=revert_in)
    _same(attempt, attempt.running(), "its config after the commit")
    _check_health(attempt, revert_in)
    if revert_in is not None:
        attempt.note("confirm")
        driver.confirm_commit()


def _check_health(attempt: _Attempt, revert_in: int | None) -> None:
    """While the timer runs: DeviceError when the target lets nobody in any more, or has lost what the change does not remove."""
    watch, target = attempt.watch, attempt.step.target
    if watch is None:
        return
    attempt.note("health")
    with attempt.open_session() if attempt.open_session else nullcontext(attempt.driver) as driver:
        lost = watch.wait(Device(target, attempt.texts.platform, driver), None if revert_in is None else revert_in / 2)
    if lost:
        hint = f"correct the change, or deploy without a check: --skip-check {'|'.join(check.name for check in watch.checks)}"
        raise HealthLost(target, f"it is not as healthy as before the change: {first_lines_of(lost)}", hint=hint)


def _same(attempt: _Attempt, text: str, what: str) -> None:
    """DeviceError when a text that was read back is not what the plan predicts, with the first differences."""
    step = attempt.step
    lines = attempt.texts.differs_from_plan(text)
    if not lines:
        return
    raise DeviceError(
        step.target, f"{what} is not what the plan predicts: {first_lines_of(lines)}", hint="- is on the device, + was predicted"
    )


def _settle(attempt: _Attempt) -> TargetResult:
    """The outcome after everything was sent, read from the device."""
    step = attempt.step
    configs = read_configs(attempt.driver, attempt.texts)
    _same(attempt, configs["running"], "its config at the end")
    if attempt.driver.has_pending_commit():
        raise DeviceError(step.target, "the commit still waits for its confirmation")
    done = record_change(attempt.texts, configs, attempt.job)
    lost = [f"not brought back, its secret is stored nowhere: {line}" for line in step.lost]
    return replace(done, before=attempt.before, detail=join_details([done.detail, *lost]))


def _undo(attempt: _Attempt, error: Exception) -> TargetResult:
    """After an error: put the old config back if anything was sent, and report what the device really runs now."""
    said = message_of(error)
    back = (attempt.driver.rollback,) if attempt.sent else ()
    steps = (lambda: attempt.note("undo", error=said, sent=attempt.sent), *back, attempt.driver.discard_config)
    trouble = [said, *filter(None, map(_tried, steps))]
    try:
        done = determine_outcome(attempt.driver, attempt.texts.platform, attempt.step, attempt.job)
    except Exception as lost:
        return TargetResult(Outcome.UNKNOWN, join_details([*trouble, message_of(lost)]), attempt.before)
    texts = [*trouble, done.detail or "it runs its new config", *_still_lost(attempt, error)]
    return replace(done, detail=join_details(texts), before=attempt.before)


def _still_lost(attempt: _Attempt, error: Exception) -> list[str]:
    """After a way back for the sake of health: what does not work all the same."""
    if attempt.watch is None or not isinstance(error, HealthLost):
        return []
    lost = attempt.watch.wait(Device(attempt.step.target, attempt.texts.platform, attempt.driver))
    return [f"after the way back still: {first_lines_of(lost)}"] if lost else []


def _tried(step: Callable[[], None]) -> str:
    """What went wrong in a step of the way back. Nothing stops the steps after it: the device is asked in the end."""
    try:
        step()
    except Exception as error:
        return message_of(error)
    return ""
