"""What only NX-OS does: `configure replace` with its timer, else checkpoints; merges that are typed, files that need a feature."""

from __future__ import annotations

import re

import pytest

from napalm_sim import INITIAL, INTERFACES, Sim, running
from netops.drivers.base import Driver
from netops.errors import ConfigError, DeviceError, LineRefused
from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.nxos import NxosDevice
from netops.plan.timer import has_revert_timer
from netops.platforms import get

pytestmark = pytest.mark.lab

HINT = "\n    hint: correct the data or the template of this line"


@pytest.fixture
def driver(sim: Sim) -> Driver:
    return sim.open("cisco_nxos", sim.add("cisco_nxos"))


def files(sim: Sim) -> list[str]:
    return [line.split()[-1] for line in sim.type("sw1", "dir").splitlines() if line.endswith(("_config.txt", "sot_file"))]


def test_candidate_has_the_head_of_a_running_config(sim: Sim, driver: Driver) -> None:
    driver.load_replace_candidate(config="hostname sw2\n")
    assert sim.type("sw1", "show file bootflash:candidate_config.txt").splitlines() == [
        "!Command: show running-config",
        "version 10.2(3) Bios:version 05.45",
        "hostname sw2",
    ]
    driver.discard_config()
    assert files(sim) == []


def test_no_candidate_stays_on_bootflash(sim: Sim, driver: Driver) -> None:
    driver.load_replace_candidate(config=running(driver).replace("10.0.0.1", "10.0.0.2"))
    assert driver.compare_config() == "no ntp server 10.0.0.1 use-vrf management\nntp server 10.0.0.2 use-vrf management"
    driver.commit_config()
    assert files(sim) == ["rollback_config.txt"]


def test_commit_saves(driver: Driver) -> None:
    driver.load_replace_candidate(config=running(driver).replace("10.0.0.1", "10.0.0.2"))
    driver.commit_config()
    shown = driver.get_config("all")
    assert shown["startup"] == shown["running"] and shown["candidate"] == ""


def test_hostname_changes_under_the_connection(driver: Driver) -> None:
    before = running(driver)
    driver.load_replace_candidate(config=before.replace("hostname sw1", "hostname leaf-2"))
    driver.commit_config()
    assert "hostname leaf-2\n" in running(driver)
    driver.rollback()
    assert running(driver) == before


def test_every_refused_line_is_named(driver: Driver) -> None:
    before = running(driver)
    driver.load_replace_candidate(config=f"{before}\nntp serverr 10.0.0.2\nrouter bgp 65010\n")
    with pytest.raises(LineRefused) as caught:
        driver.commit_config()
    assert str(caught.value) == f"sw1: the device refuses the configuration: ntp serverr 10.0.0.2; router bgp 65010{HINT}"
    driver.rollback()
    assert running(driver) == before


def test_failed_rollback_without_a_line_at_fault(sim: Sim, driver: Driver) -> None:
    before = running(driver)
    sim.fault("sw1", "commit_fail")
    driver.load_replace_candidate(config=before.replace("10.0.0.1", "10.0.0.2"))
    with pytest.raises(LineRefused, match=r"Configure replace failed\."):
        driver.commit_config()
    assert running(driver) == before


def test_merge_and_back(driver: Driver) -> None:
    before = running(driver)
    driver.load_merge_candidate(config="interface Ethernet1/1\n  description Server\n")
    driver.commit_config()
    assert "interface Ethernet1/1\n  description Server\n" in running(driver)
    driver.rollback()
    assert running(driver) == before


@pytest.mark.parametrize("line", ["ntp serverr 10.0.0.2", "ntp server", "router ospf 1", "no vlan 1"])
def test_merge_with_a_refused_line_leaves_nothing(driver: Driver, line: str) -> None:
    """NAPALM itself notices the first of them only."""
    before = running(driver)
    driver.load_merge_candidate(config=f"ntp server 10.0.0.9\n{line}\n")
    with pytest.raises(LineRefused, match=line):
        driver.commit_config()
    assert running(driver) == before


def test_stale_checkpoint_is_not_rolled_back_to(sim: Sim) -> None:
    access = sim.add("cisco_nxos")
    first = sim.open("cisco_nxos", access)
    first.load_replace_candidate(config=running(first).replace("10.0.0.1", "10.0.0.2"))
    first.commit_config()
    second = sim.open("cisco_nxos", access)
    with pytest.raises(ConfigError, match="nothing to roll back to: this connection has committed nothing"):
        second.rollback()
    assert "10.0.0.2" in running(second)


def test_what_a_timer_cannot_be(driver: Driver) -> None:
    driver.load_replace_candidate(config=running(driver))
    for seconds, why in ((45, "cisco_nxos knows multiples of 30 s"), (3630, "it takes at most 3600 s")):
        with pytest.raises(ConfigError, match=f"sw1: a revert timer of {seconds} s cannot be set: {why}"):
            driver.commit_config(revert_in=seconds)
    driver.load_merge_candidate(config="hostname sw2\n")
    with pytest.raises(ConfigError, match="only `configure replace` has one"):
        driver.commit_config(revert_in=60)
    with pytest.raises(DeviceError, match="nothing to confirm"):
        driver.confirm_commit()


def test_nothing_is_saved_before_it_is_confirmed(sim: Sim, driver: Driver) -> None:
    before = driver.get_config("startup")["startup"]
    driver.load_replace_candidate(config=running(driver).replace("10.0.0.1", "10.0.0.2"))
    driver.commit_config(revert_in=60)
    assert (driver.has_pending_commit(), driver.get_config("startup")["startup"]) == (True, before)
    driver.confirm_commit()
    shown = driver.get_config()
    assert "10.0.0.2" in shown["startup"] and shown["startup"] == shown["running"] and files(sim) == ["rollback_config.txt"]


def test_a_timer_that_does_not_show_is_ended_all_the_same(sim: Sim, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a release prints of it: the change is taken back, and nothing waits on the device."""
    monkeypatch.setattr("netops.platforms.cisco_nxos.driver._PENDING", re.compile("no such words"))
    before = running(driver)
    driver.load_replace_candidate(config=before.replace("10.0.0.1", "10.0.0.2"))
    with pytest.raises(DeviceError, match="shows no timer that would revert it"):
        driver.commit_config(revert_in=60)
    driver.rollback()
    assert running(driver) == before and "seconds left" not in sim.type("sw1", "show config-replace status")


def test_another_session_ends_what_a_lost_one_has_left(sim: Sim) -> None:
    access = sim.add("cisco_nxos")
    first = sim.open("cisco_nxos", access)
    before = running(first)
    first.load_replace_candidate(config=before.replace("10.0.0.1", "10.0.0.2"))
    first.commit_config(revert_in=60)
    first.abort()
    second = sim.open("cisco_nxos", access)
    assert second.has_pending_commit()
    second.end_run("1")
    second.rollback()
    assert (running(second), second.has_pending_commit(), files(sim)) == (before, False, [])


@pytest.fixture
def old(sim: Sim) -> Driver:
    """A device whose release has no `configure replace`."""
    return sim.open("cisco_nxos", sim.add_spec(spec("7.0(3)I4(7)")))


def spec(release: str) -> TargetSpec:
    return TargetSpec("sw1", "cisco_nxos", "sw1", "M", "S", release, INTERFACES["cisco_nxos"], initial=INITIAL["cisco_nxos"])


def test_an_old_release_has_checkpoints_and_no_timer(sim: Sim, old: Driver) -> None:
    before = running(old)
    old.load_replace_candidate(config=before.replace("10.0.0.1", "10.0.0.2"))
    assert sim.type("sw1", "show file bootflash:candidate_config.txt").startswith("!Command: Checkpoint cmd vdc 1\nversion 7.0(3)I4(7)")
    assert old.compare_config() == "no ntp server 10.0.0.1 use-vrf management\nntp server 10.0.0.2 use-vrf management"
    with pytest.raises(ConfigError, match="only `configure replace` has one"):
        old.commit_config(revert_in=60)
    old.commit_config()
    assert "10.0.0.2" in running(old) and not old.has_pending_commit()
    old.rollback()
    assert running(old) == before


RELEASES = {
    "10.2(3)": True,
    "9.3(10)": True,
    "8.2(1)": True,
    "8.1(2)": False,
    "7.3(0)D1(1)": False,
    "7.0(3)I7(10)": True,
    "7.0(3)I5(1)": True,
    "7.0(3)I4(7)": False,
    "6.2(16)": False,
}


@pytest.mark.parametrize(("release", "timed"), RELEASES.items())
def test_the_releases_that_have_the_timer(release: str, timed: bool) -> None:
    """The simulator has its own way of telling them, by the same releases."""
    platform, text = get("cisco_nxos"), f"\nversion {release} Bios:version 05.45\nhostname a\n"
    assert has_revert_timer(platform, "replace", text) is timed
    assert not has_revert_timer(platform, "commands", text) and not has_revert_timer(platform, "replace", "hostname a\n")
    assert NxosDevice(spec(release), Clock()).has_replace is timed


def test_device_that_takes_no_files_gets_nothing_sent(sim: Sim) -> None:
    driver = sim.open("cisco_nxos", sim.add("cisco_nxos", initial="hostname sw1\n"))
    with pytest.raises(DeviceError, match="its running config has no `feature scp-server`"):
        driver.load_replace_candidate(config=running(driver))
    driver.discard_config()
    assert (files(sim), sim.targets["sw1"].counters.commits) == ([], 0)


def test_facts_have_the_names_of_the_config(sim: Sim) -> None:
    lines = "hostname sw1\nfeature lldp\ninterface loopback0\ninterface port-channel7\n"
    driver = sim.open("cisco_nxos", sim.add("cisco_nxos", initial=lines))
    facts = driver.get_facts()
    assert (facts["hostname"], facts["model"], facts["serial_number"], facts["os_version"]) == ("sw1", "MODEL", "SERIAL", "10.2(3)")
    names = ["port-channel7", "Ethernet1/1", "Ethernet1/2", "mgmt0", "loopback0"]
    assert facts["interface_list"] == names
    assert list(driver.get_interfaces()) == names
    assert driver.get_lldp_neighbors() == {}
