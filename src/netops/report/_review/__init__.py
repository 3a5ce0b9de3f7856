"""A review as text for a terminal, as Markdown for a pull request, as a page, and as data."""

from netops.report._review.data import review_data
from netops.report._review.html import review_html
from netops.report._review.markdown import review_markdown
from netops.report._review.text import review_text

__all__ = ["review_data", "review_html", "review_markdown", "review_text"]
