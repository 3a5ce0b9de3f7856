"""A wheel is all that a company needs: start, validate and render with no checkout near."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the content of a freshly built wheel."""
    dist = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(dist), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    site = tmp_path_factory.mktemp("site")
    (wheel,) = dist.glob("netops_as_code-*.whl")
    zipfile.ZipFile(wheel).extractall(site)
    return site


def netops(site: Path, folder: Path, *words: str, expect: tuple[int, ...] = (0,)) -> str:
    """What netops of the wheel says; `-P` and a clean path keep the checkout out."""
    code = "import netops, sys; assert netops.__file__.startswith(sys.argv.pop(1)), netops.__file__; from netops.cli import main; main()"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(site), *words], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode in expect, done.stdout + done.stderr
    return done.stdout


def test_it_carries_its_licence_and_addresses(installed: Path) -> None:
    (metadata,) = installed.glob("netops_as_code-*.dist-info")
    assert (metadata / "licenses/LICENSE").read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")
    fields = (metadata / "METADATA").read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    assert "Name: netops-as-code" in fields and "License-Expression: Apache-2.0" in fields
    assert len([field for field in fields if field.startswith("Project-URL: ")]) == 4


def test_a_company_starts_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    netops(installed, tmp_path, "init", "acme")
    assert netops(installed, tmp_path / "acme", "validate").startswith("valid: ")
    assert "hostname hq-sw-1" in netops(installed, tmp_path / "acme", "render")
    netops(installed, tmp_path / "acme", "eject", "templates/arista_eos/ntp.j2")
    assert (tmp_path / "acme/templates/arista_eos/ntp.j2").is_file()


def test_the_example_company_comes_with_the_wheel(installed: Path, tmp_path: Path) -> None:
    netops(installed, tmp_path, "init", "--example", "nordwind")
    assert netops(installed, tmp_path / "nordwind", "validate").startswith("valid: ")


def test_the_documentation_comes_with_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert netops(installed, tmp_path, "docs", "add-a-vlan").startswith("# Add a VLAN\n")


def test_schemas_and_the_check_of_a_set_up_come_with_the_wheel(installed: Path, tmp_path: Path) -> None:
    netops(installed, tmp_path, "init", "acme")
    assert '"$id": "drift.schema.json"' in netops(installed, tmp_path / "acme", "schema", "--output", "drift")
    assert "servers" in netops(installed, tmp_path / "acme", "schema", "ntp")
    assert "ok" in netops(installed, tmp_path / "acme", "doctor", expect=(0, 2, 3))
