"""`netops import live` on the simulated lab: devices as they run become a company, with serial numbers and cables guessed from LLDP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.cli import run
from netops.errors import only_errors
from netops.project import Project
from netops.validation import validate_company_files

ROOT = Path(__file__).parents[2]
LIMIT = "name=ber-core-1,name=ber-core-2,name=ber-acc-1"

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("live") / "nordwind"
    folder.mkdir()
    shutil.copy(ROOT / "netops.yaml", folder)
    shutil.copytree(ROOT / "inventory", folder / "inventory")
    assert run(["-C", str(folder), "lab", "up", "--limit", LIMIT]) == 0
    yield folder
    run(["-C", str(folder), "lab", "down"])


def read(company: Path, name: str) -> Any:
    return yaml.safe_load((company / "inventory/sites/ber" / name).read_text(encoding="utf-8"))


def ends(cable: Any) -> frozenset[tuple[str, str]]:
    return frozenset((end["device"], end["interface"]) for end in (cable["a"], cable["b"]))


def test_a_selection_comes_in_with_serials_and_cables(company: Path) -> None:
    new = company.parent / "live"
    assert run(["-C", str(company), "import", "live", "site=ber", "--lab", "--output", str(new)]) == 0
    assert only_errors(validate_company_files(Project(new), None).problems) == []
    core = read(new, "devices/ber-core-1.yaml")
    assert (core["device_type"], core["serial"]) == ("arista/dcs-7050sx3-48yc8", read(company, "devices/ber-core-1.yaml")["serial"])
    real = {ends(one) for one in read(company, "cables.yaml")["cables"]}
    guessed = {ends(one) for one in read(new, "cables.yaml")["cables"]}
    names = {"ber-core-1", "ber-core-2", "ber-acc-1"}
    assert guessed == {cable for cable in real if {device for device, _ in cable} <= names}
    assert (new / "inventory/sites/ber/cables.yaml").read_text().startswith("# Guesses")


def test_a_table_comes_in(company: Path) -> None:
    table, new = company.parent / "devices.csv", company.parent / "listed"
    table.write_text("name,ip,platform,site\nber-core-2,10.1.0.12,eos,ber\n")
    assert run(["-C", str(company), "import", "live", str(table), "--lab", "--output", str(new)]) == 0
    assert [path.name for path in (new / "inventory/sites/ber/devices").iterdir()] == ["ber-core-2.yaml"]


TWO_COMMUNITIES = {
    "sw1.cfg": "version 17.3\n!\nhostname sw1\n!\nsnmp-server community firstONE RO\nsnmp-server community secondTWO RO\n!\nend\n",
    "lf1.cfg": "! device: lf1 (DCS-7050SX3-48YC8, EOS-4.30.1F)\n!\nhostname lf1\n!\nsnmp-server community firstONE ro\n"
    "snmp-server community secondTWO ro\n!\ninterface Ethernet1\n!\nend\n",
}


def test_what_came_in_is_clean_in_a_lab_that_runs_it(tmp_path: Path) -> None:
    """The secrets of the files are not those of the lab: with two of a kind they are counted, not compared."""
    configs, new = tmp_path / "configs", tmp_path / "new"
    configs.mkdir()
    for name, text in TWO_COMMUNITIES.items():
        (configs / name).write_text(text)
    assert run(["import", "configs", str(configs), "--output", str(new)]) == 0
    try:
        assert run(["-C", str(new), "lab", "up", "--from", str(configs)]) == 0
        assert run(["-C", str(new), "drift", "--lab", "--exit-code"]) == 0
    finally:
        run(["-C", str(new), "lab", "down"])
