"""What is kept of a company from run to run equals what is made anew, and is made anew when a file changes."""

from __future__ import annotations

import json
from pathlib import Path

import netops
from companies import Company as Folder
from netops.graph.remembered import cached_value, digest_of
from netops.graph.services import _by_device, services_by_device
from netops.jobs.guarding import placements_of_devices, present_devices
from netops.plan.topology import _network, _packed, _unpacked


def never() -> None:
    raise AssertionError("it is in the cache")


def test_kept_equals_new() -> None:
    company = netops.load(Path(__file__).parents[2])
    packed = _packed(company)
    assert _unpacked(json.loads(json.dumps(packed))) == _unpacked(packed) == _network(company)
    assert services_by_device(company) == _by_device(company)
    assert json.loads(json.dumps(_by_device(company))) == _by_device(company)
    assert {name: place[:2] for name, place in placements_of_devices(company).items()} == present_devices(company)


def test_a_file_that_changes_makes_it_anew(starter: Folder) -> None:
    starter.netops("validate")
    first = netops.load(starter.root)
    assert digest_of(first) and placements_of_devices(first)["hq-sw-1"][1] == "core"
    second = netops.load(starter.root)
    assert cached_value(second, "places", never) == cached_value(first, "places", never)
    assert digest_of(second, "x") != digest_of(second)
    starter.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "role: core", "role: access")
    assert placements_of_devices(netops.load(starter.root))["hq-sw-1"][1] == "access"
