"""The lab's process: its files, its clock, typing behind the tool's back, faults, and what is left when it is gone."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import napalm
import pytest
from lab_entries import PASSWORD, content, entry
from napalm.base.exceptions import CommitError, ConnectionException, LockError, SessionLockedException

from netops.errors import UsageError
from netops.lab import SimulatedLab, load
from netops.lab.sim.process import candidate_addresses
from netops.lab.start import LabFailed, start_process
from netops.project import Project

pytestmark = pytest.mark.lab

Fresh = Callable[[str], str]
Connect = Callable[..., Any]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "netops.yaml").write_text("name: x\n")
    (tmp_path / ".netops" / "lab").mkdir(parents=True)
    return Project(tmp_path)


def start(project: Project, *platforms: str) -> SimulatedLab:
    start_process(project.state_dir / "lab", content([entry(p, f"t{n}") for n, p in enumerate(platforms)]))
    lab = load(project)
    assert isinstance(lab, SimulatedLab)
    return lab


def test_targets_json_tells_everything_and_only_to_its_owner(project: Project) -> None:
    lab = start(project, "arista_eos", "cisco_ios")
    try:
        file = project.state_dir / "lab" / "targets.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert set(lab.data) == {"schema", "kind", "pid", "banner", "control", "login", "secrets", "skipped", "targets", "runs_files"}
        ios = lab.targets["t1"]
        assert ios["host_key"].startswith("ssh-ed25519 AAAA")
        assert {key: ios[key] for key in ("platform", "username", "password", "transport")} == {
            "platform": "cisco_ios",
            "username": "netops",
            "password": PASSWORD,
            "transport": "ssh",
        }
        assert lab.secret("snmp_ro") == "s3cret"
        with pytest.raises(UsageError, match="the lab has no secret 'nothing'"):
            lab.secret("nothing")
        assert not (project.state_dir / "lab" / "spec.json").exists()
    finally:
        lab.down()


def test_down_leaves_nothing(project: Project) -> None:
    lab = start(project, "arista_eos")
    control, eos = Path(lab.data["control"]), lab.targets["t0"]
    lab.down()
    assert not control.parent.exists()
    assert load(project) is None
    with pytest.raises(ConnectionRefusedError), socket.create_connection((eos["hostname"], eos["port"]), 5):
        pass


def test_the_file_of_a_dead_process_is_stale(project: Project) -> None:
    lab = start(project, "arista_eos")
    with socket.socket(socket.AF_UNIX) as channel:
        channel.connect(lab.data["control"])
        os.kill(lab.data["pid"], signal.SIGKILL)
        with suppress(ConnectionResetError):
            assert channel.recv(1) == b""
    assert (project.state_dir / "lab" / "targets.json").exists()
    assert load(project) is None
    assert not (project.state_dir / "lab" / "targets.json").exists()
    assert not Path(lab.data["control"]).parent.exists()


def test_a_damaged_file_is_told_with_what_to_do(project: Project) -> None:
    (project.state_dir / "lab" / "targets.json").write_text('{"kind": "imaginary"}')
    with pytest.raises(UsageError) as refused:
        load(project)
    assert str(refused.value) == ".netops/lab/targets.json is not what netops wrote\n    hint: remove it, then: netops lab up"


def test_every_target_has_an_address_of_its_own_on_linux_and_a_port_elsewhere() -> None:
    assert list(islice(candidate_addresses("linux"), 249, 252)) == [("127.11.0.250", None), ("127.11.1.1", None), ("127.11.1.2", None)]
    assert list(islice(candidate_addresses("darwin"), 2)) == [("127.0.0.1", 20_000), ("127.0.0.1", 20_001)]


def test_two_labs_do_not_meet(project: Project, tmp_path: Path, simulated_lab: SimulatedLab) -> None:
    lab = start(project, "arista_eos", "cisco_ios", "juniper_junos")
    try:
        taken = {(t["hostname"], t["port"]) for t in simulated_lab.targets.values()}
        assert not taken & {(t["hostname"], t["port"]) for t in lab.targets.values()}
    finally:
        lab.down()


def test_a_spec_that_cannot_be_started_is_told(project: Project) -> None:
    broken = content([entry("arista_eos", "t0") | {"initial": "bogus\n"}])
    with pytest.raises(LabFailed, match=r"the simulated lab did not start: .*bogus"):
        start_process(project.state_dir / "lab", broken)
    assert load(project) is None


TYPED = {
    "arista_eos": (["configure", "ntp server 198.51.100.66"], ["show running-config"]),
    "cisco_ios": (["conf t", "ntp server 198.51.100.66"], ["sh run"]),
    "juniper_junos": (["set system ntp server 198.51.100.66"], ["show configuration"]),
}


@pytest.mark.parametrize("platform", TYPED)
def test_typed_behind_the_back(platform: str, fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh(platform)
    change, show = TYPED[platform]
    assert simulated_lab.exec(name, change).ok
    assert "198.51.100.66" in simulated_lab.exec(name, show).output
    assert "198.51.100.66" in connect(name).get_config()["running"]


def test_typing_on_an_unknown_target_suggests_a_near_one(simulated_lab: SimulatedLab) -> None:
    with pytest.raises(UsageError) as refused:
        simulated_lab.exec("ios-00", ["show version"])
    assert str(refused.value) == "no target 'ios-00' in this lab\n    hint: did you mean ios-0?"


def test_the_clock_moves_only_forward_and_tells_by_how_much(project: Project) -> None:
    lab = start(project, "arista_eos")
    try:
        before = lab.clock()
        after = lab.advance(3600)
        assert (before["advanced_s"], after["advanced_s"]) == (0, 3600)
        assert after["now"] - before["now"] >= 3600
    finally:
        lab.down()


def test_eos_a_foreign_pending_session_locks_us_out(fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh("arista_eos")
    simulated_lab.exec(name, ["configure session somebody", "ntp server 198.51.100.1"])
    driver = connect(name)
    with pytest.raises(SessionLockedException, match="Session is already in use"):
        driver._obtain_lock()
    simulated_lab.exec(name, ["configure session somebody abort"])
    driver.load_merge_candidate(config="ntp server 192.0.2.2\n")


def test_ios_a_foreign_timed_change_is_not_ours_to_confirm(fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh("cisco_ios")
    simulated_lab.exec(name, ["configure terminal revert timer 5", "ntp server 198.51.100.1"])
    driver = connect(name)
    assert driver.has_pending_commit()
    with pytest.raises(Exception, match="not owned by netops"):
        driver.confirm_commit()
    simulated_lab.exec(name, ["configure revert now"])
    assert "198.51.100.1" not in driver.get_config()["running"]


def test_junos_a_foreign_lock_and_a_foreign_candidate(fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh("juniper_junos")
    driver = connect(name)
    simulated_lab.exec(name, ["configure", "set system domain-name example.org"])
    with pytest.raises(LockError, match="configuration database modified"):
        driver.load_merge_candidate(config="system { domain-name example.net; }")
    simulated_lab.exec(name, ["configure", "rollback 0"])
    simulated_lab.exec(name, ["configure exclusive"])
    with pytest.raises(LockError, match="configuration database locked by"):
        driver.load_merge_candidate(config="system { domain-name example.net; }")


def test_a_wrong_password_is_refused_and_counted(fresh: Fresh, simulated_lab: SimulatedLab) -> None:
    name = fresh("arista_eos")
    target = simulated_lab.targets[name]
    driver = napalm.get_network_driver("eos")(target["hostname"], "netops", "wrong", optional_args=dict(target["optional_args"]))
    with pytest.raises(Exception, match="Unable to authenticate user"):
        driver.open()
    assert simulated_lab.status()["targets"][name]["logins_refused"] == 1


@pytest.mark.parametrize("platform", ["cisco_ios", "juniper_junos"])
def test_the_fault_wrong_password_refuses_the_right_one(platform: str, fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh(platform)
    simulated_lab.fault(name, "wrong_password")
    with pytest.raises(Exception, match=r"[Aa]uthenticat|ConnectAuthError"):
        connect(name)
    simulated_lab.fault(name)
    assert connect(name).is_alive() == {"is_alive": True}


@pytest.mark.parametrize("platform", TYPED)
def test_the_fault_commit_fail_leaves_the_old_config(platform: str, fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh(platform)
    driver = connect(name)
    simulated_lab.fault(name, "commit_fail")
    line = "system { ntp { server 192.0.2.9; } }" if platform == "juniper_junos" else "ntp server 192.0.2.9\n"
    running = driver.get_config()["running"]
    driver.load_replace_candidate(
        config=running.removesuffix("end") + line if platform == "cisco_ios" else running.removesuffix("end\n") + line
    )
    with pytest.raises(Exception, match=r"commit|Commit|Candidate config could not be applied"):
        driver.commit_config()
    assert "192.0.2.9" not in driver.get_config()["running"]
    simulated_lab.fault(name)


def test_the_fault_refuse_line_names_the_line(fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh("arista_eos")
    assert simulated_lab.fault(name, "refuse_line", "^ntp ") == {"refuse_line": "^ntp "}
    driver = connect(name)
    with pytest.raises(Exception, match=r"'ntp server 192.0.2.9' failed"):
        driver.load_merge_candidate(config="hostname x\nntp server 192.0.2.9\n")


def test_an_unknown_fault_is_refused(fresh: Fresh, simulated_lab: SimulatedLab) -> None:
    with pytest.raises(UsageError, match=r"no fault 'fire'; there are refuse_line, hang, close, lose, wrong_password, commit_fail"):
        simulated_lab.fault(fresh("arista_eos"), "fire")


def test_a_hung_device_times_out_and_answers_later(fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh("arista_eos")
    simulated_lab.fault(name, "hang")
    with pytest.raises((ConnectionException, OSError, CommitError, Exception), match="timed out"):
        connect(name, timeout=1)
    simulated_lab.fault(name)
    assert connect(name).get_facts()["hostname"] == name


@pytest.mark.parametrize("platform", TYPED)
def test_a_connection_that_is_cut_is_an_error(platform: str, fresh: Fresh, connect: Connect, simulated_lab: SimulatedLab) -> None:
    name = fresh(platform)
    driver = connect(name)
    simulated_lab.fault(name, "close")
    with pytest.raises(Exception):  # noqa: B017  each library has its own
        driver.get_config()
    simulated_lab.fault(name)


def test_no_secret_of_the_lab_in_its_status(simulated_lab: SimulatedLab) -> None:
    assert PASSWORD not in json.dumps(simulated_lab.status())
