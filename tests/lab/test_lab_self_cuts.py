"""A simulated device that cuts netops off is cut off: sessions end, logins fail, and the revert timer brings the way back."""

from __future__ import annotations

import pytest
from self_cuts import CONFIGS, CUTS, ORDINARY, Case

from napalm_sim import LOGIN, VERSIONS, Sim, sim
from netops.drivers.base import Access, Driver
from netops.errors import DeviceError, LoginRefused, Unreachable
from netops.lab.sim.frontend import Management, TargetSpec
from netops.platforms import get

__all__ = ["sim"]
LOGINS = ("no account", "servers only")
TIMED = {platform: get(platform).spec.revert_granularity_s is not None for platform in CONFIGS}
pytestmark = pytest.mark.lab

INTERFACES = {
    "arista_eos": ("Ethernet1", "Ethernet2"),
    "cisco_ios": ("GigabitEthernet1/0/1", "GigabitEthernet1/0/2"),
    "cisco_nxos": ("mgmt0",),
    "cisco_xr": ("GigabitEthernet0/0/0/0", "GigabitEthernet0/0/0/1"),
    "juniper_junos": ("ge-0/0/0", "ge-0/0/1"),
    "frr": ("eth0", "eth1"),
}
TRANSPORTS = {"arista_eos": ("eapi", 443), "juniper_junos": ("netconf", 830)}


def started(sim: Sim, platform: str) -> Access:
    transport, port = TRANSPORTS.get(platform, ("ssh", 22))
    ports = INTERFACES[platform]
    management = Management(LOGIN.username, transport, port, "10.9.0.1", "10.0.0.250/24", ports[:1])
    version = VERSIONS.get(platform, "8.4.4")
    return sim.add_spec(TargetSpec("d1", platform, "d1", "M", "S", version, ports, initial=CONFIGS[platform], management=management))


def reasons(sim: Sim) -> list[str]:
    return sim.call(sim.world.network.reasons, "d1")


def replaced(driver: Driver, case: Case) -> None:
    """Commits a change, with the device's own timer where it has one."""
    driver.load_replace_candidate(config=case.applied(CONFIGS[case.platform]))
    driver.commit_config(revert_in=60 if TIMED[case.platform] else None)


def bring_back(sim: Sim, platform: str) -> None:
    """Lets the timer run out; where there is none, a person at the console brings the old config back."""
    if TIMED[platform]:
        sim.call(sim.clock.advance, 61)
    else:
        device = sim.targets["d1"].device  # type: ignore[attr-defined]
        sim.call(device.install, device.parse(CONFIGS[platform]))


OVER_SOCKETS = list({(case.platform, case.ends_sessions, case.name in LOGINS): case for case in CUTS}.values())
"""One of each platform and kind; tests/lockout asks many more, without sockets."""


@pytest.mark.parametrize("case", OVER_SOCKETS, ids=lambda case: f"{case.platform}: {case.name}")
def test_a_cut_ends_what_it_cuts_and_is_taken_back(sim: Sim, case: Case) -> None:
    access = started(sim, case.platform)
    assert reasons(sim) == []
    driver = sim.open(case.platform, access)
    if case.ends_sessions:
        with pytest.raises(DeviceError):
            replaced(driver, case)
            driver.get_config(retrieve="running")
    else:
        replaced(driver, case)
    assert reasons(sim) != []
    with pytest.raises(LoginRefused if case.name in LOGINS else Unreachable):
        sim.open(case.platform, access, timeout_s=5)
    bring_back(sim, case.platform)
    assert reasons(sim) == []
    assert sim.open(case.platform, access).get_config(retrieve="running")["running"]


@pytest.mark.parametrize("platform", CONFIGS)
def test_ordinary_changes_cut_nothing(sim: Sim, platform: str) -> None:
    access = started(sim, platform)
    driver = sim.open(platform, access)
    seen = {}
    for case in (case for case in ORDINARY if case.platform == platform):
        driver.load_replace_candidate(config=case.applied(CONFIGS[platform]))
        driver.commit_config()
        seen[case.name] = reasons(sim)
    assert seen and not any(seen.values()), seen
    assert driver.get_config(retrieve="running")["running"]
    assert sim.open(platform, access)
