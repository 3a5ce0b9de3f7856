"""A stack has the interfaces of its members, at their places in the catalogue; a device without one is as before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import netops
from netops.model.company import Company
from netops.project import Project
from netops.validation import open_company

COMPANY = Path(__file__).parent.parent / "checks" / "company"
TYPE = "inventory/catalog/device-types/acme/stackable.yaml"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company of the checks, in a folder of its own."""
    root = tmp_path_factory.mktemp("stack") / "company"
    return netops.load(shutil.copytree(COMPANY, root, ignore=shutil.ignore_patterns(".netops")))


def test_interfaces_of_each_member_come_from_the_catalogue(company: Company) -> None:
    ports = company.devices["nn-acc-1"]["interfaces"]
    of_members = [name for name in ports if name.endswith("0/2") or name.startswith("GigabitEthernet0")]
    assert sorted(of_members) == ["GigabitEthernet0/0", "GigabitEthernet1/0/2", "GigabitEthernet2/0/2"]
    assert ports["TenGigabitEthernet2/1/2"]["type"] == "10gbase-x-sfpp"
    wanted = (COMPANY / TYPE).read_text(encoding="utf-8").splitlines()
    for name in ("GigabitEthernet1/0/2", "GigabitEthernet2/0/2"):
        (line,) = [n for n, text in enumerate(wanted, start=1) if "GigabitEthernet1/0/2" in text]
        origin = company.origin("device", "nn-acc-1", ("interfaces", name, "type"))
        assert origin is not None and (origin.file, origin.line) == (TYPE, line)


def test_a_device_of_one_box_is_as_the_catalogue_says(company: Company) -> None:
    ports = company.devices["nn-gate-1"]["interfaces"]
    assert sorted(ports) == ["ge-0/0/0", "ge-0/0/1", "ge-0/0/2"]


def test_explain_tells_the_member_and_the_file(company: Company) -> None:
    explained = company.explain("nn-acc-1", "interfaces.GigabitEthernet2/0/2.type")
    assert [row.value for row in explained] == ["1000base-t"]
    assert explained[0].origin is not None and explained[0].origin.file == TYPE


def test_a_stack_stands_in_the_file_of_its_device(tmp_path: Path) -> None:
    """It chooses the layers of the hardware, as the device type does; in a layer it would choose none."""
    root = tmp_path / "company"
    shutil.copytree(COMPANY, root, ignore=shutil.ignore_patterns(".netops"))
    with (root / "inventory/roles/access.yaml").open("a") as file:
        file.write("stack: [{number: 1}]\n")
    _, result = open_company(Project(root), None)
    assert [(p.code, p.message) for p in result.data] == [("LAY002", "'stack' stands in a layer")]
