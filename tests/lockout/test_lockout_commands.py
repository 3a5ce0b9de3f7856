"""The verdict at the command line: in a plan, in its file, and in what is intended, each with the line that cuts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from companies import Company

OOB = "inventory/sites/ber/devices/ber-oob-1.yaml"
NETOPS = "GigabitEthernet1/0/24: {description: netops}"


@pytest.fixture
def company(make_example: Callable[[], Company], tmp_path: Path) -> Company:
    made = make_example()
    made.netops("render", "-o", str(tmp_path / "running"), "--limit", "name=ber-oob-1,name=ber-acc-1")
    return made


def test_a_plan_names_the_line_that_cuts(company: Company, tmp_path: Path) -> None:
    line = company.edit(OOB, NETOPS, NETOPS.replace("netops}", "netops, enabled: false}"))
    where = f"({OOB}:{line}:"
    file = str(tmp_path / "x.plan")
    limit = ("--limit", "name=ber-oob-1")
    made = company.netops("plan", "--running", str(tmp_path / "running"), *limit, "-o", file, "--dirty", expect=None)
    shown = company.netops("show", file).out
    for text in (made.out, shown):
        found = next(one for one in text.splitlines() if one.strip().startswith("LOCKOUT: "))
        assert "LOCKOUT: ber-oob-1, ber-acc-1" in found
        assert (
            "would be cut off from netops: no enabled port carries the network of netops: + interface GigabitEthernet1/0/24 / shutdown"
            in found
        )
        assert where in found
    assert "\nrisk: LOCKOUT: ber-oob-1\n" in shown
    said = company.netops("validate", expect=3).out
    assert f"{OOB}:{line}:" in said and "error MGT001: netops does not reach ber-acc-1, ber-acc-2" in said


def test_what_is_intended_admits_netops(company: Company) -> None:
    assert "MGT001" not in company.netops("validate").out
    company.append("netops.yaml", "rules: {MGT001: off}\n")
    company.edit(OOB, NETOPS, NETOPS.replace("netops}", "netops, enabled: false}"))
    assert "MGT001" not in company.netops("validate", expect=None).out
