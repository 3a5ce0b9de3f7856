"""Reports: one file per format, each returns a plan, a deployment or a drift run as a text. Add a format with one file, which has
those of the three functions that are wanted.

One that has `on(screen, verbose=False)` is shown as what this returns, so that it fits a terminal.

>>> from netops import registry, report
>>> text = registry.load(report.KIND, "text")
>>> from netops.plan import Plan
>>> print(text.plan(Plan("Acme", "abc1234", "2026-01-01", steps={}, waves=())), end="")
plan: 0 to change (0 lines), 0 unchanged
"""

from __future__ import annotations

from netops.registry import PluginKind

KIND = PluginKind("report", "netops.report", "reports", (), helpers=("record",))
