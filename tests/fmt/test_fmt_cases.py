"""netops fmt, told and done. A case is a YAML file: `files` that change the small company of tests/model, and what fmt `says`, exactly.

Each case is then fixed: after that nothing is left to change, and every device is what it was.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from companies import Company

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yaml"))


@pytest.fixture
def acme(tmp_path: Path) -> Company:
    return Company(shutil.copytree(HERE.parent / "model" / "company", tmp_path / "company"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, acme: Company) -> None:
    said = yaml.safe_load(case.read_text(encoding="utf-8"))
    for name, text in said["files"].items():
        (acme.root / name).write_text(text, encoding="utf-8")
    told = acme.netops("fmt")
    assert (told.out, told.err) == (said["says"], said.get("warns", ""))
    acme.netops("fmt", "--fix")
    assert acme.netops("fmt", "--exit-code").out == ""


def test_clean_files_are_not_touched(acme: Company) -> None:
    def written() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in acme.root.rglob("*.yaml")}

    before = written()
    assert acme.netops("fmt", "--fix").out == ""
    assert written() == before
