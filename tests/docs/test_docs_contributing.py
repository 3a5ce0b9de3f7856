"""CONTRIBUTING.md names files that exist, every folder of tests, and the files of each addition; the package describes itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FILE = re.compile(r"`((?:\.?[\w*<>-]+/)+[\w.*<>-]*)`")
NAMES = {"noun": "ntp", "platform": "cisco_ios", "slug": "frr"}
"""What stands for the placeholders of a path: each has such a file."""


def paths() -> list[str]:
    return sorted({re.sub(r"<(\w+)>", lambda name: NAMES[name[1]], path) for path in FILE.findall(PAGE)})


def additions() -> dict[str, list[str]]:
    """The paths of each paragraph of `Adding something`, by what is added."""
    section = PAGE.partition("## Adding something")[2].partition("\n## ")[0]
    found = re.findall(r"^\*\*(?:A|An) ([\w ]+)\*\*(.*?)(?=^\*\*|\Z)", section, re.MULTILINE | re.DOTALL)
    return {what: FILE.findall(text) for what, text in found}


@pytest.mark.parametrize("path", paths())
def test_a_path_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_map_has_every_folder_of_tests() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and any(path.rglob("test_*.py"))}
    assert folders <= set(re.findall(r"`tests/(\w+)/`", PAGE.partition("## Map of the tests")[2].partition("\n## ")[0]))


def test_each_addition_has_its_files() -> None:
    assert set(additions()) == {"noun", "platform", "rule", "report", "filter of templates", "driver"}
    assert [what for what, files in additions().items() if not any(file.startswith(("src/", "schemas/")) for file in files)] == []


def test_the_package_describes_itself() -> None:
    assert {"description", "readme", "license", "license-files", "requires-python", "authors", "keywords", "classifiers"} <= set(PROJECT)
    assert (ROOT / PROJECT["readme"]).is_file()
    assert all(list(ROOT.glob(file)) for file in PROJECT["license-files"])
    assert PROJECT["classifiers"] == sorted(PROJECT["classifiers"])


def test_the_versions_of_python_are_those_of_continuous_integration() -> None:
    named = [word.rpartition(" ")[2] for word in PROJECT["classifiers"] if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", word)]
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    (versions,) = {tuple(job["strategy"]["matrix"]["python"]) for job in workflow["jobs"].values() if "strategy" in job}
    assert named == list(versions)
    assert PROJECT["requires-python"] == f">={named[0]}"
