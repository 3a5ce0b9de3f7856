"""One side of a review: a company as it is in a folder, however little of it is right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from netops.cache import Cache, ParallelMap
from netops.checks import sort_problems
from netops.errors import DataError, NetopsError, only_errors
from netops.model import inventory
from netops.model.company import Company
from netops.model.inventory import Inventory
from netops.model.sources import COMMON, Sources, site_of
from netops.project import MARKER, Project
from netops.review.record import Revision
from netops.schema import load as load_schemas
from netops.source import Document
from netops.validation import ValidationResult, open_company
from netops.validation._network import network_findings

PARTS = (
    *("templates/**/*", "schemas/*.json", "checks/*.py", "drivers/*.py", "platforms/*.py", "facts/*.py", "capabilities/*.yaml"),
    *("tasks/*.py", "reports/*.py", "exports/*.py"),
)
"""What a company may hold beside its data."""

KEPT = (MARKER, "inventory", *dict.fromkeys(part.partition("/")[0] for part in PARTS))
"""The files and folders of a company."""


@dataclass(frozen=True)
class ReviewSide:
    """A company at a revision.

    `company` is None when its data is not right; `result` has the reason. Then `partly` has as many of its files as could be classified.
    `unread` names files that cannot be read, and `broken` is what kept netops from validating at all.
    """

    revision: Revision
    sources: Sources
    partly: Inventory | None = None
    company: Company | None = None
    result: ValidationResult = field(default_factory=ValidationResult)
    unread: frozenset[str] = frozenset()
    broken: str = ""

    @property
    def project(self) -> Project:
        return self.sources.project

    @property
    def empty(self) -> bool:
        """Whether there is no company at all."""
        return not self.contents

    @property
    def errors(self) -> int:
        """How many errors there are, those that rules find included."""
        return len(only_errors(self.result.problems))

    @property
    def valid(self) -> bool:
        return self.company is not None and not self.errors

    @property
    def contents(self) -> Mapping[str, bytes | None]:
        """The files of the company's data by name; None for a link, or for one that is no plain file."""
        return self.sources.contents() if (self.project.root / MARKER).exists() else {}

    @property
    def has_files(self) -> bool:
        """Whether its files can be classified."""
        return self.company is not None or self.partly is not None

    def files(self, names: Collection[str]) -> Inventory | None:
        """The common files, and those of the sites that some files concern; None when they cannot be classified."""
        sites = {site_of(name) for name in names} & {*self.sources.sites}
        return self.company.files_of(sorted(sites)) if self.company else self.partly

    def parts(self) -> dict[str, bytes]:
        """The files beside the data by name: the company's, and those of the package that it does not replace."""
        rows = (row for pattern in PARTS for row in self.project.files(pattern))
        return {name: path.read_bytes() for name, path in rows if path.suffix != ".pyc"}


def read_side(revision: Revision, found: Sources, today: date, cache: Cache, parallel_map: ParallelMap = map) -> ReviewSide:
    """The side of a review whose files were found in a folder."""
    project = found.project
    if not (project.root / MARKER).exists():
        return ReviewSide(revision, found)
    try:
        company, result = open_company(project, today, cache, parallel_map, found)
    except NetopsError as error:  # a rule or a platform of the company that cannot be loaded
        return _in_part(ReviewSide(revision, found, broken=str(error).replace(f"{project.root}/", "")))
    if company is not None and not only_errors(result.problems):
        result = replace(result, problems=sort_problems([*result.problems, *network_findings(company)]))
    side = ReviewSide(revision, found, result=result, company=company)
    return side if company else _in_part(side)


def _in_part(side: ReviewSide) -> ReviewSide:
    """The side with as many of its files as can be read and sorted out."""
    documents, problems = side.sources.documents(COMMON, *side.sources.sites)
    unread = frozenset(problem.origin.file for problem in problems if problem.origin)
    return ReviewSide(side.revision, side.sources, _classified(side.project, documents), None, side.result, unread, side.broken)


def read_files(found: Sources, names: Collection[str]) -> Inventory | None:
    """The common files of a company, and those of the sites that some files concern, as far as they can be read."""
    return _classified(found.project, found.documents(COMMON, *sorted({site_of(name) for name in names} & {*found.sites}))[0])


def _classified(project: Project, documents: dict[str, Document]) -> Inventory | None:
    if MARKER not in documents:
        return None
    with suppress(DataError):  # it is in the result: a schema that is none
        return inventory.classify_documents(project, load_schemas(project), documents)[0]
    return None
