"""Rules over the whole company: one small function per rule, with a code, grouped in one module per subject.

A rule gets the company and yields a `Finding` for each problem. Modules are found in this package and in the company's `checks/`
folder. A rule that crashes is an error of its own (CHK001): silence is never a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netops import registry
from netops.errors import Diagnostic, Origin, Related, Severity
from netops.model.index import Path, Place

if TYPE_CHECKING:
    from netops.model.company import Company

__all__ = ["KIND", "Finding", "Path", "Place", "Rule", "at", "rule", "rules", "run"]

KIND = registry.Kind(name="check", package="netops.checks", folder="checks", requires=("__doc__",))
OFF = "off"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that a rule found. `related` are other places that are part of it, each with a word on why."""

    at: Place
    message: str
    expected: str = ""
    found: str = ""
    hint: str = ""
    related: tuple[tuple[str, Place], ...] = ()


Check = Callable[["Company"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as `netops validate` runs it and as the documentation lists it."""

    code: str
    title: str
    scope: str
    severity: Severity
    check: Check

    @property
    def text(self) -> str:
        """The rule's page: What it does, Why it matters, Example, Use instead."""
        return self.check.__doc__ or ""


def rule(code: str, *, title: str, scope: str = "company", severity: Severity = Severity.ERROR) -> Callable[[Check], Rule]:
    """Make a function a rule."""
    return lambda check: Rule(code=code, title=title, scope=scope, severity=severity, check=check)


def rules(company: Company) -> list[Rule]:
    """All rules for a company by code: netops' own, installed ones, the company's."""
    modules = registry.load_all(KIND, company.project.root).values()
    found = {each.code: each for module in modules for each in vars(module).values() if isinstance(each, Rule)}
    return [found[code] for code in sorted(found)]


def run(company: Company) -> list[Diagnostic]:
    """Every problem that the rules find, by place; a rule is skipped when netops.yaml says `rules: {CODE: off}`."""
    wanted: Mapping[str, str] = company.settings.get("rules", {})
    problems = [d for each in rules(company) if wanted.get(each.code) != OFF for d in _run_one(each, company, wanted.get(each.code))]
    return sorted(problems, key=lambda d: (d.origin or Origin("", 0), d.code, d.path))


def _run_one(one: Rule, company: Company, severity: str | None) -> list[Diagnostic]:
    grade = Severity(severity) if severity else one.severity
    try:
        return [_diagnostic(finding, one.code, grade, company) for finding in one.check(company)]
    except Exception as error:
        return [_crashed(one, error)]


def _crashed(one: Rule, error: Exception) -> Diagnostic:
    return Diagnostic(
        code="CHK001",
        message=f"rule {one.code} ({one.title}) crashed: {type(error).__name__}: {error}",
        hint=f"nothing is known about what {one.code} checks; mend the rule, or switch it off in netops.yaml: rules: {{{one.code}: off}}",
    )


def _diagnostic(finding: Finding, code: str, severity: Severity, company: Company) -> Diagnostic:
    related = ((note, _origin(place, company)) for note, place in finding.related)
    return Diagnostic(
        code=code,
        message=finding.message,
        severity=severity,
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


def at(kind: str, name: Any, *path: str | int) -> Place:
    """The place of a value."""
    return Place(kind, str(name), path)
