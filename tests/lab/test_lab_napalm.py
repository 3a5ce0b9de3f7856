"""NAPALM's own drivers, unchanged, do their whole cycle against the simulated devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from napalm.base.exceptions import CommitError, MergeConfigException, ReplaceConfigException

from netops.lab import SimulatedLab

pytestmark = pytest.mark.lab

PLATFORMS = ("arista_eos", "cisco_ios", "juniper_junos")
NTP = {
    "arista_eos": "ntp server 192.0.2.2\n",
    "cisco_ios": "ntp server 192.0.2.2\nend\n",
    "juniper_junos": "system { ntp { server 192.0.2.2; } }\n",
}
BAD = {
    "arista_eos": "ntp serverr 192.0.2.2\n",
    "cisco_ios": "ntp serverr 192.0.2.2\nend\n",
    "juniper_junos": "system { ntp { serverr 192.0.2.2; } }\n",
}
REFUSAL = {
    "arista_eos": "Invalid input (at token 1: 'serverr')",
    "cisco_ios": "% Invalid input detected at '^' marker.",
    "juniper_junos": "syntax error",
}

Fresh = Callable[[str], str]
Connect = Callable[..., Any]


def body(driver: Any) -> str:
    """What runs, without comments and without the line that NAPALM's IOS driver adds for its own work."""
    lines = driver.get_config()["running"].splitlines()
    return "\n".join(line for line in lines if line and line != "file prompt quiet" and not line.startswith(("!", "##")))


def replacement(running: str, platform: str) -> str:
    """The running configuration with another NTP server."""
    return running.replace("192.0.2.1;", "192.0.2.2;").replace("ntp server 192.0.2.1", "ntp server 192.0.2.2")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_facts_interfaces_and_neighbours(platform: str, fresh: Fresh, connect: Connect) -> None:
    name = fresh(platform)
    driver = connect(name)
    facts = driver.get_facts()
    assert (facts["hostname"], facts["model"], facts["serial_number"]) == (name, "MODEL-1", f"S-{name}")
    first, second, *_ = facts["interface_list"]
    states = driver.get_interfaces()
    assert (states[first]["is_up"], states[second]["is_up"], states[second]["is_enabled"]) == (True, False, True)
    assert driver.get_lldp_neighbors() == {first: [{"hostname": "other", "port": "Ethernet9"}]}
    assert driver.is_alive() == {"is_alive": True}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_replace_compare_commit_and_nothing_left_to_do(platform: str, fresh: Fresh, connect: Connect) -> None:
    driver = connect(fresh(platform))
    driver.load_replace_candidate(config=replacement(driver.get_config()["running"], platform))
    difference = driver.compare_config()
    assert "192.0.2.1" in difference
    assert "192.0.2.2" in difference
    driver.commit_config()
    running, shown = driver.get_config()["running"], body(driver)
    assert "192.0.2.2" in running
    assert "192.0.2.1\n" not in running
    driver.load_replace_candidate(config=running)
    assert driver.compare_config() == ""
    driver.discard_config()
    assert body(driver) == shown


@pytest.mark.parametrize("platform", PLATFORMS)
def test_merge_then_rollback_gives_the_old_config_back(platform: str, fresh: Fresh, connect: Connect) -> None:
    driver = connect(fresh(platform))
    before = body(driver)
    driver.load_merge_candidate(config=NTP[platform])
    assert "192.0.2.2" in driver.compare_config()
    driver.commit_config(revert_in=60)
    assert driver.has_pending_commit()
    driver.rollback()
    assert not driver.has_pending_commit()
    assert body(driver) == before


@pytest.mark.parametrize("platform", PLATFORMS)
def test_confirmed_in_time_it_stays(platform: str, fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    driver = connect(fresh(platform))
    driver.load_merge_candidate(config=NTP[platform])
    driver.commit_config(revert_in=120)
    simulated_lab.advance(60)
    driver.confirm_commit()
    assert not driver.has_pending_commit()
    simulated_lab.advance(600)
    assert "192.0.2.2" in driver.get_config()["running"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_not_confirmed_the_old_config_comes_back(platform: str, fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    driver = connect(fresh(platform))
    before = body(driver)
    driver.load_replace_candidate(config=replacement(driver.get_config()["running"], platform))
    driver.commit_config(revert_in=60)
    assert "192.0.2.2" in driver.get_config()["running"]
    simulated_lab.advance(59)
    assert driver.has_pending_commit()
    simulated_lab.advance(2)
    assert not driver.has_pending_commit()
    assert body(driver) == before


@pytest.mark.parametrize("platform", ["arista_eos", "cisco_ios"])
def test_confirmed_late_is_refused(platform: str, fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    driver = connect(fresh(platform))
    driver.load_merge_candidate(config=NTP[platform])
    driver.commit_config(revert_in=60)
    simulated_lab.advance(61)
    with pytest.raises((CommitError, Exception), match="No pending"):
        driver.confirm_commit()
    assert "192.0.2.2" not in driver.get_config()["running"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_bad_line_is_refused_and_the_old_config_stays(platform: str, fresh: Fresh, connect: Connect) -> None:
    driver = connect(fresh(platform))
    before = body(driver)
    with pytest.raises((MergeConfigException, ReplaceConfigException)) as refused:
        driver.load_replace_candidate(
            config=driver.get_config()["running"].removesuffix("end").removesuffix("end\n") + "\n" + BAD[platform]
        )
        driver.commit_config()
    assert REFUSAL[platform] in str(refused.value)
    assert body(driver) == before


def test_ios_merge_with_a_bad_line_is_rolled_back(fresh: Fresh, connect: Connect) -> None:
    driver = connect(fresh("cisco_ios"))
    before = body(driver)
    driver.load_merge_candidate(config="ntp server 192.0.2.2\n" + BAD["cisco_ios"])
    with pytest.raises(MergeConfigException, match="automatic rollback attempted"):
        driver.commit_config()
    assert body(driver) == before


def test_eos_rollback_restores_the_saved_config_not_the_one_before(fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh("arista_eos")
    simulated_lab.exec(name, ["configure", "ntp server 198.51.100.7"])
    driver = connect(name)
    driver.load_merge_candidate(config=NTP["arista_eos"])
    driver.commit_config()
    driver.rollback()
    running = driver.get_config()["running"]
    assert "192.0.2.2" not in running
    assert "198.51.100.7" not in running
