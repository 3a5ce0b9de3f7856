"""Renders of earlier runs: one file for each site, in the cache of the company.

A row is valid without any merging when it was made from the same basis of its site; else when the digest of the target's view, of the
templates of its platform and of the severities of rules is the same. Code of netops, Python and Jinja are in the key of each file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import netops
from netops.cache import Cache, digest, digest_of_own_code, encode_value
from netops.errors import Diagnostic
from netops.model.packing import pack_problems, unpack_problems
from netops.project import Project
from netops.render.added import filters_digest
from netops.render.rendered import Rendered

if TYPE_CHECKING:
    from netops.model.company import Company

RENDERS = ".renders"
FILES = ".files"
"""The digests of the files that the renders of a site were made from."""

SHOWN = 3
"""How many changed files a reason names."""

CODE = ("", "source", "schema", "model", "model/derive", "capability", "config", "dialects", "dialects/*", "render")
CODE_OF_PLATFORMS = ("platforms", "platforms/*")


@dataclass(frozen=True, slots=True)
class StoredRender:
    """One target in the store. `basis` is the digest of its site, `view` of its view, `inputs` of that with templates and rules; `problems`
    are about lines that it cannot do. `printed_time`: when the company was changed last, where the text prints that; else None."""

    basis: str
    view: str
    inputs: str
    rendered: Rendered
    problems: tuple[Diagnostic, ...] = ()
    printed_time: int | None = None

    def packed(self) -> list[Any]:
        """The row as a value of JSON."""
        made = self.rendered
        text = (made.platform, made.text, made.actions, made.observed, made.managed, made.apply)
        return [self.basis, self.view, self.inputs, *text, pack_problems(self.problems), self.printed_time]


def unpack_row(target: str, value: list[Any]) -> StoredRender:
    """The row of a target from its value of JSON."""
    basis, view, inputs, platform, text, actions, observed, managed, apply, problems, printed_time = value
    owned = None if managed is None else tuple(managed)
    made = Rendered(target, platform, text, tuple(actions), observed=observed, managed=owned, apply=apply)
    return StoredRender(basis, view, inputs, made, tuple(unpack_problems(problems)), printed_time)


class RenderStore:
    """The renders that are in the cache. A store of a company without a basis is always empty."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self._cache = company.basis.cache if company.basis else Cache(None)
        self._bases: dict[str, str] = {}
        self._templates: dict[str, str] = {}
        self._found: dict[str, dict[str, Any]] = {}

    def basis(self, site: str) -> str:
        """The digest of all that the renders of a site are made from; '' when it cannot be determined."""
        if site not in self._bases:
            own = self.company.basis.sites.get(site, "") if self.company.basis else ""
            self._bases[site] = digest(own, self._everything) if own else ""
        return self._bases[site]

    def rows(self, site: str) -> dict[str, Any]:
        """The packed rows of a site by target."""
        if site not in self._found:
            self._found[site] = self._cache.get(digest(site) + RENDERS, self._code) or {}
        return self._found[site]

    def valid(self, site: str, target: str) -> StoredRender | None:
        """The row of a target whose site did not change."""
        basis = self.basis(site)
        found = self.rows(site).get(target) if basis else None
        return unpack_row(target, found) if found is not None and found[0] == basis and self.is_current(found[-1]) else None

    def is_current(self, printed_time: int | None) -> bool:
        """Whether a text that prints this time of the last change is right; None is printed by no text."""
        return printed_time is None or printed_time == (self.company.project.last_change or 0)

    def equal(self, site: str, target: str, inputs: str) -> StoredRender | None:
        """The row of a target that was made from an equal view and equal templates."""
        found = self.rows(site).get(target)
        return unpack_row(target, found) if found is not None and found[2] == inputs else None

    def inputs(self, platform: str, view: str, grades: Mapping[str, str]) -> str:
        """The digest of what the text of a target depends on: its view, the templates and rules of its platform, severities."""
        if platform not in self._templates:
            self._templates[platform] = digest(*self._of_platform(platform))
        return digest(self._templates[platform], view, encode_value(grades))

    def put(self, site: str, new: Mapping[str, list[Any]]) -> None:
        """Add rows of a site."""
        if self._cache.folder is not None and new:
            self._cache.put(digest(site) + RENDERS, self._code, {**self.rows(site), **new})
            self._cache.put(digest(site) + FILES, self._code, self.company.file_digests(site))

    def changed_files(self, site: str) -> list[str]:
        """The files of a site, and the common ones, that are not what they were when rows of it were added last."""
        before, now = self._cache.get(digest(site) + FILES, self._code) or {}, self.company.file_digests(site)
        return [name for name in sorted(before.keys() | now.keys()) if before.get(name) != now.get(name)]

    def reason(self, made: StoredRender, site: str, files: Sequence[str]) -> str:
        """Why a target was rendered when these files changed; '' when it was not, since all that it is made from is equal."""
        value = self.rows(site).get(made.rendered.target)
        if value is None:
            return "not rendered before" if self._cache.folder else "rendered without the cache"
        before = unpack_row(made.rendered.target, value)
        if before.view != made.view:
            return f"changed: {_listed(files)}" if files else "changed: what other sites define"
        if before.inputs != made.inputs:
            return f"changed: templates or rules of {made.rendered.platform}"
        return "places of its problems may have moved" if before.problems else ""

    @cached_property
    def _code(self) -> str:
        return code_digest()

    @cached_property
    def _everything(self) -> str:
        return project_digest(self.company.project)

    def _of_platform(self, platform: str) -> Iterator[str | bytes]:
        patterns = (f"templates/{platform}/**/*", f"platforms/{platform}/**/*", "capabilities/*", "schemas/bundle.*")
        yield from (filters_digest(self.company.project), *_contents(self.company.project, *patterns))


def _listed(files: Sequence[str]) -> str:
    more = len(files) - SHOWN
    return ", ".join(files[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def code_digest() -> str:
    """The digest of all code that decides what is rendered."""
    libraries = (netops.__version__, sys.version, version("jinja2"))
    return digest("renders 4", *libraries, *digest_of_own_code(*CODE, *CODE_OF_PLATFORMS))


def project_digest(project: Project) -> str:
    """The digest of all files of a project, beside its data, that decide what is rendered."""
    return digest(*_contents(project, "templates/**/*", "platforms/**/*", "capabilities/*", "schemas/*"), filters_digest(project))


def _contents(project: Project, *patterns: str) -> Iterator[str | bytes]:
    for pattern in patterns:
        for name, path in project.files(pattern):
            if "__pycache__" not in name:
                yield from (name, path.read_bytes())
