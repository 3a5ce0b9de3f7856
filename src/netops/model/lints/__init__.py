"""What `netops fmt` finds in the files of a company, and the files as they are without it. Nothing is written here.

| code | what |
|---|---|
| FMT001 | an override that is equal to what it overrides, for every target that gets it |
| FMT002 | a list whose entries have a key, not in the order of the keys |
| FMT003 | a MAC address in another form than small letters with colons |
| FMT004 | a network with host bits |
| FMT007 | an address in another form than the one that is printed |

Spelling comes first, since it decides what is equal and what is in order. It needs no valid company; FMT001 does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from netops import source
from netops.errors import DataError, Diagnostic, Origin
from netops.errors import only_errors as errors_in
from netops.model import validate
from netops.model.company import Company
from netops.model.inventory import HIERARCHY, Inventory, classify_documents
from netops.model.layers import Part
from netops.model.lints import order, redundant, spelling
from netops.model.lints.finding import LintFinding
from netops.model.sources import COMMON, Sources, site_of
from netops.project import MARKER
from netops.schema import Schemas
from netops.source import Document
from netops.source.changes import applicable_changes, apply_changes

__all__ = ["LintResult", "lint_files"]


@dataclass(frozen=True, slots=True)
class LintResult:
    """`findings` in the order of the files; `files` holds the texts of those that change, before and after.

    `unreadable`: problems of files that were left alone. `unasked`: so many errors kept FMT001 from being looked for.
    """

    findings: list[Diagnostic]
    files: dict[str, tuple[str, str]]
    unreadable: list[Diagnostic]
    unasked: int = 0


Look = Callable[[Part, str, Schemas], Iterator[LintFinding]]


@dataclass(frozen=True)
class _Files:
    """The files at some point of the work: parsed, and as texts those that may be changed."""

    sources: Sources
    schemas: Schemas
    documents: dict[str, Document]
    texts: dict[str, str]
    names: frozenset[str] = field(default=frozenset())

    @cached_property
    def inventory(self) -> Inventory:
        """The files sorted out. DataError when the hierarchy is missing or wrong."""
        found, problems = classify_documents(self.sources.project, self.schemas, dict(self.documents))
        if found is None:
            raise DataError(problems)
        return found

    def in_parts(self, look: Look) -> Iterator[LintFinding]:
        """What a look at each part of the files asked for finds."""
        inventory = self.inventory
        devices = [entry.part for entry in inventory.devices.values()]
        objects = [(entry.part, entry.noun) for entries in inventory.objects.values() for entry in entries.values()]
        data = [(part, "device") for part in (*inventory.layers.values(), *devices)]
        for part, noun in ((inventory.settings, "netops"), *data, *objects):
            if part.document.file in self.names:
                yield from look(part, noun, self.schemas)

    def can(self, findings: Iterable[LintFinding]) -> list[LintFinding]:
        """The findings in the requested files that can be corrected."""
        by_file: dict[str, list[LintFinding]] = {}
        for finding in findings:
            if finding.file in self.names:
                by_file.setdefault(finding.file, []).append(finding)
        ready = {file: applicable_changes(self.texts[file], (one.change for one in found)) for file, found in by_file.items()}
        return [one for file, found in by_file.items() for one in found if one.change in ready[file]]

    def after(self, findings: Sequence[LintFinding]) -> _Files:
        if not findings:
            return self
        texts, documents = dict(self.texts), dict(self.documents)
        for file in dict.fromkeys(one.file for one in findings):
            texts[file] = apply_changes(texts[file], [one.change for one in findings if one.file == file], file)
            documents[file] = source.read_document(texts[file], file)
        return replace(self, texts=texts, documents=documents)


def lint_files(sources: Sources, schemas: Schemas, names: frozenset[str] | None = None) -> LintResult:
    """What is to change in the files of these names (None: in all). DataError when the company's own settings cannot be read."""
    given, unreadable = _read(sources, schemas, names)
    spelled = given.can(given.in_parts(_spelling))
    right = given.after(spelled)
    inventory = right.inventory
    errors = len(unreadable) + len(errors_in(validate.file_problems(inventory)))
    doubled = [] if errors else right.can(redundant.find_redundant_values(Company(inventory), right.names))
    unsorted = right.can(right.in_parts(_order))
    done = _in_order(right.after(doubled)) if doubled or unsorted else right
    files = {name: (text, done.texts[name]) for name, text in given.texts.items() if done.texts[name] != text}
    found = sorted((one.problem for one in (*spelled, *doubled, *unsorted)), key=lambda p: (p.origin or Origin("", 0), p.code))
    return LintResult(found, files, unreadable, errors)


def _read(sources: Sources, schemas: Schemas, names: frozenset[str] | None) -> tuple[_Files, list[Diagnostic]]:
    """The files of the sites that are concerned, and what is wrong with those that cannot be read."""
    concerned = set(sources.sites) if names is None or any(site_of(name) == COMMON for name in names) else set(map(site_of, names))
    documents, problems = sources.documents(COMMON, *sorted(concerned))
    if any(problem.origin and problem.origin.file in (MARKER, HIERARCHY) for problem in problems):
        raise DataError(problems)
    plain = {name: data for site in (COMMON, *concerned) for name, data in sources.files.get(site, {}).items() if data is not None}
    texts = {name: source.decode_text(plain[name], name) for name in documents if name in plain}
    return _Files(sources, schemas, documents, texts, frozenset(texts if names is None else names & texts.keys())), problems


def _in_order(files: _Files) -> _Files:
    """The files with their lists sorted: the outer ones first, then those that they hold."""
    while unsorted := files.can(files.in_parts(_order)):
        files = files.after(unsorted)
    return files


def _spelling(part: Part, noun: str, schemas: Schemas) -> Iterator[LintFinding]:
    return spelling.find_misspelled_values(part, schemas.whole(noun))


def _order(part: Part, noun: str, schemas: Schemas) -> Iterator[LintFinding]:
    return order.find_unsorted_lists(part, schemas.shape(noun))
