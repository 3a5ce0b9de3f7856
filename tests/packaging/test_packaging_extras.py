"""What only the simulated lab needs is an extra: the rest runs, and the lab asks for it, where it is not installed."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src/netops"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EVERY_MODULE = """
import importlib, pkgutil, sys, netops
for module in pkgutil.walk_packages(netops.__path__, "netops."):
    if not module.name.startswith(("netops.lab.sim", "netops.lab.real.inside")):
        importlib.import_module(module.name)
assert "asyncssh" not in sys.modules
"""


def project(requirement: str) -> str:
    """The normalised name of a project (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[]", requirement)[0]).lower()


def requirements(*extras: str) -> set[str]:
    return {project(requirement) for extra in extras for requirement in PROJECT["optional-dependencies"][extra]}


def imports(file: Path) -> set[str]:
    """The distributions' modules that a file imports."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}}


@pytest.fixture(scope="module")
def without_lab(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Python that has every installed package but those of the extra."""
    site = tmp_path_factory.mktemp("site")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if path.suffix != ".pth" and path.name.split("-")[0] not in requirements("lab"):
            (site / path.name).symlink_to(path)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(site)])}


def python(code: str, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-S", "-c", code, *words], env=environment, capture_output=True, text=True, check=False)


def test_only_the_lab_imports_what_is_its_extra() -> None:
    users = {file.relative_to(SOURCES).parts[0] for file in SOURCES.rglob("*.py") if imports(file) & requirements("lab")}
    assert users == {"lab"}
    assert not requirements("lab") & set(map(project, PROJECT["dependencies"]))


def test_every_other_module_can_be_imported_without_it(without_lab: dict[str, str]) -> None:
    assert python("import asyncssh", without_lab).returncode == 1
    done = python(EVERY_MODULE, without_lab)
    assert (done.returncode, done.stderr) == (0, "")


def test_lab_up_without_it_names_what_to_install(without_lab: dict[str, str], tmp_path: Path) -> None:
    done = python("from netops.cli import main; main()", without_lab, "-C", str(ROOT), "lab", "up", "--limit", "name=ber-acc-1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: the simulated lab needs asyncssh, which is not installed\n"
        f"    hint: install the extra: {sys.executable} -m pip install 'netops[lab]'\n"
    )


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ["lab", "capture"]), ("requirements-dev.lock", ["lab", "capture", "dev"])]
)
def test_a_lock_pins_what_is_declared(lock: str, extras: list[str]) -> None:
    """`make install` and `make demo` install the first, so it has the lab in it."""
    pinned = set(map(project, re.findall(r"^\S+==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)))
    assert set(map(project, PROJECT["dependencies"])) | requirements(*extras) <= pinned
