"""A review as text for a terminal, as Markdown for a pull request, and as data."""

from netops.report._review.data import data
from netops.report._review.markdown import markdown
from netops.report._review.text import text

__all__ = ["data", "markdown", "text"]
