"""Bad input gets a clear error and loses nothing.

Each case is a folder: files to lay over the starter company, a command, and exactly what it says.
`command` holds the words after `netops`, `expected.txt` the exit code and both outputs. A missing expectation fails.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def content(root: Path) -> dict[str, bytes]:
    """Every file of a company but what netops remembers between runs."""
    files = (path for path in root.rglob("*") if path.is_file() and ".netops" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("case", sorted(p.name for p in CASES.iterdir()))
def test_case(case: str, starter, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CASES / case
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", starter.root, symlinks=True, dirs_exist_ok=True)
    monkeypatch.chdir(starter.root)
    before = content(starter.root)
    said = starter.netops(*shlex.split((folder / "command").read_text()), expect=None)
    assert f"exit {said.code}\n{said.out}{said.err}".replace(str(starter.root), "<root>") == (folder / "expected.txt").read_text()
    assert content(starter.root) == before
