"""The example package of plug-ins is installed as pip does it, and netops finds its rule, its report and its filter."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from companies import Company
from netops import registry

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/netops-acme"
CONFIG = "running/hq-sw-1.cfg"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed package. No index is asked: its one dependency is netops itself."""
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(EXAMPLE)], check=True, capture_output=True)
    return folder


def netops(site: Path, company: Company, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(site)])}
    command = [sys.executable, "-c", "from netops.cli import main; main()", "-C", str(company.root), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_rule_runs(site: Path, starter: Company) -> None:
    (starter.root / "inventory/sites/hq/devices/hq-sw-1.yaml").rename(starter.root / "inventory/sites/hq/devices/sw-1.yaml")
    starter.edit("inventory/sites/hq/cables.yaml", "hq-sw-1", "sw-1")
    assert "ACME001: sw-1 does not start with its site (at sw-1)\n    expected: hq-sw-1\n" in netops(site, starter, "validate")


def test_its_filter_renders(site: Path, starter: Company) -> None:
    template = starter.root / "templates/arista_eos/asn.j2"
    template.parent.mkdir(parents=True)
    template.write_text("alias asn show {{ 65536 | asdot }}\n", encoding="utf-8")
    assert "alias asn show 1.0\n" in netops(site, starter, "render", "hq-sw-1")


def test_its_report_is_a_format(site: Path, starter: Company) -> None:
    netops(site, starter, "render", "hq-sw-1", "-o", str(starter.root / "running"))
    starter.edit(CONFIG, "hostname hq-sw-1\n", "hostname =1+1\n")
    assert netops(site, starter, "plan", "hq-sw-1", "--running", str(starter.root / "running"), "--format", "csv") == (
        "target,sign,line,origin\n"
        "hq-sw-1,'-,hostname =1+1,inventory/sites/hq/devices/hq-sw-1.yaml:1:1\n"
        "hq-sw-1,'+,hostname hq-sw-1,inventory/sites/hq/devices/hq-sw-1.yaml:1:1\n"
    )


def test_the_example_and_its_page_name_every_kind_of_module_that_exists() -> None:
    """All entry points of the example are of a kind that netops reads, and each kind is documented where it is found."""
    groups = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    documented = set(re.findall(r"`(netops\.\w+)` \|", registry.__doc__ or ""))
    assert (
        set(groups) <= documented == {"netops.check", "netops.filter", "netops.guard", "netops.health", "netops.platform", "netops.report"}
    )
    page = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    assert [name for group in groups.values() for name in group.values() if f"`{name}`" not in page] == []
