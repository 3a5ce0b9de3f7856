"""What netops fmt does to files, and what it leaves alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from companies import Company
from netops.commands.fmt import write
from netops.errors import UsageError

ROLE = "inventory/roles/access.yaml"
UNTIDY = "# Größe\ndomain: acme.example\ninterfaces:\n  Ethernet1-3: {profile: desk-port}\n"
TIDY = "# Größe\ninterfaces:\n  Ethernet1-3: {profile: desk-port}\n"


@pytest.fixture
def acme(tmp_path: Path) -> Company:
    company = Company(shutil.copytree(Path(__file__).parents[1] / "model" / "company", tmp_path / "company"))
    (company.root / ROLE).write_text(UNTIDY, encoding="utf-8")
    return company


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_encoding_and_line_ends_stay(acme: Company, encoding: str, line_end: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (acme.root / ROLE).write_bytes((mark + UNTIDY).replace("\n", line_end).encode(encoding))
    acme.netops("fmt", "--fix")
    assert (acme.root / ROLE).read_bytes() == (mark + TIDY).replace("\n", line_end).encode(encoding)


def test_permissions_stay_and_nothing_is_left_behind(acme: Company) -> None:
    (acme.root / ROLE).chmod(0o640)
    before = sorted(acme.root.rglob("*"))
    acme.netops("fmt", "--fix", "--no-cache")
    assert (acme.root / ROLE).stat().st_mode & 0o777 == 0o640
    assert sorted(acme.root.rglob("*")) == before


def test_without_fix_nothing_is_written(acme: Company) -> None:
    assert "FMT001" in acme.netops("fmt").out
    assert acme.netops("fmt", "--exit-code", expect=4).out == acme.netops("fmt", "--check", expect=4).out
    assert (acme.root / ROLE).read_text(encoding="utf-8") == UNTIDY


def test_a_file_that_cannot_be_read_is_left_alone(acme: Company) -> None:
    cut = acme.root / "inventory/sites/bb.yaml"
    cut.write_text("name: [\n")
    port = acme.root / "inventory/sites/aa/devices/aa-sw-1.yaml"
    port.write_text(port.read_text().replace("{description: Files,", "{mac: 02:00:5E:00:00:01, description: Files,"))
    said = acme.netops("fmt", "--fix", expect=3)
    assert said.out.splitlines()[-1] == "1 place in 1 file changed"
    assert said.err == (
        "inventory/sites/bb.yaml:2:1: error YML002: not YAML: a list or map is not closed, or a value is missing\n"
        "    hint: close it, or write the value\n"
        "redundant overrides (FMT001) were not looked for: 1 error; see netops validate\n"
    )
    assert cut.read_text() == "name: [\n"
    assert "02:00:5e:00:00:01" in port.read_text()
    assert (acme.root / ROLE).read_text(encoding="utf-8") == UNTIDY


def test_files_limit_it(acme: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(acme.root / "inventory")
    other = acme.root / "inventory/sites/aa/site.yaml"
    other.write_text(other.read_text() + "domain: acme.example\n")
    assert acme.netops("fmt", "sites/aa/site.yaml").out.count("FMT001") == 1
    assert acme.netops("fmt", "--fix", "roles/access.yaml").out == (
        "inventory/roles/access.yaml:2:1: warning FMT001: an override that is equal to what it overrides, for all 2 targets that get it "
        "(at domain)\n    found: 'acme.example'\n    see inventory/defaults.yaml:1:9: what it overrides\n1 place in 1 file changed\n"
    )
    assert other.read_text().endswith("domain: acme.example\n")
    assert acme.netops("fmt", "../netops.yaml").out == ""


def test_files_elsewhere_are_refused(acme: Company, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: 1\n")
    assert "is not a file of the company in" in acme.netops("fmt", str(tmp_path / "x.yaml"), expect=2).err
    assert "does not exist" in acme.netops("fmt", "nothing.yaml", expect=2).err


def test_links_stay_links(acme: Company) -> None:
    shutil.move(acme.root / ROLE, acme.root / "access.yaml")
    (acme.root / ROLE).symlink_to(acme.root / "access.yaml")
    assert acme.netops("fmt", "--fix").out == ""
    assert (acme.root / ROLE).is_symlink()
    assert (acme.root / "access.yaml").read_text(encoding="utf-8") == UNTIDY


def test_a_file_that_was_changed_meanwhile_is_kept(acme: Company) -> None:
    with pytest.raises(UsageError, match="was changed while netops read it"):
        write(acme.root / ROLE, "domain: acme.example\n", "")
    assert (acme.root / ROLE).read_text(encoding="utf-8") == UNTIDY


def test_json_tells_places_and_differences(acme: Company) -> None:
    told = json.loads(acme.netops("fmt", "--format", "json").out)
    assert (told["kind"], told["fixed"], [problem["code"] for problem in told["problems"]]) == ("fmt", False, ["FMT001"])
    ports = "interfaces:\n   Ethernet1-3: {profile: desk-port}\n"
    assert told["files"] == {ROLE: f"--- a/{ROLE}\n+++ b/{ROLE}\n@@ -1,4 +1,3 @@\n # Größe\n-domain: acme.example\n {ports}"}


def test_aliases_and_merged_keys_are_left_alone(acme: Company) -> None:
    text = "domain: &d acme.example\ncustom: {x: *d}\nstp: &s {mode: rapid-pvst}\ninterfaces:\n  Ethernet1-3: {profile: desk-port}\n"
    (acme.root / ROLE).write_text(text)
    assert acme.netops("fmt", "--exit-code").out == ""


@pytest.mark.parametrize("case", sorted((Path(__file__).parents[1] / "model/cases/problems").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_company_with_errors_is_mended_where_it_can_be(acme: Company, case: Path) -> None:
    """Whatever is wrong with it, fmt changes nothing that has no code, and a second run changes nothing."""
    for name, text in yaml.safe_load(case.read_text(encoding="utf-8"))["files"].items():
        (acme.root / name).parent.mkdir(parents=True, exist_ok=True)
        (acme.root / name).write_text(text, encoding="utf-8")
    said = acme.netops("fmt", "--fix", expect=None)
    assert said.code == (3 if "error" in said.err.split("redundant overrides")[0] else 0)
    assert acme.netops("fmt", expect=said.code).out == ""
