"""Two communities that differ in their value alone: one more is deployed, one is typed by hand, ours is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from e2e_lab import LabCompany

from companies import Company
from netops.lab import SimulatedLab, load
from netops.project import Project

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("communities")]

IOS, EOS = "ham-acc-1", "ber-leaf-1"
LINES = {IOS: "snmp-server community {} RO SNMP-CLIENTS", EOS: "snmp-server community {} ro SNMP-CLIENTS"}
BY_HAND = "aTypedByHand"


@pytest.fixture
def lab(make_example) -> Iterator[LabCompany]:
    company: Company = make_example()
    company.edit("netops.yaml", "\nsecrets:\n", "\nsecrets:\n  snmp_new: {env: NETOPS_SNMP_NEW}\n")
    company.netops("lab", "up", "--limit", ",".join(LINES))
    running = load(Project(company.root))
    assert isinstance(running, SimulatedLab)
    yield LabCompany(company, running, tuple(LINES))
    company.netops("lab", "down")


def test_each_community_is_a_line_of_its_own(lab: LabCompany) -> None:
    def secrets_on(name: str) -> list[str]:
        words = {"ours": lab.lab.secret("snmp_ro"), "new": lab.lab.secret("snmp_new"), "by hand": BY_HAND}
        return [word for word, value in words.items() if f"community {value} " in lab.running(name)]

    lab.deploy()
    for name, line in LINES.items():
        lab.add(name, line.format("!secret snmp_new"))
    plan = lab.netops("plan")
    assert plan.out.count("+ snmp-server community ⟦secret-2⟧") == 2
    run = lab.deploy().out.rpartition("\nrun ")[2].split()[0]
    assert {name: secrets_on(name) for name in LINES} == {name: ["ours", "new"] for name in LINES}
    lab.netops("drift", "--exit-code")

    for name, line in LINES.items():
        lab.lab.exec(name, ("configure terminal", line.format(BY_HAND)))
    drift = lab.netops("drift", "--exit-code", expect=4)
    found = [line for line in drift.out.splitlines() if "[manual change]" in line]
    assert len(found) == 2 and all("- snmp-server community ⟦secret" in line for line in found)

    lab.netops("rollback", run, "--yes")
    assert {name: secrets_on(name) for name in LINES} == {name: ["ours", "by hand"] for name in LINES}
    lab.deploy("--overwrite-manual")
    assert {name: secrets_on(name) for name in LINES} == {name: ["ours", "new"] for name in LINES}
