"""One site validated by itself: its files, its merged devices, and the rules that need no other site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from typing import Any

from netops import checks
from netops.cache import digest, encode_value
from netops.checks import ConfiguredRule, scopes
from netops.errors import Diagnostic, only_errors
from netops.model import inventory, validate
from netops.model.company import Company, merge_problems
from netops.model.plaintext import find_plaintext_secrets
from netops.model.sources import Sources
from netops.model.unobeyed import used_names
from netops.validation._result import SiteResult

STAGES = ("reading", "files", "merging", "rules")
"""A stage with an error is the last one that is reported."""

UNOBEYED = "unobeyed"
"""Settings that nothing obeys: errors that stop no stage, since the data is sound."""


NOTHING: dict[str, Any] = {"devices": {}, "objects": {}}
"""The outline of a site that could not be read."""


def company_with_site(name: str, files: Sources, base: Company) -> tuple[Company | None, list[Diagnostic]]:
    """The company as one site sees it. None when a file of the site cannot be read."""
    documents, problems = files.documents(name)
    if problems:
        return None, problems
    found = inventory.with_site(base.files, documents)
    found.leaks = find_plaintext_secrets(files, name)
    return Company(found, base.today, base=base), []


def validate_site(
    name: str, files: Sources, base: Company, jobs: list[ConfiguredRule], *, merge: bool = True
) -> tuple[SiteResult, dict[str, Any], Company | None]:
    """The result of a site as far as it needs no other site, and its outline: `devices` by name, other `objects` by kind and name.

    Last, the company as the site sees it, merged; None when an error kept it from that. Without `merge` only its files are validated.
    """
    company, unreadable = company_with_site(name, files, base)
    if company is None:
        return SiteResult({"reading": unreadable}, unchecked=(f"site {name}",)), NOTHING, None
    found = {"files": validate.file_problems(company.files, company.today)}
    unobeyed = {UNOBEYED: validate.unused_setting_problems(company.files)}
    if merge and not only_errors(found["files"]):
        found["merging"] = merge_problems(company)
    if not merge or any(map(only_errors, found.values())):
        wrong = {problem.origin.file for stage in found.values() for problem in only_errors(stage) if problem.origin}
        sound = _without_devices_of(company, wrong) if merge else None
        more = _rules(sound, [job for job in jobs if job.rule.scope == "target"]) if sound else []
        unchecked = sorted(wrong) if sound else [f"site {name}"]
        return SiteResult({**found, **unobeyed, "rules": more}, list(company.files.devices), unchecked=unchecked), NOTHING, None
    found |= {**unobeyed, "rules": _rules(company, jobs)}
    outline = {"devices": {name: scopes.device_outline(device) for name, device in company.devices.items()}, "objects": _objects(company)}
    used = sorted(used_names(company.files))
    return SiteResult(found, list(company.devices), _kinds(company), digest(encode_value(outline)), unobeyed=used), outline, company


def _rules(company: Company, jobs: list[ConfiguredRule]) -> list[Diagnostic]:
    return [problem for scope in scopes.site_scopes(company) for problem in checks.run_on_site(jobs, scope, company.today, company.origin)]


def _without_devices_of(company: Company, files: Set[str]) -> Company | None:
    """The company as the site sees it, without the devices of some files; None when one of those holds more than a device."""
    of_devices = {entry.part.document.file for entry in company.files.devices.values() if not entry.part.path}
    if not files <= of_devices or company.base is None:
        return None
    documents = {one.file: one for one in company.files.documents if one.file not in files}
    found = Company(inventory.with_site(company.base.files, documents), company.today, base=company.base)
    return None if only_errors(merge_problems(found)) else found


def _objects(company: Company) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for entry in company.files.own_objects():
        found.setdefault(entry.kind, {})[entry.name] = company.objects[entry.kind][entry.name]
    return found


def _kinds(company: Company) -> Counter[str]:
    return Counter(str(device["kind"]) for device in company.devices.values()) + Counter(target=len(company.targets))
