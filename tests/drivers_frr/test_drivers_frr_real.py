"""The FRR driver on a real router: every cycle, and every way in which a change can fail, judged by what the router shows."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import napalm
import pytest
from napalm.base import exceptions as napalm_errors

from netops.drivers import base
from netops.errors import DeviceError, HalfChanged, HostKeyChanged, LineRefused, LoginRefused, Unreachable
from netops.lab.real.host import wait_for
from netops.platforms.frr import driver as frr

pytestmark = pytest.mark.real

ROUTER = "ham-rtr-1"
CHANGE = "interface eth0\n description changed\nexit\nip route 10.66.0.0/16 blackhole\n"


def running(driver):
    return driver.get_config("running")["running"]


def test_commands_are_compared_applied_saved_and_rolled_back_to_the_letter(driver, before):
    assert running(driver) == before
    driver.load_merge_candidate(config=CHANGE)
    assert driver.get_config("candidate") == {"running": "", "startup": "", "candidate": CHANGE}
    assert driver.compare_config() == "+interface eth0\n+ description changed\n+ip route 10.66.0.0/16 blackhole"
    assert running(driver) == before

    driver.commit_config()
    texts = driver.get_config()
    assert " description changed\n" in texts["running"] and "ip route 10.66.0.0/16 blackhole\n" in texts["running"]
    assert " description changed\n" in texts["startup"]
    assert (texts["candidate"], driver.compare_config(), driver.has_pending_commit()) == ("", "", False)

    driver.rollback()
    assert running(driver) == before
    assert "changed" not in driver.get_config("startup")["startup"]


def test_a_whole_config_replaces_what_runs(driver, before):
    wanted = before.replace("interface eth1\n", "interface eth1\n description replaced\n").replace("10.2.255.1/30", "10.2.255.5/30")
    driver.load_replace_candidate(config=wanted)
    assert set(driver.compare_config().splitlines()) == {
        " interface eth1",
        "- ip address 10.2.255.1/30",
        "+ description replaced",
        "+ ip address 10.2.255.5/30",
    }
    driver.commit_config()
    assert running(driver) == wanted
    driver.rollback()
    assert running(driver) == before


def test_a_candidate_without_the_installations_lines_does_not_remove_them(driver, before):
    driver.load_replace_candidate(config="\n".join(line for line in before.splitlines() if not line.startswith(("frr ", "service "))))
    assert driver.compare_config() == ""


def test_unknown_words_are_refused_when_they_are_loaded(driver, before):
    with pytest.raises(LineRefused) as refused:
        driver.load_merge_candidate(config="interface eth0\n ip adress 10.9.9.9/24\nexit\n")
    assert refused.value.message == "ham-rtr-1: FRR refuses line 2 'ip adress 10.9.9.9/24': Unknown command; nothing was changed"
    driver.commit_config()
    assert running(driver) == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("no ip route 10.77.0.0/16 blackhole", "a line that FRR does not name: % Refusing to remove a non-existent route"),
        (
            "ip prefix-list P seq 5 permit 10.0.0.0/8 le 7",
            "line 5 'ip prefix-list P seq 5 permit 10.0.0.0/8 le 7': % Configuration failed.",
        ),
        (
            "router bgp 65021\n neighbor 10.2.255.2 description x",
            "line 6 'neighbor 10.2.255.2 description x': % Specify remote-as or peer-group",
        ),
    ],
)
@pytest.mark.parametrize("revert_in", [None, 60])
def test_a_refused_value_brings_everything_back(driver, before, line, message, revert_in):
    driver.load_merge_candidate(config=f"{CHANGE}{line}\n")
    with pytest.raises(LineRefused) as refused:
        driver.commit_config(revert_in=revert_in)
    assert refused.value.message.startswith(f"ham-rtr-1: FRR refuses {message}")
    assert refused.value.message.endswith("; the config from before is back")
    assert running(driver) == before
    assert not driver.has_pending_commit()
    assert driver.get_config("startup")["startup"].count("changed") == 0


def test_a_refused_replace_brings_everything_back(driver, before):
    driver.load_replace_candidate(config=before.replace("\nend\n", f"\n{CHANGE}ip prefix-list P seq 5 permit 10.0.0.0/8 le 7\nend\n"))
    with pytest.raises(LineRefused, match="the config from before is back"):
        driver.commit_config()
    assert running(driver) == before


def test_an_unconfirmed_change_goes_away_by_itself(driver, before, real_lab):
    driver.load_merge_candidate(config=CHANGE)
    driver.commit_config(revert_in=3)
    assert " description changed\n" in running(driver)
    assert driver.has_pending_commit()
    driver.close()  # the timer runs on the router, not in this connection

    later = base.connect("frr", real_lab.access(ROUTER))
    later.open()
    wait_for("reverted", lambda: not later.has_pending_commit())
    assert running(later) == before
    with pytest.raises(DeviceError, match="no commit is pending: the revert timer has run out"):
        later.confirm_commit()
    later.close()


def test_a_connection_that_breaks_in_the_middle_of_a_change_is_healed_by_the_timer(driver, before, real_lab):
    driver.load_merge_candidate(config=CHANGE + 30_000 * "ip route 10.67.0.0/16 blackhole\n")
    watcher = base.connect("frr", real_lab.access(ROUTER))
    watcher.open()
    with ThreadPoolExecutor(1) as pool:
        committed = pool.submit(driver.commit_config, revert_in=2)
        wait_for("the change has begun", lambda: " description changed\n" in running(watcher))
        driver.abort()
        with pytest.raises(Unreachable):
            committed.result()
    assert running(watcher) != before
    wait_for("the timer has brought the config back", lambda: not watcher.has_pending_commit())
    assert running(watcher) == before
    assert "candidate/frr.conf" not in real_lab.type(ROUTER, "ps", "ax")
    watcher.close()


def test_a_confirmed_change_stays_and_is_saved_only_then(driver, real_lab):
    driver.load_merge_candidate(config=CHANGE)
    driver.commit_config(revert_in=600)
    texts = driver.get_config()
    assert "changed" in texts["running"] and "changed" not in texts["startup"]

    other = base.connect("frr", real_lab.access(ROUTER))  # after a crash another session finishes
    other.open()
    assert other.has_pending_commit()
    other.confirm_commit()
    assert not other.has_pending_commit()
    assert "changed" in other.get_config("startup")["startup"]
    assert "sleep 600" not in real_lab.type(ROUTER, "ps", "ax")
    other.close()


def test_a_pending_change_can_be_rolled_back_and_blocks_another(driver, before):
    driver.load_merge_candidate(config=CHANGE)
    driver.commit_config(revert_in=600)
    driver.load_merge_candidate(config="interface eth0\n description second\nexit\n")
    with pytest.raises(DeviceError, match="a timed commit is pending"):
        driver.commit_config()
    driver.rollback()
    assert running(driver) == before
    assert not driver.has_pending_commit()


def test_nothing_loaded_or_discarded_changes_nothing(driver, before):
    driver.commit_config()
    driver.load_merge_candidate(config=CHANGE)
    driver.discard_config()
    driver.commit_config()
    assert (driver.compare_config(), running(driver)) == ("", before)


def test_without_a_commit_there_is_nothing_to_roll_back_to(real_lab):
    access = replace(real_lab.access(ROUTER), optional_args={"workdir": "/tmp/never-used"})
    driver = frr.connect(access)
    driver.open()
    with pytest.raises(DeviceError, match="nothing to roll back to"):
        driver.rollback()
    driver.close()


def test_what_does_not_come_back_is_said_with_the_commands(driver, before, real_lab):
    driver.load_merge_candidate(config=f"{CHANGE}no ip route 10.77.0.0/16 blackhole\n")
    real_lab.type(ROUTER, "sh", "-c", "mkdir -p /run/broken && mount --bind /run/broken /usr/lib/frr")
    try:
        with pytest.raises(HalfChanged) as failed:
            driver.commit_config()
    finally:
        real_lab.type(ROUTER, "umount", "/usr/lib/frr")
    assert "Refusing to remove a non-existent route" in failed.value.message
    assert "did not come back whole" in failed.value.message
    assert running(driver) != before
    real_lab.type(ROUTER, "sh", "-c", failed.value.commands[0])
    assert running(driver) == before


def test_facts_of_a_router(driver):
    facts = driver.get_facts()
    assert (facts["vendor"], facts["hostname"]) == ("FRRouting", ROUTER)
    assert facts["uptime"] > 0
    assert {"eth0", "eth1", "lo"} <= set(facts["interface_list"])
    eth1 = driver.get_interfaces()["eth1"]
    assert (eth1["is_up"], eth1["is_enabled"], eth1["mtu"]) == (True, True, 1500)
    wait_for("LLDP neighbour", lambda: driver.get_lldp_neighbors() == {"eth1": [{"hostname": "ham-rtr-2", "port": "eth1"}]})
    assert driver.ping("10.2.255.2", count=2)["success"]["packet_loss"] == 0
    assert driver.ping("10.2.255.2", count=1, source_interface="eth1", size=1000)["success"]["probes_sent"] == 1
    assert "8.4" in driver.cli(["show version"])["show version"]


def test_a_sanitized_config_shows_no_secret(driver):
    driver.load_merge_candidate(
        config="router bgp 65021\n neighbor 10.2.255.2 remote-as 65022\n neighbor 10.2.255.2 password s3cr3t-word\nexit\n"
    )
    driver.commit_config()
    assert "s3cr3t-word" in running(driver)
    sanitized = driver.get_config(sanitized=True)
    assert "neighbor 10.2.255.2 remote-as 65022" in sanitized["running"]
    assert "s3cr3t-word" not in str(sanitized)


def test_bgp_comes_up_with_the_neighbor(driver):
    driver.load_merge_candidate(
        config="router bgp 65021\n no bgp ebgp-requires-policy\n"
        " neighbor 10.2.255.2 remote-as 65022\n neighbor 10.2.255.2 timers connect 1\nexit\n"
    )
    driver.commit_config()
    wait_for("BGP is up", lambda: driver.get_bgp_neighbors()["global"]["peers"]["10.2.255.2"]["is_up"], deadline_s=30)
    assert driver.get_bgp_neighbors()["global"]["peers"]["10.2.255.2"]["remote_as"] == 65022


def test_logins_are_refused_by_reason(real_lab):
    access = real_lab.access(ROUTER)
    wrong_key = real_lab.access("ham-rtr-2").host_key
    for changed, error in (
        (replace(access, password="wrong"), LoginRefused),
        (replace(access, host_key=wrong_key), HostKeyChanged),
        (replace(access, host_key=""), HostKeyChanged),
        (replace(access, port=9), Unreachable),
    ):
        with pytest.raises(error):
            frr.connect(changed).open()


SECOND = """
mkdir -p /etc/frr/second && cd /etc/frr/second
sed 's/^\\(bgpd\\|ospfd\\|ospf6d\\)=yes/\\1=no/' /etc/frr/daemons >daemons
printf 'frr defaults traditional\\nip route 10.99.0.0/16 blackhole\\n' >frr.conf
echo service integrated-vtysh-config >vtysh.conf
chown -R frr:frrvty . && chmod 2775 . && /usr/lib/frr/frrinit.sh start second
"""


@pytest.fixture
def second(real_lab):
    """A second FRR on the other router, in a path space of its own."""
    real_lab.type("ham-rtr-2", "sh", "-c", SECOND)
    driver = frr.connect(replace(real_lab.access("ham-rtr-2"), optional_args={"pathspace": "second", "workdir": "second"}))
    driver.open()
    yield driver
    driver.close()
    real_lab.type("ham-rtr-2", "/usr/lib/frr/frrinit.sh", "stop", "second")


def test_a_path_space_is_a_router_of_its_own(second, real_lab):
    first = real_lab.type("ham-rtr-2", "show", "running-config")
    before = running(second)
    assert "ip route 10.99.0.0/16 blackhole" in before
    for load, config in (
        (second.load_merge_candidate, "no ip route 10.99.0.0/16 blackhole\nip route 10.98.0.0/16 blackhole\n"),
        (second.load_replace_candidate, before.replace("10.99.", "10.98.")),
    ):
        load(config=config)
        assert second.compare_config().splitlines() == ["-ip route 10.99.0.0/16 blackhole", "+ip route 10.98.0.0/16 blackhole"]
        second.commit_config(revert_in=600)
        assert "ip route 10.98.0.0/16 blackhole" in running(second)
        second.confirm_commit()
        assert "ip route 10.98.0.0/16 blackhole" in second.get_config("startup")["startup"]
        second.rollback()
        assert running(second) == before
    assert real_lab.type("ham-rtr-2", "show", "running-config") == first


# ---------------------------------------------------------------- plain NAPALM


@pytest.fixture
def plain(real_lab, before):
    access = real_lab.access(ROUTER)
    made = napalm.get_network_driver("frr")
    with made(access.hostname, access.username, access.password, 20, {"host_key": access.host_key, "workdir": "plain-napalm"}) as device:
        yield device


def test_napalm_finds_the_driver_and_the_cycle_works(plain, before):
    assert type(plain).__name__ == "FrrDriver"
    assert plain.is_alive() == {"is_alive": True}
    plain.load_merge_candidate(config=CHANGE)
    plain.commit_config(revert_in=600)
    assert plain.has_pending_commit()
    plain.confirm_commit()
    plain.rollback()
    assert plain.get_config()["running"] == before


def test_napalm_users_get_napalms_exceptions(plain, real_lab):
    for load, error in (
        (plain.load_merge_candidate, napalm_errors.MergeConfigException),
        (plain.load_replace_candidate, napalm_errors.ReplaceConfigException),
    ):
        with pytest.raises(error, match="FRR refuses line 1 'nonsense': Unknown command"):
            load(config="nonsense\n")
    plain.load_merge_candidate(config="no ip route 10.77.0.0/16 blackhole\n")
    with pytest.raises(napalm_errors.CommitError, match="the config from before is back"):
        plain.commit_config()
    with pytest.raises(napalm_errors.CommitConfirmException, match="no commit is pending"):
        plain.confirm_commit()
    access = real_lab.access(ROUTER)
    strict = napalm.get_network_driver("frr")(access.hostname, access.username, "wrong", 20, {"host_key": access.host_key})
    with pytest.raises(napalm_errors.ConnectAuthError):
        strict.open()
    unknown = napalm.get_network_driver("frr")(access.hostname, access.username, access.password, 20)
    with pytest.raises(napalm_errors.ConnectionException, match="no password was sent"):
        unknown.open()
