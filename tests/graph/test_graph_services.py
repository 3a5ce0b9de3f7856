"""Which devices carry a service: what it needs, and what forwards between its hosts and their gateways."""

from __future__ import annotations

from pathlib import Path

import pytest

import netops
from netops.graph.graph import graph_of
from netops.graph.services import devices_of_service, services_by_device
from netops.model.company import Company
from netops.model.schedule import calendar_of


@pytest.fixture(scope="module")
def company() -> Company:
    return netops.load(Path(__file__).parents[2])


def test_all_that_a_service_needs_carries_it(company: Company) -> None:
    graph = graph_of(company)
    for name in company.objects["service"]:
        found = devices_of_service(graph, name)
        assert set(graph.depends(name).of("device")) & company.devices.keys() <= found
        for host in [one for one in found if company.devices[one]["kind"] != "device"]:
            box = str(company.devices[host].get("virtual_machine", {}).get("host", host))
            switches = {one for one in graph.elements.linked(box) if company.devices[one]["kind"] == "device"}
            assert switches <= found, f"{name}: the switches of {host}"


def test_the_devices_on_the_way_carry_it_too(company: Company) -> None:
    services = services_by_device(company)
    assert "email" in services["ber-mail-1"]
    assert "email" in services["ber-leaf-1"] and "email" in services["ber-leaf-2"]
    assert "email" not in services.get("ham-acc-1", {})


def test_a_freeze_of_a_service_is_for_what_carries_it(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze = {"name": "quarter end", "from": "12-01", "to": "12-05", "services": ["email"]}
    monkeypatch.setitem(company.objects, "freeze", {"quarter end": freeze})
    services = services_by_device(company)
    names = ("ber-mail-1", "ber-leaf-1", "ham-acc-1")
    calendars = {name: calendar_of(company, company.target(name), services.get(name, {})) for name in names}
    assert {name for name, calendar in calendars.items() if calendar.freezes} == {"ber-mail-1", "ber-leaf-1"}
