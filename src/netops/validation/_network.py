"""What the rules over the network find: they follow ways through the whole company, so they run once it is valid."""

from __future__ import annotations

from typing import Any

from netops import checks
from netops.errors import Diagnostic, Origin
from netops.graph.graph import graph_of
from netops.graph.place import ConfigPlace
from netops.model.company import Company
from netops.model.index import Path


def network_findings(company: Company) -> list[Diagnostic]:
    """The findings at their places; of a value that is derived, where its device is."""
    jobs, _ = checks.configured_rules((one for one in checks.rules_by_code(company.project) if one.scope == "network"), company)
    graph = graph_of(company)

    def origin(kind: str, name: str, path: Path) -> Origin | None:
        found: Any = graph.origin(name, ConfigPlace(path)) if path and name in company.targets else None
        return found or company.around(name).origin(kind, name) if name in company.targets else None

    return checks.run_on_network(jobs, graph, company.today, origin)
