"""What a report shows beside the results: when, by which commit, and which business services depend on a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from netops.config import DiffLine
from netops.deploy import Deployment
from netops.drift import Drift

CRITICALITY = ("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Service:
    """A business service as reports name it; the most critical sorts first."""

    name: str
    criticality: str

    @property
    def rank(self) -> tuple[int, str]:
        known = self.criticality in CRITICALITY
        return (CRITICALITY.index(self.criticality) if known else len(CRITICALITY), self.name)


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The frame of a report. `services` maps a target to the business services that depend on it, `sites` to its site's name.

    `notes`: what to know of a deploy beside its results, such as an emergency.
    """

    company: str
    commit: str
    at: str
    lab: str = ""
    services: Mapping[str, tuple[Service, ...]] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DriftRun:
    """A drift run: one entry per target that was asked."""

    setting: ReportContext
    drifts: Sequence[Drift]
    skipped: Mapping[str, str] = field(default_factory=dict)

    @property
    def drifted(self) -> list[Drift]:
        return [drift for drift in self.drifts if drift.lines]

    @property
    def failed(self) -> list[Drift]:
        return [drift for drift in self.drifts if drift.error]

    @property
    def clean(self) -> list[Drift]:
        return [drift for drift in self.drifts if drift.clean]


@dataclass(frozen=True, slots=True)
class DeployRun:
    setting: ReportContext
    deployment: Deployment


def origin_text(line: DiffLine) -> str:
    """Where a line comes from, in one place; empty when it is not known."""
    return str(line.origin) if line.origin else ""
