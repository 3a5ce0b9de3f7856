"""One site judged by itself: its files, its merged devices, and the rules that need no other site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from netops import checks
from netops.cache import digest, encoded
from netops.checks import Job, scopes
from netops.errors import Diagnostic, errors
from netops.model import inventory, validate
from netops.model.company import Company, merge_problems
from netops.model.leaked import leaked
from netops.model.packing import packed, unpacked
from netops.model.sources import Sources

STAGES = ("reading", "files", "merging", "rules")
"""A stage with an error is the last one that is told."""


@dataclass(frozen=True)
class Judged:
    """What is known of one site: problems by stage, the names of its devices, how many of each kind, the digest of its outline."""

    problems: Mapping[str, list[Diagnostic]] = field(default_factory=dict)
    devices: Sequence[str] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)
    outline: str = ""

    def saved(self) -> list[Any]:
        return [{stage: packed(found) for stage, found in self.problems.items()}, self.devices, self.kinds, self.outline]

    @classmethod
    def restored(cls, kept: list[Any]) -> Judged:
        problems, devices, kinds, outline = kept
        return cls({stage: unpacked(found) for stage, found in problems.items()}, devices, kinds, outline)


NOTHING: dict[str, Any] = {"devices": {}, "objects": {}}
"""The outline of a site that could not be read."""


def site_of(name: str, files: Sources, base: Company) -> tuple[Company | None, list[Diagnostic]]:
    """The company as one site sees it. None when a file of the site cannot be read."""
    documents, problems = files.documents(name)
    if problems:
        return None, problems
    found = inventory.with_site(base.files, documents)
    found.leaks = leaked(files, name)
    return Company(found, base.today, base=base), []


def judge(name: str, files: Sources, base: Company, jobs: list[Job], *, merge: bool = True) -> tuple[Judged, dict[str, Any]]:
    """All that can be said of a site without another one, and its outline: `devices` by name, other `objects` by kind and name.

    Without `merge` only its files are looked at.
    """
    company, unreadable = site_of(name, files, base)
    if company is None:
        return Judged({"reading": unreadable}), NOTHING
    found = {"files": validate.problems(company.files, company.today)}
    if merge and not errors(found["files"]):
        found["merging"] = merge_problems(company)
    if not merge or any(map(errors, found.values())):
        return Judged(found, list(company.files.devices)), NOTHING
    found["rules"] = [
        problem for scope in scopes.sites(company) for problem in checks.over_site(jobs, scope, company.today, company.origin)
    ]
    outline = {"devices": {name: scopes.outline(device) for name, device in company.devices.items()}, "objects": _objects(company)}
    return Judged(found, list(company.devices), _kinds(company), digest(encoded(outline))), outline


def _objects(company: Company) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for entry in company.files.own_objects():
        found.setdefault(entry.kind, {})[entry.name] = company.objects[entry.kind][entry.name]
    return found


def _kinds(company: Company) -> Counter[str]:
    return Counter(str(device["kind"]) for device in company.devices.values()) + Counter(target=len(company.targets))
