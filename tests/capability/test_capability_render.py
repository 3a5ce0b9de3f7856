"""No render, plan or diff with a line that its target cannot do: exit code 3, every line with its YAML place and its template line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from companies import Company
from netops.project import Project
from netops.render import Rendered, render_targets
from netops.validation import open_company

ACCESS, ROUTER = "inventory/sites/ber/devices/ber-acc-1.yaml", "inventory/sites/ber/devices/ber-rtr-1.yaml"
RAW = """
raw_config:
  - interface GigabitEthernet1/0/1
  - " switchport trunk encapsulation dot1q"
  - mls qos
"""
AIGP = """
raw_config:
  - router bgp 65010
  - " neighbor 10.1.255.11 aigp"
"""


@pytest.fixture
def company(make_example: Callable[[], Company]) -> Company:
    return make_example()


def lines(company: Company, file: str) -> int:
    return (company.root / file).read_text().count("\n")


def rendered(company: Company, name: str) -> Rendered:
    found, _ = open_company(Project(company.root), date(2026, 1, 1))
    assert found is not None
    return render_targets(found, [found.targets[name]])[0]


def test_every_line_is_told_at_once(company: Company) -> None:
    first, second = lines(company, ACCESS), lines(company, ROUTER)
    company.append(ACCESS, RAW)
    company.append(ROUTER, "expected: {firmware: 8.4.4}\n" + AIGP)
    said = company.netops("render", "--limit", "name=ber-acc-1,name=ber-rtr-1", expect=3)
    assert said.out == ""
    places = [line for line in said.err.splitlines() if ": error " in line]
    assert places == [
        f"{ACCESS}:{first + 4}:5: error CAP101: ber-acc-1 (cisco/c9300-48p) cannot do this: its trunks know 802.1Q only, "
        "so there is no command to choose an encapsulation",
        f"{ACCESS}:{first + 5}:5: error CAP107: ber-acc-1 (cisco/c9300-48p) cannot do this: QoS is on from the start and is configured "
        "with classes and policies, the commands of MLS QoS do not exist",
        f"{ROUTER}:{second + 5}:5: error CAP502: ber-rtr-1 (protectli/vp6650, 8.4.4) cannot do this: "
        "BGP carries the accumulated IGP metric from FRR 8.5 on",
    ]
    assert "    see netops:templates/cisco_ios/raw_config.j2" in said.err or "    see templates/cisco_ios/raw_config.j2" in said.err
    assert f"    see {ROUTER}:{second + 1}:22: its release" in said.err


@pytest.mark.parametrize("words", [("plan",), ("diff", "ber-acc-1")])
def test_plan_and_diff_refuse(company: Company, words: tuple[str, ...]) -> None:
    company.append(ACCESS, RAW)
    assert "error CAP101" in company.netops(*words, *(["--limit", "name=ber-acc-1"] if words == ("plan",) else []), expect=3).err


def test_severity_in_the_settings(company: Company) -> None:
    company.append(ACCESS, RAW)
    company.append("netops.yaml", "\nrules: {CAP101: warning, CAP107: off}\n")
    made = rendered(company, "ber-acc-1")
    assert [(w.code, str(w.severity)) for w in made.warnings] == [("CAP101", "warning")]
    assert "switchport trunk encapsulation dot1q" in made.text


def test_unknown_release_is_a_warning(company: Company) -> None:
    at = lines(company, ROUTER)
    company.append(ROUTER, AIGP)
    made = rendered(company, "ber-rtr-1")
    assert [(w.code, str(w.origin)) for w in made.warnings] == [("CAP502", f"{ROUTER}:{at + 4}:5")]


def test_the_example_can_do_all_it_is_told(company: Company) -> None:
    found, _ = open_company(Project(company.root), date(2026, 1, 1))
    assert found is not None
    assert [made.warnings for made in render_targets(found, list(found.targets.values())) if made.warnings] == []
