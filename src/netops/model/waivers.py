"""Findings that a company accepts for a time: `waivers` in `inventory/policies/`, each with a reason, an owner and a last day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from netops.errors import Diagnostic, Origin, Severity

if TYPE_CHECKING:
    from netops.model.inventory import Entry

KIND = "waiver"
SECRETS = "SEC"
"""Findings about secrets come before the rules, and are evaluated there."""
PARTS = (": ", ".", "[")
"""What follows the name of an object, or a path, when something inside of it is meant."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding: all of `code` at an object, at a path in it, or in a file, up to and with the day `expires`."""

    code: str
    at: str
    expires: date
    owner: str
    origin: Origin

    def covers(self, problem: Diagnostic) -> bool:
        """Whether it is this problem that is meant."""
        if problem.code != self.code:
            return False
        inside = problem.path == self.at or problem.path.startswith(tuple(self.at + part for part in PARTS))
        return inside or (problem.origin is not None and problem.origin.file == self.at)


@dataclass(frozen=True, slots=True)
class WaiverResult:
    """Problems that count, and those that are waived."""

    problems: list[Diagnostic]
    waived: list[Diagnostic]


def parse_waivers(entries: Mapping[str, Entry]) -> list[Waiver]:
    """The waivers of a company; what is no valid waiver waives nothing."""
    return [waiver for entry in entries.values() if (waiver := _waiver(entry)) is not None]


def _waiver(entry: Entry) -> Waiver | None:
    raw = entry.part.raw
    try:
        day = date.fromisoformat(str(raw["expires"]))
        return Waiver(str(raw["code"]), str(raw["at"]), day, str(raw["owner"]), entry.part.origin())
    except (KeyError, ValueError):
        return None


def apply_waivers(problems: Iterable[Diagnostic], known: Iterable[Waiver], today: date | None) -> WaiverResult:
    """The problems without those that a waiver covers which still holds; without a date all hold."""
    holding = [waiver for waiver in known if today is None or today <= waiver.expires]
    kept: list[Diagnostic] = []
    waived: list[Diagnostic] = []
    for problem in problems:
        (waived if any(waiver.covers(problem) for waiver in holding) else kept).append(problem)
    return WaiverResult(kept, waived)


def stale_waivers(
    problems: Iterable[Diagnostic], known: Iterable[Waiver], codes: Iterable[str], today: date | None
) -> Iterator[Diagnostic]:
    """Warnings on waivers: over (WAV001), waiving nothing (WAV002), of a rule that does not exist (WAV003)."""
    found, codes = list(problems), set(codes)
    for waiver in known:
        if waiver.code.startswith(SECRETS):
            continue
        if waiver.code not in codes:
            hint = "netops rules lists the codes"
            yield _warning("WAV003", f"there is no rule {waiver.code}", waiver, "the code of a rule", waiver.code, hint)
        elif today is not None and today > waiver.expires:
            message = f"the waiver of {waiver.code} at {waiver.at} ended on {waiver.expires}"
            hint = f"{waiver.owner} fixes the finding or renews the waiver"
            yield _warning("WAV001", message, waiver, f"a day from {today} on", str(waiver.expires), hint)
        elif not any(waiver.covers(problem) for problem in found):
            message = f"the waiver of {waiver.code} at {waiver.at} waives nothing"
            yield _warning("WAV002", message, waiver, "a finding at this place", "none", "remove the waiver, or correct `at`")


def _warning(code: str, message: str, waiver: Waiver, expected: str, found: str, hint: str) -> Diagnostic:
    return Diagnostic(code, message, Severity.WARNING, waiver.origin, waiver.at, expected, found, hint)
