"""IOS XR: two stages, a timed commit that only its own session can confirm, and what goes wrong, on a simulated device."""

from __future__ import annotations

import threading

import pytest

from napalm_sim import Sim, running
from netops import config
from netops.drivers.base import Access, Driver, connect
from netops.errors import ConfigError, DeadlineExceeded, DeviceError, HostKeyChanged, LineRefused, LoginRefused, Refused, Unreachable
from netops.platforms import get

pytestmark = pytest.mark.lab

XR = "cisco_xr"
INITIAL = """hostname r1
banner login ^
Keep out.
  % Authorised staff only
^
logging 10.0.0.1 vrf default severity info port default
username netops
 group root-lr
!
vrf guest
 address-family ipv4 unicast
 !
 address-family ipv6 unicast
 !
!
ipv4 access-list MGMT
 10 permit tcp 10.0.0.0 0.255.255.255 any eq ssh
!
class-map match-any VOICE
 match dscp ef
 end-class-map
!
policy-map OUT
 class VOICE
  priority level 1
 !
 end-policy-map
!
interface Loopback0
 ipv4 address 10.255.0.1 255.255.255.255
!
interface GigabitEthernet0/0/0/0
 description Up
 ipv4 address 10.1.0.1 255.255.255.252
!
prefix-set OURS
  10.0.0.0/8 le 24,
  172.16.0.0/12
end-set
!
route-policy TO-UP
  if destination in OURS then
    set med 10
    pass
  else
    drop
  endif
end-policy
!
router ospf 1
 router-id 10.255.0.1
 area 0
  interface GigabitEthernet0/0/0/0
   cost 10
  !
  interface Loopback0
   passive enable
  !
 !
!
router bgp 65000
 address-family ipv4 unicast
  network 10.0.0.0/8
 !
 neighbor 10.1.0.2
  remote-as 65001
  address-family ipv4 unicast
   route-policy TO-UP out
  !
 !
 vrf guest
  rd 65000:1
  address-family ipv4 unicast
  !
 !
!
lldp
!
ssh server v2
end
"""
HEADER = "!! IOS XR Configuration 7.3.2\n!\n"


@pytest.fixture
def access(sim: Sim) -> Access:
    return sim.add(XR, "r1", INITIAL)


@pytest.fixture
def driver(sim: Sim, access: Access) -> Driver:
    return sim.open(XR, access)


def changed(text: str) -> str:
    return text.replace("logging 10.0.0.1", "logging 10.0.0.2").replace("   cost 10", "   cost 20").replace("le 24,", "le 16,")


def test_the_running_config_is_read_whole_and_without_times(driver: Driver) -> None:
    assert driver.get_config()["running"] == HEADER + INITIAL
    assert driver.get_config() == {"running": HEADER + INITIAL, "candidate": "", "startup": ""}


def test_a_candidate_is_typed_compared_and_read_back(driver: Driver) -> None:
    wanted = changed(INITIAL)
    driver.load_replace_candidate(config=wanted)
    assert config.diff(XR, driver.get_config(retrieve="candidate")["candidate"], wanted) == ()
    shown = driver.compare_config()
    assert [line for line in shown.splitlines() if "logging" in line] == [
        "-  logging 10.0.0.1 vrf default severity info port default",
        "+  logging 10.0.0.2 vrf default severity info port default",
    ]
    driver.discard_config()
    assert driver.compare_config() == ""
    assert running(driver) == HEADER + INITIAL


def test_a_candidate_without_marks_of_sections_is_the_same(driver: Driver) -> None:
    """What netops predicts has no `!`, in which a device shows where a section ends; it is typed into the same modes."""
    driver.load_replace_candidate(config=config.predict(XR, INITIAL, ["logging 10.0.0.9 vrf default"]))
    assert [line.strip() for line in driver.compare_config().splitlines() if line[0] in "+-"] == ["+  logging 10.0.0.9 vrf default"]


def test_replace_commit_and_roll_back(driver: Driver) -> None:
    driver.load_replace_candidate(config=changed(INITIAL))
    driver.commit_config()
    assert running(driver) == HEADER + changed(INITIAL)
    assert not driver.has_pending_commit()
    driver.rollback()
    assert running(driver) == HEADER + INITIAL


def test_commands_are_merged(driver: Driver) -> None:
    wanted = changed(INITIAL).replace("lldp\n!\n", "")
    commands = "\n".join(config.remediate(XR, INITIAL, wanted))
    driver.load_merge_candidate(config=commands)
    assert config.diff(XR, driver.get_config(retrieve="candidate")["candidate"], wanted) == ()
    assert "-  lldp" in driver.compare_config()
    driver.commit_config(message="Take lldp off")
    assert config.diff(XR, running(driver), wanted) == ()


def test_a_timed_commit_is_confirmed(sim: Sim, driver: Driver) -> None:
    driver.load_replace_candidate(config=changed(INITIAL))
    driver.commit_config(revert_in=60)
    assert driver.has_pending_commit()
    assert driver.get_config() == {"running": HEADER + changed(INITIAL), "candidate": "", "startup": ""}
    with pytest.raises(DeviceError, match="r1: a timed commit is pending"):
        driver.load_replace_candidate(config=INITIAL)
    driver.confirm_commit()
    assert not driver.has_pending_commit()
    sim.call(sim.clock.advance, 300)
    assert running(driver) == HEADER + changed(INITIAL)
    driver.rollback()
    assert running(driver) == HEADER + INITIAL


def test_a_timed_commit_reverts_by_itself(sim: Sim, driver: Driver) -> None:
    driver.load_replace_candidate(config=changed(INITIAL))
    driver.commit_config(revert_in=30)
    sim.call(sim.clock.advance, 31)
    assert running(driver) == HEADER + INITIAL
    assert not driver.has_pending_commit()
    with pytest.raises(DeviceError, match="no commit is pending: the revert timer has run out"):
        driver.confirm_commit()
    driver.rollback()
    assert running(driver) == HEADER + INITIAL


def test_a_timed_commit_is_rolled_back(driver: Driver) -> None:
    driver.load_replace_candidate(config=changed(INITIAL))
    driver.commit_config(revert_in=600)
    driver.rollback()
    assert running(driver) == HEADER + INITIAL
    assert not driver.has_pending_commit()


def test_closing_undoes_a_timed_commit_that_nobody_else_could_confirm(sim: Sim, access: Access) -> None:
    first, second = sim.open(XR, access), sim.open(XR, access)
    first.load_replace_candidate(config=changed(INITIAL))
    first.commit_config(revert_in=600)
    assert second.has_pending_commit()
    with pytest.raises(DeviceError, match=r"r1: a timed commit of another session is pending; session \S+ of netops on vty0: IOS XR lets"):
        second.confirm_commit()
    with pytest.raises(Refused, match=r"A trial commit is underway in another configuration session\.; session"):
        second.load_replace_candidate(config=INITIAL)
    first.close()
    assert not second.has_pending_commit()
    assert running(second) == HEADER + INITIAL


def test_a_timed_commit_outlives_a_broken_connection(sim: Sim, access: Access) -> None:
    first = sim.open(XR, access)
    first.load_replace_candidate(config=changed(INITIAL))
    first.commit_config(revert_in=60)
    first.abort()
    first.close()
    second = sim.open(XR, access)
    assert second.has_pending_commit()
    assert running(second) == HEADER + changed(INITIAL)
    with pytest.raises(DeviceError, match="a timed commit of another session is pending"):
        second.rollback()
    sim.call(sim.clock.advance, 61)
    assert running(second) == HEADER + INITIAL


def test_a_lock_names_its_holder(sim: Sim, access: Access) -> None:
    first, second = sim.open(XR, access), sim.open(XR, access)
    first.load_replace_candidate(config=changed(INITIAL))
    with pytest.raises(Refused) as caught:
        second.load_replace_candidate(config=INITIAL)
    assert "r1: the configuration is locked: Cannot enter exclusive mode. The Configuration Namespace is locked" in str(caught.value)
    assert " of netops on vty0" in str(caught.value)
    first.discard_config()
    second.load_replace_candidate(config=changed(INITIAL))


def test_refused_lines_are_named_and_nothing_is_left(driver: Driver) -> None:
    with pytest.raises(LineRefused) as caught:
        driver.load_replace_candidate(config=INITIAL.replace("   cost 10", "   costs 10").replace("ssh server v2", "ssh sever v2"))
    assert caught.value.message == (
        "r1: the device refuses the configuration: costs 10: % Invalid input detected at '^' marker.; "
        "ssh sever v2: % Invalid input detected at '^' marker."
    )
    assert running(driver) == HEADER + INITIAL
    driver.load_replace_candidate(config=changed(INITIAL))


def test_a_commit_that_fails_tells_why(driver: Driver) -> None:
    """A policy that a neighbor uses and that is not there is found at the commit only."""
    driver.load_replace_candidate(config=INITIAL.replace("route-policy TO-UP out", "route-policy TO-DOWN out"))
    with pytest.raises(LineRefused, match=r"route-policy TO-DOWN out / .*The referenced policy is not defined"):
        driver.commit_config(revert_in=60)
    driver.rollback()
    driver.discard_config()
    assert running(driver) == HEADER + INITIAL
    assert not driver.has_pending_commit()


def test_a_rollback_does_not_undo_what_others_have_committed(sim: Sim, driver: Driver) -> None:
    driver.load_replace_candidate(config=changed(INITIAL))
    driver.commit_config()
    sim.type("r1", "configure", "domain name example.net", "commit", "end")
    with pytest.raises(DeviceError, match=r"r1: console has committed 1000000002 since: rolling back would undo that too"):
        driver.rollback()
    assert "domain name example.net" in running(driver)


def test_nothing_to_roll_back(driver: Driver) -> None:
    with pytest.raises(ConfigError, match="r1: nothing to roll back to"):
        driver.rollback()


@pytest.mark.parametrize("seconds", [0, 29, 65_536])
def test_timers_that_xr_cannot_do(seconds: int, access: Access) -> None:
    with pytest.raises(ConfigError) as caught:
        connect(XR, access).commit_config(revert_in=seconds)
    assert caught.value.message == f"r1: a revert timer of {seconds} s cannot be set: cisco_xr knows 30 to 65535 s"
    assert [get(XR).spec.revert_in(wanted) for wanted in (1, 30, 31, 120)] == [30, 30, 60, 120]


def test_facts_interfaces_and_neighbours(driver: Driver) -> None:
    facts = driver.get_facts()
    assert {key: facts[key] for key in ("vendor", "hostname", "model", "serial_number", "os_version", "uptime")} == {
        "vendor": "Cisco",
        "hostname": "r1",
        "model": "MODEL",
        "serial_number": "SERIAL",
        "os_version": "7.3.2",
        "uptime": 86_400.0,
    }
    assert facts["interface_list"] == ["Loopback0", "GigabitEthernet0/0/0/0", "GigabitEthernet0/0/0/1"]
    assert driver.get_interfaces()["GigabitEthernet0/0/0/0"]["description"] == "Up"
    assert driver.get_lldp_neighbors() == {}
    assert driver.cli(["show version"])["show version"].startswith("Cisco IOS XR Software, Version 7.3.2\n")


def test_logins_and_keys(sim: Sim, access: Access) -> None:
    for changes, kind in (({"password": "wrong-wrong"}, LoginRefused), ({"host_key": ""}, HostKeyChanged)):
        with pytest.raises(kind):
            sim.open(XR, access, **changes)
    assert sim.targets["r1"].counters.as_dict() == {"logins": 0, "logins_refused": 1, "commits": 0, "saves": 0, "opaque_lines": 0}
    sim.do(sim.targets["r1"].stop())
    with pytest.raises(Unreachable):
        sim.open(XR, access, timeout_s=3)


def test_abort_ends_a_hanging_call_from_another_thread(sim: Sim, driver: Driver) -> None:
    sim.fault("r1", "hang")
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            running(driver)
        except BaseException as error:
            caught.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    driver.abort()
    asking.join(60)
    assert [type(error) for error in caught] in ([Unreachable], [DeadlineExceeded])
    driver.close()
