"""An error in one file does not switch the rules off for the others, and what was left out is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from companies import Company

WRONG = "inventory/sites/ham/devices/ham-rtr-1.yaml"


@pytest.fixture(scope="module")
def company(make_example: Callable[[], Company]) -> Company:
    found = make_example()
    path = found.root / "inventory/sites/ber/devices/ber-acc-1.yaml"
    path.write_text(path.read_text() + "dns: {servers: [10.1.20.5]}\n")
    return found


def codes(text: str) -> set[str]:
    return {line.split(" ")[2].rstrip(":") for line in text.splitlines() if ": error " in line or ": warning " in line}


def test_rules_run_on_what_is_sound(company: Company) -> None:
    before = codes(company.netops("validate", expect=None).out)
    assert before
    company.append(WRONG, "nonsense: 1\n")
    said = company.netops("validate", expect=3)
    assert codes(said.out) == before | {"SCH001"}
    assert f"not run: rules over the company, and all rules on {WRONG} (errors above)" in said.out
    json = company.netops("validate", "--format", "json", expect=3).out
    assert f'"{WRONG}"' in json and '"complete": false' in json


def test_a_wrong_file_of_a_site_leaves_the_site_out(company: Company) -> None:
    company.append("inventory/sites/ham/ipam.yaml", "nonsense: 1\n")
    said = company.netops("validate", expect=3)
    assert "not run: rules over the company, and all rules on site ham (errors above)" in said.out
