"""netops lifecycle: what ends first, what it costs by year, what is not known."""

from __future__ import annotations

import json

import pytest

from companies import Company

MODELS = "hardware_lifecycles:\n  - {device_type: dell/poweredge-r450, end_of_life: 2033-12-31, replacement: dell/poweredge-r450}\n"
OWN = "lifecycle: {purchase_date: 2023-05-02, support_until: 2031-04-30, cost: 11800}\n"


@pytest.fixture
def planned(starter: Company) -> Company:
    (starter.root / "inventory/policies").mkdir()
    (starter.root / "inventory/policies/lifecycle.yaml").write_text(MODELS)
    starter.append("inventory/sites/hq/devices/hq-sw-1.yaml", OWN + "serial: S1\n")
    return starter


def test_own_days_and_those_of_the_model(planned: Company) -> None:
    assert planned.netops("lifecycle").out.splitlines() == [
        "ENDS        DEVICE    WHAT ENDS  HARDWARE                  PURCHASED   COST        COMES AFTER",
        "2031-04-30  hq-sw-1   support    arista/dcs-7050sx3-48yc8  2023-05-02  11,800 EUR  -",
        "2033-12-31  hq-srv-1  hardware   dell/poweredge-r450       -           -           dell/poweredge-r450",
        "2031: 1 device, 11,800 EUR",
        "2033: 1 device, 1 without a price",
        "2 devices shown",
    ]


def test_only_what_ends_before_a_day(planned: Company) -> None:
    told = json.loads(planned.netops("lifecycle", "--before", "2031-05-01", "--format", "json").out)
    assert [(life["name"], life["ends"], life["cost"]) for life in told["devices"]] == [("hq-sw-1", "2031-04-30", 11800)]


def test_what_leaves_needs_nothing_after_it(planned: Company) -> None:
    planned.edit("inventory/sites/hq/servers/hq-srv-1.yaml", "status: active", "status: decommissioning")
    assert "hq-srv-1" not in planned.netops("lifecycle").out


def test_a_company_without_any_day_is_told_so(starter: Company) -> None:
    assert starter.netops("lifecycle").out.splitlines()[-1] == "0 devices shown; no end is known of 2 devices"


def test_only_the_devices_of_a_selector(planned: Company) -> None:
    told = planned.netops("lifecycle", "-l", "role=core")
    assert ("hq-sw-1" in told.out, "hq-srv-1" in told.out) == (True, False)
