"""The company whose files are known to be right: nothing is parsed, merged or checked before somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from netops.cache import Cache
from netops.model import inventory
from netops.model.company import Company
from netops.model.sources import COMMON, Sources
from netops.schema import load as load_schemas
from netops.validation._company import OUTLINE, name_of
from netops.validation._site import Judged


def opened(files: Sources, keys: Mapping[str, str], today: date, cache: Cache) -> Company:
    """The company. What is kept of its sites in outline tells which targets there are."""
    documents = files.unread(COMMON, *files.sites)
    found, _ = inventory.sorted_out(files.project, load_schemas(files.project), documents)
    assert found is not None, "its files were judged before"
    return Company(found, today, outlines=_outlines(files, keys, cache))


def _outlines(files: Sources, keys: Mapping[str, str], cache: Cache) -> dict[str, Any] | None:
    """The outlines of all devices by name; None when one site is not kept."""
    found: dict[str, Any] = {}
    for site in files.sites:
        kept = cache.get(name_of(site), keys[site]) if keys[site] else None
        outline = cache.get(name_of(site, OUTLINE), Judged.restored(kept).outline) if kept is not None else None
        if outline is None:
            return None
        found |= outline["devices"]
    return found
