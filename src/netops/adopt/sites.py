"""Drafts at several sites, in the place of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from netops.adopt.draft import Data, DeviceDraft
from netops.adopt.reading import SiteDraft


class SiteDrafts:
    """What the drafts of each site share. `where`: the site by the name of the file, `other` for those that it does not have."""

    def __init__(self, drafts: Iterable[DeviceDraft], where: Mapping[str, str], other: str) -> None:
        self.drafts = list(drafts)
        at: dict[str, list[DeviceDraft]] = defaultdict(list)
        for draft in self.drafts:
            at[where.get(draft.source, other)].append(draft)
        self._sites = [SiteDraft(name, at[name]) for name in sorted(at)]
        hardware = SiteDraft(other, self.drafts).device_types
        for site in self._sites:
            site.device_types = hardware
        self._of = {draft.name: site for site in self._sites for draft in site.drafts}

    def file_of(self, draft: DeviceDraft) -> str:
        """The name of a device's file."""
        return self._of[draft.name].file_of(draft)

    def files(self) -> dict[str, Any]:
        """All files of all sites by name, as values."""
        return {name: value for site in self._sites for name, value in site.files().items()}

    def at(self, file: str) -> tuple[list[DeviceDraft], Data]:
        """The drafts of the site that a file is one of, and the file as values."""
        site = next((one for one in self._sites if file.startswith(f"inventory/sites/{one.name}/")), None)
        return (site.drafts, site.files().get(file, {})) if site else ([], {})
