"""A company read in one go: by the steps that `validate` takes site by site, so that tests can hold one against the other."""

from __future__ import annotations

from datetime import date

from netops import checks
from netops.checks import Scope, scopes
from netops.errors import DataError, Diagnostic, only_errors
from netops.model import inventory, validate
from netops.model.company import Company, merge_problems
from netops.model.index import Index
from netops.model.inventory import Inventory
from netops.model.plaintext import find_plaintext_secrets
from netops.model.sources import COMMON, find_sources
from netops.model.waivers import WaiverResult
from netops.project import Project
from netops.schema import Schemas
from netops.schema import load as load_schemas


def read_files(project: Project, schemas: Schemas) -> tuple[Inventory | None, list[Diagnostic]]:
    """All files of a company, and what is wrong with reading them."""
    sources = find_sources(project)
    documents, problems = sources.documents(COMMON, *sources.sites)
    if problems:
        return None, problems
    files, problems = inventory.classify_documents(project, schemas, documents)
    if files is not None:
        files.leaks = find_plaintext_secrets(sources, COMMON, *sources.sites)
    return files, problems


def read(project: Project, today: date | None = None) -> tuple[Company | None, list[Diagnostic]]:
    """The company and what is wrong with its data. A stage with errors ends the reading: then there is no company."""
    try:
        schemas = load_schemas(project)
    except DataError as error:
        return None, list(error.diagnostics)
    files, problems = read_files(project, schemas)
    if files is None:
        return None, problems
    problems = checks.sort_problems(validate.file_problems(files, today))
    if only_errors(problems):
        return None, problems
    company = Company(files, today)
    problems = checks.sort_problems([*problems, *merge_problems(company)])
    return (None if only_errors(problems) else company), problems


def evaluate_rules(company: Company) -> WaiverResult:
    """What the rules find in a company, by place, those findings apart that are waived; and what is wrong with the waivers."""
    known = checks.rules_by_code(company.project)
    jobs, problems = checks.configured_rules(known, company)
    for scope in scopes.site_scopes(company):
        problems += checks.run_on_site(jobs, scope, company.today, company.origin)
    problems += checks.run_on_company(jobs, _scope(company), company.today, company.origin)
    return checks.waive_findings(problems, known, company)


def _scope(company: Company) -> Scope:
    objects = {kind: found for kind, found in company.objects.items() if kind != "device"}
    devices = {name: scopes.device_outline(device) for name, device in company.devices.items()}
    return Scope(devices, objects, Index(objects, devices), *scopes.common_names(company))
