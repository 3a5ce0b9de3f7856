"""A copy that leaves the site by means that netops does not know is believed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from netops import checks
from netops.model.company import read
from netops.project import Project

COMPANY = Path(__file__).parent / "company"
COPIED = "copy_to: aa-srv-1"


def codes(root: Path) -> list[str]:
    company, problems = read(Project(root), date(2026, 1, 1))
    assert company is not None, "\n".join(map(str, problems))
    return [problem.code for problem in checks.run_rules(company)]


def test_copy_that_is_taken_away_is_off_site(tmp_path: Path) -> None:
    root = tmp_path / "company"
    shutil.copytree(COMPANY, root)
    site = root / "inventory/sites/zz.yaml"
    site.write_text(site.read_text().replace(f", {COPIED}", ""))
    assert {"BKP002", "BKP005"} <= set(codes(root))
    site.write_text(site.read_text().replace("{repository: /srv/backup}", "{repository: /srv/backup, taken_to: Tapes to the bank}"))
    assert {"BKP002", "BKP005"} & set(codes(root)) == set()
