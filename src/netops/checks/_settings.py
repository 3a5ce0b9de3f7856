"""What `rules:` in netops.yaml says: a severity, `off`, or a map with `severity` and the rule's options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from netops.checks._rule import Rule
from netops.errors import Diagnostic, Severity
from netops.messages import did_you_mean

if TYPE_CHECKING:
    from netops.model.company import Company

OFF = "off"
SEVERITY = "severity"
Chosen = tuple[Rule, Severity, Mapping[str, Any]]


def rules_from_settings(rules: Iterable[Rule], company: Company) -> tuple[list[Chosen], list[Diagnostic]]:
    """The rules that the company wants, each with severity and options, and what is wrong with its settings (CHK002)."""
    wanted, by_code = _wanted(company), {each.code: each for each in rules}
    problems = [*_unknown(wanted, by_code, company)]
    found: list[Chosen] = []
    for code, each in by_code.items():
        said = wanted.get(code, {})
        problems += _wrong_options(each, said, company)
        severity = said.get(SEVERITY, each.severity)
        if severity != OFF:
            found.append((each, Severity(severity), {key: said.get(key, default) for key, default in each.options.items()}))
    return found, problems


def _wanted(company: Company) -> dict[str, Mapping[str, Any]]:
    said = company.settings.get("rules", {})
    return {code: value if isinstance(value, Mapping) else {SEVERITY: value} for code, value in said.items()}


def _unknown(wanted: Iterable[str], known: Iterable[str], company: Company) -> Iterator[Diagnostic]:
    unknown = [code for code in wanted if code not in known]
    capability_codes = _of_capability(company) if unknown else set()
    for code in unknown:
        if code not in capability_codes:
            hint = did_you_mean(code, [*known, *capability_codes], "netops rules lists them")
            yield _problem(company, (code,), f"there is no rule {code}", "the code of a rule", code, hint)


def _of_capability(company: Company) -> set[str]:
    """The codes of the rules on what hardware and releases cannot do, which `rules:` grades too."""
    from netops.capability import CapabilityRules

    library = CapabilityRules(company.project, company.schemas)
    return {rule.code for platform in company.project.platforms() for rule in library.rules(platform)}


def _wrong_options(rule: Rule, said: Mapping[str, Any], company: Company) -> Iterator[Diagnostic]:
    for key, value in said.items():
        if key == SEVERITY:
            continue
        place, words = (rule.code, key), ", ".join(rule.options) or "no options"
        if key not in rule.options:
            yield _problem(company, place, f"{rule.code} has no option {key!r}", words, key, f"netops rules {rule.code} lists them")
        elif not _alike(value, rule.options[key]):
            kind = type(rule.options[key]).__name__
            yield _problem(company, place, f"option {key} of {rule.code} has the wrong type", _WORDS.get(kind, kind), repr(value), "")


_WORDS = {"int": "a whole number", "float": "a number", "str": "a text", "bool": "true or false", "list": "a list", "tuple": "a list"}


def _alike(value: Any, default: Any) -> bool:
    if isinstance(value, bool) or isinstance(default, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, int | float):
        return isinstance(value, int if isinstance(default, int) else int | float)
    return isinstance(value, list | tuple) if isinstance(default, list | tuple) else isinstance(value, type(default))


def _problem(company: Company, path: tuple[str, ...], message: str, expected: str, found: str, hint: str) -> Diagnostic:
    origin = company.files.settings.origin(("rules", *path), key=True)
    return Diagnostic("CHK002", message, origin=origin, path=".".join(("rules", *path)), expected=expected, found=found, hint=hint)
