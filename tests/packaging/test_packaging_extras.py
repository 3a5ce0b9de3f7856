"""What only some commands need is an extra: the core works where only its own requirements are installed, and names what else it needs."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import netops
from netops import extras
from netops.doctor import machine

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src/netops"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = {name: wanted for name, wanted in PROJECT["optional-dependencies"].items() if name != "dev"}
PAGES = [
    ROOT / "README.md",
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / ".github").rglob("*.yml"),
    *SOURCES.rglob("*.yml"),
    *SOURCES.rglob("*.py"),
]

EVERY_MODULE = """
import importlib, json, pkgutil, netops
from netops import extras
failed = {}
for module in pkgutil.walk_packages(netops.__path__, "netops.", onerror=lambda name: None):
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        failed[module.name] = extras.extra_of(error.name)
print(json.dumps(failed))
"""
COMMANDS = """
import sys
from netops.cli import run
for words in sys.argv[1].split(";"):
    code = run(words.split())
    print("::", words, code, flush=True)
"""


def projects(requirements: list[str]) -> set[str]:
    """The normalised names of the projects that are required, but for netops itself."""
    return {canonicalize_name(Requirement(one).name) for one in requirements} - {extras.DISTRIBUTION}


def closure(names: set[str]) -> Iterator[str]:
    """The projects, and all that they require in turn in this environment."""
    todo, seen = list(names), set()
    while todo:
        if (name := canonicalize_name(todo.pop())) in seen:
            continue
        seen.add(name)
        try:
            wanted = map(Requirement, distribution(name).requires or ())
        except PackageNotFoundError:  # of another system
            continue
        todo += [one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    yield from sorted(seen)


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Python in which only the requirements of netops without extras are installed."""
    site = tmp_path_factory.mktemp("site")
    for name in closure(projects(PROJECT["dependencies"])):
        try:
            files = distribution(name).files or ()
        except PackageNotFoundError:
            continue
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            if not (site / top).exists():
                (site / top).symlink_to(Path(str(distribution(name).locate_file(top))))
    return {"PYTHONPATH": f"{ROOT / 'src'}:{site}", "HOME": str(site), "PATH": "/usr/bin:/bin"}


def python(code: str, environment: dict[str, str], *words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-S", "-c", code, *words], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def imports(file: Path) -> set[str]:
    """The distributions' modules that a file imports."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}}


def test_the_names_and_the_version_are_one() -> None:
    assert (PROJECT["name"], PROJECT["version"]) == (extras.DISTRIBUTION, netops.__version__)
    assert PROJECT["scripts"] == {"netops": "netops.cli:main"}
    assert PROJECT["urls"] and PROJECT["license-files"] == ["LICENSE"]


def test_the_tested_versions_of_python_are_those_that_are_named() -> None:
    named = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d+$", one)]
    ci = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    assert ci["jobs"]["test"]["strategy"]["matrix"]["python"] == named
    assert [".".join(map(str, version)) for version in (machine.OLDEST, machine.NEWEST)] == [named[0], named[-1]]


def test_no_page_installs_another_project_or_an_unknown_extra() -> None:
    asked = re.compile(r"pip install (?:-\S+ )*['\"]?(netops[\w.-]*)(?:\[([\w,]+)\])?(?:==([\w.]+))?")
    found = [(page.name, *match.groups()) for page in PAGES for match in asked.finditer(page.read_text(encoding="utf-8"))]
    assert found
    assert [one for one in found if one[1] != extras.DISTRIBUTION and not one[1].startswith("netops-acme")] == []
    assert [one for one in found if set((one[2] or "").split(",")) - {"", *DECLARED}] == []
    assert [one for one in found if one[3] not in (None, netops.__version__)] == [], "pages pin the version that they are about"


def test_the_extras_that_messages_name_are_those_that_are_declared() -> None:
    assert set(extras.EXTRAS) == set(DECLARED)
    brought = {
        name: {canonicalize_name(packages_distributions()[module][0]) for module in modules} for name, modules in extras.EXTRAS.items()
    }
    assert brought == {name: projects(wanted) for name, wanted in DECLARED.items()}
    assert not projects(PROJECT["dependencies"]) & set().union(*brought.values())


def test_who_imports_what_an_extra_brings() -> None:
    found = [(file.relative_to(SOURCES).parts[0], imports(file)) for file in SOURCES.rglob("*.py")]
    assert {extra: {room for room, used in found if used & set(modules)} for extra, modules in extras.EXTRAS.items()} == {
        "devices": {"drivers", "fleet", "platforms"},
        "printers": {"drivers", "platforms"},
        "lab": {"lab"},
        "capture": {"deploy"},
        "netbox": {"jobs"},
    }


def test_every_module_that_reaches_no_device_can_be_imported_without_extras(core: dict[str, str]) -> None:
    done = python(EVERY_MODULE, core)
    assert done.returncode == 0, done.stderr
    failed = json.loads(done.stdout)
    assert [name for name, extra in failed.items() if not extra] == [], "a module of no extra is missing"
    allowed = re.compile(r"netops\.(drivers|lab\.sim|platforms\.\w+\.driver)\b|netops\.fleet\.(platform_check|check_stages|ssh_config)$")
    assert [name for name in failed if not allowed.match(name)] == []
    assert {"netops.drivers.remote", "netops.platforms.printer.driver"} <= set(failed), "this environment has the extras"


def test_what_needs_no_device_works_without_extras_and_the_rest_names_one(core: dict[str, str], tmp_path: Path) -> None:
    """The starter's company by commands, as a runner of continuous integration has it."""
    words = "init acme;-C acme validate;-C acme render -o run;-C acme plan --running run;-C acme platform list;-C acme history"
    devices = "-C acme drift;-C acme lab up"
    done = python(COMMANDS, {**core, "NETOPS_DEVICE_PASSWORD": "x", "NETOPS_SERVER_PASSWORD": "x"}, f"{words};{devices}", folder=tmp_path)
    codes = [int(line.split()[-1]) for line in done.stdout.splitlines() if line.startswith("::")]
    assert codes == [0] * 6 + [2, 2], done.stdout + done.stderr
    assert done.stderr.endswith(
        "error: reaching devices needs napalm, netmiko, ntc_templates, paramiko, which are not installed\n"
        f"    hint: install the extra: {extras.install_command('devices')}\n"
        "error: the simulated lab needs asyncssh, which is not installed\n"
        f"    hint: install the extra: {extras.install_command('lab')}\n"
    )


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_what_is_declared(lock: str) -> None:
    """`make install` and `make demo` install the first, so it has every extra in it."""
    pinned = {canonicalize_name(name) for name in re.findall(r"^(\S+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)}
    wanted = [*PROJECT["dependencies"], *(one for all_ in DECLARED.values() for one in all_)]
    assert projects(wanted + (PROJECT["optional-dependencies"]["dev"] if "dev" in lock else [])) <= pinned
