"""One filter or policy in each direction: the same name serves both, and another name takes its place."""

from __future__ import annotations

import pytest

from netops.lab.sim.clock import Clock
from netops.lab.sim.eos import EosDevice
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.ios import IosDevice
from netops.lab.sim.nxos import NxosDevice
from netops.lab.sim.xr import XrDevice

PORT = {"cisco_ios": "GigabitEthernet1/0/1", "arista_eos": "Ethernet1", "cisco_nxos": "Ethernet1/1", "cisco_xr": "GigabitEthernet0/0/0/0"}
CORES = {"cisco_ios": IosDevice, "arista_eos": EosDevice, "cisco_nxos": NxosDevice, "cisco_xr": XrDevice}
CASES = [
    ("cisco_ios", f"interface {PORT['cisco_ios']}", "ip access-group {} in", "ip access-group {} out"),
    ("cisco_ios", "router bgp 65000", "neighbor 10.0.0.2 route-map {} in", "neighbor 10.0.0.2 route-map {} out"),
    ("arista_eos", "router bgp 65000", "neighbor 10.0.0.2 prefix-list {} in", "neighbor 10.0.0.2 prefix-list {} out"),
    ("arista_eos", f"interface {PORT['arista_eos']}", "ip access-group {} in", "ip access-group {} out"),
    ("cisco_nxos", "line vty", "access-class {} in", "access-class {} out"),
    (
        "cisco_xr",
        "router bgp 65000\n neighbor 10.0.0.2\n  address-family ipv4 unicast",
        "route-policy {} in",
        "route-policy {} out",
    ),
    ("cisco_xr", f"interface {PORT['cisco_xr']}", "ipv4 access-group {} ingress", "ipv4 access-group {} egress"),
]


@pytest.mark.parametrize(("platform", "section", "inward", "outward"), CASES)
def test_a_name_serves_both_directions_and_another_takes_its_place(platform: str, section: str, inward: str, outward: str) -> None:
    depth = " " * (section.count("\n") + 1)
    lines = [section, *(f"{depth}{line}" for line in (inward.format("A"), outward.format("A"), inward.format("B")))]
    spec = TargetSpec("r1", platform, "r1", interfaces=(PORT[platform],), initial="\n".join(lines) + "\n")
    device = CORES[platform](spec, Clock(source=lambda: 1_800_000_000.0))
    printed = [line.strip() for line in device.text(device.running).splitlines()]
    found = [line for line in printed if line in {way.format(name) for way in (inward, outward) for name in "AB"}]
    assert sorted(found) == sorted([outward.format("A"), inward.format("B")])
