"""Secrets in plain text in the files of a company, as diagnostics (SEC002)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netops.errors import Diagnostic, Origin
from netops.model.sources import COMMON, Sources
from netops.project import Project, bundled_folder
from netops.source import detect_encoding

EXPECTED = "!secret NAME, with the source of NAME in netops.yaml"
HINT = "take it out and change it, since git remembers it; if it is none, waive SEC002 at this file in inventory/policies/"


def find_plaintext_secrets(sources: Sources, *sites: str) -> list[Diagnostic]:
    """What looks like a secret in the files of some sites; beside the common ones also in the company's templates."""
    texts = ((name, data) for site in sites for name, data in sources.files.get(site, {}).items() if data is not None)
    found = [problem for name, data in texts for problem in _of(name, data)]
    return [*found, *_of_templates(sources.project)] if COMMON in sites else found


def company_templates(project: Project) -> Iterator[tuple[str, bytes]]:
    """The company's own templates by name: those of the package hold none."""
    folder = project.root / "templates"
    if project.root != bundled_folder():
        yield from ((path.relative_to(project.root).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file())


def _of_templates(project: Project) -> Iterable[Diagnostic]:
    return (problem for name, data in company_templates(project) for problem in _of(name, data))


def _of(name: str, data: bytes) -> Iterator[Diagnostic]:
    from netops.source.leaks import find_leaks  # not imported when no file changed

    mark, codec = detect_encoding(data)
    for leak in find_leaks(data[len(mark) :].decode(codec, "replace")):
        message = f"{leak.what} in plain text, {leak.length} characters"
        yield Diagnostic(
            "SEC002", message, origin=Origin(name, leak.line, leak.column), expected=EXPECTED, found="a plain value", hint=HINT
        )
