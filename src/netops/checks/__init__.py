"""Rules over the company: one small function per rule, with a code, grouped in one module per subject.

A rule gets what its scope holds (one device, one site, or the company in outline) and yields a `Finding` for each problem. Modules are
found in this package and in the company's `checks/` folder. A rule that crashes is an error of its own (CHK001): silence is never a pass.
"""

from __future__ import annotations

from typing import Any

from netops.checks._rule import Finding, Rule, rule
from netops.checks._run import (
    KIND,
    ConfiguredRule,
    configured_rules,
    rules_by_code,
    run_on_company,
    run_on_network,
    run_on_site,
    sort_problems,
    waive_findings,
)
from netops.checks.scopes import Device, Outline, Scope
from netops.model.index import Path, Place

__all__ = [
    "KIND",
    "ConfiguredRule",
    "Device",
    "Finding",
    "Outline",
    "Path",
    "Place",
    "Rule",
    "Scope",
    "configured_rules",
    "place_of",
    "rule",
    "rules_by_code",
    "run_on_company",
    "run_on_network",
    "run_on_site",
    "sort_problems",
    "waive_findings",
]


def place_of(kind: str, name: Any, *path: str | int) -> Place:
    """The place of a value."""
    return Place(kind, str(name), path)
