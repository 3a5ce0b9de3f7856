"""Configs into a company that is there: new devices on a branch or as a patch, layered onto its layers, and nothing overwritten."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from adopt_golden import lines_of

from netops.adopt.cables import Neighbour
from netops.adopt.live import DeviceReading, add_readings
from netops.cli import run
from netops.project import Project
from netops.render.targets import TargetRenderer
from netops.source import read_file
from netops.source.tags import UnsetTag
from netops.validation import open_company

COMMON = """\
service timestamps log datetime msec
no ip domain-lookup
vlan 10
 name STAFF
vlan 99
 name PARKING
logging buffered 65536 informational
logging host 10.0.0.9
ntp server 10.0.0.1
"""


def switch(name: str, number: int, common: str = COMMON) -> str:
    ports = "".join(f"interface GigabitEthernet0/{port}\n switchport access vlan 10\n switchport mode access\n" for port in range(1, 7))
    address = f"interface Vlan10\n ip address 10.1.10.{number} 255.255.255.0\n"
    return f"version 15.2\nhostname {name}\nusername anna secret 5 $1$abcd$0123456789012345678901\n{common}{ports}{address}end\n"


NEW = switch(
    "NEW-1", 13, COMMON.replace("logging host 10.0.0.9\n", "").replace("STAFF", "PEOPLE").replace("10.0.0.1\n", "10.0.0.2\n")
).replace("end\n", "snmp-server community Tz7pQ4vv RO\nfrobnicate the box\nend\n")
"""It lacks the syslog server, has another NTP server and another name for VLAN 10, a secret and a line of its own."""


def configs(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.cfg").write_text(text)
    return folder


def git(folder: Path, *words: str) -> str:
    own = ("-c", "user.name=a", "-c", "user.email=a@example.net")
    return subprocess.run(["git", *own, "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts}


@pytest.fixture
def company(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    old = configs(tmp_path / "old", {f"OLD-{number}": switch(f"OLD-{number}", 10 + number) for number in (1, 2)})
    assert run(["import", "configs", str(old), "--output", str(tmp_path / "acme")]) == 0
    capsys.readouterr()
    return tmp_path / "acme"


def check_new(company: Path) -> dict[str, object]:
    """The new device's own values, after a look at what the company renders for it."""
    assert run(["--project", str(company), "validate"]) == 0
    found, _ = open_company(Project(company), None)
    assert found is not None
    assert sorted(found.devices) == ["new-1", "old-1", "old-2"]
    text = TargetRenderer(found).render("new-1", strict=False).text
    wanted = NEW.replace("Tz7pQ4vv", "⟦secret:new_1_snmp_server_community⟧").replace(HASH, "⟦secret:username_anna_secret⟧")
    assert set(lines_of("cisco_ios", text)) == set(lines_of("cisco_ios", wanted))
    value: dict[str, object] = read_file(company / "inventory/sites/main/devices/new-1.yaml", company).value
    return value


HASH = "$1$abcd$0123456789012345678901"


def test_new_devices_come_on_a_branch_layered_onto_the_companys_layers(
    tmp_path: Path, company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.net")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one")):
        git(company, *words)
    before = files_of(company)
    new = configs(tmp_path / "new", {"NEW-1": NEW, "OLD-1": switch("OLD-1", 77)})
    assert run(["import", "configs", str(new), "--output", str(company)]) == 0
    assert files_of(company) == before
    shown = capsys.readouterr().out
    assert "old-1 exists: use netops adopt old-1\n" in shown
    assert f"Next: cd {company} && git switch import && netops validate\n" in shown
    changed = git(company, "diff", "--name-status", "HEAD", "import").split("\n")
    assert changed == ["A\tinventory/sites/main/devices/new-1.yaml", "M\tnetops.yaml", ""]
    git(company, "switch", "-q", "import")
    own = check_new(company)
    assert own.keys() & {"users", "system", "vlan_database", "lines"} == set()
    assert own["syslog"] == {"servers": UnsetTag()}
    assert own["interfaces"] == {"GigabitEthernet0/1-6": {"profile": "access-STAFF"}, "Vlan10": {"addresses": ["10.1.10.13/24"]}}
    secrets = yaml.safe_load((tmp_path / "acme.secrets.yaml").read_text())
    assert sorted(secrets.values()) == [HASH, "Tz7pQ4vv"]


def test_without_a_repository_it_is_a_patch(tmp_path: Path, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_of(company)
    assert run(["import", "configs", str(configs(tmp_path / "new", {"NEW-1": NEW})), "--output", str(company)]) == 0
    assert files_of(company) == before
    patch = tmp_path / "acme.import.patch"
    assert "Tz7pQ4vv" not in patch.read_text()
    git(company, "apply", str(patch))
    check_new(company)


def test_what_the_company_has_already_adds_nothing(tmp_path: Path, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_of(tmp_path)
    again = configs(tmp_path / "again", {"some-name": switch("OLD-1", 11)})
    assert run(["import", "configs", str(again), "--output", str(company)]) == 0
    assert "old-1 exists: use netops adopt old-1\n" in capsys.readouterr().out
    assert {name: data for name, data in files_of(tmp_path).items() if not name.startswith("again/")} == before


def test_devices_that_were_read_come_with_serial_numbers_and_cables_among_them(tmp_path: Path, company: Path) -> None:
    found, _ = open_company(Project(company), None)
    assert found is not None
    ports = [Neighbour("GigabitEthernet0/1", "NEW-2", "GigabitEthernet0/2")]
    seen = {
        "new-1": DeviceReading(switch("NEW-1", 13), "cisco_ios", serial="FOC1", neighbours=ports),
        "new-2": DeviceReading(switch("NEW-2", 14), "cisco_ios", serial="FOC2"),
        "old-2": DeviceReading(switch("OLD-2", 12), "cisco_ios", serial="FOC3"),
    }
    out = add_readings(seen, tmp_path / "scratch", found)
    assert out.exists == ["old-2"]
    assert sorted(out.files) == [f"inventory/sites/main/{name}.yaml" for name in ("devices/new-1", "devices/new-2", "imported-cables")]
    assert out.files["inventory/sites/main/devices/new-2.yaml"]["serial"] == "FOC2"
    cable = {"a": {"device": "new-1", "interface": "GigabitEthernet0/1"}, "b": {"device": "new-2", "interface": "GigabitEthernet0/2"}}
    cable |= {"description": "Guess: LLDP of new-1"}
    assert out.files["inventory/sites/main/imported-cables.yaml"] == {"cables": [cable]}
