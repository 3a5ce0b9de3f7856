"""Reports as CSV, one row per line that differs, for spreadsheets: `--format csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from netops.config import DiffLine
from netops.plan import Plan
from netops.report.record import DeployRun, DriftRun

Row = tuple[str, ...]


def plan(plan: Plan) -> str:
    """The lines that a deploy of the plan would change, then the targets that could not be read."""
    rows = [row for name, step in plan.steps.items() for row in _lines(name, step.diff)]
    rows += [(name, "", outcome, "") for name, (outcome, _) in plan.failed.items()]
    return _table(("target", "sign", "line", "origin"), rows)


def deployment(run: DeployRun) -> str:
    """The outcome of each target."""
    return _table(("target", "outcome", "detail"), ((name, done.outcome, done.detail) for name, done in run.deployment.results.items()))


def drift(run: DriftRun) -> str:
    """The lines that differ, then the targets that could not be read."""
    rows = [row for each in run.drifted for row in _lines(each.target, each.lines)]
    rows += [(each.target, "", "not read", "") for each in run.failed]
    return _table(("target", "sign", "line", "origin"), rows)


def _lines(target: str, lines: Iterable[DiffLine]) -> Iterator[Row]:
    for line in lines:
        if line.differs:
            yield target, line.sign, line.text, str(line.origin or "")


def _table(head: Row, rows: Iterable[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *(map(_cell, row) for row in rows)])
    return out.getvalue()


def _cell(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
