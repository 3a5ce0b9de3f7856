"""Where the console of a device is, by its cable."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from netops.model.console import console_endpoint, console_port_name
from netops.model.index import Index

CABLES = {
    "c1": {"a": {"device": "con-1", "interface": "port-5"}, "b": {"device": "sw-1", "interface": "Console"}, "console": True},
    "c2": {"a": {"device": "sw-1", "interface": "Ethernet1"}, "b": {"device": "con-1", "interface": "eth0"}},
}


def company(**console_server: int) -> Any:
    devices: dict[str, Any] = {"con-1": {"console_server": console_server} if console_server else {}, "sw-1": {}}
    targets = {"con-1": SimpleNamespace(address="10.1.0.9/24")}
    return SimpleNamespace(index=Index({"cable": CABLES}, devices), devices=devices, targets=targets)


@pytest.mark.parametrize(("settings", "port"), [({}, 2005), ({"base_port": 7000}, 7005)])
def test_a_console_is_a_port_of_the_server_that_its_cable_leads_to(settings: dict[str, int], port: int) -> None:
    assert console_endpoint(company(**settings), "sw-1") == ("con-1", "10.1.0.9", port)
    assert console_endpoint(company(), "con-1") is None


def test_a_console_cable_carries_no_packets() -> None:
    assert [(near.name, far.name) for near, far in company().index.links] == [("c2", "c2")]


def test_names_of_hardware_become_names_of_ports() -> None:
    assert [console_port_name(name) for name in ("Console", "Console (RJ45)", "con 0", "5")] == [
        "Console",
        "Console-RJ45",
        "con-0",
        "port-5",
    ]
