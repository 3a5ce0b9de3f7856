"""Data of an older schema, rewritten for the schema that this netops reads: `netops fmt --migrate`. Nothing is written here.

`migrations.MIGRATIONS` is the list of what changed, one for each version of the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from netops import source
from netops.errors import DataError, Diagnostic, Origin, Severity
from netops.migrate.migrations import MIGRATIONS
from netops.migrate.steps import KeyChange, Migration
from netops.model.inventory import Inventory, classify_documents
from netops.model.layers import Part
from netops.model.sources import COMMON, Sources
from netops.project import MARKER
from netops.schema import SCHEMA, Schemas, dotted_path, version_of, version_problems
from netops.source import Document
from netops.source.changes import Change, ChangeSpelling, applicable_changes, apply_changes

__all__ = ["MIGRATIONS", "Migration", "MigrationResult", "migrate_files"]

KEY = "schema"


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """`notes` are the changes, in the order of the files; `files` holds the texts of the files that change, before and after."""

    notes: list[Diagnostic]
    files: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Files:
    """The files at some point of the work, parsed and as texts."""

    sources: Sources
    schemas: Schemas
    documents: dict[str, Document]
    texts: dict[str, str]

    def after(self, changes: dict[str, list[Change]]) -> _Files:
        texts = self.texts | {file: apply_changes(self.texts[file], found, file) for file, found in changes.items()}
        return replace(self, texts=texts, documents=self.documents | {file: source.read_document(texts[file], file) for file in changes})

    def parts(self) -> list[tuple[str, Part]]:
        """The parts of the files and their nouns. DataError when the hierarchy is missing or wrong."""
        current = self.after({MARKER: [_version(self.documents[MARKER], SCHEMA)]})
        found, problems = classify_documents(self.sources.project, self.schemas, dict(current.documents))
        if found is None:
            raise DataError(problems)
        return [(noun, replace(part, document=self.documents[part.document.file], keys=None)) for noun, part in _parts(found)]


def migrate_files(sources: Sources, schemas: Schemas, migrations: Sequence[Migration] = MIGRATIONS) -> MigrationResult:
    """The files for this schema. DataError when one cannot be read or rewritten, or when the data is newer: then none is to change."""
    documents, problems = sources.documents(COMMON, *sources.sites)
    if problems:
        raise DataError(problems)
    settings = Part(MARKER, documents[MARKER])
    version, newest = version_of(settings.document.value), len(migrations) + 1
    if version is None or version > newest:
        raise DataError(version_problems(settings.document.value, settings) or [_no_version(settings)])
    given = done = _Files(sources, schemas, documents, dict(_texts(sources, documents)))
    notes: list[Diagnostic] = []
    for migration in migrations[version - 1 :]:
        for step in migration.steps:
            done, found = _stepped(done, step, migration)
            notes += found
        done = done.after({MARKER: [_version(done.documents[MARKER], migration.to)]})
    files = {name: (text, done.texts[name]) for name, text in given.texts.items() if done.texts[name] != text}
    return MigrationResult(sorted(notes, key=lambda note: note.origin or Origin("", 0)), files)


def _stepped(files: _Files, step: KeyChange, migration: Migration) -> tuple[_Files, list[Diagnostic]]:
    """The files after a step, and what it changed. What meets another change of the step is done in a further round."""
    notes: dict[Origin, Diagnostic] = {}
    while todo := [(part, path) for noun, part in files.parts() if noun == step.noun for path in step.places(part.raw)]:
        notes = {note.origin: note for note in (_note(step, migration, *place) for place in todo) if note.origin} | notes
        changes: dict[str, list[Change]] = {}
        for part, path in todo:
            changes.setdefault(part.document.file, []).extend(step.changes(part, path))
        ready = {(file, one) for file, found in changes.items() for one in applicable_changes(files.texts.get(file, ""), found)}
        stuck = [place for place in todo if not any((place[0].document.file, one) in ready for one in step.changes(*place))]
        if stuck:
            hint = "do it by hand: an anchor, an alias, a comment or a link is in the way"
            raise DataError([replace(_note(step, migration, *place), severity=Severity.ERROR, hint=hint) for place in stuck])
        files = files.after(changes)
    return files, list(notes.values())


def _note(step: KeyChange, migration: Migration, part: Part, path: tuple[str | int, ...]) -> Diagnostic:
    origin, name = part.origin(path, key=True), dotted_path((*part.path, *path))
    return Diagnostic("FMT006", f"a key of schema {migration.to - 1}", Severity.INFO, origin, name, step.now, str(path[-1]))


def _parts(inventory: Inventory) -> Iterator[tuple[str, Part]]:
    yield "netops", inventory.settings
    yield from (("device", layer) for layer in inventory.layers.values())
    yield from (("device", entry.part) for entry in inventory.devices.values())
    yield from ((entry.noun, entry.part) for found in inventory.objects.values() for entry in found.values())


def _texts(sources: Sources, documents: dict[str, Document]) -> Iterator[tuple[str, str]]:
    plain = {name: data for files in sources.files.values() for name, data in files.items() if data is not None}
    yield from ((name, source.decode_text(plain[name], name)) for name in documents if name in plain)


def _version(settings: Document, to: int) -> Change:
    return ChangeSpelling((KEY,), str(version_of(settings.value)), str(to))


def _no_version(settings: Part) -> Diagnostic:
    return Diagnostic("SCH006", "no version of the data", origin=settings.origin(), path=KEY, expected=f"schema: 1 to {SCHEMA}")
