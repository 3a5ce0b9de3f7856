"""Reports: one file per format, each shows a plan, a deployment or a drift run as a text. Add a format with one file."""

from __future__ import annotations

from netops.registry import Kind

KIND = Kind("report", "netops.report", "reports", ("plan", "deployment", "drift"), helpers=("record",))
