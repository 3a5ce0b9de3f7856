"""`netops validate`: every problem of a company, computed again only where something changed.

A site is validated by itself: its files together with the common ones, the merged layers, the rules for devices and for sites. For the
rules over the company it leaves an outline. So the result of a site depends only on its files and the common ones, and is cached under
their digest; sites can be validated in parallel (`parallel_map`).

    sources ─┬─ common files ─── base company ──────────────────┐
             └─ files of a site ── validate_site ── SiteResult ─┴─ validate_company ── refusals of rendering ── Result
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from netops.cache import Cache, ParallelMap, digest
from netops.errors import Diagnostic, only_errors
from netops.model import sources
from netops.model.packing import pack_problems, unpack_problems
from netops.model.parsed import Parsed
from netops.model.sources import COMMON
from netops.project import Project
from netops.validation._context import context_digest, parser_digest

if TYPE_CHECKING:
    from netops.model.company import Company
    from netops.model.deferred import MergedCompany

__all__ = ["ValidationResult", "cache_of", "find_files", "open_company", "validate_company_files"]

RESULT = "result"
REFUSED = "refused"
TEMPLATE = frozenset({"REN001", "REN002"})
"""Codes of what fails in a template when a name of the data is not there."""


@dataclass(frozen=True)
class ValidationResult:
    """What `netops validate` reports. `complete`: all could be read and merged, so the rules ran. `kinds` counts what there is.

    `data` are those of the problems that do not come from rules; with errors among them there is no company to work with. `unchecked`: when
    some data is wrong, its files or sites; the rules for single devices and sites ran on the rest, those over the company did not.
    """

    problems: list[Diagnostic] = field(default_factory=list)
    data: list[Diagnostic] = field(default_factory=list)
    waived: list[Diagnostic] = field(default_factory=list)
    complete: bool = False
    unchecked: tuple[str, ...] = ()
    kinds: Counter[str] = field(default_factory=Counter)


def validate_company_files(
    project: Project, today: date | None, cache: Cache | None = None, parallel_map: ParallelMap = map, *, render: bool = True
) -> ValidationResult:
    """Every problem of the company. Without a cache all is computed anew, with the same result.

    `render`: also what is refused when the targets are rendered, unless the data is wrong.
    """
    cache = cache or Cache(None)
    files = find_files(project, cache)
    keys = dict(_cache_keys(files, context_digest(project, today)))
    result, merged = _cached_result(files, keys, today, cache, parallel_map)
    if not (render and result.complete):
        return result
    try:
        refused = _refusals(files, keys, today, cache, parallel_map, merged)
    except Exception:
        if not only_errors(result.problems):
            raise
        refused = []  # what is derived relies on the rules: of data that breaks one it may fail in any way
    return _with_refusals(result, refused) if refused else result


def _refusals(
    files: sources.Sources, keys: dict[str, str], today: date | None, cache: Cache, parallel_map: ParallelMap, merged: MergedCompany | None
) -> list[Diagnostic]:
    """What is refused when the targets are rendered, and what rules over the network find, when this is not in the cache."""
    from netops.render.store import code_digest, project_digest

    whole = digest(*keys.values(), code_digest(), project_digest(files.project)) if all(keys.values()) else ""
    cached = cache.get(REFUSED, whole) if whole else None
    if cached is not None:
        return unpack_problems(cached)
    from netops.validation._lazy import lazy_company
    from netops.validation._network import network_findings
    from netops.validation._rendering import render_errors

    company = lazy_company(files, keys, today, cache, merged)
    found = [*render_errors(company, cache, parallel_map), *network_findings(company)]
    if whole:
        cache.put(REFUSED, whole, pack_problems(found))
    return found


def _with_refusals(result: ValidationResult, refused: list[Diagnostic]) -> ValidationResult:
    """The result with what is refused. Where rules are broken, it is not repeated at their places, and a template that fails is no news."""
    from netops.checks import sort_problems

    wrong = {one.origin for one in only_errors(result.problems)}
    more = [one for one in refused if one.origin not in wrong and not (wrong and one.code in TEMPLATE)]
    return replace(result, problems=sort_problems([*result.problems, *more]))


def find_files(project: Project, cache: Cache) -> sources.Sources:
    """The files of a company; the cache has the values of those that were parsed before."""
    return sources.find_sources(project, Parsed(cache, parser_digest()))


def cache_of(project: Project, *, dated: bool = True) -> Cache:
    """The results of earlier validations of a project; one counts only where nothing that it was made from has changed.

    Those without a date have a folder of their own: else they and those of the day would replace each other.
    """
    return Cache(project.cache_dir / ("validate" if dated else "validate-undated"))


def open_company(
    project: Project,
    today: date | None,
    cache: Cache | None = None,
    parallel_map: ParallelMap = map,
    files: sources.Sources | None = None,
) -> tuple[Company | None, ValidationResult]:
    """The company, read and merged only as far as it is used, and what `validate_company_files` reports. None when its data is wrong.

    `files`: those of the project, when they were found before.
    """
    cache = cache or Cache(None)
    files = files or find_files(project, cache)
    keys = dict(_cache_keys(files, context_digest(project, today)))
    result, merged = _cached_result(files, keys, today, cache, parallel_map)
    if not result.complete or only_errors(result.data):
        return None, result
    from netops.validation._lazy import lazy_company

    return lazy_company(files, keys, today, cache, merged), result


def _cached_result(
    files: sources.Sources, keys: dict[str, str], today: date | None, cache: Cache, parallel_map: ParallelMap
) -> tuple[ValidationResult, MergedCompany | None]:
    """What is wrong with the data and what the rules find; and what was merged for that, unless it is in the cache."""
    whole = digest(*keys.values()) if all(keys.values()) else ""
    cached = cache.get(RESULT, whole) if whole else None
    if cached is not None:
        return _restored(cached), None
    from netops.validation._company import validate_company  # not imported when the result is cached

    result, merged = validate_company(files, keys, today, cache, parallel_map)
    if whole:
        cache.put(RESULT, whole, _saved(result))
    return result, merged


def _cache_keys(files: sources.Sources, about: str) -> Iterator[tuple[str, str]]:
    """The digest of all that a site's result depends on, by site, and under '' that of the common part; '' where it cannot be computed."""
    common = files.digest(COMMON)
    yield COMMON, digest(about, common) if common else ""
    for site in files.sites:
        own = files.digest(site)
        yield site, digest(about, common, own) if common and own else ""


def _saved(result: ValidationResult) -> list[object]:
    return [
        pack_problems(result.problems),
        pack_problems(result.data),
        pack_problems(result.waived),
        result.complete,
        result.kinds,
        result.unchecked,
    ]


def _restored(saved: list[object]) -> ValidationResult:
    problems, data, waived, complete, kinds, unchecked = saved
    counted: Counter[str] = Counter(kinds)  # type: ignore[call-overload]
    lists = (unpack_problems(problems), unpack_problems(data), unpack_problems(waived))
    return ValidationResult(*lists, bool(complete), tuple(unchecked), counted)  # type: ignore[arg-type]
