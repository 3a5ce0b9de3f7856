"""The rules of a company, run: over each device, each site, and the company in outline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from netops import registry
from netops.checks import _settings
from netops.checks._rule import Finding, Rule
from netops.checks.scopes import Device, Scope
from netops.errors import Diagnostic, Origin, Related, Severity
from netops.model import waivers
from netops.model.index import Path, Place
from netops.model.waivers import WaiverResult

if TYPE_CHECKING:
    from netops.graph.graph import CompanyGraph
    from netops.model.company import Company
    from netops.project import Project

KIND = registry.PluginKind(name="check", package="netops.checks", folder="checks", requires=("__doc__",), helpers=("scopes",))
Locate = Callable[[str, str, Path], Origin | None]
"""The place of a value: kind and name of an object, and a path in it."""


def rules_by_code(project: Project) -> list[Rule]:
    """All rules of a project by code: netops' own, installed ones, the company's."""
    modules = registry.load_all(KIND, project.root).values()
    found = {each.code: each for module in modules for each in vars(module).values() if isinstance(each, Rule)}
    return [found[code] for code in sorted(found)]


def waive_findings(problems: Iterable[Diagnostic], known: Iterable[Rule], company: Company) -> WaiverResult:
    """What the company's waivers leave of the problems that rules found, and what is wrong with the waivers."""
    found, accepted = sort_problems(problems), waivers.parse_waivers(company.files.objects.get(waivers.KIND, {}))
    made = waivers.apply_waivers(found, accepted, company.today)
    stale = waivers.stale_waivers(found, accepted, [one.code for one in known], company.today)
    return replace(made, problems=sort_problems([*made.problems, *stale]))


@dataclass(frozen=True, slots=True)
class ConfiguredRule:
    """A rule as this company wants it."""

    rule: Rule
    severity: Severity
    options: Mapping[str, Any]

    def findings(self, subject: Device | Scope | CompanyGraph, today: date | None) -> Iterator[Finding]:
        words = {**self.options, "today": today} if self.rule.needs_today else self.options
        return self.rule.check(subject, **words)


def configured_rules(known: Iterable[Rule], company: Company) -> tuple[list[ConfiguredRule], list[Diagnostic]]:
    """The rules as `rules:` in netops.yaml grades, tunes and switches them off, and what is wrong with that.

    A rule that needs the date is left out when the company has none.
    """
    chosen, problems = _settings.rules_from_settings(known, company)
    return [ConfiguredRule(one, severity, options) for one, severity, options in chosen if company.today or not one.needs_today], problems


def run_on_site(jobs: Iterable[ConfiguredRule], scope: Scope, today: date | None, origin: Locate) -> list[Diagnostic]:
    """What the rules for devices and for sites find at one site."""
    devices = [Device(name, data, scope) for name, data in scope.devices.items()]
    subjects: dict[str, list[Any]] = {"target": devices, "site": [scope]}
    return [problem for job in jobs for subject in subjects.get(job.rule.scope, ()) for problem in _run_one(job, subject, today, origin)]


def run_on_company(jobs: Iterable[ConfiguredRule], scope: Scope, today: date | None, origin: Locate) -> list[Diagnostic]:
    """What the rules for the company find."""
    return [problem for job in jobs if job.rule.scope == "company" for problem in _run_one(job, scope, today, origin)]


def run_on_network(jobs: Iterable[ConfiguredRule], graph: CompanyGraph, today: date | None, origin: Locate) -> list[Diagnostic]:
    """What the rules for ways through the network find."""
    return [problem for job in jobs if job.rule.scope == "network" for problem in _run_one(job, graph, today, origin)]


def sort_problems(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems by place, each once."""
    return sorted(dict.fromkeys(problems), key=lambda d: (d.origin or Origin("", 0), d.code, d.path))


def _run_one(job: ConfiguredRule, subject: Device | Scope | CompanyGraph, today: date | None, origin: Locate) -> list[Diagnostic]:
    try:
        return [_diagnostic(finding, job, origin) for finding in job.findings(subject, today)]
    except Exception as error:
        return [_crashed(job.rule, error)]


def _crashed(one: Rule, error: Exception) -> Diagnostic:
    return Diagnostic(
        code="CHK001",
        message=f"rule {one.code} ({one.title}) crashed: {type(error).__name__}: {error}",
        hint=f"what {one.code} checks was not checked; correct the rule, or switch it off in netops.yaml: rules: {{{one.code}: off}}",
    )


def _diagnostic(finding: Finding, job: ConfiguredRule, origin: Locate) -> Diagnostic:
    related = ((note, origin(place.kind, place.name, place.path)) for note, place in finding.related)
    return Diagnostic(
        code=job.rule.code,
        message=finding.message,
        severity=job.severity,
        origin=origin(finding.at.kind, finding.at.name, finding.at.path),
        path=_dotted(finding.at),
        expected=finding.expected,
        found=finding.found,
        hint=finding.hint,
        related=tuple(Related(note, place) for note, place in related if place is not None),
    )


def _dotted(place: Place) -> str:
    """`ber-core-1: interfaces.Vlan110.addresses[0]`; a key that holds a dot stands in brackets, as in `netops explain`."""
    text = ""
    for part in place.path:
        plain = isinstance(part, str) and "." not in part
        text += (f".{part}" if text else str(part)) if plain else f"[{part}]"
    return f"{place.name}: {text}" if text else place.name
