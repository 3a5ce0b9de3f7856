"""A broken device is replaced: a new serial number, a day-0 config, and nothing left that was true of the old one only."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import paramiko
import pytest

from companies import Company
from netops.fleet.hostkeys import without_servers
from netops.state import State

SWITCH, FILE = "hq-sw-1", "inventory/sites/hq/devices/hq-sw-1.yaml"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOOuJCLOUHrrSF6RMXgcxTjnnWK8ougSVacP/kgSioA8"
KNOWN = f"""# collected by hand
10.0.10.11,10.0.10.12 {KEY}
[10.0.10.11]:443 tls-sha256 {"ab" * 32}
{paramiko.HostKeys.hash_host("10.0.10.11")} {KEY}
10.0.10.110 {KEY}
"""


@pytest.fixture
def company(starter: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
    """The small company, with keys, and a switch that netops has deployed to; its secret is there."""
    monkeypatch.setenv("NETOPS_USER_HASH", "$6$canary")
    (starter.root / "inventory/known_hosts").write_text(KNOWN)
    with State(starter.root / ".netops/state.db") as state:
        state.set_applied(SWITCH, "", "", "hostname hq-sw-1\n")
    return starter


def applied(company: Company) -> bool:
    with State(company.root / ".netops/state.db") as state:
        return state.applied(SWITCH) is not None


def test_what_was_true_of_the_old_device_alone_goes(company: Company) -> None:
    before = (company.root / FILE).read_text()
    said = company.netops("replace", SWITCH, "--serial", "FOC2540L0AB")
    assert (company.root / FILE).read_text() == f"{before}serial: FOC2540L0AB\n"
    assert (company.root / "inventory/known_hosts").read_text() == f"# collected by hand\n10.0.10.12 {KEY}\n10.0.10.110 {KEY}\n"
    day_0 = company.root / ".netops/bootstrap/hq-sw-1.cfg"
    assert (stat.S_IMODE(day_0.stat().st_mode), "$6$canary" in day_0.read_text()) == (0o600, True)
    assert "$6$canary" not in said.out + said.err
    assert not applied(company)
    assert [line.split()[1] for line in company.netops("history").out.splitlines()[1:]] == ["replace"]


def test_what_netops_owned_of_the_old_device_it_owns_of_the_new_one(company: Company) -> None:
    """Only its deploys said so, and to the new device it has deployed nothing: plans would leave it out."""
    company.edit("inventory/defaults.yaml", "managed: all\n", "")
    with State(company.root / ".netops/state.db") as state:
        state.set_applied(SWITCH, "", "", "hostname hq-sw-1\n", ("ntp", "hostname"))
    company.netops("replace", SWITCH, "--serial", "FOC2540L0AB")
    assert (company.root / FILE).read_text().endswith("\nserial: FOC2540L0AB\nmanaged: [hostname, ntp]\n")


def test_a_dry_run_and_a_missing_secret_leave_everything(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (company.root / FILE).read_text()
    assert "+serial: FOC2540L0AB\n" in company.netops("replace", SWITCH, "--serial", "FOC2540L0AB", "--dry-run").out
    monkeypatch.delenv("NETOPS_USER_HASH")
    assert "NETOPS_USER_HASH" in company.netops("replace", SWITCH, "--serial", "FOC2540L0AB", expect=3).err
    assert ((company.root / FILE).read_text(), (company.root / "inventory/known_hosts").read_text()) == (before, KNOWN)
    assert applied(company) and not (company.root / ".netops/bootstrap").exists()


def test_a_serial_number_that_a_device_has_is_refused(company: Company) -> None:
    company.append(FILE, "serial: OLD1   # on the sticker\n")
    found = json.loads(company.netops("replace", SWITCH, "--serial", "0123", "--format", "json").out)
    assert (found["old"], found["retired"], sorted(found["bootstrap"])) == ("OLD1", [SWITCH], [SWITCH])
    assert '\nserial: "0123"   # on the sticker\n' in (company.root / FILE).read_text()
    said = company.netops("replace", "hq-srv-1", "--serial", "0123", expect=2).err
    assert said.startswith("error: hq-sw-1 has the serial number 0123 already\n")


def test_of_a_stack_one_member_is_named(company: Company) -> None:
    company.append(FILE, "stack:\n  - {number: 1, priority: 15}\n  - {number: 2, serial: OLD2}\n")
    assert "is a stack of members 1, 2" in company.netops("replace", SWITCH, "--serial", "NEW2", expect=2).err
    company.netops("replace", SWITCH, "--serial", "NEW2", "--member", "2", expect=None)
    company.netops("replace", "hq-srv-1", "--serial", "X1", "--member", "2", expect=2)
    assert applied(company) and (company.root / "inventory/known_hosts").read_text() == KNOWN


def test_only_exact_names_are_taken_out() -> None:
    assert without_servers(KNOWN, {"10.0.10.1"}) == KNOWN
    assert without_servers("", {"a"}) == ""
    assert without_servers("a,b k\n@revoked a k\n", {"a"}) == "b k\n@revoked a k\n"


def test_the_file_of_keys_is_never_needed(company: Company) -> None:
    Path(company.root / "inventory/known_hosts").unlink()
    company.netops("replace", SWITCH, "--serial", "FOC2540L0AB")
    assert not (company.root / "inventory/known_hosts").exists()
