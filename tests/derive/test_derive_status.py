"""What is planned, failed or gone gets no configuration: of every noun that has a status, its effect on what is derived."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netops.model.company import Company
from netops.project import Project
from netops.validation import open_company

ROOT = Path(__file__).parents[2]


def company(root: Path, file: str, old: str, new: str) -> Company:
    shutil.copytree(ROOT / "inventory", root / "inventory")
    shutil.copy(ROOT / "netops.yaml", root)
    path = root / "inventory" / file
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    found, result = open_company(Project(root), date(2026, 1, 5))
    assert found is not None, result.data
    return found


def subnets(company: Company) -> list[str]:
    server = next(name for name in company.targets if "dhcp_server" in company.view(name))
    return [str(one["subnet"]) for one in company.view(server)["dhcp_server"]["subnets"]]


@pytest.mark.parametrize("status", ["planned", "offline", "decommissioning", "active", "staged"])
def test_a_prefix_that_is_not_in_use_has_no_addresses_given_out(status: str, tmp_path: Path) -> None:
    old = "{prefix: 10.1.10.0/24, "
    found = company(tmp_path, "sites/ber/ipam.yaml", old, f"{old}status: {status}, ")
    assert ("10.1.10.0/24" in subnets(found)) == (status in ("active", "staged"))


@pytest.mark.parametrize("status", ["planned", "active"])
def test_targets_of_a_planned_site_are_planned(status: str, tmp_path: Path) -> None:
    found = company(tmp_path, "sites/ham/site.yaml", "name: Hamburg", f"status: {status}\nname: Hamburg")
    of_site: set[Any] = {target.status for target in found.targets.values() if target.site == "ham"}
    assert of_site == {status}
