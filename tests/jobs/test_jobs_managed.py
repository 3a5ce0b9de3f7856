"""What netops owns of a target that it has never deployed, and what it asks before lines go from one."""

from __future__ import annotations

from pathlib import Path

import pytest

from companies import Company
from netops import load
from netops.fleet.access import connected_by
from netops.state import State

SWITCH = "hq-sw-1"
FILE = f"inventory/sites/hq/devices/{SWITCH}.yaml"
DEFAULTS = "inventory/defaults.yaml"
RUNNING = """\
hostname old
username netops privilege 15 secret sha512 $6$x$abc
username bob privilege 15 secret sha512 $6$x$def
ntp server 192.0.2.66
vlan 77
   name people
interface Management1
   ip address 192.0.2.7/24
end
"""
NOT_MANAGED = (
    "hq-sw-1: skipped: not managed, never deployed: write `managed: all` into its file, or start with one feature:"
    " netops manage hq-sw-1 FEATURE\n"
)


@pytest.fixture
def folder(starter: Company) -> Path:
    folder = starter.root / "configs"
    folder.mkdir()
    (folder / f"{SWITCH}.cfg").write_text(RUNNING)
    return folder


def test_what_nobody_named_is_not_managed(starter: Company, folder: Path) -> None:
    starter.edit(DEFAULTS, "managed: all\n", "")
    files = ("--running", str(folder))
    said = starter.netops("plan", SWITCH, *files, "-o", str(starter.root / "x.plan"))
    assert said.out.endswith(f"\n\n{NOT_MANAGED}plan: 0 to change (0 lines), 0 unchanged, 1 skipped\n")
    assert "  - ntp server 192.0.2.66" in starter.netops("diff", SWITCH, *files).out
    assert "hq-sw-1 (arista_eos): nothing managed; " in starter.netops("diff", SWITCH, *files, "--by-feature").out
    assert starter.netops("show", str(starter.root / "x.plan")).code == 0
    starter.append(FILE, "managed: [hostname]\n")
    assert "plan: 1 to change (2 lines)" in starter.netops("plan", SWITCH, *files).out
    starter.edit(FILE, "managed: [hostname]\n", "")
    with State(starter.root / ".netops/state.db") as state:
        state.set_applied(SWITCH, "r1", "abc", RUNNING)
    assert "plan: 1 to change" in starter.netops("plan", SWITCH, *files).out, "what netops has deployed goes on as before"


def test_a_first_plan_names_the_lines_that_need_a_permission_to_go(starter: Company, folder: Path) -> None:
    out = starter.netops("plan", SWITCH, "--running", str(folder)).out
    assert f"{SWITCH}: never deployed, would go with nothing in their place: 4 lines\n" in out, (
        "bob, the time server, the VLAN and its name"
    )
    assert out.endswith("deploy needs --allow-removals 4: GRD004: 4 lines that netops has never deployed would go\n")


def test_what_netops_connects_by_is_named(starter: Company, folder: Path) -> None:
    starter.edit(DEFAULTS, "  - {name: netops, privilege: 15,", "  - {name: other, privilege: 15,")
    out = starter.netops("plan", SWITCH, "--running", str(folder)).out
    assert f"{SWITCH}: RISKY: what netops connects by is gone afterwards: account netops\n" in out
    assert "--allow-removals 5:" in out


def test_netops_connects_by_account_address_and_interface(starter: Company) -> None:
    company = load(starter.root)
    assert connected_by(company, SWITCH) == ("account netops", "address 10.0.10.11", "interface Management1")
    assert connected_by(company, "hq-srv-1")[0] == "account root"


@pytest.mark.lab
def test_a_first_deploy_takes_nothing_away_without_the_exact_number(starter: Company) -> None:
    starter.netops("lab", "up", "--limit", SWITCH)
    try:
        starter.netops("lab", "exec", SWITCH, "configure", "ntp server 192.0.2.66", "snmp-server contact bob")
        starter.append(FILE, "managed: [ntp]\n")
        only = ("--lab", SWITCH, "--yes")
        for wrong in ((), ("--allow-removals", "2")):
            refused = starter.netops("deploy", *only, *wrong, expect=7)
            assert refused.err.endswith(
                "error: nothing was sent, refused by GRD004: 1 line that netops has never deployed would go:\n"
                "    hq-sw-1: - ntp server 192.0.2.66\n"
                "    hint: put them into the source of truth, or manage fewer parts (netops manage); to let 1 line go: --allow-removals 1\n"
            )
        starter.netops("deploy", *only, "--allow-removals", "1")
        starter.netops("lab", "exec", SWITCH, "configure", "ntp server 192.0.2.67")
        assert "changed by hand" in starter.netops("deploy", *only, expect=7).err, "what netops owns is changed by hand now"
        starter.netops("deploy", *only, "--overwrite-manual")
        starter.edit(FILE, "managed: [ntp]\n", "managed: [ntp, snmp]\n")
        refused = starter.netops("deploy", *only, expect=7)
        assert "    hq-sw-1: - snmp-server contact bob\n" in refused.err, "a feature that is new to netops has never been deployed either"
        starter.netops("deploy", *only, "--allow-removals", "1")
        starter.edit("inventory/defaults.yaml", "    - {host: 10.0.20.6}\n", "")
        starter.netops("deploy", *only)  # its own lines go without a question
    finally:
        starter.netops("lab", "down")
