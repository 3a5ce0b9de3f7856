"""Compliance by feature, for a terminal and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from netops.config import DiffLine
from netops.config.compliance import FeatureCompliance
from netops.plan.compliance import ComplianceRun, TargetCompliance
from netops.report._words import coverage_text, file_age, skipped_text, source_note
from netops.screen import PIPED, Screen, ScreenLine, diff_line

HEADS = ("FEATURE", "STATE", "ON THE DEVICE", "WANTED", "DIFFER", "MANAGED")


def compliance_text(run: ComplianceRun, screen: Screen = PIPED) -> str:
    """The features of each target with their states, and below these the lines in which what netops manages differs."""
    lines = [*map(ScreenLine, source_note(run.running, run.created))]
    for found in run.targets:
        lines += [*_target(found, file_age(run.running, found.target, run.created), screen), ScreenLine()]
    lines += [ScreenLine(text, "dim") for text in skipped_text(run.skipped)]
    return screen.show(lines[:-1] if lines and not lines[-1].text else lines)


def _target(found: TargetCompliance, written: str, screen: Screen) -> list[ScreenLine]:
    if found.error:
        return [ScreenLine(f"{found.target}: {found.outcome}: {found.error.removeprefix(f'{found.target}: ')}", "red")]
    head = f"{found.target} ({found.platform}): {_states(found)}; {coverage_text(found.coverage)}{written}"
    rows = [
        (each.feature, each.state, str(each.running_lines), str(each.intended_lines), str(_changes(each)), "yes" if each.managed else "no")
        for each in found.features
    ]
    return [ScreenLine(head), *screen.table(HEADS, rows), *(line for each in found.features for line in _differing(each))]


def _states(found: TargetCompliance) -> str:
    """How many of the managed features are in which state."""
    counts = Counter(feature.state for feature in found.features if feature.managed)
    return ", ".join(f"{number} {state}" for state, number in counts.most_common()) or "nothing managed"


def _differing(found: FeatureCompliance) -> list[ScreenLine]:
    """The lines in which a feature that netops manages differs."""
    lines = [diff_line(line.sign, line.depth, line.text.strip()) for line in found.difference] if found.managed else []
    return [ScreenLine(f"{found.feature}:"), *lines] if lines else []


def _changes(found: FeatureCompliance) -> int:
    return sum(line.sign != " " for line in found.difference)


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
