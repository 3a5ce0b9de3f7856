"""Whether netops can work with a device, proven on the device: each check with what was expected, what was found, and what to do."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from nornir.core.task import Result, Task

from netops.drivers import base
from netops.drivers.base import Access
from netops.drivers.terminal import ReadTimeouts
from netops.events import Outcome
from netops.fleet.check_stages import STAGES, Device, StageResult, run_stages
from netops.fleet.context import Context, context_of
from netops.platforms import Platform, driver_of, without_own_driver


@dataclass(frozen=True, slots=True)
class PlatformReport:
    """What the checks of a target have found."""

    platform: str
    driver: str
    checks: tuple[StageResult, ...]
    outcome: Outcome | None

    def __str__(self) -> str:
        return "\n".join([f"  platform {self.platform}, {self.driver}", *map(str, self.checks)])


def check_platform(task: Task, allow_changes: bool = False, generic: bool = False, patience: ReadTimeouts | None = None) -> Result:
    """A task that gives the `PlatformReport` of a target. UsageError for `generic` where the generic driver cannot be used."""
    context = context_of(task)
    access, platform = context.access(task.host.name), context.company.platform(task.host.platform)
    if generic:
        platform = without_own_driver(platform)
    return Result(task.host, result=check_device(context, access, platform, allow_changes, patience or ReadTimeouts()))


def check_device(context: Context, access: Access, platform: Platform, allow_changes: bool, patience: ReadTimeouts) -> PlatformReport:
    """What the checks of a target find."""
    made = base.connect(platform, access)
    with ExitStack() as stack:
        checks = run_stages(Device(context, platform, access, patience, allow_changes, stack, made), STAGES)
    bad = any(check.status == "failed" for check in checks)
    return PlatformReport(platform.name, driver_of(platform), checks, Outcome.FAILED if bad else None)
