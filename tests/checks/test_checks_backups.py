"""A copy that leaves the site by means that netops does not know is believed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from netops.project import Project
from netops.validation import validate_company_files

COPIED = "copy_to: aa-srv-1"


def codes(root: Path) -> list[str]:
    result = validate_company_files(Project(root), date(2026, 1, 1))
    assert result.complete, "\n".join(map(str, result.data))
    return [problem.code for problem in result.problems]


def test_copy_that_is_taken_away_is_off_site(root: Path) -> None:
    site = root / "inventory/sites/zz.yaml"
    site.write_text(site.read_text().replace(f", {COPIED}", ""))
    assert {"BKP002", "BKP005"} <= set(codes(root))
    site.write_text(site.read_text().replace("{repository: /srv/backup}", "{repository: /srv/backup, taken_to: Tapes to the bank}"))
    assert {"BKP002", "BKP005"} & set(codes(root)) == set()
