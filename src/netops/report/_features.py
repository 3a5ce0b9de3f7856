"""Compliance by feature, for a terminal and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from netops.config import DiffLine
from netops.config.compliance import FeatureCompliance
from netops.errors import printable_text
from netops.plan.compliance import ComplianceRun, TargetCompliance
from netops.report._words import coverage_text, file_age, source_note


def compliance_text(run: ComplianceRun) -> str:
    """The features of each target with their states. Those that netops manages have the lines in which they differ below them."""
    lines = source_note(run.running, run.created)
    for found in run.targets:
        lines += [*_target(found, file_age(run.running, found.target, run.created)), ""]
    lines += [f"{name}: skipped: {why}" for name, why in run.skipped.items()]
    return printable_text("\n".join(lines).rstrip() + "\n")


def _target(found: TargetCompliance, written: str) -> list[str]:
    if found.error:
        return [f"{found.target}: {found.outcome}: {found.error.removeprefix(f'{found.target}: ')}"]
    head = f"{found.target} ({found.platform}): {_states(found)}; {coverage_text(found.coverage)}{written}"
    return [head, *(line for feature in found.features for line in _feature(feature))]


def _states(found: TargetCompliance) -> str:
    """How many of the managed features are in which state."""
    counts = Counter(feature.state for feature in found.features if feature.managed)
    return ", ".join(f"{number} {state}" for state, number in counts.most_common()) or "nothing managed"


def _feature(found: FeatureCompliance) -> list[str]:
    sizes = f"{found.running_lines:>6} on the device {found.intended_lines:>6} wanted"
    head = f"  {found.feature:<16}{found.state:<14}{sizes}"
    if not found.managed:
        return [f"{head}  not managed{_changes(found)}"]
    return [head, *(f"    {line.sign} {' ' * line.depth}{line.text.strip()}" for line in found.difference)]


def _changes(found: FeatureCompliance) -> str:
    number = sum(line.sign != " " for line in found.difference)
    return "" if not number else ": 1 line differs" if number == 1 else f": {number} lines differ"


def compliance_data(run: ComplianceRun) -> dict[str, Any]:
    """The same as plain data. A target without `features` was not compared: `error` says why."""
    targets = [
        {
            "target": found.target,
            "platform": found.platform,
            "outcome": found.outcome,
            "error": found.error,
            "compliant": found.compliant,
            "lines": {"managed": found.coverage.managed, "modelled": found.coverage.modelled, "all": found.coverage.lines},
            "features": [_data(feature) for feature in found.features],
        }
        for found in run.targets
    ]
    return {"created": run.created, "running": asdict(run.running), "targets": targets, "skipped": dict(run.skipped)}


def _data(found: FeatureCompliance) -> dict[str, Any]:
    return {
        "feature": found.feature,
        "state": found.state,
        "managed": found.managed,
        "running_lines": found.running_lines,
        "intended_lines": found.intended_lines,
        "missing": _lines(found.missing),
        "extra": _lines(found.extra),
        "out_of_order": _lines(found.out_of_order),
        "difference": [_line(line) for line in found.difference],
    }


def _line(line: DiffLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("sign", "text", "depth", "running_line", "intended_line")}


def _lines(lines: tuple[DiffLine, ...]) -> list[str]:
    return [line.text.strip() for line in lines]
