"""A Nexus in a company of its own: from YAML to the device, changed by hand, healed; and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from e2e_lab import LabCompany

from companies import Company
from netops import config
from netops.lab import SimulatedLab, load
from netops.project import Project

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("nxos")]

NAME = "hq-leaf-1"
FILES = {
    "inventory/catalog/device-types/cisco/n9k-c93180yc-fx.yaml": """\
manufacturer: Cisco
model: Nexus 93180YC-FX
slug: cisco-n9k-c93180yc-fx
u_height: 1
is_full_depth: true
interfaces:
  - {name: Ethernet1/1, type: 25gbase-x-sfp28}
  - {name: Ethernet1/2, type: 25gbase-x-sfp28}
  - {name: Ethernet1/3, type: 25gbase-x-sfp28}
  - {name: mgmt0, type: 1000base-t, mgmt_only: true}
""",
    f"inventory/sites/hq/devices/{NAME}.yaml": """\
device_type: cisco/n9k-c93180yc-fx
role: access
platform: cisco_nxos
status: active
system: {scp: true, domain_lookup: true}
lines: [{line: console}, {line: vty}]
interfaces:
  Ethernet1/1: {mode: access, untagged_vlan: servers, description: Server}
  Ethernet1/2: {addresses: [10.0.20.2/24]}
  mgmt0: {mgmt_only: true, addresses: [10.0.10.12/24]}
banner:
  login: |
    Property of Example.
    Keep out.
""",
}


@pytest.fixture
def lab(starter: Company) -> Iterator[LabCompany]:
    """The starter company with a Nexus, simulated."""
    for name, text in FILES.items():
        path = starter.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    starter.edit(
        "netops.yaml", "access:\n", "access:\n  - {match: platform=cisco_nxos, username: netops, password: !secret device_password}\n"
    )
    starter.edit("netops.yaml", "\nsecrets:\n", "\nsecrets:\n  snmp_new: {env: NETOPS_SNMP_NEW}\n")
    starter.netops("lab", "up", "--limit", NAME)
    running = load(Project(starter.root))
    assert isinstance(running, SimulatedLab)
    yield LabCompany(starter, running, (NAME,))
    starter.netops("lab", "down")


def shown(lab: LabCompany) -> str:
    """What the Nexus runs, without its secrets, which no journal keeps."""
    return config.redact("cisco_nxos", lab.running(NAME).split("version ", 1)[1])


def test_from_yaml_to_the_device_and_back_as_drift(lab: LabCompany) -> None:
    plan = lab.root / "first.plan"
    told = lab.netops("plan", "-v", "-o", str(plan))
    assert f"{NAME} (cisco_nxos): " in told.out and "replaced as a whole" in told.out
    lab.company.netops("deploy", str(plan), "--lab", "--limit", NAME, "--yes")
    assert "ntp server 10.0.20.5 prefer use-vrf management" in lab.running(NAME)
    assert "banner motd #\nProperty of Example.\nKeep out.\n#\n" in lab.running(NAME)
    lab.netops("drift", "--exit-code")

    typed = (
        "ntp server 192.0.2.66",
        "vlan 30",
        "interface Ethernet1/3",
        "no switchport",
        "no shutdown",
        "interface Ethernet1/1",
        "shutdown",
    )
    lab.company.netops("lab", "exec", NAME, "configure terminal", *typed)
    drift = lab.netops("drift", "--exit-code", expect=4)
    found = {
        " ".join(line.partition("[manual change]")[0].split("inventory/")[0].split())
        for line in drift.out.splitlines()
        if "[manual change]" in line
    }
    assert found == {"- ntp server 192.0.2.66", "- vlan 30", "- no switchport", "- no shutdown", "- shutdown"}

    lab.deploy(expect=7)
    lab.deploy("--overwrite-manual")
    lab.netops("drift", "--exit-code")
    assert "192.0.2.66" not in lab.running(NAME)


def test_backup_and_diff(lab: LabCompany) -> None:
    lab.deploy()
    assert lab.company.netops("diff", "--lab", NAME).out.endswith(f"{NAME}: no difference\n")
    assert f"{NAME}.cfg: " in lab.netops("backup").out
    kept = next(lab.root.glob(f".netops/**/{NAME}.cfg")).read_text(encoding="utf-8")
    assert "snmp-server community ⟦secret⟧ group network-operator" in kept
    assert lab.lab.secret("snmp_ro") not in kept
    assert "as before" in lab.netops("backup").out


def test_a_refused_line_leaves_the_old_config(lab: LabCompany) -> None:
    before = shown(lab)
    lab.add(NAME, "ntp serverr 192.0.2.1")
    said = lab.deploy(expect=5)
    assert "the device refuses the configuration: ntp serverr 192.0.2.1\n" in said.out
    assert "it runs its old config" in said.out
    assert shown(lab) == before


def test_a_deploy_is_taken_back_by_rollback(lab: LabCompany) -> None:
    before = shown(lab)
    lab.deploy()
    assert shown(lab) != before
    (run,) = [line.split()[0] for line in lab.company.netops("history", "--lab").out.splitlines() if "deploy" in line]
    lab.company.netops("rollback", run, "--lab", "--yes")
    assert shown(lab) == before


def test_a_second_community_is_a_line_of_its_own(lab: LabCompany) -> None:
    """With its group and its filter in two lines; one typed by hand is drift, and stays when ours is taken back."""

    def lines_of(secret: str) -> list[str]:
        return [line for line in lab.running(NAME).splitlines() if f"community {secret} " in line]

    lab.deploy()
    ours, new = lab.lab.secret("snmp_ro"), lab.lab.secret("snmp_new")
    group, own_filter = "snmp-server community {} group network-operator", "snmp-server community {} use-ipv4acl OTHERS"
    lab.add(NAME, f"{group}\n  - {own_filter}".format(*["!secret snmp_new"] * 2))
    run = lab.deploy().out.rpartition("\nrun ")[2].split()[0]
    assert lines_of(new) == [group.format(new), own_filter.format(new)]
    lab.netops("drift", "--exit-code")

    lab.lab.exec(NAME, ("configure terminal", group.format("aTypedByHand")))
    drift = lab.netops("drift", "--exit-code", expect=4)
    (line,) = [line for line in drift.out.splitlines() if "[manual change]" in line]
    assert line.strip().startswith("- snmp-server community ⟦secret") and "group network-operator" in line

    before = lines_of(ours)
    lab.netops("rollback", run, "--yes")
    assert (lines_of(ours), lines_of(new)) == (before, [])
    assert lines_of("aTypedByHand") == [group.format("aTypedByHand")]
