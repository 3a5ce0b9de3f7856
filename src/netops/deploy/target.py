"""One target: read, compare with the plan, load, commit with a timer, read back, confirm, save, read again.

The outcome is decided by what the device shows when it is read back, never by a return code. Whatever goes wrong, the target
ends on its new config, on its old one, or is reported as half changed with the commands to finish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from netops.config import ConfigPair, ParsedConfig
from netops.deploy.capture import Capture
from netops.drivers.base import Driver
from netops.errors import DeadlineExceeded, DeviceError, ExitCode, NetopsError, Refused, StalePlan, worst
from netops.events import BAD, Outcome
from netops.fleet.backup import check_whole
from netops.plan import CandidateChange, Step, compute_change
from netops.plan.build import redacted_lines
from netops.platforms import Platform
from netops.state import State

REVERT_AFTER_S = 120
AGAIN = "plan again: netops plan"


@dataclass(frozen=True, slots=True)
class Job:
    """What every target of a run shares."""

    run: str
    commit: str
    state: State
    revert_after_s: int = REVERT_AFTER_S
    capture: Capture | None = None


@dataclass(frozen=True, slots=True)
class TargetResult:
    """How a target ended. `before` and `after` are redacted configs in its own form, `finish` the commands that end a half change.

    `code` is the exit code of the error that kept it from being changed.
    """

    outcome: Outcome
    detail: str = ""
    before: str | None = None
    after: str | None = None
    finish: tuple[str, ...] = ()
    code: ExitCode = ExitCode.OK

    @property
    def exit_code(self) -> ExitCode:
        """A target that was not reached is no pass either."""
        bad = self.outcome in BAD or self.outcome == Outcome.NOT_REACHED
        return worst([self.code, ExitCode.DEVICES if bad else ExitCode.OK])


class TargetTexts:
    """The configs of one target, each parsed once, beside what its step expects."""

    def __init__(self, platform: Platform, step: Step) -> None:
        self.step = step
        self.platform = platform
        self.intended = ParsedConfig(platform, step.intended)
        self._seen = {step.intended: self.intended}

    def of(self, text: str) -> ParsedConfig:
        """The config of a text."""
        return self._seen.setdefault(text, ParsedConfig(self.platform, text))

    def add(self, *configs: ParsedConfig) -> None:
        """Configs that are parsed already."""
        self._seen.update((config.text, config) for config in configs)

    def redacted(self, text: str) -> str:
        """A text in the device's own form as the state store may hold it."""
        return self.of(text).redacted(self.intended)

    def unlike_plan(self, text: str) -> list[str]:
        """The lines in which a config is not the predicted one. What a device has or shows by itself is none of them."""
        if self.normal(text) == self.step.predicted:
            return []
        return [f"{line.sign} {line.text.strip()}" for line in self._to_predicted(text).difference if line.sign != " "]

    def normal(self, text: str) -> str:
        """A config as plans and logs may hold it, and as digests are made over it."""
        return self.of(text).normal(self.intended)

    def runs_old(self, text: str) -> bool:
        """Whether a config is the one that the plan was made for."""
        return self.of(text).digest(self.intended) == self.step.running_digest

    def finish(self, text: str) -> tuple[str, ...]:
        """The commands that end a half change, else the lines that differ."""
        try:
            return self._to_predicted(text).commands
        except NetopsError:
            return tuple(self.unlike_plan(text))

    def _to_predicted(self, text: str) -> ConfigPair:
        return ConfigPair(self.of(self.normal(text)), self.of(self.step.predicted))


@dataclass(slots=True)
class _Attempt:
    """The state of one target's apply: how far it got decides what a failure means. Equal texts are parsed once."""

    driver: Driver
    step: Step
    job: Job
    texts: TargetTexts
    before: str | None = None
    sent: bool = field(default=False)

    def note(self, word: str, **detail: object) -> None:
        self.job.state.note(self.job.run, self.step.target, word, **detail)

    def running(self) -> str:
        return read_configs(self.driver, self.texts, "running")["running"]


def apply_target(driver: Driver, platform: Platform, step: Step, job: Job) -> TargetResult:
    """Apply a step over an open driver, which fills secrets in. Errors before anything was sent are raised; later ones become outcomes."""
    attempt = _Attempt(driver, step, job, TargetTexts(platform, step))
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
    return done


def read_configs(driver: Driver, texts: TargetTexts, retrieve: str = "all") -> Mapping[str, str]:
    """The configs of the device. DeviceError when the running one was cut off on the way: it would pass for a change."""
    configs = driver.get_config(retrieve=retrieve)
    check_whole(texts.step.target, texts.platform, configs["running"])
    return configs


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
    change = compute_change(step.apply, texts.of(running), texts.intended, step.managed)
    texts.add(change.pair.wanted, change.predicted)
    _equals_plan(texts, change)
    attempt.before = texts.redacted(running)
    if attempt.job.capture and step.irrecoverable:
        attempt.job.capture.store(attempt.job.run, step.target, texts.of(running), step.irrecoverable)
    attempt.job.state.begin(attempt.job.run, step.target, step.platform, attempt.before)
    return change


def _equals_plan(texts: TargetTexts, change: CandidateChange) -> None:
    step = texts.step
    planned = step.commands if step.apply == "commands" else ()
    if change.predicted.normal(texts.intended) != step.predicted or redacted_lines(change.commands, texts.intended) != planned:
        raise StalePlan(f"{step.target}: this version of netops works out other commands than the plan", hint=AGAIN)


def _send(attempt: _Attempt, work: CandidateChange) -> None:
    """Load, check that the candidate is the plan's, commit (with a revert timer where there is one)."""
    driver, step, job = attempt.driver, attempt.step, attempt.job
    attempt.note("load")
    if step.apply == "commands":
        driver.load_merge_candidate(config="\n".join(work.commands) + "\n")
    else:
        driver.load_replace_candidate(config=work.candidate)
    if attempt.texts.platform.spec.candidate_readable:
        _same(attempt, driver.get_config(retrieve="candidate")["candidate"], "its candidate")
    revert_in = attempt.texts.platform.spec.revert_in(job.revert_after_s)
    attempt.note("commit", revert_in=revert_in)
    attempt.sent = True
    driver.commit_config(revert_in=revert_in)
    _same(attempt, attempt.running(), "its config after the commit")
    if revert_in is not None:
        attempt.note("confirm")
        driver.confirm_commit()


def _same(attempt: _Attempt, text: str, what: str) -> None:
    """DeviceError when a text that was read back is not what the plan predicts, with the first differences."""
    step = attempt.step
    lines = attempt.texts.unlike_plan(text)
    if not lines:
        return
    raise DeviceError(step.target, f"{what} is not what the plan predicts: {_some(lines)}", hint="- is on the device, + was predicted")


def _some(lines: Sequence[str], most: int = 5) -> str:
    return "; ".join(lines[:most]) + (f"; and {len(lines) - most} more" if len(lines) > most else "")


def _settle(attempt: _Attempt) -> TargetResult:
    """The outcome after everything was sent, read from the device."""
    step = attempt.step
    configs = read_configs(attempt.driver, attempt.texts)
    _same(attempt, configs["running"], "its config at the end")
    if attempt.driver.has_pending_commit():
        raise DeviceError(step.target, "the commit still waits for its confirmation")
    done = _changed(attempt.texts, configs, attempt.job)
    lost = [f"not brought back, its secret is stored nowhere: {line}" for line in step.lost]
    return replace(done, before=attempt.before, detail=_once([done.detail, *lost]))


def _changed(texts: TargetTexts, configs: Mapping[str, str], job: Job) -> TargetResult:
    """A target that runs its new config, and nothing is pending: remembered as what netops left there."""
    step, after = texts.step, texts.redacted(configs["running"])
    job.state.set_applied(step.target, job.run, job.commit, *left_there(texts, after, job))
    job.state.mark_secrets(step.target, texts.of(configs["running"]).secrets(texts.intended))
    if configs["startup"] and texts.unlike_plan(configs["startup"]):
        return TargetResult(Outcome.UNSAVED, "it runs its new config, but has not saved it: a restart brings the old one back", after=after)
    return TargetResult(Outcome.APPLIED, after=after)


def left_there(texts: TargetTexts, after: str, job: Job) -> tuple[str, tuple[str, ...] | None]:
    """What netops has left on a target, and the parts that it manages there. Where a step was about some features alone, all else is as
    it was left before: what somebody changed there meanwhile still shows."""
    step, known = texts.step, job.state.applied(texts.step.target)
    if not step.only or known is None:
        return after, step.managed
    managed = None if known.managed is None else tuple(dict.fromkeys((*known.managed, *step.only)))
    return ParsedConfig(texts.platform, known.text).candidate(texts.of(after), step.only).text, managed


def _undo(attempt: _Attempt, error: Exception) -> TargetResult:
    """After an error: put the old config back if anything was sent, and report what the device really runs now."""
    said = _said(error)
    back = (attempt.driver.rollback,) if attempt.sent else ()
    steps = (lambda: attempt.note("undo", error=said, sent=attempt.sent), *back, attempt.driver.discard_config)
    trouble = [said, *filter(None, map(_tried, steps))]
    try:
        done = determine_outcome(attempt.driver, attempt.texts.platform, attempt.step, attempt.job)
    except Exception as lost:
        return TargetResult(Outcome.UNKNOWN, _once([*trouble, _said(lost)]), attempt.before)
    return replace(done, detail=_once([*trouble, done.detail or "it runs its new config"]), before=attempt.before)


def _tried(step: Callable[[], None]) -> str:
    """What went wrong in a step of the way back. Nothing stops the steps after it: the device is asked in the end."""
    try:
        step()
    except Exception as error:
        return _said(error)
    return ""


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, NetopsError) else f"a bug in netops: {type(error).__name__}: {error}"


def _once(texts: Sequence[str]) -> str:
    return "\n    ".join(dict.fromkeys(filter(None, texts)))


def determine_outcome(driver: Driver, platform: Platform, step: Step, job: Job) -> TargetResult:
    """The outcome that a target shows: its old config, the new one, or something between with the commands to finish."""
    texts = TargetTexts(platform, step)
    configs = read_configs(driver, texts)
    running = configs["running"]
    after = texts.redacted(running)
    if texts.runs_old(running):
        return TargetResult(Outcome.ROLLED_BACK, "it runs its old config", after=after)
    waiting = driver.has_pending_commit()
    if texts.unlike_plan(running):
        timer = ": its timer brings the old one back" if waiting else ""
        said = f"it runs neither its old nor its new config{timer}"
        return TargetResult(Outcome.HALF_CHANGED, said, after=after, finish=texts.finish(running))
    if waiting:
        return TargetResult(Outcome.UNKNOWN, "it runs the new config, not confirmed: its timer brings the old one back", after=after)
    return _changed(texts, configs, job)
