"""The rules over one rendered text: what its target cannot do, and what is not certain because its release is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from netops import platforms
from netops.capability.find import find_violations
from netops.capability.rules import CapabilityRule, company_rules, platform_rules
from netops.capability.versions import Version, parse_release
from netops.capability.words import CapabilitySubject, LineSource, capability_diagnostic, missing_release_diagnostic, unparsable_diagnostic
from netops.config import parse
from netops.errors import ConfigError, Diagnostic, Severity
from netops.project import Project
from netops.schema import Schemas

OFF: Final = "off"


@cache
def _shipped(platform: str, root: Path) -> tuple[CapabilityRule, ...]:
    return platform_rules(platforms.get(platform, root))


@dataclass(frozen=True)
class CapabilityRules:
    """All rules for a company. A rule of the company hides the package's with the same code."""

    project: Project
    schemas: Schemas

    @cached_property
    def own(self) -> tuple[CapabilityRule, ...]:
        return company_rules(self.project, self.schemas)

    def rules(self, platform: str) -> tuple[CapabilityRule, ...]:
        """The rules for a platform, by code. DataError when a file of the company's is wrong."""
        mine = {rule.code: rule for rule in self.own if rule.platform.name == platform}
        found = {rule.code: rule for rule in _shipped(platform, self.project.root)} | mine
        return tuple(found[code] for code in sorted(found))

    def evaluate(
        self, view: Mapping[str, Any], text: str, lines: Sequence[LineSource] = (), grades: Mapping[str, str] | None = None
    ) -> list[Diagnostic]:
        """Every line of the text that the view's target cannot do, in the order of the text.

        A rule on releases gives a warning when the release is not known. `lines`: where each line comes from; `grades`: severities by
        code, where they are not the rule's own.
        """
        subject = subject_of(view)
        platform = platforms.get(subject.platform, self.project.root)
        release = parse_release(platform, subject.firmware)
        rules = _chosen(_graded(self.rules(subject.platform), grades or {}), subject, release, text)
        if not rules:
            return []
        try:
            found = list(find_violations(rules, release, parse(platform, text)))
        except ConfigError as error:
            return [unparsable_diagnostic(subject, error)]
        problems = [capability_diagnostic(one, subject, lines) for one in found]
        return (
            [missing_release_diagnostic(subject), *problems]
            if subject.firmware and release is None and any(r.versions for r in rules)
            else problems
        )


def subject_of(view: Mapping[str, Any]) -> CapabilitySubject:
    """What the rules look at of a target: its hardware, and the release that it is expected to run."""
    firmware = (view.get("expected") or {}).get("firmware", "")
    return CapabilitySubject(
        str(view["target"]), str(view["platform"]), str(view.get("device_type", "")), str(firmware), getattr(firmware, "origins", ())
    )


def _graded(rules: Iterable[CapabilityRule], grades: Mapping[str, str]) -> list[CapabilityRule]:
    """The rules with the company's severities, without those that are off."""
    wanted = ((rule, grades.get(rule.code, rule.severity)) for rule in rules)
    return [replace(rule, severity=Severity(grade)) for rule, grade in wanted if grade != OFF]


def _chosen(rules: Iterable[CapabilityRule], subject: CapabilitySubject, release: Version | None, text: str) -> list[CapabilityRule]:
    """The rules that the text may break: of its hardware and release, and with a word that stands in it. So most texts are not parsed."""
    plain = text.lower()
    about = (rule for rule in rules if rule.concerns(subject.device_type) and rule.holds_for(release) is not False)
    return [rule for rule in about if rule.line.rarest_word in plain]
