"""Configuration as code for everything IT runs in a company. Public: `load`, `netops.config`, `netops.errors`, the nornir plug-ins."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netops.model.company import Company

__version__ = "0.2.0"


def load(path: str | Path = ".", today: date | None = None) -> Company:
    """The company at `path` (or above it), validated and merged. Raises DataError with every problem of its data.

    `today` decides what depends on the date (lifecycles, maintenance windows); without it nothing that does is derived.

    In the company that `netops init` writes:

    >>> import netops
    >>> company = netops.load(".")
    >>> sorted(company.targets)
    ['hq-srv-1', 'hq-sw-1']
    >>> company.devices["hq-sw-1"]["platform"]
    'arista_eos'
    >>> company.view("hq-sw-1")["ntp"]["servers"][0]["host"]
    '10.0.20.5'
    >>> print(company.origin("device", "hq-sw-1", "ntp.servers[0].host"))
    inventory/defaults.yaml:7:14
    """
    from netops import git, validation
    from netops.errors import DataError
    from netops.project import Project

    project = Project.discover(path, git.last_change)
    company, result = validation.open_company(project, today, validation.cache_of(project, dated=today is not None))
    if company is None:
        raise DataError(result.data)
    return company
