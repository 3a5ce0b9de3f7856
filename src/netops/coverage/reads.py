"""The places of all that is read in a company: by templates, derivations, rules, and the reports that are passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from netops import checks
from netops.checks import Scope, scopes
from netops.errors import Origin
from netops.model.company import Company
from netops.model.index import Index
from netops.render.recorder import without_cause
from netops.render.traces import Trace
from netops.source.trace import record_reads

Reader = Callable[[Company], object]
"""A report: what it reads of a company is in use."""


def places_read(company: Company, traces: Iterable[Trace], readers: Iterable[Reader]) -> set[Origin]:
    """The places that anything reads. `company`: the traced one, read as a whole."""
    found = {place for trace in traces for place in trace.places}
    with record_reads() as log:
        for read in (_derive, _check, *readers):
            read(company)
            found.update(map(without_cause, log))
            log.clear()
    return found


def _derive(company: Company) -> None:
    for name in company.targets:
        company.view(name)


def _check(company: Company) -> None:
    """Run all rules. What they find is of no interest, only what they look at."""
    jobs, _ = checks.configured_rules(checks.rules_by_code(company.project), company)
    for scope in scopes.site_scopes(company):
        checks.run_on_site(jobs, scope, company.today, _nowhere)
    checks.run_on_company(jobs, _whole(company), company.today, _nowhere)


def _whole(company: Company) -> Scope:
    devices = dict(_outlines(company))
    objects = {kind: dict(found.items()) for kind, found in company.objects.items() if kind != "device"}
    return Scope(devices, objects, Index(objects, devices), *scopes.common_names(company))


def _outlines(company: Company) -> Iterator[tuple[str, Any]]:
    for name, device in company.devices.items():
        yield name, scopes.device_outline(device)


def _nowhere(kind: str, name: str, path: object) -> None:
    return None
