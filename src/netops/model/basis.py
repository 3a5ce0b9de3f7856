"""What the views of a company's targets are made from, as digests by site, so that results made from them can be reused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netops.cache import Cache, digest


@dataclass(frozen=True, slots=True)
class Basis:
    """`sites`: for each site the digest of its files, the common files, and the outlines of all sites. A view depends on nothing else.

    `cache` holds results of earlier runs.
    """

    cache: Cache
    sites: Mapping[str, str]

    def digest(self, site: str, seen: Iterable[str]) -> str:
        """The digest of a site together with all files of the other sites that were opened for it; '' when it cannot be determined."""
        parts = [self.sites.get(one, "") for one in (site, *sorted(seen))]
        return digest(*parts) if all(parts) else ""
