"""The files of a company as they lie on the disk: which are there, what they hold, and whom each concerns: one site, or the company.

Bytes are read once, so that the digest is of what is parsed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from netops import source
from netops.cache import Cache, digest
from netops.errors import DataError, Diagnostic, Origin
from netops.model.parsed import Parsed
from netops.project import MARKER, Project
from netops.source import Document
from netops.source.document import NOT_KNOWN
from netops.source.texts import FORBIDDEN_IN_LINE as CONTROLS

ENDINGS = (".yaml", ".yml")
SITES = "inventory/sites/"
CATALOG = "inventory/catalog/"
"""Files in the format of others."""
CHUNK = 1 << 16
"""Bytes that are read at once: nearly every file in one go."""

COMMON = ""
"""In the place of a site's name: what concerns the whole company."""


@dataclass
class Sources:
    """The files by the site that they concern. A file without content is a link, or one that is not plain: it is read by its path."""

    project: Project
    files: dict[str, dict[str, bytes | None]] = field(default_factory=dict)
    parsed: Parsed = field(default_factory=lambda: Parsed(Cache(None), ""))
    unnamed: set[str] = field(default_factory=set)
    """Files with names that cannot be printed, by the names that messages use."""
    digests: dict[str, str] = field(default_factory=dict, repr=False)
    """What `digest` gave."""

    def contents(self) -> dict[str, bytes | None]:
        """The files by name; None for a link, or for one that is no plain file."""
        return {name: data for files in self.files.values() for name, data in files.items()}

    @property
    def sites(self) -> list[str]:
        return sorted(site for site in self.files if site != COMMON)

    def digest(self, site: str) -> str:
        """What the files of a site hold; '' when that is unknown without reading links."""
        if site not in self.digests:
            found = self.files.get(site, {})
            is_known = None not in found.values()
            self.digests[site] = digest(*(part for name, data in found.items() for part in (name, data or b""))) if is_known else ""
        return self.digests[site]

    def unread(self, *sites: str) -> dict[str, Document]:
        """The files of some sites by name, each of which is parsed when it is asked for. For files that are known to be right."""
        found: dict[str, Document] = {}
        for site in sites:
            files = self.files.get(site, {})
            known = self.parsed.known(site, files)
            found |= {name: self._unread(name, data, known.get(name, NOT_KNOWN)) for name, data in files.items()}
        return found

    def documents(self, *sites: str) -> tuple[dict[str, Document], list[Diagnostic]]:
        """The parsed files of some sites by name, and what is wrong with those that cannot be read."""
        documents: dict[str, Document] = {}
        problems: list[Diagnostic] = []
        for site in sites:
            found, wrong = self._documents(site)
            documents |= found
            problems += wrong
        return documents, problems

    def _documents(self, site: str) -> tuple[dict[str, Document], list[Diagnostic]]:
        documents: dict[str, Document] = {}
        problems: list[Diagnostic] = []
        files = self.files.get(site, {})
        known = self.parsed.known(site, files)
        for name, data in files.items():
            try:
                documents[name] = self._unread(name, data, known[name]) if name in known else self._document(name, data)
            except DataError as error:
                problems.extend(error.diagnostics)
        if len(known) < len(documents):
            self.parsed.keep(site, files, documents)
        return documents, problems

    def _unread(self, name: str, data: bytes | None, value: object) -> Document:
        return source.LazyDocument(name, partial(self._document, name, data), value)

    def _document(self, name: str, data: bytes | None) -> Document:
        if name in self.unnamed:
            raise DataError([_unnamed(name)])
        foreign = name.startswith(CATALOG)
        if data is None:
            return source.read_file(self.project.root / name, self.project.root, foreign=foreign)
        return source.read_bytes(data, name, foreign=foreign)


def find_sources(project: Project, parsed: Parsed | None = None) -> Sources:
    """netops.yaml and the YAML files below inventory/, in the order of their names. `parsed` knows what some of them hold."""
    sources = Sources(project, {COMMON: {MARKER: _content(project.root / MARKER)}}, parsed or Parsed(Cache(None), ""))
    base = len(str(project.root)) + 1
    names = {path[base:].replace(os.sep, "/"): path for path in _walk(str(project.inventory), str(project.root))}
    for name in sorted({*names, *project.unwritten}, key=lambda name: name.split("/")):
        if CONTROLS.search(name):
            sources.unnamed.add(printable := printable_file_name(name))
            sources.files.setdefault(site_of(printable), {})[printable] = None
        else:
            sources.files.setdefault(site_of(name), {})[name] = _content(names[name]) if name in names else project.unwritten[name]
    return sources


def site_of(name: str) -> str:
    """The site that a file concerns by its name: `inventory/sites/ber/ipam.yaml` and `inventory/sites/ber.yaml` concern `ber`."""
    if not name.startswith(SITES):
        return COMMON
    first, slash, _ = name.removeprefix(SITES).partition("/")
    return first if slash else first.rpartition(".")[0]


def printable_file_name(name: str) -> str:
    """The name of a file as it can be printed: control characters, and bytes that are no text, as escapes."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def _unnamed(name: str) -> Diagnostic:
    message, expected = "a file name that cannot be printed", "plain text in UTF-8, without control characters"
    return Diagnostic("YML001", message, origin=Origin(name, 1), expected=expected, hint="rename the file or the folder that it is in")


def _walk(folder: str, root: str) -> Iterator[str]:
    """What is called YAML below a folder, and all links: reading finds which of them are no files. What is hidden is left out."""
    folders = [folder] if os.path.isdir(folder) else []  # noqa: PTH112, ten thousand paths are quicker as text
    if os.path.islink(folder) and not f"{os.path.realpath(folder)}/".startswith(f"{os.path.realpath(root)}/"):  # noqa: PTH114
        yield folders.pop()
    while folders:
        try:
            entries = list(os.scandir(folder := folders.pop()))
        except OSError:
            entries = []
            yield folder
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink() or entry.name.endswith(ENDINGS):
                yield entry.path
            elif entry.is_dir():
                folders.append(entry.path)


_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened that may be anything; what a system does not have is left out."""


def _content(path: str | Path) -> bytes | None:
    """The bytes of a plain file of a size that can be read, else None."""
    if not _NOFOLLOW and Path(path).is_symlink():
        return None
    try:
        handle = os.open(path, _READ)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        data = os.read(handle, CHUNK)
        while len(data) % CHUNK == 0 and 0 < len(data) <= source.MAX_BYTES and (more := os.read(handle, CHUNK)):
            data += more
        return data if len(data) <= source.MAX_BYTES else None
    except OSError:
        return None
    finally:
        os.close(handle)
