"""What goes wrong on a device, in the words of netops: type, message, and what the device saw of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

import asyncssh
import pytest

from napalm_sim import LOGIN, PLATFORMS, TIMED, Sim, running
from netops.drivers.base import Access, connect
from netops.errors import (
    ConfigError,
    DeadlineExceeded,
    DeviceError,
    HostKeyChanged,
    LineRefused,
    LoginRefused,
    NetopsError,
    Refused,
    Unreachable,
)
from netops.platforms import get

pytestmark = pytest.mark.lab

SSH = [platform for platform in PLATFORMS if platform != "arista_eos"]


def failure(sim: Sim, platform: str, access: Access, **changes: object) -> NetopsError:
    with pytest.raises(NetopsError) as caught:
        sim.open(platform, access, **changes)
    return caught.value


def other_key() -> str:
    return asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_wrong_password_is_tried_once(sim: Sim, platform: str) -> None:
    access = sim.add(platform)
    error = failure(sim, platform, access, password="wrong-wrong-wrong")
    assert type(error) is LoginRefused
    assert str(error) == (
        f"sw1: {access.hostname} refuses the login of 'netops'\n"
        "    hint: check `access:` in netops.yaml and the secret that it names; nothing more is tried with this login"
    )
    assert sim.targets["sw1"].counters.logins_refused == 1


@pytest.mark.parametrize("platform", SSH)
def test_changed_host_key_is_refused_before_the_password(sim: Sim, platform: str) -> None:
    access = sim.add(platform)
    known = other_key()
    error = failure(sim, platform, access, host_key=known)
    assert type(error) is HostKeyChanged
    fingerprints = [asyncssh.import_public_key(key).get_fingerprint() for key in (known, access.host_key)]
    name = f"[{access.hostname}]:{access.port}"
    assert str(error).startswith(
        f"sw1: the host key of {name} has changed: known is ssh-ed25519 {fingerprints[0]}, "
        f"the server shows ssh-ed25519 {fingerprints[1]}; no password was sent\n"
    )
    assert f"{name} {' '.join(access.host_key.split()[:2])}" in error.hint
    assert sim.targets["sw1"].counters.as_dict() == {"logins": 0, "logins_refused": 0, "commits": 0, "saves": 0, "opaque_lines": 0}


@pytest.mark.parametrize("platform", SSH)
def test_unknown_host_key_is_refused_before_the_password(sim: Sim, platform: str) -> None:
    error = failure(sim, platform, sim.add(platform), host_key="")
    assert type(error) is HostKeyChanged
    assert "no host key of" in str(error) and "no password was sent" in str(error)
    assert sim.targets["sw1"].counters.logins_refused == sim.targets["sw1"].counters.logins == 0


@pytest.mark.parametrize("platform", PLATFORMS)
def test_unreachable(sim: Sim, platform: str) -> None:
    access = sim.add(platform)
    sim.do(sim.targets["sw1"].stop())
    error = failure(sim, platform, access)
    assert type(error) is Unreachable
    assert str(error).startswith(f"sw1: cannot reach {access.hostname} port {access.port}: ")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_refused_line_is_named_and_nothing_changes(sim: Sim, platform: str) -> None:
    driver = sim.open(platform, sim.add(platform))
    before = running(driver)
    sim.fault("sw1", "refuse_line", r"10\.0\.0\.2")
    with pytest.raises(LineRefused, match=r"sw1: the device refuses the configuration: .*10\.0\.0\.2"):
        driver.load_replace_candidate(config=before.replace("10.0.0.1", "10.0.0.2"))
        driver.commit_config()
    driver.discard_config()
    assert running(driver) == before
    assert not driver.has_pending_commit()


def test_eos_names_the_holder_of_the_lock(sim: Sim) -> None:
    access = sim.add("arista_eos")
    first, second = sim.open("arista_eos", access), sim.open("arista_eos", access)
    first.load_merge_candidate(config="ntp server 10.0.0.9")
    with pytest.raises(Refused, match=r"sw1: the configuration is locked: session netops-\S+ with nobody in it is not finished"):
        second.load_merge_candidate(config="ntp server 10.0.0.8")
    first.discard_config()
    second.load_merge_candidate(config="ntp server 10.0.0.8")


def test_eos_ends_a_session_that_a_killed_run_left_behind(sim: Sim) -> None:
    access = sim.add("arista_eos")
    killed = sim.open("arista_eos", access)
    with subprocess.Popen(["true"]) as process:
        pass
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "getpid", lambda: process.pid)
        killed.load_merge_candidate(config="ntp server 10.0.0.9")
    driver = sim.open("arista_eos", access)
    driver.load_merge_candidate(config="ntp server 10.0.0.8")
    assert "10.0.0.8" in driver.compare_config() and "10.0.0.9" not in driver.compare_config()


def test_eos_rolls_back_to_running_not_to_startup(sim: Sim) -> None:
    driver = sim.open("arista_eos", sim.add("arista_eos"))
    sim.type("sw1", "configure terminal", "ntp server 10.0.0.7")
    before = running(driver)
    assert "10.0.0.7" in before and "10.0.0.7" not in driver.get_config(retrieve="startup")["startup"]
    driver.load_replace_candidate(config=before.replace("10.0.0.1", "10.0.0.2"))
    driver.commit_config()
    driver.rollback()
    assert running(driver) == before


@pytest.mark.parametrize("platform", TIMED)
def test_timed_commit_outlives_its_connection(sim: Sim, platform: str) -> None:
    access = sim.add(platform)
    first = sim.open(platform, access)
    first.load_replace_candidate(config=running(first).replace("10.0.0.1", "10.0.0.2"))
    first.commit_config(revert_in=120)
    first.close()
    second = sim.open(platform, access)
    assert second.has_pending_commit()
    assert "10.0.0.2" in running(second)
    second.confirm_commit()
    sim.call(sim.clock.advance, 300)
    assert "10.0.0.2" in running(second)


@pytest.mark.parametrize("platform", TIMED)
def test_pending_commit_is_rolled_back(sim: Sim, platform: str) -> None:
    driver = sim.open(platform, sim.add(platform))
    before = running(driver)
    driver.load_replace_candidate(config=before.replace("10.0.0.1", "10.0.0.2"))
    driver.commit_config(revert_in=120)
    driver.rollback()
    assert running(driver) == before
    assert not driver.has_pending_commit()


def test_timer_that_the_platform_cannot_do(sim: Sim) -> None:
    access = sim.add("cisco_ios")
    driver = connect("cisco_ios", access)
    with pytest.raises(ConfigError) as caught:
        driver.commit_config(revert_in=90)
    assert str(caught.value) == "sw1: a revert timer of 90 s cannot be set: cisco_ios knows multiples of 60 s"
    assert [get("cisco_ios").spec.revert_in(seconds) for seconds in (1, 60, 61, 120)] == [60, 60, 120, 120]


def test_ios_without_quiet_file_prompts_gets_nothing_sent(sim: Sim) -> None:
    driver = sim.open("cisco_ios", sim.add("cisco_ios", initial="hostname sw1\nip scp server enable\narchive\n path flash:a\n"))
    with pytest.raises(DeviceError, match="its running config has no `file prompt quiet`"):
        driver.load_replace_candidate(config=running(driver))
    driver.discard_config()
    assert sim.targets["sw1"].counters.commits == 0


@pytest.mark.parametrize("platform", PLATFORMS)
def test_abort_ends_a_hanging_call_from_another_thread(sim: Sim, platform: str) -> None:
    driver = sim.open(platform, sim.add(platform))
    sim.fault("sw1", "hang")
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
    with pytest.raises(DeadlineExceeded, match="sw1: its connection was closed when its deadline was over"):
        running(driver)
    driver.close()


@pytest.mark.parametrize("platform", ["cisco_ios", "cisco_nxos"])
def test_a_slow_answer_is_waited_for_and_a_cut_line_is_not(sim: Sim, platform: str) -> None:
    """A stack of switches builds its config for longer than the 10 s of netmiko, which takes a line that was cut for a slow one."""
    driver = sim.open(platform, sim.add(platform))
    assert driver._library.device.read_timeout_override == 100  # type: ignore[attr-defined]
    sim.fault("sw1", "close", "^show running-config")
    began = time.monotonic()
    with pytest.raises(Unreachable, match="the connection was cut"):
        running(driver)
    assert time.monotonic() - began < 60


def test_hosts_share_no_options(sim: Sim) -> None:
    """NAPALM pops from the dict that it is given; the next host would get what is left."""
    access = sim.add("arista_eos")
    given = dict(access.optional_args)
    one = sim.open("arista_eos", access, optional_args=given)
    two = sim.open("arista_eos", replace(sim.add("arista_eos", "sw2"), optional_args=given))
    assert given == access.optional_args
    assert one.get_facts()["hostname"] == "sw1"
    assert "hostname sw2" not in running(one) and running(two) != ""


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_path_closes(sim: Sim, platform: str) -> None:
    access = sim.add(platform)
    driver = connect(platform, access)
    driver.close()
    driver.open()
    driver.close()
    driver.close()
    driver.abort()
    assert driver.is_alive() == {"is_alive": False}
    with pytest.raises(NetopsError):
        running(driver)


def test_no_password_in_any_message(sim: Sim) -> None:
    access = sim.add("arista_eos")
    error = failure(sim, "arista_eos", access, password="wrong-wrong-wrong")
    assert "wrong-wrong-wrong" not in f"{error!r} {error} {error.__cause__} {access!r}"
    assert LOGIN.password not in repr(access)


ONE_DRIVER = """
import sys, threading
from netops.drivers.napalm import napalm_class

ours = napalm_class("napalm.ios.ios", "IOSDriver")
loaded = sorted(name for name in sys.modules if name in ("napalm.eos", "napalm.ios", "napalm.junos", "napalm.nxos"))
import napalm

found, together = [], threading.Barrier(4)
def use():
    together.wait()
    found.append((napalm.get_network_driver("ios") is ours, napalm.__version__, hasattr(napalm, "no_such_name")))
threads = [threading.Thread(target=use) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*loaded, len(found), *set(found[0][::2]), len(set(found)))
"""


def test_one_driver_of_napalm_is_imported_and_the_package_still_works() -> None:
    """NAPALM's package imports the drivers of all platforms; whoever uses it as a package gets it whole."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", ONE_DRIVER], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["napalm.ios", "4", "False", "True", "1"]
