"""What somebody changed on a device by hand goes into the file of the device; afterwards nothing differs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from companies import Company
from netops.adopt.hiding import find_secrets, name_secrets
from netops.platforms import get

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


HASH = "0123456789012345678901234567890123456789012"
JUNOS = """version 20.4R3;
system {
    host-name dev-9;
    root-authentication {
        encrypted-password "$6$rootroot$abcdefghijklmnopqrstuvwxyz0123456789"; ## SECRET-DATA
    }
    login {
        user jane {
            class super-user;
            authentication {
                encrypted-password "$6$janejane$abcdefghijklmnopqrstuvwxyz0123456789"; ## SECRET-DATA
            }
        }
    }
    services {
        ssh {
            root-login deny;
        }
    }
}
snmp {
    community c0mmunity {
        authorization read-only;
    }
}
"""
BOB = """        user bob {
            class super-user;
            authentication {
                encrypted-password "$6$bobbobbo$abcdefghijklmnopqrstuvwxyz0123456789"; ## SECRET-DATA
            }
        }
        user jane {"""
IOS = f"""hostname dev-9
username zoe privilege 15 secret 9 $9$zoezoezoe${HASH}
username amy privilege 15 secret 9 $9$amyamyamy${HASH}
snmp-server community f1rstcommunity RO
ip route 203.0.113.0 255.255.255.0 Null0
ip route 10.9.0.0 255.255.0.0 Null0
ntp server 192.0.2.1
end
"""
CAROL = f"username carol privilege 15 secret 9 $9$carolcaro${HASH}\nusername amy"
ONLY = {
    "junos": (JUNOS, "root-login deny", "root-login allow", "root_login: deny", "root_login: allow"),
    "ios": (IOS, "server 192.0.2.1", "server 192.0.2.2", 'servers: [{host: "192.0.2.1"}]', 'servers: [{host: "192.0.2.2"}]'),
}
NEW_USER = {"junos": (JUNOS, "        user jane {", BOB, "bob"), "ios": (IOS, "username amy", CAROL, "carol")}


def imported(tmp_path: Path, text: str, old: str, new: str) -> tuple[Company, str]:
    """A company made of one config, and what `adopt` shows when a text of it was changed by hand."""
    for folder, content in (("configs", text), ("running", text.replace(old, new))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "dev-9.cfg").write_text(content)
    root = tmp_path / "acme"
    Company(tmp_path).netops("import", "configs", str(tmp_path / "configs"), "--output", str(root))
    return Company(root), Company(root).netops("adopt", "dev-9", "--running", str(tmp_path / "running")).out


def changes(diff: str, sign: str) -> list[str]:
    return [line[1:].strip() for line in diff.splitlines() if line.startswith(sign) and not line.startswith(sign * 3)]


@pytest.mark.parametrize("name", ONLY)
def test_only_what_was_changed_is_touched_whatever_the_order_and_the_secrets_of_the_device(tmp_path: Path, name: str) -> None:
    text, old, new, before, after = ONLY[name]
    _, diff = imported(tmp_path, text, old, new)
    assert (changes(diff, "-"), changes(diff, "+")) == ([before], [after])


@pytest.mark.parametrize("name", NEW_USER)
def test_the_secret_of_a_new_user_is_none_that_the_company_has(tmp_path: Path, name: str) -> None:
    text, old, new, user = NEW_USER[name]
    company, diff = imported(tmp_path, text, old, new)
    added = [line for line in changes(diff, "+") if f"name: {user}" in line]
    secret = re.findall(r"!secret (\w+)", added[0])[0]
    assert changes(diff, "+") == [added[0], f"{secret}: {{key: {secret}}}"]
    assert changes(diff, "-") == []
    assert (company.root / "inventory/sites/main/devices/dev-9.yaml").read_text().count(f"!secret {secret}") == 1


@pytest.mark.parametrize("platform", ["arista_eos", "cisco_ios"])
def test_no_name_of_a_secret_is_made_of_another_secret(platform: str) -> None:
    keys = [f"{at}{HASH[:31]}" for at in (4, 5)]
    line = {
        "arista_eos": f"snmp-server user ann noc v3 auth sha {keys[0]} priv aes {keys[1]}",
        "cisco_ios": f"snmp-server user ann noc v3 auth sha {keys[0]} priv aes 128 {keys[1]}",
    }[platform]
    found = find_secrets(get(platform), f"hostname x\n{line}\n")
    assert [one.value for one in found] == keys
    assert not any(key[:12] in name for key in keys for name in name_secrets({"x": found}).values())
