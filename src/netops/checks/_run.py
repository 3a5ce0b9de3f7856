"""The rules of a company, run: over each device, each site, and the company in outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from netops import registry
from netops.checks import _settings, scopes
from netops.checks._rule import Finding, Rule
from netops.checks.scopes import Device, Scope
from netops.errors import Diagnostic, Origin, Related, Severity
from netops.model import waivers
from netops.model.index import Place
from netops.model.waivers import Verdict

if TYPE_CHECKING:
    from netops.model.company import Company

KIND = registry.Kind(name="check", package="netops.checks", folder="checks", requires=("__doc__",))


def rules(company: Company) -> list[Rule]:
    """All rules for a company by code: netops' own, installed ones, the company's."""
    modules = registry.load_all(KIND, company.project.root).values()
    found = {each.code: each for module in modules for each in vars(module).values() if isinstance(each, Rule)}
    return [found[code] for code in sorted(found)]


def run(company: Company) -> list[Diagnostic]:
    """Every problem that the rules find and that no waiver covers, by place."""
    return judged(company).problems


def judged(company: Company) -> Verdict:
    """Every problem that the rules find, by place, those apart that are waived; and what is wrong with the waivers.

    `rules:` in netops.yaml grades a rule, sets its options or switches it off. A rule that needs the date is left out when the company
    has none.
    """
    known = rules(company)
    problems, accepted = _found(known, company), waivers.waivers(company.files.objects.get(waivers.KIND, {}))
    verdict = waivers.judged(problems, accepted, company.today)
    stale = waivers.stale(problems, accepted, [one.code for one in known], company.today)
    return replace(verdict, problems=_sorted([*verdict.problems, *stale]))


def _found(known: list[Rule], company: Company) -> list[Diagnostic]:
    chosen, problems = _settings.chosen(known, company)
    jobs = [_Job(one, severity, options) for one, severity, options in chosen if company.today or not one.needs_today]
    for scope in scopes.sites(company):
        problems += _over_devices([job for job in jobs if job.rule.scope == "target"], scope, company)
        problems += _over([job for job in jobs if job.rule.scope == "site"], scope, company)
    problems += _over([job for job in jobs if job.rule.scope == "company"], scopes.whole(company), company)
    return _sorted(problems)


def _sorted(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(dict.fromkeys(problems), key=lambda d: (d.origin or Origin("", 0), d.code, d.path))


@dataclass(frozen=True, slots=True)
class _Job:
    """A rule as this company wants it."""

    rule: Rule
    severity: Severity
    options: Mapping[str, Any]

    def findings(self, subject: Device | Scope, today: date | None) -> Iterator[Finding]:
        words = {**self.options, "today": today} if self.rule.needs_today else self.options
        return self.rule.check(subject, **words)


def _over_devices(jobs: list[_Job], scope: Scope, company: Company) -> list[Diagnostic]:
    devices = [Device(name, data, scope) for name, data in scope.devices.items()]
    return [problem for job in jobs for device in devices for problem in _run_one(job, device, company)]


def _over(jobs: list[_Job], scope: Scope, company: Company) -> list[Diagnostic]:
    return [problem for job in jobs for problem in _run_one(job, scope, company)]


def _run_one(job: _Job, subject: Device | Scope, company: Company) -> list[Diagnostic]:
    try:
        return [_diagnostic(finding, job, company) for finding in job.findings(subject, company.today)]
    except Exception as error:
        return [_crashed(job.rule, error)]


def _crashed(one: Rule, error: Exception) -> Diagnostic:
    return Diagnostic(
        code="CHK001",
        message=f"rule {one.code} ({one.title}) crashed: {type(error).__name__}: {error}",
        hint=f"nothing is known about what {one.code} checks; mend the rule, or switch it off in netops.yaml: rules: {{{one.code}: off}}",
    )


def _diagnostic(finding: Finding, job: _Job, company: Company) -> Diagnostic:
    related = ((note, _origin(place, company)) for note, place in finding.related)
    return Diagnostic(
        code=job.rule.code,
        message=finding.message,
        severity=job.severity,
        origin=_origin(finding.at, company),
        path=_dotted(finding.at),
        expected=finding.expected,
        found=finding.found,
        hint=finding.hint,
        related=tuple(Related(note, origin) for note, origin in related if origin is not None),
    )


def _origin(place: Place, company: Company) -> Origin | None:
    origin: Origin | None = company.origin(place.kind, place.name, place.path)
    return origin


def _dotted(place: Place) -> str:
    """`ber-core-1: interfaces.Vlan110.addresses[0]`; a key that holds a dot stands in brackets, as in `netops explain`."""
    text = ""
    for part in place.path:
        plain = isinstance(part, str) and "." not in part
        text += (f".{part}" if text else str(part)) if plain else f"[{part}]"
    return f"{place.name}: {text}" if text else place.name
