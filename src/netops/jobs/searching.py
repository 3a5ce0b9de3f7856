"""Where what people search for is: in the data, in backups, and in the tables of devices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import ip_interface

from netops.cache import ParallelMap
from netops.model import sources
from netops.model.company import Company, ConfigTarget
from netops.model.sources import Sources
from netops.project import Project
from netops.render import render_targets
from netops.search.configs import ConfigHit, TargetText, matching_lines
from netops.search.data import DataHit, find_in_data, is_prefix
from netops.search.query import AddressQuery, Query, Relation, parse_query

NEAR = 3
"""So many neighbours of an address that is not found, or names that are like one, are shown."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Where something is. `within`: the prefixes around an address, the longest first. `near`: when it is not found, used addresses beside
    it, each with its place, or names that are like it."""

    query: Query
    data: tuple[DataHit, ...] = ()
    configs: tuple[ConfigHit, ...] = ()
    within: tuple[DataHit, ...] = ()
    near: tuple[str | DataHit, ...] = field(default=())

    @property
    def is_found(self) -> bool:
        return bool(self.data or self.configs)


def search_company(project: Project, texts: Sequence[str], *, around: bool = False) -> list[SearchResult]:
    """What is found of each text in the data and the backups. `around`: also wider prefixes in filters, routes and settings."""
    files = sources.find_sources(project)
    backups = list(read_backups(project))
    return [_find(project, files, backups, parse_query(text), around) for text in texts]


def _find(project: Project, files: Sources, backups: Sequence[TargetText], query: Query, around: bool) -> SearchResult:
    hits = find_in_data(project, files, query, around=around)
    within = tuple(hit for hit in hits if is_prefix(hit) and hit.relation is Relation.CONTAINS)
    data = tuple(hit for hit in hits if hit not in within)
    configs = tuple(
        hit for backup in backups if query.may_match(backup.text) for hit in matching_lines(backup, lambda line: _is_in(query, line))
    )
    near = () if data or configs else tuple(_near(project, files, query, within))
    return SearchResult(query, data, configs, within, near)


def _is_in(query: Query, line: str) -> bool:
    return query.relation(line) not in (None, Relation.CONTAINS)


def read_backups(project: Project) -> Iterator[TargetText]:
    """The newest backup of each target that has one."""
    folder = project.state_dir / "backups"
    for path in sorted(folder.glob("*.cfg")) if folder.is_dir() else ():
        yield TargetText(path.stem, "running", path.read_text(encoding="utf-8", errors="replace"), project.relative(path))


def _near(project: Project, files: Sources, query: Query, within: Sequence[DataHit]) -> Iterator[str | DataHit]:
    if isinstance(query, AddressQuery):
        yield from _near_addresses(project, files, query, within)
    elif query.kind == "text":
        names = sorted({name.rpartition("/")[2].partition(".")[0] for name in files.contents()})
        yield from get_close_matches(query.text.lower().partition(".")[0], names, NEAR)


def _near_addresses(project: Project, files: Sources, query: AddressQuery, within: Sequence[DataHit]) -> Iterator[DataHit]:
    """The used addresses of the smallest prefix around an address that are nearest to it."""
    if not within:
        return
    own = int(query.network.network_address)
    around = parse_query(within[0].value)
    hits = [hit for hit in find_in_data(project, files, around) if hit.relation is Relation.IN and _number(hit) is not None]
    seen = set[int]()
    for hit in sorted(hits, key=lambda hit: abs((_number(hit) or 0) - own)):
        if (number := _number(hit) or 0) not in seen and len(seen) < NEAR:
            seen.add(number)
            yield hit


def _number(hit: DataHit) -> int | None:
    """The address of a hit that is one, or that of an interface, as a number."""
    try:
        return int(ip_interface(hit.value).ip)
    except ValueError:
        return None


def intended_texts(company: Company, targets: Sequence[ConfigTarget], parallel_map: ParallelMap = map) -> Iterator[TargetText]:
    """The intended config of each target that gets one."""
    for made in render_targets(company, targets, strict=False, parallel_map=parallel_map):
        if not made.observed:
            yield TargetText(made.target, "intended", made.text)
