"""`netops validate`: every problem of a company, asked again only where something changed.

A site is judged by itself: its files on those of the company, their layers merged, the rules for devices and for sites. What it leaves
for the rules over the company is an outline. So the result of a site hangs on its files and on the common ones, and is kept under their
digest (`cache`); sites can be judged side by side (`spread`).

    sources ─┬─ common files ── base ─────────────┐
             └─ files of a site ── judge ── Judged ┴─ whole ── Result
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from netops.cache import Cache, Spread, digest
from netops.errors import Diagnostic
from netops.model import sources
from netops.model.packing import packed, unpacked
from netops.model.parsed import Parsed
from netops.model.sources import COMMON
from netops.project import Project
from netops.validation._context import context, reading

if TYPE_CHECKING:
    from netops.model.company import Company

__all__ = ["Result", "cache_of", "open_company", "validate"]

RESULT = "result"


@dataclass(frozen=True)
class Result:
    """What `netops validate` tells. `complete`: all could be read and merged, so the rules were asked. `kinds` counts what there is.

    `data` are those of the problems that are not the rules'.
    """

    problems: list[Diagnostic] = field(default_factory=list)
    data: list[Diagnostic] = field(default_factory=list)
    waived: list[Diagnostic] = field(default_factory=list)
    complete: bool = False
    kinds: Counter[str] = field(default_factory=Counter)


def validate(project: Project, today: date | None, cache: Cache | None = None, spread: Spread = map) -> Result:
    """Every problem of the company. Without a cache all is asked anew, with the same result."""
    cache = cache or Cache(None)
    files = sources.find(project, Parsed(cache, reading()))
    return _known(files, dict(_keys(files, context(project, today))), today, cache, spread)


def cache_of(project: Project) -> Cache:
    """What earlier validations of a project left: it is used only where nothing that it was made from has changed."""
    return Cache(project.state_dir / "cache" / "validate")


def open_company(project: Project, today: date | None, cache: Cache | None = None, spread: Spread = map) -> tuple[Company | None, Result]:
    """The company, of which nothing more is read and merged than is asked for, and what `validate` tells. None when its data is wrong."""
    cache = cache or Cache(None)
    files = sources.find(project, Parsed(cache, reading()))
    keys = dict(_keys(files, context(project, today)))
    result = _known(files, keys, today, cache, spread)
    if not result.complete:
        return None, result
    from netops.validation._opened import opened

    return opened(files, keys, today, cache), result


def _known(files: sources.Sources, keys: dict[str, str], today: date | None, cache: Cache, spread: Spread) -> Result:
    all_of_it = digest(*keys.values()) if all(keys.values()) else ""
    kept = cache.get(RESULT, all_of_it) if all_of_it else None
    if kept is not None:
        return _restored(kept)
    from netops.validation._company import judged  # all that follows is left out when the answer is known

    result = judged(files, keys, today, cache, spread)
    if all_of_it:
        cache.put(RESULT, all_of_it, _saved(result))
    return result


def _keys(files: sources.Sources, about: str) -> Iterator[tuple[str, str]]:
    """What the result of each site hangs on, and under '' what all hangs on; '' where that cannot be told."""
    common = files.digest(COMMON)
    yield COMMON, digest(about, common) if common else ""
    for site in files.sites:
        own = files.digest(site)
        yield site, digest(about, common, own) if common and own else ""


def _saved(result: Result) -> list[object]:
    return [packed(result.problems), packed(result.data), packed(result.waived), result.complete, result.kinds]


def _restored(kept: list[object]) -> Result:
    problems, data, waived, complete, kinds = kept
    return Result(unpacked(problems), unpacked(data), unpacked(waived), bool(complete), Counter(kinds))  # type: ignore[call-overload]
