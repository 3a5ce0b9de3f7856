"""Targets by feature: what of them is as intended, and how much of them netops manages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from netops.config.compliance import Coverage, FeatureCompliance, coverage_of
from netops.plan.record import ConfigSource


@dataclass(frozen=True, slots=True)
class TargetCompliance:
    """A target by feature, or why nothing can be said about it: `outcome` and `error`."""

    target: str
    platform: str
    features: tuple[FeatureCompliance, ...] = ()
    outcome: str = ""
    error: str = ""

    @property
    def coverage(self) -> Coverage:
        """How many running lines are managed, and how many the model has."""
        return coverage_of(self.features)

    @property
    def compliant(self) -> bool:
        """Whether everything that netops manages is as intended. A target about which nothing can be said is not."""
        return not self.error and all(found.state == "compliant" for found in self.features if found.managed)


@dataclass(frozen=True, slots=True)
class ComplianceRun:
    """The targets that were asked, those left out with the reason, and where their running configs are from."""

    created: str
    targets: tuple[TargetCompliance, ...]
    skipped: Mapping[str, str] = field(default_factory=dict)
    running: ConfigSource = field(default_factory=ConfigSource)

    @property
    def failed(self) -> tuple[TargetCompliance, ...]:
        return tuple(found for found in self.targets if found.error)
