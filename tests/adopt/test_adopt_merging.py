"""An import into a company that is there: devices are found again by what they are, nothing is overwritten, what is new is added."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from netbox_dump import network, row, text

from netops.cli import cli
from netops.errors import only_errors
from netops.project import Project
from netops.validation import validate_company_files


def bring_in(folder: Path, rows: list[dict[str, object]]) -> Result:
    (folder / "dump.json").write_text(text(rows), encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", "netbox", str(folder / "dump.json"), "--output", str(folder / "acme")])
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def texts(company: Path) -> dict[str, str]:
    return {path.relative_to(company).as_posix(): path.read_text() for path in company.rglob("*.yaml") if ".netops" not in path.parts}


@pytest.fixture
def company(tmp_path: Path) -> Path:
    bring_in(tmp_path, network())
    return tmp_path / "acme"


def test_an_import_again_changes_nothing(company: Path) -> None:
    before = texts(company)
    bring_in(company.parent, network())
    assert texts(company) == before
    assert not (company.parent / "acme.import.patch").exists()


def test_what_is_new_is_added_and_what_differs_is_reported(company: Path) -> None:
    before = texts(company)
    rows = [one for one in network() if one["model"] != "ipam.asn"]
    router = next(one for one in rows if one["model"] == "dcim.device" and one["pk"] == 1)
    router["fields"] |= {"name": "KLN-R9", "asset_tag": "A-77", "position": "5.0"}
    rows += [
        row("dcim.device", 9, name="kln-r2", role=1, platform=1, device_type=2, site=1, status="active", serial="NEW1"),
        row("dcim.interface", 90, device=9, name="GigabitEthernet0/0/0", type="1000base-t", enabled=True),
        row("ipam.vlan", 9, vid=200, name="Guests", site=1, status="active"),
    ]
    result = bring_in(company.parent, rows)
    after = texts(company)
    assert {name: after[name] for name in before} == before
    assert sorted(after.keys() - before.keys()) == ["inventory/sites/koeln-1/devices/kln-r2.yaml", "inventory/sites/koeln-1/netbox.yaml"]
    assert yaml.safe_load(after["inventory/sites/koeln-1/netbox.yaml"]) == {"vlans": [{"name": "Guests", "vid": 200}]}
    assert "differs: kln-r1: position is 4, and 5 in the source" in result.output
    subprocess.run(["git", "apply", str(company.parent / "acme.import.patch")], cwd=company, check=True)
    assert yaml.safe_load((company / "inventory/sites/koeln-1/devices/kln-r1.yaml").read_text())["asset_tag"] == "A-77"
    assert only_errors(validate_company_files(Project(company), None).problems) == []
