"""What of a company changes nothing, by what templates, derivations, rules and reports read: `measure(company, targets, traces)`.

Keys that nothing reads, fields that no template of a platform reads, and branches of templates that no target takes.
"""

from __future__ import annotations

from netops.coverage.measure import Coverage, Share, measure
from netops.coverage.running import UnexplainedLine, unexplained_lines
from netops.coverage.templates import UnusedBranch
from netops.coverage.values import NotRendered, UnreadKey

__all__ = ["Coverage", "NotRendered", "Share", "UnexplainedLine", "UnreadKey", "UnusedBranch", "measure", "unexplained_lines"]
