"""netops exec, backup and run on one simulated device of each platform."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nornir import InitNornir
from nornir.core.task import Task

from netops import config, load
from netops.cli import run
from netops.fleet import open_fleet, run_task, session
from netops.lab import load as find_lab
from netops.model.select import select_targets
from netops.project import bundled_folder

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("fleet_commands")]

FEW = "name=ber-core-1,name=ber-acc-1,name=ber-fw-1"
NAMES = ["ber-acc-1", "ber-core-1", "ber-fw-1"]
Netops = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the example company with a running lab of three devices."""
    root = tmp_path_factory.mktemp("company")
    shutil.copy(bundled_folder() / "netops.yaml", root)
    shutil.copytree(bundled_folder() / "inventory", root / "inventory")
    assert run(["-C", str(root), "lab", "up", "--limit", FEW]) == 0
    yield root
    run(["-C", str(root), "lab", "down"])


@pytest.fixture
def netops(example: Path, capsys: pytest.CaptureFixture[str]) -> Netops:
    """Runs a command on the lab: exit code, stdout, stderr."""

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["-C", str(example), *words])
        return code, *capsys.readouterr()

    return call


def test_exec_prints_what_each_device_says(netops: Netops) -> None:
    code, out, err = netops("exec", "show version", "--lab", "--limit", FEW)
    assert code == 0
    assert [line for line in out.splitlines() if line in [f"{name}:" for name in NAMES]] == [f"{name}:" for name in NAMES]
    assert "3 done" in err


def test_exec_shows_no_secret(netops: Netops, example: Path) -> None:
    secrets = json.loads((example / ".netops/lab/targets.json").read_text())["secrets"]
    code, out, err = netops("exec", "show running-config", "--lab", "--limit", "name=ber-acc-1,name=ber-core-1")
    assert code == 0 and "hostname ber-acc-1" in out
    assert [name for name, value in secrets.items() if value in out + err] == []


def test_exec_refuses_what_may_change_something(netops: Netops) -> None:
    code, out, err = netops("exec", "reload", "--lab", "--limit", "name=ber-acc-1")
    assert (code, out) == (7, "")
    assert err.endswith(
        "error: this may change something, so nothing was sent:\n"
        "    'reload': it is none of the read-only commands of cisco_ios: show, ping, traceroute, dir, more, verify\n"
        "    hint: choose the targets with --limit platform=...; send it all the same with --allow-changes\n"
    )


def test_backup_writes_redacted_files(netops: Netops, example: Path) -> None:
    code, out, _ = netops("backup", "--lab", "--limit", FEW, "--format", "json")
    assert code == 0
    told = json.loads(out)
    assert (told["schema"], told["kind"], sorted(told["targets"])) == (1, "backup", NAMES)
    secrets = json.loads((example / ".netops/lab/targets.json").read_text())["secrets"]
    for name in NAMES:
        text = (example / told["targets"][name]["value"]["file"]).read_text()
        assert name in text
        assert [secret for secret, value in secrets.items() if value in text] == []
    assert netops("backup", "--lab", "--limit", "name=ber-acc-1")[1].endswith("as before\n")


def test_run_the_tasks_of_the_package(netops: Netops, example: Path) -> None:
    code, out, _ = netops("run", "facts", "--lab", "--limit", FEW, "--format", "json")
    assert code == 0
    vendors = {name: answer["value"]["vendor"] for name, answer in json.loads(out)["targets"].items()}
    assert vendors == {"ber-acc-1": "Cisco", "ber-core-1": "Arista", "ber-fw-1": "Juniper"}
    code, out, _ = netops("run", "drift", "--lab", "--limit", "name=ber-core-1")
    assert code == 0 and "never deployed, inventory/" in out
    code, out, _ = netops("run", "plan", "--lab", "--limit", "name=ber-core-1")
    assert code == 0 and "+ logging host 10.1.20.9   inventory/defaults.yaml:15:14\n" in out
    code, out, _ = netops("run", "render", f"folder={example}/out", "--limit", FEW)
    assert code == 0 and sorted(path.stem for path in (example / "out").iterdir()) == NAMES


def test_run_a_task_of_the_company(netops: Netops, example: Path) -> None:
    (example / "tasks").mkdir(exist_ok=True)
    (example / "tasks/shout.py").write_text(
        "from netops.fleet import session\n\n\ndef shout(task, times: int = 1):\n"
        "    with session(task) as driver:\n        return driver.get_facts()['hostname'].upper() * times\n"
    )
    code, out, err = netops("run", "shout", "times=2", "--lab", "--limit", "name=ber-acc-1,name=ber-rtr-1")
    assert (code, out) == (0, "ber-acc-1: BER-ACC-1BER-ACC-1\nber-rtr-1: not in this lab\n")
    assert err.endswith("   1 done         ber-acc-1\n   1 skipped      ber-rtr-1\n")


LINES = {
    "arista_eos": "snmp-server community ⟦secret:snmp_ro⟧ ro",
    "cisco_ios": "snmp-server community ⟦secret:snmp_ro⟧ RO",
    "juniper_junos": "snmp {\n    community ⟦secret:snmp_ro⟧ {\n        authorization read-only;\n    }\n}",
}


def test_whole_cycle_over_the_connection_plug_in(example: Path) -> None:
    """Merge with a secret, timed commit, confirm, roll back: through nornir, on all platforms at once."""
    company = load(example)
    running_lab = find_lab(company.project)
    assert running_lab is not None
    value = running_lab.secrets["snmp_ro"]

    def cycle(task: Task) -> tuple[bool, ...]:
        with session(task) as driver:
            before = driver.get_config("running")["running"]
            driver.load_merge_candidate(config=LINES[task.host.platform])
            offered = driver.compare_config()
            driver.commit_config(revert_in=120)
            driver.confirm_commit()
            after = driver.get_config("running")["running"]
            driver.rollback()
            last = driver.get_config("running")["running"]
            same = config.diff(task.host.platform, before, last) == ()
            return value in before, value in offered, value in after, same, driver.has_pending_commit()

    answers = run_task(open_fleet(company, select_targets(company, FEW), running_lab), cycle)
    shown = {name: name != "ber-acc-1" for name in NAMES}  # commands that are typed on IOS are compared by netops, without secrets
    assert {name: answer.value or answer.message for name, answer in answers.items()} == {
        name: (False, shown[name], True, True, False) for name in NAMES
    }


def test_inventory_plug_in_alone(example: Path) -> None:
    nornir = InitNornir(
        inventory={"plugin": "NetopsInventory", "options": {"path": str(example), "limit": "site=lei"}}, logging={"enabled": False}
    )
    company = load(example)
    assert list(nornir.inventory.hosts) == sorted(target.name for target in company.targets.values() if target.site == "lei")
    assert "site=lei" in nornir.inventory.groups
    assert {host.data["netops"]["site"] for host in nornir.inventory.hosts.values()} == {"lei"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "fact"), "error: no task 'fact' in tasks/\n    hint: did you mean facts?\n"),
        (("run", "facts", "x"), "error: no target called 'x'\n    hint: no name 'x'; there are: "),
        (("run", "facts", "1=x"), "error: '1=x' is no argument of a task\n    hint: write KEY=VALUE\n"),
        (("run", "deploy", "plan=x"), "error: plan of task deploy is a Plan, which a command line cannot give\n"),
        (("exec", "show version", "--limit", "name=nowhere"), "error: --limit 'name=nowhere' selects no target"),
    ],
)  # fmt: skip
def test_usage_errors(netops: Netops, words: tuple[str, ...], message: str) -> None:
    code, out, err = netops(*words)
    assert (code, out) == (2, "")
    assert message in err


def test_missing_secret_stops_before_anything_is_reached(netops: Netops, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETOPS_DEVICE_PASSWORD", raising=False)
    code, out, err = netops("exec", "show version", "--limit", "name=ber-core-1")
    assert (code, out) == (3, "")
    assert "error SEC001: secret 'device_password' cannot be read" in err
    assert "hint: export NETOPS_DEVICE_PASSWORD=..." in err and "netops.yaml:" in err
