"""What of a company changes nothing, by what templates, derivations, rules and reports read: `measure_coverage(company, targets, traces)`.

Keys that nothing reads, fields that no template of a platform reads, and branches of templates that no target takes.
"""

from __future__ import annotations

from netops.coverage.measure import Coverage, ReadShare, measure_coverage
from netops.coverage.running import UnexplainedLine, unexplained_lines
from netops.coverage.templates import UnusedBranch
from netops.coverage.values import UnreadKey, UnrenderedField

__all__ = [
    "Coverage",
    "ReadShare",
    "UnexplainedLine",
    "UnreadKey",
    "UnrenderedField",
    "UnusedBranch",
    "measure_coverage",
    "unexplained_lines",
]
