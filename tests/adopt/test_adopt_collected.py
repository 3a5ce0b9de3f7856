"""`netops import oxidized` and `rancid`: a folder or a repository of collected configs becomes a company with a site for each group."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from netops.adopt.collected import collect_configs
from netops.cli import cli
from netops.errors import UsageError, only_errors
from netops.project import Project
from netops.render.targets import TargetRenderer
from netops.validation import open_company, validate_company_files

IOS = """\
version 15.7
!
hostname {name}
!
vlan 10
 name {vlan}
!
interface GigabitEthernet0/0
 ip address 10.{n}.0.1 255.255.255.0
!
end
"""
JUNOS = "set system host-name m1\nset interfaces ge-0/0/0 unit 0 family inet address 10.9.0.1/24\n"
RANCID = "!RANCID-CONTENT-TYPE: cisco\n!\n!Chassis type: 2811\n!Serial Number: FTX1234\n!\n"


def ios(name: str, number: int, vlan: str = "users") -> str:
    return IOS.format(name=name, vlan=vlan, n=number)


def bring_in(kind: str, source: Path, output: Path) -> Result:
    result = CliRunner().invoke(cli, ["import", kind, str(source), "--output", str(output)])
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def rendered(company: Path, name: str) -> str:
    opened, _ = open_company(Project(company), None)
    assert opened is not None
    return TargetRenderer(opened).render(name, strict=False).text


def test_groups_of_rancid_are_sites(tmp_path: Path) -> None:
    for group, name, number, vlan in (("ber", "sw1", 1, "users"), ("ham", "sw2", 2, "guests")):
        folder = tmp_path / "rancid" / group
        (folder / "configs").mkdir(parents=True)
        (folder / "router.db").write_text(f"{name};cisco;up\n# old;cisco;down\n")
        (folder / "configs" / name).write_text(RANCID + ios(name.upper(), number, vlan))
    bring_in("rancid", tmp_path / "rancid", tmp_path / "acme")
    assert only_errors(validate_company_files(Project(tmp_path / "acme"), None).problems) == []
    sites = tmp_path / "acme/inventory/sites"
    assert sorted(path.relative_to(sites).as_posix() for path in sites.rglob("devices/*")) == [
        "ber/devices/sw1.yaml",
        "ham/devices/sw2.yaml",
    ]
    vlans = [yaml.safe_load((sites / site / "ipam.yaml").read_text())["vlans"] for site in ("ber", "ham")]
    assert [[one["name"] for one in rows] for rows in vlans] == [["users"], ["guests"]]
    assert "10.2.0.1 255.255.255.0" in rendered(tmp_path / "acme", "sw2")


def test_a_bare_repository_of_oxidized_is_read(tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "core").mkdir(parents=True)
    (work / "core" / "sw1").write_text(ios("sw1", 1))
    (work / "m1").write_text(JUNOS)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        [*author, "commit", "-qm", "update"],
        ["clone", "-q", "--bare", ".", str(tmp_path / "ox.git")],
    ):
        subprocess.run(["git", *words], cwd=work, check=True)
    result = bring_in("oxidized", tmp_path / "ox.git", tmp_path / "acme")
    assert "juniper_junos" in result.output
    sites = tmp_path / "acme/inventory/sites"
    assert sorted(path.relative_to(sites).as_posix() for path in sites.rglob("devices/*")) == [
        "core/devices/sw1.yaml",
        "main/devices/m1.yaml",
    ]


def test_what_is_no_config_is_left_out() -> None:
    found = collect_configs(
        {"README.md": "x", "a/configs/sw1": ios("a", 1), "b/configs/sw1": ios("b", 2), "a/configs/sw2.new": "x", "logs/a": "x"}
    )
    assert list(found.texts) == ["sw1"]
    assert found.left == [
        "README.md: it is no config",
        "a/configs/sw2.new: it is no config",
        "b/configs/sw1: another file is of a device sw1 already",
        "logs/a: it is no config",
    ]


def test_router_db_names_the_platform() -> None:
    found = collect_configs(
        {"router.db": "sw1:iosxr:ber\nsw2;cisco-nx;up\nsw3:routeros", **dict.fromkeys(("sw1", "sw2", "sw3"), "hostname x\n")}
    )
    assert found.platforms == {"sw1": "cisco_xr", "sw2": "cisco_nxos"}


def test_a_folder_without_configs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = CliRunner().invoke(cli, ["import", "oxidized", str(tmp_path / "empty"), "--report"])
    assert isinstance(result.exception, UsageError)


def test_no_repository_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["import", "oxidized", str(tmp_path / "nothing"), "--report"])
    assert isinstance(result.exception, UsageError)


@pytest.mark.parametrize("text", ["!RANCID-CONTENT-TYPE: cisco\n!\n", ""])
def test_an_empty_text_is_no_error(text: str) -> None:
    assert collect_configs({"sw1": text}).texts in ({"sw1": ""}, {})
