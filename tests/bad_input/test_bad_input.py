"""Bad input gets a clear error and loses nothing.

Each case is a folder: files to lay over the starter company, a command, and exactly what it says.
`command` holds the words after `netops`, `expected.txt` the exit code and both outputs; `removed` names files that are not there.
A missing expectation fails.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

import netops

CASES = Path(__file__).parent / "cases"
ABOUT_DATA = ("validate", "render")
"""Commands whose cases are about what stands in files."""

CODES = re.compile(r'"((?:YML|SCH|LAY|MRG|INV|SEC)[0-9]{3})"')
"""Problems of files, as the code names them."""

ELSEWHERE = {"SCH012"}
"""That a hundred problems are enough, which tests/schema asks of a hundred."""


def content(root: Path) -> dict[str, bytes]:
    """Every file of a company but what netops remembers between runs."""
    files = (path for path in root.rglob("*") if path.is_file() and ".netops" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("case", sorted(p.name for p in CASES.iterdir()))
def test_case(case: str, starter, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CASES / case
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", starter.root, symlinks=True, dirs_exist_ok=True)
    for name in (folder / "removed").read_text().split() if (folder / "removed").exists() else ():
        (starter.root / name).unlink()
    monkeypatch.chdir(starter.root)
    before = content(starter.root)
    said = starter.netops(*shlex.split((folder / "command").read_text()), expect=None)
    assert f"exit {said.code}\n{said.out}{said.err}".replace(str(starter.root), "<root>") == (folder / "expected.txt").read_text()
    assert content(starter.root) == before


def test_every_problem_of_files_has_a_case() -> None:
    sources = Path(netops.__file__).parent.rglob("*.py")
    codes = {code for path in sources for code in CODES.findall(path.read_text())}
    told = "\n".join(path.read_text() for path in CASES.glob("*/expected.txt"))
    assert {code for code in codes if f" {code}: " not in told} == ELSEWHERE


def test_there_are_many_cases_about_data() -> None:
    assert sum((case / "command").read_text().startswith(ABOUT_DATA) for case in CASES.iterdir()) >= 90
