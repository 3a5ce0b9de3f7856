"""What breaks a rule, in words: a diagnostic that names the YAML place, the template line, what was expected and found, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from netops.capability.find import CapabilityFinding, NumberedLine
from netops.errors import ConfigError, Diagnostic, Origin, Related, Severity

UNREAD = "CAP002"


class LineSource(Protocol):
    """Where a line of the text comes from: the template line, the places of the values in it."""

    @property
    def template(self) -> Origin: ...
    @property
    def places(self) -> tuple[Origin, ...]: ...


@dataclass(frozen=True, slots=True)
class CapabilitySubject:
    """The target of a text. `firmware`: the release that the data expects on it, and `places` where they say so."""

    name: str
    platform: str
    device_type: str
    firmware: str = ""
    places: tuple[Origin, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(filter(None, (self.device_type, self.firmware)))})"


def capability_diagnostic(finding: CapabilityFinding, subject: CapabilitySubject, lines: Sequence[LineSource]) -> Diagnostic:
    """The problem at the YAML place of its line, else at the template line; a warning when it depends on an unknown release."""
    rule, line = finding.rule, _line(finding.statement, lines)
    values = line.places if line else ()
    origin = values[0] if values else line.template if line else None
    return Diagnostic(
        code=rule.code,
        message=f"{subject} cannot do this: {rule.why}" if finding.sure else _doubt(finding, subject),
        severity=rule.severity if finding.sure else min(rule.severity, Severity.WARNING, key=_weight),
        origin=origin,
        expected=rule.expected or "no such line",
        found=_found(finding),
        hint=_hint(finding),
        related=_related(line, values, origin) + _release(finding, subject),
    )


def unparsable_diagnostic(subject: CapabilitySubject, error: ConfigError) -> Diagnostic:
    """The problem when the text of a target cannot be parsed, so that nothing is known of what it can do."""
    return Diagnostic(UNREAD, f"{subject}: what it cannot do is not known, since its text cannot be read: {error.message}", hint=error.hint)


def missing_release_diagnostic(subject: CapabilitySubject) -> Diagnostic:
    """The problem when `expected.firmware` names no release of the platform."""
    return Diagnostic(
        UNREAD,
        f"{subject.name}: no release of {subject.platform} is named here, so what it can do is not known",
        origin=subject.places[0] if subject.places else None,
        path=f"{subject.name}: expected.firmware",
        expected="the release as the device prints it",
        found=subject.firmware,
    )


def _doubt(finding: CapabilityFinding, subject: CapabilitySubject) -> str:
    condition = " and ".join(finding.rule.versions)
    return f"{subject} cannot do this if it runs a release {condition}: {finding.rule.why}"


def _weight(severity: Severity) -> int:
    return list(reversed(Severity)).index(severity)


def _found(finding: CapabilityFinding) -> str:
    statement = finding.statement
    shown = " > ".join((*statement.above, statement.shown))
    return f"{shown} ({finding.wrong})" if finding.wrong and finding.wrong != shown.split()[-1] else shown


def _hint(finding: CapabilityFinding) -> str:
    rule = finding.rule
    know = "" if finding.sure else "say which release it runs: expected: {firmware: ...}"
    todo = "; ".join(filter(None, (know, rule.hint)))
    return f"{todo} ({rule.source})" if todo else f"see {rule.source}"


def _line(statement: NumberedLine, lines: Sequence[LineSource]) -> LineSource | None:
    return lines[statement.number - 1] if 0 < statement.number <= len(lines) else None


def _related(line: LineSource | None, values: Sequence[Origin], origin: Origin | None) -> tuple[Related, ...]:
    """The template line, and the other values of the line, but the place that the problem stands at."""
    if line is None or origin == line.template:
        return ()
    others = tuple(Related("a value of the same line", value) for value in values[1:])
    return (Related("the template line", line.template), *others)


def _release(finding: CapabilityFinding, subject: CapabilitySubject) -> tuple[Related, ...]:
    return tuple(Related("its release", place) for place in subject.places) if finding.rule.versions and finding.sure else ()
