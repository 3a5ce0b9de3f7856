"""The files of a company that are known to be right, each read when something needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netops.model import inventory
from netops.model.inventory import Inventory
from netops.model.sources import COMMON, Sources
from netops.project import Project
from netops.schema import Schemas
from netops.schema import load as load_schemas
from netops.source import Document

if TYPE_CHECKING:
    from netops.model.company import Company


@dataclass(frozen=True)
class MergedCompany:
    """What was merged before, when it was validated: the company without its sites, and some sites on it."""

    common: Company
    sites: Mapping[str, Company]


@dataclass
class Deferred:
    """The files behind a company. `outlines`: the part of each site that others may see, by site; None when one is not in the cache."""

    sources: Sources
    outlines: Mapping[str, Mapping[str, Any]] | None = field(default=None, repr=False)
    merged: MergedCompany | None = field(default=None, repr=False)

    @property
    def project(self) -> Project:
        return self.sources.project

    @cached_property
    def schemas(self) -> Schemas:
        return load_schemas(self.project)

    @cached_property
    def inventory(self) -> Inventory:
        """All files."""
        return self.of(*self.sources.sites)

    @cached_property
    def common(self) -> Inventory:
        """The files that belong to no site."""
        return self.of()

    def documents(self, site: str) -> dict[str, Document]:
        """The files of a site by name."""
        return self.sources.unread(site)

    def of(self, *sites: str) -> Inventory:
        """The common files and those of some sites."""
        found, _ = inventory.classify_documents(self.project, self.schemas, self.sources.unread(COMMON, *sites))
        assert found is not None, "these files were checked before"
        return found
