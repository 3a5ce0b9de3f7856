"""A step tried on its device, without committing: the device says whether it would take it, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from netops.config import IsSame, uncomparable_secrets
from netops.deploy.records import first_lines_of
from netops.deploy.texts import TargetConfigs, read_configs
from netops.drivers.base import Driver, Preview
from netops.errors import ConfigError, LineRefused
from netops.plan import CandidateChange, Step, compute_change
from netops.plan.preconditions import unmet_preconditions
from netops.platforms import GENERIC_DRIVER, Platform


@dataclass(frozen=True, slots=True)
class DryRunResult:
    """What a device says of its step: `as predicted`, or with the reason that it differs, is refused, or could not be tried."""

    state: Literal["as predicted", "differs", "refused", "moved", "not checked"]
    detail: str = ""

    @property
    def failed(self) -> bool:
        """Whether the step should not be deployed. A platform that has no way to try it says nothing about it."""
        return self.state in ("differs", "refused", "moved")


def dry_run_step(driver: Driver, platform: Platform, step: Step, is_same: IsSame = uncomparable_secrets) -> DryRunResult:
    """What the device of an open driver says of a step. Nothing is committed, and nothing of the try stays on the device."""
    texts = TargetConfigs(platform, step)
    running = read_configs(driver, texts, "running")["running"]
    if not texts.runs_old(running):
        return DryRunResult("moved", "its running config is not the one that the plan was made for")
    if unmet := [*unmet_preconditions(texts.of(running), step.apply)]:
        return DryRunResult("refused", first_lines_of(unmet))
    change = compute_change(step.apply, texts.of(running), texts.intended, step.managed, is_same)
    try:
        found = _tried(driver, platform, texts, change)
    except LineRefused as error:
        found = DryRunResult("refused", error.message.removeprefix(f"{step.target}: "))
    except NotImplementedError as error:
        found = DryRunResult("not checked", str(error))
    finally:
        driver.discard_config()
    left = read_configs(driver, texts, "running")["running"]
    if not texts.runs_old(left) or driver.has_pending_commit():
        return DryRunResult("differs", "the try has left something on the device: look at its config before anything else")
    return found


def _tried(driver: Driver, platform: Platform, texts: TargetConfigs, change: CandidateChange) -> DryRunResult:
    """What the device says of a candidate: of commands where it shows their outcome, else of the whole config that they lead to."""
    if texts.step.apply == "commands" and (platform.spec.candidate_readable or platform.driver == GENERIC_DRIVER):
        driver.load_merge_candidate(config="\n".join(change.commands) + "\n")
    else:
        driver.load_replace_candidate(config=change.predicted.text)
    preview = driver.check_candidate()
    lines = [*_candidate(driver, platform, texts), *_commands(texts, change, preview)]
    return DryRunResult("differs", first_lines_of(lines)) if lines else DryRunResult("as predicted")


def _candidate(driver: Driver, platform: Platform, texts: TargetConfigs) -> list[str]:
    if not platform.spec.candidate_readable:
        return []
    return texts.differs_from_plan(driver.get_config(retrieve="candidate")["candidate"])


def _commands(texts: TargetConfigs, change: CandidateChange, preview: Preview) -> list[str]:
    """The lines in which the outcome of the device's own commands is not the predicted config."""
    if preview.commands is None:
        return []
    try:
        return texts.differs_from_plan(change.pair.running.after(preview.commands).text)
    except ConfigError as error:
        return [f"its own commands cannot be followed: {error.message}"]
