"""`netops lab` as a person types it, on a copy of the example company."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netops.cli import run
from netops.lab import simulators

ROOT = Path(__file__).parents[2]
LIMIT = "name=ber-acc-1,name=ber-leaf-1,name=muc-rtr-1,name=ham-rtr-1"

pytestmark = pytest.mark.lab

Netops = Callable[..., tuple[int, str, str]]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Path]:
    shutil.copy(ROOT / "netops.yaml", tmp_path)
    shutil.copytree(ROOT / "inventory", tmp_path / "inventory")
    yield tmp_path
    run(["-C", str(tmp_path), "lab", "down"])


@pytest.fixture
def netops(company: Path, capsys: pytest.CaptureFixture[str]) -> Netops:
    """Runs a command in the company: exit code, stdout, stderr."""

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["-C", str(company), *words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


LAB_RUNS = "a lab is running: add --lab to use it in place of the real devices, without their secrets\n"


def test_up_status_exec_clock_down(netops: Netops, company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETOPS_DEVICE_PASSWORD", raising=False)
    code, _, alone = netops("drift", "ber-acc-1")
    assert (code, LAB_RUNS in alone) == (3, False)
    assert netops("lab", "up", "--limit", LIMIT) == (
        0,
        "lab: simulated: 4 network devices (state machines, not vendors' software)\nready: 4 targets; add --lab to a command to use them\n",
        "simulating 4 targets\n",
    )
    assert netops("lab", "up", "--limit", LIMIT)[::2] == (0, "the lab runs already, with 4 targets\n")
    assert netops("drift", "ber-acc-1") == (3, "", LAB_RUNS + alone)
    assert netops("lab", "up", "--real")[::2] == (
        2,
        "error: a simulated lab is already running\n    hint: stop it first: netops lab down\n",
    )

    code, out, _ = netops("lab", "status", "--format", "json")
    told = json.loads(out)
    assert (code, sorted(told["targets"])) == (0, ["ber-acc-1", "ber-leaf-1", "ham-rtr-1", "muc-rtr-1"])
    assert "password" not in told["targets"]["ber-acc-1"]

    assert netops("lab", "exec", "ber-leaf-1", "configure", "ntp server 192.0.2.66") == (0, "", "")
    assert "\nntp server 192.0.2.66\n" in netops("lab", "exec", "ber-leaf-1", "show running-config")[1]
    assert netops("lab", "exec", "ber-acc-1", "conf t", "ntp serverr 192.0.2.66") == (
        5,
        "Enter configuration commands, one per line.  End with CNTL/Z.\n"
        "ber-acc-1(config)#ntp serverr 192.0.2.66\n                      ^\n% Invalid input detected at '^' marker.\n",
        "",
    )
    assert netops("lab", "exec", "ham-rtr-2", "show version")[::2] == (
        2,
        "error: no target 'ham-rtr-2' in this lab\n    hint: did you mean ham-rtr-1?\n",
    )

    assert netops("lab", "fault", "ber-acc-1", "refuse_line", "^ntp") == (0, "ber-acc-1: refuse_line ^ntp\n", "")
    assert netops("lab", "fault", "ber-acc-1", "hang") == (0, "ber-acc-1: refuse_line ^ntp, hang\n", "")
    assert "fault=refuse_line ^ntp fault=hang\n" in netops("lab", "status")[1]
    assert netops("lab", "fault", "ber-acc-1", "fire")[::2] == (
        2,
        "error: no fault 'fire'; there are refuse_line, hang, close, lose, wrong_password, commit_fail\n",
    )
    assert netops("lab", "fault", "ber-acc-1", "refuse_line", "ntp (")[::2] == (
        2,
        "error: 'ntp (' is no regular expression: missing ), unterminated subpattern at position 4\n",
    )
    assert netops("lab", "fault", "ber-acc-1") == (0, "ber-acc-1: no faults\n", "")

    assert netops("lab", "clock", "advance", "600")[1].endswith("UTC, 600 s ahead of real time\n")
    assert netops("lab", "clock")[1].endswith("UTC, 600 s ahead of real time\n")

    assert netops("lab", "up", "ber-acc-1", "ber-acc-2")[::2] == (0, "adding 1 target to the 4 that run\n")
    assert "\nhostname ber-acc-2\n" in netops("lab", "exec", "ber-acc-2", "show running-config")[1]
    assert "\nntp server 192.0.2.66\n" in netops("lab", "exec", "ber-leaf-1", "show running-config")[1]
    assert netops("lab", "clock")[1].endswith("UTC, 600 s ahead of real time\n")

    assert netops("lab", "down") == (0, "the lab is down\n", "")
    assert netops("lab", "down") == (0, "no lab was running\n", "")
    assert not (company / ".netops" / "lab" / "targets.json").exists()


def test_a_new_lab_knows_nothing_of_the_runs_of_the_last(netops: Netops, company: Path) -> None:
    folder = company / ".netops" / "lab"
    folder.mkdir(parents=True)
    (folder / "state.db").touch()
    assert netops("lab", "up", "--limit", "name=ber-leaf-1")[0] == 0
    assert not (folder / "state.db").exists()


def test_without_a_lab(netops: Netops) -> None:
    missing = (2, "error: no lab is running\n    hint: start one: netops lab up\n")
    assert netops("lab", "status")[::2] == missing
    assert netops("lab", "exec", "ber-acc-1", "show version")[::2] == missing
    assert netops("lab", "fault", "ber-acc-1")[::2] == missing
    assert netops("lab", "clock")[::2] == missing


@pytest.fixture
def without_frr(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform for which nobody has written a simulator yet."""
    known = simulators.platforms
    get, without = known.get, replace(known.get("frr"), simulator=None)
    monkeypatch.setattr(known, "get", lambda name, root=None: without if name == "frr" else get(name, root))
    monkeypatch.setattr(known, "find", lambda name, root=None: known.get(name, root) if name in known.names(root) else None)


def test_nothing_to_simulate(netops: Netops, without_frr: None) -> None:
    assert netops("lab", "up", "--limit", "platform=frr")[::2] == (
        2,
        "error: nothing to simulate among the selected targets\n"
        "    hint: simulated platforms: arista_eos, cisco_ios, cisco_nxos, cisco_xr, cups, juniper_junos, linux, printer\n",
    )


def test_what_is_not_simulated_is_left_out_and_told(netops: Netops, without_frr: None) -> None:
    left_out = "left out: 1 target: platform frr is not simulated\n"
    assert netops("lab", "up", "--limit", LIMIT)[1].splitlines(keepends=True)[1:] == [
        left_out,
        "ready: 3 targets; add --lab to a command to use them\n",
    ]
    assert netops("lab", "status")[1].endswith(left_out)
    assert netops("lab", "exec", "ham-rtr-1", "show version")[::2] == (
        2,
        "error: no target 'ham-rtr-1' in this lab\n    hint: it was skipped: platform frr is not simulated\n",
    )


@pytest.mark.parametrize(
    "words", [(), ("up",), ("status",), ("down",), ("exec",), ("fault",), ("clock",), ("clock", "show"), ("clock", "advance")]
)
def test_every_help_ends_with_an_example(words: tuple[str, ...], netops: Netops) -> None:
    code, out, _ = netops("lab", *words, "--help")
    assert code == 0
    assert "Example:\n" in out
    assert out.rstrip().splitlines()[-1].lstrip().startswith(("netops lab", "sudo netops lab"))


def test_a_selection_outside_the_lab_is_no_success(netops: Netops) -> None:
    assert netops("lab", "up", "--limit", LIMIT)[0] == 0
    code, out, err = netops("drift", "--lab", "--limit", "ber-acc-2", "--exit-code")
    assert (code, out) == (2, "")
    assert err.endswith("error: the lab holds none of the 1 selected target\n    hint: netops lab status lists what it holds\n")


def test_up_from_configs(netops: Netops, company: Path) -> None:
    """What netops renders is what devices run that are loaded with it: secrets of which a file has the name alone have a value."""
    assert netops("render", "--limit", LIMIT, "-o", str(company / "configs"))[0] == 0
    (company / "configs/muc-rtr-1.cfg").unlink()

    code, out, _ = netops("lab", "up", "--limit", LIMIT, "--from", str(company / "configs"))
    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("left out")] == [f"left out: 1 target: no file in {company / 'configs'}"]
    assert [line.split()[0] for line in out.splitlines() if line.endswith("held as text")] == ["ber-acc-1", "ber-leaf-1", "ham-rtr-1"]
    assert netops("drift", "--lab", "--limit", "name=ber-acc-1", "--exit-code")[0] == 0
    assert "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}" not in netops("lab", "exec", "ber-acc-1", "show running-config")[1]


def test_up_from_nothing(netops: Netops, company: Path) -> None:
    assert netops("lab", "up", "--from", "backup") == (2, "", "error: there are no backups\n    hint: make them: netops backup\n")
    assert netops("lab", "up", "--real", "--from", "backup")[0] == 2
    (company / "empty").mkdir()
    assert netops("lab", "up", "--limit", LIMIT, "--from", str(company / "empty"))[0] == 2
