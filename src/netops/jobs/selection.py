"""Which targets a job is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from netops.fleet.access import is_by_telnet
from netops.git import source_commit
from netops.jobs.offline import ConfigFolder, TargetFiles
from netops.lab import Lab
from netops.model.company import Company, ConfigTarget
from netops.platforms import Platform, platform_for_model, without_own_driver


@dataclass(frozen=True)
class Selection:
    """Targets of a company: with a lab only those that it holds, with `files` in place of the devices also those that have no driver."""

    company: Company
    targets: Sequence[ConfigTarget]
    lab: Lab | None = None
    files: ConfigFolder | None = None

    @cached_property
    def reachable(self) -> list[ConfigTarget]:
        """The targets that are not left out."""
        return [target for target in self.targets if target.name not in self.skipped]

    @cached_property
    def configured(self) -> list[str]:
        """The names of the reachable targets that have a config."""
        return [target.name for target in self.reachable if not self.platform(target.name).spec.observed]

    def without_config(self, why: str) -> dict[str, str]:
        """The targets left out, with the reason, those included that are only observed."""
        observed = {target.name: f"observed only: {why}" for target in self.reachable if target.name not in self.configured}
        return dict(sorted((observed | self.skipped).items()))

    @cached_property
    def skipped(self) -> dict[str, str]:
        """Targets left out, with the reason."""
        left = {t.name: f"status {t.status}" for t in self.targets if t.status not in ("active", "staged")}
        if self.lab is not None:
            left |= {t.name: "not in this lab" for t in self.targets if t.name not in self.lab.targets}
        if self.files is None:
            why = "netops has no driver for {}: plan it from files, with --running"
            left |= {t.name: why.format(t.platform) for t in self.targets if self.platform(t.name).driver is None}
        return left

    @cached_property
    def target_files(self) -> TargetFiles | None:
        """Which of the files are whose; None where the devices are read."""
        return None if self.files is None else files_of(self.company, self.files)

    @cached_property
    def commit(self) -> str:
        """The commit of the source of truth."""
        return source_commit(self.company.project.root)

    def platform(self, name: str) -> Platform:
        """The platform of a target, as the driver that reaches it takes changes."""
        platform = platform_of(self.company, name)
        if platform.netmiko is not None and is_by_telnet(self.company, name):
            return without_own_driver(platform)
        return platform


def platform_of(company: Company, name: str) -> Platform:
    """The platform of a target, with what holds without a line on its model."""
    platform = company.platform(company.target(name).platform)
    return platform_for_model(platform, lambda: str(company.outlines[company.target(name).device].get("device_type", "")))


def files_of(company: Company, files: ConfigFolder) -> TargetFiles:
    """Which files of a folder are of which targets of a company."""
    return TargetFiles(files, company.targets, lambda name: str(company.devices[company.target(name).device].get("hostname", "")))
