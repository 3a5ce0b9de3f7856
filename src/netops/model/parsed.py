"""The values of files that were parsed before: what they hold is known again by the digest of their bytes, where it stands is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netops.cache import Cache, digest
from netops.source import Document

VALUES = ".values"


class Parsed:
    """What is kept for each site. `key` is the digest of all that decides how a file is parsed."""

    def __init__(self, cache: Cache, key: str) -> None:
        self._cache = cache
        self._key = key

    def known(self, site: str, files: Mapping[str, bytes | None]) -> dict[str, Any]:
        """The values of those files of a site that hold what they held."""
        kept = self._cache.get(digest(site) + VALUES, self._key) or {}
        return {name: kept[name][1] for name, data in files.items() if data is not None and name in kept and kept[name][0] == digest(data)}

    def keep(self, site: str, files: Mapping[str, bytes | None], documents: Mapping[str, Document]) -> None:
        """Keep the values of documents that can be kept: those of plain files, without tags of the merge."""
        if self._cache.folder is not None:
            plain = ((name, files[name], document) for name, document in documents.items() if not document.tagged)
            found = {name: [digest(data), document.value] for name, data, document in plain if data is not None}
            self._cache.put(digest(site) + VALUES, self._key, found)
