"""What somebody changed on a device by hand goes into the file of the device; afterwards nothing differs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from companies import Company

HAND = {
    "ber-acc-1": ("interface GigabitEthernet1/0/3\n", "interface GigabitEthernet1/0/3\n shutdown\n storm-control broadcast level 5.00\n"),
    "ber-leaf-1": ("logging host 10.1.20.9\n", "logging host 10.1.20.9\nlogging host 10.1.20.8\n"),
    "ham-rtr-1": ("hostname ham-rtr-1\n", "hostname ham-rtr-1\nbgp as-path access-list 1 permit ^$\n"),
    "ber-fw-1": ("system {\n", "system {\n    max-configurations-on-flash 5;\n"),
}
SECRET = "$9$abcdefghijklmn$0123456789012345678901234567890123456789012"


@pytest.fixture
def company(make_example: Callable[[], Company]) -> Company:
    return make_example()


def by_hand(company: Company, tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A folder with the config of a device that somebody has changed."""
    text = company.netops("render", name).out
    assert old in text, text
    running = tmp_path / "running"
    running.mkdir()
    (running / f"{name}.cfg").write_text(text.replace(old, new, 1))
    return running


@pytest.mark.parametrize("name", HAND)
def test_what_was_changed_by_hand_is_adopted(tmp_path: Path, company: Company, name: str) -> None:
    running = by_hand(company, tmp_path, name, *HAND[name])
    assert "no difference" not in company.netops("diff", name, "--running", str(running)).out
    shown = company.netops("adopt", name, "--running", str(running), "--dry-run").out
    assert "no difference" not in company.netops("diff", name, "--running", str(running)).out
    assert company.netops("adopt", name, "--running", str(running)).out == shown
    assert f"{name}: no difference" in company.netops("diff", name, "--running", str(running)).out
    company.netops("validate")
    assert "nothing to adopt" in company.netops("adopt", name, "--running", str(running)).out


def test_comments_and_all_else_of_the_file_stay(tmp_path: Path, company: Company) -> None:
    file = company.root / "inventory/sites/ber/devices/ber-acc-1.yaml"
    file.write_text("# The switch of the first floor\n" + file.read_text())
    before = file.read_text().splitlines()
    running = by_hand(company, tmp_path, "ber-acc-1", *HAND["ber-acc-1"])
    company.netops("adopt", "ber-acc-1", "--running", str(running))
    assert [line for line in before if line not in file.read_text().splitlines()] == []


def test_a_secret_gets_a_name_and_is_shown_nowhere(tmp_path: Path, company: Company) -> None:
    running = by_hand(company, tmp_path, "ber-acc-1", "ntp server", f"username olga privilege 15 secret 9 {SECRET}\nntp server")
    said = company.netops("adopt", "ber-acc-1", "--running", str(running))
    written = "".join(path.read_text() for path in company.root.rglob("*.yaml"))
    assert SECRET not in said.out + said.err + written
    assert "secret ber_acc_1" in said.err
    assert "ber-acc-1: no difference" in company.netops("diff", "ber-acc-1", "--running", str(running)).out


def test_only_one_feature(tmp_path: Path, company: Company) -> None:
    old = "ntp server 10.1.20.6\n"
    running = by_hand(company, tmp_path, "ber-acc-1", old, f"{old}ntp server 10.1.20.7\nsnmp-server chassis-id x\n")
    said = company.netops("adopt", "ber-acc-1", "--running", str(running), "--feature", "ntp")
    assert "10.1.20.7" in said.out
    assert "chassis-id" not in said.out


def test_on_a_branch_the_working_tree_stays_as_it_is(tmp_path: Path, company: Company) -> None:
    git = ["git", "-C", str(company.root), "-c", "user.name=A", "-c", "user.email=a@example.net"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"], ["config", "user.name", "A"], ["config", "user.email", "a@b.c"]):
        subprocess.run([*git, *words], check=True)
    running = by_hand(company, tmp_path, "ber-acc-1", *HAND["ber-acc-1"])
    company.netops("adopt", "ber-acc-1", "--running", str(running), "--branch", "by-hand")
    assert subprocess.run([*git, "status", "--short"], capture_output=True, text=True, check=True).stdout == ""
    shown = subprocess.run([*git, "show", "--stat", "by-hand"], capture_output=True, text=True, check=True).stdout
    assert "inventory/sites/ber/devices/ber-acc-1.yaml" in shown
    assert company.netops("adopt", "ber-acc-1", "--running", str(running), "--branch", "by-hand", expect=2).err != ""
