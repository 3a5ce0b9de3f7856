"""ARP and MAC address tables of the drivers that NAPALM has getters for, read from simulated devices."""

from __future__ import annotations

import pytest

from napalm_sim import INITIAL, INTERFACES, VERSIONS, Sim
from netops.adopt.ports import long_name
from netops.lab.sim.frontend import Neighbor, Station, TargetSpec
from netops.search.query import normal_mac

pytestmark = pytest.mark.lab

HOST = "02:00:00:00:00:01"
JUNOS = "interfaces {\n    ge-0/0/0 {\n        unit 0;\n    }\n}\n"


@pytest.mark.parametrize("platform", sorted(INTERFACES))
def test_a_device_gives_its_tables(sim: Sim, platform: str) -> None:
    port = INTERFACES[platform][0]
    initial = JUNOS if platform == "juniper_junos" else f"{INITIAL.get(platform, '')}interface {port}\n no shutdown\n"
    spec = TargetSpec(
        *("sw1", platform, "sw1", "MODEL", "SERIAL", VERSIONS[platform], INTERFACES[platform], (Neighbor(port, "pc", "eth0"),)),
        arp=(Station(port, HOST, "10.0.0.9"),),
        macs=(Station(port, HOST, vlan=10),),
        initial=initial,
    )
    driver = sim.open(platform, sim.add_spec(spec))
    (known,) = driver.get_arp_table()
    assert (known["ip"], normal_mac(known["mac"]), known["interface"].removesuffix(".0")) == ("10.0.0.9", normal_mac(HOST), port)
    learnt = [
        (normal_mac(row["mac"]), long_name(platform, row["interface"].removesuffix(".0")), row["vlan"])
        for row in driver.get_mac_address_table()
    ]
    assert learnt == ([] if platform == "cisco_xr" else [(normal_mac(HOST), port, 10)])
