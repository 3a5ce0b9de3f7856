"""What became of a target: read from the device, and with the time until when something of ours can still change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from netops.config import ParsedConfig
from netops.deploy.records import DeployJob, TargetResult, join_details, message_of
from netops.deploy.texts import TargetConfigs, read_configs
from netops.drivers.base import Driver
from netops.errors import DeadlineExceeded
from netops.events import Outcome
from netops.plan import Step
from netops.platforms import Platform
from netops.state import AFTER

UNSEEN = "health: the session was lost before the end of the change"
READS = 3
"""So many times a target is read whose timer fires meanwhile."""
LATE_S, LATE_READS = 1.0, 3
"""How often, and after which pause, it is read once more whether a commit without an answer is carried out late."""
SLACK = timedelta(seconds=60)
"""So much later than its end a timer of ours may still be pending: the clocks differ, and some devices count in minutes."""


def determine_outcome(driver: Driver, platform: Platform, step: Step, job: DeployJob) -> TargetResult:
    """The outcome that a target shows: its old config, the new one, or something between with the commands to finish.

    While a commit waits for its confirmation it may still change: then the result has the time until when.
    """
    texts = TargetConfigs(platform, step)
    configs, waiting = _read_at_rest(driver, texts)
    running = configs["running"]
    after = texts.redacted(running)
    job.state.set_redactions(job.run, step.target, AFTER, texts.by_redaction(running))
    until = job.state.until(job.run, step.target) if waiting else None
    timer = f": its timer brings the old one back{f' at {until:%H:%M:%S} UTC' if until else ''}" if waiting else ""
    if texts.runs_old(running):
        if waiting:
            said = "it runs its old config, and a commit still waits for its confirmation"
            return TargetResult(Outcome.UNKNOWN, said, after=after, until=until)
        return TargetResult(Outcome.ROLLED_BACK, "it runs its old config", after=after)
    if texts.differs_from_plan(running):
        said = f"it runs neither its old nor its new config{timer}"
        return TargetResult(Outcome.HALF_CHANGED, said, after=after, finish=texts.finish(running), until=until)
    if waiting:
        return TargetResult(Outcome.UNKNOWN, f"it runs the new config, not confirmed{timer}", after=after, until=until)
    return record_change(texts, configs, job)


def _read_at_rest(driver: Driver, texts: TargetConfigs) -> tuple[Mapping[str, str], bool]:
    """The configs, and whether a commit waits: both before they were read and after it, so that no timer has fired between."""
    waiting = driver.has_pending_commit()
    for _ in range(READS):
        configs, before = read_configs(driver, texts), waiting
        waiting = driver.has_pending_commit()
        if waiting == before:
            break
    return configs, waiting


def record_change(texts: TargetConfigs, configs: Mapping[str, str], job: DeployJob) -> TargetResult:
    """A target that runs its new config, and nothing is pending: remembered as what netops left there."""
    step, after = texts.step, texts.redacted(configs["running"])
    job.state.set_applied(step.target, job.run, job.commit, *config_left_on_target(texts, after, job))
    job.state.set_redactions(job.run, step.target, AFTER, texts.by_redaction(configs["running"]))
    job.state.mark_secrets(step.target, texts.of(configs["running"]).secrets(texts.intended))
    if configs["startup"] and texts.differs_from_plan(configs["startup"]):
        return TargetResult(Outcome.UNSAVED, "it runs its new config, but has not saved it: a restart brings the old one back", after=after)
    return TargetResult(Outcome.APPLIED, after=after)


def config_left_on_target(texts: TargetConfigs, after: str, job: DeployJob) -> tuple[str, tuple[str, ...] | None]:
    """What netops has left on a target, and the parts that it manages there. Where a step was about some features alone, all else is as
    it was left before: what somebody changed there meanwhile still shows."""
    step, known = texts.step, job.state.applied(texts.step.target)
    if not step.only or known is None:
        return after, step.managed
    managed = None if known.managed is None else tuple(dict.fromkeys((*known.managed, *step.only)))
    return ParsedConfig(texts.platform, known.text).candidate(texts.of(after), step.only).text, managed


def settle_target(driver: Driver, platform: Platform, step: Step, job: DeployJob) -> TargetResult:
    """The outcome of a target whose end is unclear, over a new session.

    A commit of this run that waits is taken back: nobody has checked what it brought. A commit without an answer may be carried out late,
    so a target that runs its old config is read again.
    """
    trouble = [end_commit(driver, job, step.target)]
    done = determine_outcome(driver, platform, step, job)
    for _ in range(LATE_READS):
        if done.outcome != Outcome.ROLLED_BACK:
            break
        job.pause(LATE_S)
        trouble.append(end_commit(driver, job, step.target))
        done = determine_outcome(driver, platform, step, job)
    unchecked = (UNSEEN,) if done.outcome in (Outcome.APPLIED, Outcome.UNSAVED) else ()
    return replace(done, detail=join_details([*trouble, done.detail]), unchecked=unchecked)


def end_commit(driver: Driver, job: DeployJob, target: str) -> str:
    """What went wrong while a commit of this run that waits for its confirmation was taken back; nothing when there is none."""
    try:
        driver.end_run(job.run)
        if driver.has_pending_commit() and _is_ours(driver, job, target):
            driver.rollback()
    except DeadlineExceeded:
        raise
    except Exception as error:
        return message_of(error)
    return ""


def _is_ours(driver: Driver, job: DeployJob, target: str) -> bool:
    """Whether the commit that waits is of this run: by the name that it has on the device, else by the time when ours ends."""
    name = driver.pending_name()
    until = job.state.until(job.run, target)
    return job.run in name if name else until is not None and job.state.now() <= until + SLACK
