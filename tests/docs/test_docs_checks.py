"""docs/checks.md tells what the rules tell of themselves."""

from __future__ import annotations

from pathlib import Path

from netops import checks
from netops.checks._page import page
from netops.project import Project

ROOT = Path(__file__).parents[2]


def test_the_page_of_the_rules_is_current() -> None:
    assert (ROOT / "docs/checks.md").read_text() == page(checks.rules(Project(ROOT))), "make docs writes it anew"
