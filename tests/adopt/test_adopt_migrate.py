"""Raw lines become data where a noun can say them; what is rendered stays the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from companies import Company

FILE = "inventory/sites/ber/devices/ber-acc-1.yaml"
RAW = """\
raw_config:
  - interface GigabitEthernet1/0/9
  - " mtu 9000"
  - " ip pim sparse-mode"
  - ip flow-cache timeout active 1  # nothing says this yet
"""


@pytest.fixture
def company(make_example: Callable[[], Company]) -> Company:
    found = make_example()
    found.append(FILE, RAW)
    return found


def rendered(company: Company) -> list[str]:
    return sorted(company.netops("render", "ber-acc-1").out.splitlines())


def test_what_a_noun_can_say_becomes_data(company: Company) -> None:
    before = [line for line in rendered(company) if line not in ("!", "interface GigabitEthernet1/0/9")]
    company.netops("migrate", "ber-acc-1")
    text = (company.root / FILE).read_text()
    assert "GigabitEthernet1/0/9: {mtu: 9000, " in text
    assert "- interface GigabitEthernet1/0/9" not in text
    assert "  - ip flow-cache timeout active 1\n" in text
    assert "# nothing says this yet" in text
    assert [line for line in rendered(company) if line not in ("!", "interface GigabitEthernet1/0/9")] == before
    assert "no raw line can be data yet" in company.netops("migrate", "ber-acc-1").err


def test_only_some_features_and_nothing_is_written_when_dry(company: Company) -> None:
    before = (company.root / FILE).read_text()
    assert "mtu: 9000" in company.netops("migrate", "ber-acc-1", "--dry-run").out
    assert "no raw line" in company.netops("migrate", "ber-acc-1", "--feature", "ntp").err
    assert (company.root / FILE).read_text() == before
