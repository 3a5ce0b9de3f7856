"""Bad input gets a clear error and loses nothing: each case is a folder with files to lay over the starter company, a command, and exactly what it says.

`command` holds the words after `netops`, `expected.txt` the exit code and both outputs. A missing expectation fails.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", sorted(p.name for p in CASES.iterdir()))
def test_case(case: str, starter) -> None:
    folder = CASES / case
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", starter.root, dirs_exist_ok=True)
    before = sorted(path.relative_to(starter.root) for path in starter.root.rglob("*") if ".netops" not in path.parts)
    said = starter.netops(*shlex.split((folder / "command").read_text()), expect=None)
    got = f"exit {said.code}\n{said.out}{said.err}".replace(str(starter.root), "<root>")
    assert got == (folder / "expected.txt").read_text()
    after = sorted(path.relative_to(starter.root) for path in starter.root.rglob("*") if ".netops" not in path.parts)
    assert after == before
