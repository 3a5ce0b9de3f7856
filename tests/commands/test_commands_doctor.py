"""netops doctor: what is set up is ok, and each thing that is not is found, with what to do."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import netops
from companies import Company
from netops import doctor, git
from netops.cli import run
from netops.doctor import devices, machine
from netops.drivers.base import Access
from netops.project import Project
from netops.state import State

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3HqkbrhG3bHZ9XJr4YS3Ml7Z4TfQ4ZrWzQ5uMkq3Fh"
SECRETS = ("NETOPS_DEVICE_PASSWORD", "NETOPS_SERVER_PASSWORD", "NETOPS_USER_HASH", "NETOPS_SNMP_RO")
Breakage = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with everything that it needs."""
    root = tmp_path_factory.mktemp("doctor") / "acme"
    assert run(["init", str(root), "--nightly", "systemd", "--yes"]) == 0
    (root / "inventory/known_hosts").write_text(f"10.0.20.5 {KEY}\n10.0.10.11 tls-sha256 {'ab' * 32}\n")
    values = root.parent / "acme.secrets.env"
    values.write_text(values.read_text().replace("=''", "='x'"))
    for words in (
        ["init", "--quiet"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "The company"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    with State(root / ".netops/state.db") as state:
        state.end(state.start("deploy", "abc"))
    return root


@pytest.fixture
def company(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A copy at a place of its own; what runs at night is written for it."""
    shutil.copytree(whole, tmp_path / "acme")
    shutil.copy(whole.parent / "acme.secrets.env", tmp_path)
    for file in (tmp_path / "acme/nightly").iterdir():
        file.write_text(file.read_text().replace(str(whole), str(tmp_path / "acme")))
    for name in SECRETS:
        monkeypatch.setenv(name, "a-value")
    monkeypatch.setattr(machine, "_is_installed", lambda name: name != machine.OTHER_PROJECT)
    return Company(tmp_path / "acme")


def findings(company: Company, *words: str, expect: int | None = 0) -> list[tuple[str, str, str, str]]:
    found = json.loads(company.netops("doctor", "--format", "json", *words, expect=expect).out)
    assert (found["kind"], found["schema"]) == ("doctor", 1)
    return [(one["check"], one["level"], one["text"], one["hint"]) for one in found["findings"]]


def test_everything_is_ok_of_what_init_wrote_and_somebody_completed(company: Company) -> None:
    subprocess.run(["git", "add", "-A"], cwd=company.root, check=True)
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "Move"], cwd=company.root, check=True)
    found = findings(company)
    assert [one for one in found if one[1] != "ok"] == []
    assert [one[0] for one in found] == [
        *(
            "python",
            "system",
            "project",
            "data",
            "extras",
            "clock",
            "git",
            "editor",
            "ci",
            "nightly",
            "state",
            "secrets",
            "host keys",
            "lab",
        )
    ]
    text = company.netops("doctor").out
    assert "ok       host keys    known of 2 targets\n" in text and text.endswith("doctor: 14 ok, 0 warnings, 0 errors\n")


def append(name: str, text: str) -> Breakage:
    return lambda root: (root / name).write_text((root / name).read_text() + text)


def replaced(name: str, old: str, new: str) -> Breakage:
    return lambda root: (root / name).write_text((root / name).read_text().replace(old, new))


def held(root: Path) -> None:
    with State(root / ".netops/state.db") as state:
        run_id = state.start("deploy", "abc")
        state._do("INSERT INTO leases (target, run, who, since, host, pid) VALUES ('hq-sw-1', ?, 'ann', '2026', 'elsewhere', 7)", run_id)


WORKFLOW = ".github/workflows/netops-validate.yml"


@pytest.mark.parametrize(
    ("breakage", "code", "check", "level", "text", "hint"),
    [
        (append("inventory/defaults.yaml", "nothing: 1\n"), 3, "data", "error", "errors in the data", "run: netops validate"),
        (lambda root: shutil.rmtree(root / ".git"), 0, "git", "warning", "the company is in no commit", "git init"),
        (append("inventory/defaults.yaml", "# more\n"), 0, "git", "warning", "files differ from commit", "commit them"),
        (
            lambda root: (root / ".gitignore").unlink(),
            2,
            "git",
            "error",
            ".netops is not kept out of the repository",
            "add it to .gitignore",
        ),
        (
            lambda root: (root / ".netops/schemas/site.json").unlink(),
            0,
            "editor",
            "warning",
            "1 schema for editors missing or old: site.json",
            "--editor",
        ),
        (lambda root: shutil.rmtree(root / ".github"), 0, "ci", "warning", "no workflow of .github/workflows runs netops", "--ci github"),
        (
            replaced(WORKFLOW, "netops-as-code", "netops"),
            2,
            "ci",
            "error",
            f"{WORKFLOW} installs netops, which is another project",
            "install netops-as-code==",
        ),
        (
            replaced(WORKFLOW, f"=={netops.__version__}", "==0.1.0"),
            0,
            "ci",
            "warning",
            f"{WORKFLOW} installs netops 0.1.0, here is",
            "pin it",
        ),
        (replaced(WORKFLOW, "on:\n", "when:\n"), 2, "ci", "error", f"{WORKFLOW} does not say `on:`", "write on:"),
        (
            lambda root: (root.parent / "acme.secrets.env").chmod(0o644),
            2,
            "nightly",
            "error",
            "others than its owner can read",
            "chmod 600",
        ),
        (lambda root: (root.parent / "acme.secrets.env").unlink(), 2, "nightly", "error", "which is not there", "NAME='value'"),
        (
            replaced("nightly/netops-acme-drift.service", "ExecStart=/", "ExecStart=/gone/"),
            2,
            "nightly",
            "error",
            "which is not there",
            "--nightly systemd",
        ),
        (held, 0, "state", "warning", "hq-sw-1 is held by run ", "netops history --free "),
        (
            lambda root: os.environ.pop(SECRETS[0]),
            3,
            "secrets",
            "error",
            "device_password has no value from env: NETOPS_DEVICE_PASSWORD",
            "export ",
        ),
        (
            lambda root: (root / "inventory/known_hosts").unlink(),
            2,
            "host keys",
            "error",
            "no host key is known of 1 target: hq-srv-1",
            "ssh-keyscan",
        ),
        (append("inventory/known_hosts", "garbage\n"), 3, "host keys", "error", "this line holds no host key", "correct the line"),
        (
            replaced("netops.yaml", "transport: ssh", "transport: ipp"),
            2,
            "host keys",
            "error",
            "no certificate is known of 1 target",
            "platform check",
        ),
    ],
)
def test_what_is_not_set_up_is_found(company: Company, breakage: Breakage, code: int, check: str, level: str, text: str, hint: str) -> None:
    breakage(company.root)
    found = [one for one in findings(company, expect=code) if one[:2] == (check, level)]
    assert any(text in one[2] and hint in one[3] for one in found), found


def test_without_a_project_the_machine_is_checked_all_the_same(tmp_path: Path) -> None:
    found = findings(Company(tmp_path), expect=2)
    assert [one[:2] for one in found] == [("python", "ok"), ("system", "ok"), ("project", "error")]
    assert "netops init" in found[-1][3]


def test_a_clock_before_the_last_commit_is_wrong(whole: Path) -> None:
    setup = doctor.CheckedSetup(Project(whole), None, datetime(2020, 1, 1, tzinfo=UTC))
    (found,) = machine.check_clock(setup)
    assert found.level == "error" and "minutes before the last change of the data" in found.text and git.last_change(whole)


def test_another_project_of_the_same_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_is_installed", lambda name: True)
    assert [(one.level, one.hint) for one in machine.check_python()][-1] == (
        "error",
        "pip uninstall netops, then install netops-as-code again",
    )


def test_devices_are_contacted_and_those_that_do_not_answer_are_errors() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_server(("127.0.0.1", 0)) as closed:
        ports = listener.getsockname()[1], closed.getsockname()[1]
        closed.close()
        servers = [Access(f"sw-{n}", "127.0.0.1", port, transport="https") for n, port in enumerate(ports)]
        (found,) = devices.contact_servers(servers)
        assert (found.level, found.exit_code) == ("error", 5) and found.text.startswith("sw-1: cannot reach")
        assert [one.text for one in devices.contact_servers(servers[:1])] == ["each of 1 target answers"]


def test_nothing_is_changed(company: Company) -> None:
    def content() -> dict[str, tuple[int, bytes]]:
        files = [path for path in company.root.rglob("*") if path.is_file() and ".netops" not in path.parts and ".git" not in path.parts]
        return {str(path): (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) for path in files}

    before = content()
    company.netops("doctor", expect=None)
    assert content() == before
