"""The company judged from its sites: what they found, names that two of them use, and the rules over all in outline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from netops import checks
from netops.cache import Cache, Spread, digest
from netops.checks import Job, Rule, Scope, scopes
from netops.errors import DataError, Diagnostic, Related, errors
from netops.model import index, inventory, validate
from netops.model.company import Company
from netops.model.leaked import leaked
from netops.model.sources import COMMON, Sources
from netops.schema import load as load_schemas
from netops.validation import Result
from netops.validation._joined import Joined
from netops.validation._site import STAGES, Judged, judge, site_of

OUTLINE = ".outline"
COMPANY = "company"


def judged(files: Sources, keys: Mapping[str, str], today: date | None, cache: Cache, spread: Spread) -> Result:
    """Every problem of the company whose files are given; `keys` say what the result of each site hangs on."""
    base, problems = _base(files, today)
    if base is None:
        return _stopped([*problems, *files.documents(*files.sites)[1]])
    known = checks.rules(files.project)
    jobs, settings = _jobs(base, known)
    common = {"files": validate.problems(base.files, today), "rules": settings}
    sites = _Sites(files, keys, cache, base, jobs, is_right=not errors(common["files"]))
    sites.ask(spread)
    by_stage = {stage: [p for found in (common, *sites.problems()) for p in found.get(stage, ())] for stage in STAGES}
    by_stage["files"] += _twice(sites)
    told: list[Diagnostic] = []
    for stage in STAGES[:-1]:
        told += by_stage[stage]
        if errors(told):
            return _stopped(told)
    verdict = checks.result_of([*by_stage["rules"], *_over_company(sites)], known, base)
    data = checks.ordered(told)
    return Result(checks.ordered([*told, *verdict.problems]), data, verdict.waived, complete=True, kinds=sites.kinds())


def _stopped(problems: list[Diagnostic]) -> Result:
    """When the data is wrong, no rule is asked."""
    found = checks.ordered(problems)
    return Result(found, found)


def _base(files: Sources, today: date | None) -> tuple[Company | None, list[Diagnostic]]:
    """The company without its sites; None when a common file cannot be read."""
    try:
        schemas = load_schemas(files.project)
    except DataError as error:
        return None, list(error.diagnostics)
    documents, problems = files.documents(COMMON)
    found, more = (None, problems) if problems else inventory.sorted_out(files.project, schemas, documents)
    if found is None:
        return None, more
    found.leaks = leaked(files, COMMON)
    return Company(found, today), []


def _jobs(base: Company, known: list[Rule]) -> tuple[list[Job], list[Diagnostic]]:
    """The rules to run; none when netops.yaml itself is wrong, which is told before."""
    return ([], []) if errors(validate.settings(base.files)) else checks.jobs_of(known, base)


@dataclass
class _Sites:
    """The sites of a company, each judged: kept from before, or asked anew and kept."""

    files: Sources
    keys: Mapping[str, str]
    cache: Cache
    base: Company
    jobs: list[Job]
    is_right: bool = True
    """Whether the common files are right: else nothing can be merged on them."""
    judged: dict[str, Judged] = field(default_factory=dict)
    outlines: dict[str, Any] = field(default_factory=dict)
    companies: dict[str, Company | None] = field(default_factory=dict)

    def ask(self, spread: Spread) -> None:
        """Judge all sites; those of which nothing is kept side by side."""
        kept = {site: self.cache.get(name_of(site), self.keys[site]) if self.keys[site] else None for site in self.files.sites}
        missing = [site for site, found in kept.items() if found is None]
        for site, (found, outline) in zip(missing, spread(self._judge, missing), strict=True):
            kept[site], self.outlines[site] = found, outline
            if self.keys[site]:
                self.cache.put(name_of(site), self.keys[site], found)
        self.judged = {site: Judged.restored(found) for site, found in kept.items() if found is not None}
        for site in missing if self.cache.folder else ():
            self.cache.put(name_of(site, OUTLINE), self.judged[site].outline, self.outlines[site])

    def _judge(self, site: str) -> tuple[list[Any], Any]:
        found, outline = judge(site, self.files, self.base, self.jobs, merge=self.is_right)
        return found.saved(), outline

    def outline(self, site: str) -> Any:
        """The part of a site in the company's outline; made anew when it is not kept."""
        if site not in self.outlines:
            kept = self.cache.get(name_of(site, OUTLINE), self.judged[site].outline)
            self.outlines[site] = self._judge(site)[1] if kept is None else kept
        return self.outlines[site]

    def problems(self) -> Iterator[Mapping[str, list[Diagnostic]]]:
        yield from (judged.problems for judged in self.judged.values())

    def kinds(self) -> Counter[str]:
        """How many of each kind of device there are, how many targets, and how many business services."""
        found = Counter(service=len(self.base.files.objects.get("service", ())))
        for judged in self.judged.values():
            found.update(judged.kinds)
        return found

    def company(self, site: str) -> Company | None:
        """The company as a site sees it; the files of the site are read for it."""
        if site not in self.companies:
            self.companies[site] = site_of(site, self.files, self.base)[0] if site else self.base
        return self.companies[site]


def name_of(site: str, what: str = "") -> str:
    """The name in the cache of what is known of a site; a site's own may be anything that can name a folder."""
    return f"{digest(site)}{what}"


def _twice(sites: _Sites) -> Iterator[Diagnostic]:
    """Names that devices of two sites have."""
    homes: dict[str, str] = {}
    for site, judged in sites.judged.items():
        for name in judged.devices:
            first = homes.setdefault(name, site)
            one, other = sites.company(first) if first != site else None, sites.company(site) if first != site else None
            if one and other:
                related = (Related("the first one", one.files.devices[name].part.origin()),)
                origin, hint = other.files.devices[name].part.origin(), "names are unique in the whole company"
                yield Diagnostic("INV003", f"two devices called {name}", origin=origin, hint=hint, related=related)


def _over_company(sites: _Sites) -> list[Diagnostic]:
    """What the rules over the company find. Only that they found nothing is kept, since an outline does not hold places."""
    common, cache = sites.keys[COMMON], sites.cache
    key = digest(common, *(judged.outline for judged in sites.judged.values())) if common else ""
    if key and cache.get(COMPANY, key) is not None:
        return []
    joined = Joined(sites.base, sites.company)
    for site in sites.judged:
        joined.add(site, sites.outline(site))
    scope = Scope(joined.devices, joined.objects, index.Index(joined.objects, joined.devices), *scopes.common(sites.base))
    found = checks.over_company(sites.jobs, scope, sites.base.today, joined.origin)
    if key and not found:
        cache.put(COMPANY, key, [])
    return found
