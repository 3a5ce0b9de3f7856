"""The generic driver in place of a platform's own: the same text, and a change by commands that is what the plan predicts."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from test_napalm_xr import INITIAL as XR

import napalm_sim
from napalm_sim import Sim
from netops import config
from netops.deploy import DeployJob, apply_target
from netops.drivers.base import Access, Driver, connect
from netops.drivers.command_line import split_into_pieces
from netops.drivers.generic import without_prompt_and_heading
from netops.drivers.shown import lldp_command, lldp_neighbors
from netops.errors import ConfigError, DeadlineExceeded, DeviceError, HostKeyChanged, LineRefused, UsageError
from netops.events import Outcome
from netops.lab.sim.frontend import Neighbor, TargetSpec
from netops.plan import build_step
from netops.platforms import get, without_own_driver
from netops.render import Rendered
from netops.state import State

pytestmark = pytest.mark.lab

EXAM = next((folder / "shared/exam" for folder in Path(__file__).parents if (folder / "shared/exam").is_dir()), Path("shared/exam"))
FRR = """hostname r1
!
ip route 10.0.0.0/8 192.0.2.1
!
router bgp 65000
 no bgp ebgp-requires-policy
exit
!
ip prefix-list A seq 5 permit 10.0.0.0/8
"""
INITIAL = {**napalm_sim.INITIAL, "cisco_xr": XR, "frr": FRR}
CHANGES = {
    "cisco_ios": ("ntp server 10.0.0.1", "ntp server 10.0.0.2"),
    "cisco_nxos": ("ntp server 10.0.0.1", "ntp server 10.0.0.2"),
    "cisco_xr": ("   cost 10", "   cost 20"),
    "frr": ("192.0.2.1", "192.0.2.2"),
}
SLUGS = sorted(CHANGES)


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sim]:
    monkeypatch.setitem(napalm_sim.VERSIONS, "frr", "8.4.4")
    monkeypatch.setitem(napalm_sim.INTERFACES, "frr", ("eth0", "eth1"))
    made = Sim(tmp_path)
    yield made
    made.stop()


def add(sim: Sim, slug: str) -> Access:
    return sim.add(slug, "r1", INITIAL[slug])


def generic(sim: Sim, slug: str, access: Access) -> Driver:
    driver = connect(without_own_driver(get(slug)), access)
    sim.drivers.append(driver)
    driver.open()
    return driver


@pytest.mark.parametrize("slug", SLUGS)
def test_it_reads_byte_for_byte_what_the_platforms_own_driver_reads(sim: Sim, slug: str) -> None:
    access = add(sim, slug)
    own = sim.open(slug, access).get_config()
    read = generic(sim, slug, access).get_config()
    wanted = {**own, "startup": own["startup"] if get(slug).cli.startup else ""}  # type: ignore[union-attr]
    assert read == wanted
    assert len(read["running"].splitlines()) > 8
    assert read["running"].endswith("\n")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_change_by_commands_is_deployed_and_read_back(sim: Sim, slug: str, tmp_path: Path) -> None:
    access = add(sim, slug)
    driver = generic(sim, slug, access)
    platform = without_own_driver(get(slug))
    running = driver.get_config()["running"]
    intended = running.replace(*CHANGES[slug])
    step = build_step(Rendered("r1", slug, intended), "commands", running, managed=None, applied=None)
    assert step is not None and step.commands
    with State(tmp_path / "state.db") as state:
        done = apply_target(driver, platform, step, DeployJob(state.start("deploy", "abc"), "abc", state))
    assert (done.outcome, done.detail) == (Outcome.APPLIED, "")
    now = sim.open(slug, access).get_config()
    assert config.diff(slug, now["running"], intended) == [] or all(
        line.sign == " " for line in config.diff(slug, now["running"], intended)
    )
    driver.rollback()
    assert driver.get_config()["running"] == running


@pytest.mark.parametrize("slug", SLUGS)
def test_a_refused_line_leaves_the_config_as_it_was(sim: Sim, slug: str) -> None:
    driver = generic(sim, slug, add(sim, slug))
    before = driver.get_config()
    driver.load_merge_candidate(config="\n".join(["hostname other", "nonsense of netops 1", ""]))
    with pytest.raises(LineRefused, match="nonsense of netops 1"):
        driver.commit_config()
    assert driver.get_config() == before
    assert driver.is_alive() == {"is_alive": True}


def test_what_it_cannot_do_is_refused_by_name(sim: Sim) -> None:
    driver = generic(sim, "cisco_ios", add(sim, "cisco_ios"))
    with pytest.raises(ConfigError, match="cannot replace a whole config"):
        driver.load_replace_candidate(config="hostname x\n")
    driver.load_merge_candidate(config="hostname x\n")
    assert driver.compare_config().splitlines() == ["-hostname sw1", "+hostname x"]
    with pytest.raises(ConfigError, match="no revert timer"):
        driver.commit_config(revert_in=60)
    with pytest.raises(ConfigError, match="no timed commits"):
        driver.confirm_commit()
    with pytest.raises(DeviceError, match="show lldp neighbors detail: % LLDP is not enabled"):
        driver.get_lldp_neighbors()
    assert not driver.has_pending_commit()
    driver.discard_config()
    assert driver.compare_config() == ""


def test_it_reads_the_name_and_the_release(sim: Sim) -> None:
    facts = {slug: generic(sim, slug, sim.add(slug, slug.replace("_", "-"), INITIAL[slug])).get_facts() for slug in SLUGS}
    assert {slug: (one["hostname"], one["os_version"]) for slug, one in facts.items()} == {
        "cisco_ios": ("sw1", "17.9.4"),
        "cisco_nxos": ("sw1", "10.2(3)"),
        "cisco_xr": ("r1", "7.3.2"),
        "frr": ("r1", "8.4.4"),
    }


LLDP = {"cisco_ios": "lldp run\n", "cisco_nxos": "feature lldp\n", "cisco_xr": "lldp\n!\n"}
LOCAL = {"cisco_ios": "GigabitEthernet1/0/1", "cisco_nxos": "Ethernet1/1", "cisco_xr": "GigabitEthernet0/0/0/0"}


@pytest.mark.parametrize("slug", sorted(LLDP))
def test_it_reads_neighbours_model_and_serial_number(sim: Sim, slug: str) -> None:
    text = LLDP[slug] + napalm_sim.INITIAL.get(slug, "hostname r1\n!\n")
    spec = TargetSpec("r1", slug, "r1", "MODEL", "SERIAL", napalm_sim.VERSIONS[slug], napalm_sim.INTERFACES[slug], initial=text)
    access = sim.add_spec(replace(spec, neighbors=(Neighbor(LOCAL[slug], "r2.example.net", "xe-0/0/1"),)))
    driver = generic(sim, slug, access)
    if slug == "cisco_xr":  # the template of ntc-templates 9.3 has no `Parent Interface`, which newer releases print
        with pytest.raises(DeviceError, match="fits no template of ntc-templates"):
            driver.get_lldp_neighbors()
    else:
        assert driver.get_lldp_neighbors() == {LOCAL[slug]: [{"hostname": "r2.example.net", "port": "xe-0/0/1"}]}
    facts = driver.get_facts()
    assert (facts["model"], facts["serial_number"]) == ("MODEL", "" if slug == "cisco_xr" else "SERIAL")


@pytest.mark.parametrize(
    ("device_type", "command"),
    [
        ("cisco_ios", "show lldp neighbors detail"),
        ("huawei_vrp", "display lldp neighbor"),
        ("hp_comware", "display lldp neighbor-information verbose"),
        ("juniper_junos", "show lldp neighbors"),
        ("vyos", None),
    ],
)
def test_the_command_for_neighbours_is_one_with_a_template(device_type: str, command: str | None) -> None:
    assert lldp_command(device_type) == command


def test_what_fits_no_template_is_not_an_empty_answer() -> None:
    assert lldp_neighbors("cisco_xr", "show lldp neighbors detail", "what is this\n") is None
    assert lldp_neighbors("vyos", "show lldp neighbors", "") is None
    assert lldp_neighbors("cisco_nxos", "show lldp neighbors detail", "\nTotal entries displayed: 0\n") == {}


@pytest.mark.parametrize("known", ["", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIsMkFbm6WVmGsbPqfSxnFCBT2nZ4ZqMpmUFJKVtBHz2"])
def test_no_password_goes_to_a_server_with_another_key(sim: Sim, known: str) -> None:
    access = replace(add(sim, "cisco_ios"), host_key=known)
    with pytest.raises(HostKeyChanged, match="no password was sent"):
        generic(sim, "cisco_ios", access)


def test_another_thread_cuts_a_command_that_does_not_end(sim: Sim) -> None:
    driver = generic(sim, "cisco_ios", add(sim, "cisco_ios"))
    sim.fault("r1", "hang")
    timer = threading.Timer(0.5, driver.abort)
    timer.start()
    with pytest.raises(DeviceError):
        driver.get_config()
    timer.join()
    with pytest.raises(DeadlineExceeded):
        driver.get_config()


def test_a_platform_without_a_command_line_has_no_generic_driver() -> None:
    with pytest.raises(UsageError, match="no netmiko device type, or no `cli`"):
        connect(without_own_driver(get("cups")), Access("p", "127.0.0.1"))


def test_a_section_is_left_before_a_line_that_is_not_in_it() -> None:
    commands = ["router ospf 1", " area 0", "  interface Gi0", "   cost 20", "  interface Gi1", "   cost 5", "hostname x"]
    [(lines, is_block)] = split_into_pieces(commands, "quit", ())
    assert not is_block
    assert lines == [
        "router ospf 1",
        "area 0",
        "interface Gi0",
        "cost 20",
        "quit",
        "interface Gi1",
        "cost 5",
        "quit",
        "quit",
        "quit",
        "hostname x",
    ]
    assert [*split_into_pieces(commands, None, ())] == [([line.strip() for line in commands], False)]


def _replay() -> ModuleType:
    spec = importlib.util.spec_from_file_location("replay", EXAM / "replay.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SERVE = """
import sys; sys.path.insert(0, sys.argv[1])
import replay
from pathlib import Path
case = replay.load(Path(sys.argv[1]) / "cases")[sys.argv[2]]
with replay.serving(case, int(sys.argv[3])) as port:
    print(port, flush=True)
    sys.stdin.read()
"""


@contextmanager
def _serving(case: str, sliced: int) -> Iterator[int]:
    """The port of a recorded device, replayed in a process of its own."""
    command = [sys.executable, "-c", SERVE, str(EXAM), case, str(sliced)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdin and process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(timeout=20)


@pytest.mark.skipif(not EXAM.is_dir(), reason="needs the recordings of ../shared/exam")
@pytest.mark.parametrize("sliced", [0, 700])
def test_recorded_devices_are_read_byte_for_byte(sliced: int) -> None:
    replay = _replay()
    cases: dict[str, Any] = replay.load(EXAM / "cases")
    assert cases
    for case in cases.values():
        wanted = replay.reply_table(case)[1]
        shows = [command for command in wanted if command.split()[0] in ("show", "cat", "dir", "more")]
        with _serving(case["id"], sliced) as port:
            found = fetch("127.0.0.1", port, case["platform"], "u", "p", shows)
        assert {name: _flat(found[name]) for name in shows} == {name: _flat(wanted[name]) for name in shows}


def fetch(host: str, port: int, platform: str, username: str, password: str, commands: list[str]) -> dict[str, str]:
    """What a device prints after commands, through the generic driver; the key that it shows is taken for the known one."""
    from netops.drivers import ssh

    access = Access("recording", host, port, username, password, transport="ssh")
    shown = ssh.server_key(access)
    driver = connect(without_own_driver(get(platform)), replace(access, host_key=f"{shown.get_name()} {shown.get_base64()}"))
    driver.open()
    try:
        return dict(driver.cli(commands))
    finally:
        driver.close()


def _flat(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n")).strip("\n")


def test_a_heading_is_not_part_of_a_config() -> None:
    cli = get("cisco_ios").cli
    assert cli is not None
    assert (
        without_prompt_and_heading(cli, "Building configuration...\r\n\r\nCurrent configuration : 9 bytes\r\nhostname a\r\nend\r\n\r\n")
        == "hostname a\nend\n"
    )
