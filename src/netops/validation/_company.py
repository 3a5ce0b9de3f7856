"""The company validated from its sites: their problems, names that two of them use, and the rules over all sites in outline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from netops import checks
from netops.cache import Cache, ParallelMap, digest
from netops.checks import ConfiguredRule, Rule, Scope, scopes
from netops.errors import DataError, Diagnostic, Related, only_errors
from netops.model import index, inventory, validate
from netops.model.company import Company
from netops.model.deferred import MergedCompany
from netops.model.packing import pack_problems, unpack_problems
from netops.model.plaintext import find_plaintext_secrets
from netops.model.sources import COMMON, Sources
from netops.model.unobeyed import unused_acceptances, used_names
from netops.schema import load as load_schemas
from netops.validation import ValidationResult
from netops.validation._merged import MergedScope
from netops.validation._result import OUTLINE, SiteResult, cache_name
from netops.validation._selectors import unknown_names
from netops.validation._site import STAGES, UNOBEYED, company_with_site, validate_site

COMPANY = "company"
SHARED = "common"
FEW = 8
"""So many sites stay merged after they are validated, for what comes next in this process."""


def validate_company(
    files: Sources, keys: Mapping[str, str], today: date | None, cache: Cache, parallel_map: ParallelMap
) -> tuple[ValidationResult, MergedCompany | None]:
    """Every problem of the company whose files are given, and what was merged for that when the data is right.

    `keys` are the cache keys of the results of the sites.
    """
    base, unreadable = _base_company(files, today)
    if base is None:
        return _without_rules([*unreadable, *files.documents(*files.sites)[1]]), None
    known = checks.rules_by_code(files.project)
    jobs, settings = _active_rules(base, known)
    common = {**_of_common_files(files, keys[COMMON], base, cache), "rules": settings}
    sites = _Sites(files, keys, cache, base, jobs, is_right=not only_errors(common["files"]))
    sites.validate_all(parallel_map)
    by_stage = {stage: [p for found in (common, *sites.problems()) for p in found.get(stage, ())] for stage in (*STAGES, UNOBEYED)}
    by_stage["files"] += _duplicate_names(sites)
    problems: list[Diagnostic] = []
    for stage in STAGES[:-1]:
        problems += by_stage[stage]
        if only_errors(problems):
            return _with_sound_rules([*problems, *by_stage[UNOBEYED]], by_stage["rules"], known, sites), None
    problems += [*by_stage[UNOBEYED], *unused_acceptances(base.files.settings, sites.unobeyed())]
    findings = checks.waive_findings([*by_stage["rules"], *_company_findings(sites)], known, base)
    data = checks.sort_problems(problems)
    result = ValidationResult(
        checks.sort_problems([*problems, *findings.problems]), data, findings.waived, complete=True, kinds=sites.kinds()
    )
    return result, MergedCompany(base, sites.merged)


def _without_rules(problems: list[Diagnostic]) -> ValidationResult:
    """The result when the data is wrong: no rule runs."""
    data = checks.sort_problems(problems)
    return ValidationResult(data, data)


def _with_sound_rules(problems: list[Diagnostic], findings: list[Diagnostic], known: list[Rule], sites: _Sites) -> ValidationResult:
    """The result when some data is wrong: what the rules found in the rest, and of what there was none.

    The rules over the company are left out: to them a device that could not be read is one that does not exist.
    """
    data = checks.sort_problems(problems)
    wrong = [what for result in sites.results.values() for what in result.unchecked]
    if not sites.is_right or not wrong:
        return ValidationResult(data, data)
    waived = checks.waive_findings(findings, known, sites.base)
    kept = [problem for problem in waived.problems if problem.code != "WAV002"]  # its finding may be among those that are left out
    return ValidationResult(checks.sort_problems([*data, *kept]), data, waived.waived, unchecked=tuple(sorted(wrong)))


def _base_company(files: Sources, today: date | None) -> tuple[Company | None, list[Diagnostic]]:
    """The company without its sites; None when a common file cannot be read."""
    try:
        schemas = load_schemas(files.project)
    except DataError as error:
        return None, list(error.diagnostics)
    documents, problems = files.documents(COMMON)
    found, more = (None, problems) if problems else inventory.classify_documents(files.project, schemas, documents)
    if found is None:
        return None, more
    return Company(found, today), []


def _of_common_files(files: Sources, key: str, base: Company, cache: Cache) -> dict[str, list[Diagnostic]]:
    """The problems of the common files, by stage; they are cached, since most changes are of a site."""
    cached = cache.get(SHARED, key) if key else None
    if cached is not None:
        return {stage: unpack_problems(found) for stage, found in cached.items()}
    base.files.leaks = find_plaintext_secrets(files, COMMON)
    found = {"files": validate.file_problems(base.files, base.today), UNOBEYED: validate.unused_setting_problems(base.files)}
    if key:
        cache.put(SHARED, key, {stage: pack_problems(problems) for stage, problems in found.items()})
    return found


def _active_rules(base: Company, known: list[Rule]) -> tuple[list[ConfiguredRule], list[Diagnostic]]:
    """The rules to run; none when netops.yaml itself is wrong, which is reported before."""
    return ([], []) if only_errors(validate.settings_problems(base.files)) else checks.configured_rules(known, base)


@dataclass
class _Sites:
    """The results of the sites of a company: from the cache, or computed and cached."""

    files: Sources
    keys: Mapping[str, str]
    cache: Cache
    base: Company
    jobs: list[ConfiguredRule]
    is_right: bool = True
    """Whether the common files are right: else nothing can be merged on them."""
    results: dict[str, SiteResult] = field(default_factory=dict)
    outlines: dict[str, Any] = field(default_factory=dict)
    companies: dict[str, Company | None] = field(default_factory=dict)
    merged: dict[str, Company] = field(default_factory=dict)
    """The sites that were merged in this process, when they are few."""

    def validate_all(self, parallel_map: ParallelMap) -> None:
        """Validate all sites; those that are not in the cache in parallel."""
        kept = {site: self.cache.get(cache_name(site), self.keys[site]) if self.keys[site] else None for site in self.files.sites}
        missing = [site for site, found in kept.items() if found is None]
        validate = partial(self._validate, keep=len(missing) < FEW)
        for site, (found, outline) in zip(missing, parallel_map(validate, missing), strict=True):
            kept[site], self.outlines[site] = found, outline
            if self.keys[site]:
                self.cache.put(cache_name(site), self.keys[site], found)
        self.results = {site: SiteResult.restored(found) for site, found in kept.items() if found is not None}
        for site in missing if self.cache.folder else ():
            self.cache.put(cache_name(site, OUTLINE), self.results[site].outline, self.outlines[site])

    def _validate(self, site: str, *, keep: bool) -> tuple[list[Any], Any]:
        found, outline, company = validate_site(site, self.files, self.base, self.jobs, merge=self.is_right)
        if keep and company:
            self.merged[site] = self.companies[site] = company
        return found.saved(), outline

    def outline(self, site: str) -> Any:
        """The part of a site in the company's outline; computed again when it is not in the cache."""
        if site not in self.outlines:
            kept = self.cache.get(cache_name(site, OUTLINE), self.results[site].outline)
            self.outlines[site] = self._validate(site, keep=False)[1] if kept is None else kept
        return self.outlines[site]

    def problems(self) -> Iterator[Mapping[str, list[Diagnostic]]]:
        yield from (result.problems for result in self.results.values())

    def kinds(self) -> Counter[str]:
        """How many of each kind of device there are, how many targets, and how many business services."""
        found = Counter(service=len(self.base.files.objects.get("service", ())))
        for result in self.results.values():
            found.update(result.kinds)
        return found

    def unobeyed(self) -> frozenset[str]:
        """The names of what any file sets and nothing obeys."""
        return used_names(self.base.files).union(*(result.unobeyed for result in self.results.values()))

    def company(self, site: str) -> Company | None:
        """The company as a site sees it; the files of the site are read for it."""
        if site not in self.companies:
            self.companies[site] = company_with_site(site, self.files, self.base)[0] if site else self.base
        return self.companies[site]


def _duplicate_names(sites: _Sites) -> Iterator[Diagnostic]:
    """Names that devices of two sites have."""
    homes: dict[str, str] = {}
    for site, result in sites.results.items():
        for name in result.devices:
            first = homes.setdefault(name, site)
            one, other = sites.company(first) if first != site else None, sites.company(site) if first != site else None
            if one and other:
                related = (Related("the first one", one.files.devices[name].part.origin()),)
                origin, hint = other.files.devices[name].part.origin(), "names are unique in the whole company"
                yield Diagnostic("INV003", f"two devices called {name}", origin=origin, hint=hint, related=related)


def _company_findings(sites: _Sites) -> list[Diagnostic]:
    """What the rules over the company find. Only the absence of findings is cached, since an outline holds no places."""
    common, cache = sites.keys[COMMON], sites.cache
    key = digest(common, *(result.outline for result in sites.results.values())) if common else ""
    if key and cache.get(COMPANY, key) is not None:
        return []
    merged = MergedScope(sites.base, sites.company)
    for site in sites.results:
        merged.add(site, sites.outline(site))
    scope = Scope(merged.devices, merged.objects, index.Index(merged.objects, merged.devices), *scopes.common_names(sites.base))
    found = [*unknown_names(sites.base, scope), *checks.run_on_company(sites.jobs, scope, sites.base.today, merged.origin)]
    if key and not found:
        cache.put(COMPANY, key, [])
    return found
