"""A report as one HTML page that needs nothing else: no script, no request to anywhere, all text escaped."""

from netops.report._page.record import ReportEntry, ReportLine, ReportPage, ReportTable, TextBlock, Tone
from netops.report._page.render import render_page
from netops.report._page.rows import plain_line

__all__ = ["ReportEntry", "ReportLine", "ReportPage", "ReportTable", "TextBlock", "Tone", "plain_line", "render_page"]
