"""Files that nobody should have to open: each is read right or refused, within a second of work and 200 MB, and never by a traceback."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import SITE, WALKED
from hostile_content import CONTENT, SIZES

from companies import Company

pytestmark = pytest.mark.xdist_group("hostile")

LIMIT_S = 1.0
LIMIT_MB = 200
ROWS = {**WALKED, **SIZES, **CONTENT}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory, untouched_starter: Company) -> Iterator[dict[str, dict[str, Any]]]:
    """What netops says in each row, and what that took."""
    folder = tmp_path_factory.mktemp("hostile")
    sound = shutil.copytree(untouched_starter.root, folder / "sound")
    roots = {row: folder / str(number) for number, row in enumerate(ROWS)}
    for row, root in roots.items():
        shutil.copytree(untouched_starter.root, root, ignore=shutil.ignore_patterns("schemas"))
        ROWS[row][0](root)
    script = Path(__file__).parent / "measured.py"
    done = subprocess.run([sys.executable, str(script), str(sound), *map(str, roots.values())], capture_output=True, check=True, text=True)
    yield dict(zip(roots, map(json.loads, done.stdout.splitlines()), strict=True))
    shutil.rmtree(folder)


@pytest.mark.parametrize("row", ROWS)
def test_row(row: str, said: dict[str, dict[str, Any]]) -> None:
    _, code, first = ROWS[row]
    told = said[row]
    assert (told["code"], told["said"].split("\n")[0]) == (code, first)
    assert told["cpu_s"] < LIMIT_S
    assert told["peak_mb"] < LIMIT_MB
    assert len(told["said"]) < 100_000


def test_a_file_that_goes_while_it_is_read_is_told(starter: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the listing of a folder and the reading of its files anything may happen."""
    from netops.model import sources

    walk = sources._walk

    def vanishing(folder: str, root: str) -> Iterator[str]:
        for path in walk(folder, root):
            if path.endswith("hq-sw-1.yaml"):
                Path(path).unlink()
            yield path

    monkeypatch.setattr(sources, "_walk", vanishing)
    out = starter.netops("validate", expect=3).out
    assert out.startswith(f"{SITE}/devices/hq-sw-1.yaml:1:1: error YML001: the file cannot be read: No such file or directory\n")
