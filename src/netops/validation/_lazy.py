"""A company whose files are valid: nothing is parsed, merged or checked before it is used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from netops.cache import Cache, digest
from netops.model.basis import Basis
from netops.model.company import Company
from netops.model.deferred import Deferred, MergedCompany
from netops.model.sources import COMMON, Sources
from netops.validation._result import OUTLINE, SiteResult, cache_name


def lazy_company(files: Sources, keys: Mapping[str, str], today: date | None, cache: Cache, merged: MergedCompany | None = None) -> Company:
    """The company. Its targets are taken from the cached outlines of its sites. `merged`: what was merged to validate it."""
    found = {site: _outline(site, keys, cache) for site in files.sites}
    outlines = {site: one[1] for site, one in found.items() if one is not None}
    if len(outlines) < len(found):
        return Company(Deferred(files), today)
    devices = {name: device for outline in outlines.values() for name, device in outline["devices"].items()}
    others = digest(*(part for site, one in found.items() if one is not None for part in (site, one[0])))
    return Company(Deferred(files, outlines, merged), today, outlines=devices, basis=Basis(cache, _bases(files, others)))


def _bases(files: Sources, others: str) -> dict[str, str]:
    """By site the digest of its files, the common ones and all outlines; '' where that cannot be determined."""
    common = files.digest(COMMON)
    own = {site: files.digest(site) for site in files.sites}
    return {site: digest(common, files_of, others) if common and files_of else "" for site, files_of in own.items()}


def _outline(site: str, keys: Mapping[str, str], cache: Cache) -> tuple[str, Mapping[str, Any]] | None:
    """The outline of a site and its digest; None when it is not in the cache."""
    cached = cache.get(cache_name(site), keys[site]) if keys[site] else None
    key = SiteResult.restored(cached).outline if cached is not None else ""
    outline = cache.get(cache_name(site, OUTLINE), key) if cached is not None else None
    return (key, outline) if outline is not None else None
