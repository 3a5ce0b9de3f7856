"""Layers of a real company, as its files are read. A case is a folder: `files` to lay over the small company, `asks` with NAME PATH in each
line, and exactly what is told in `expected.txt`: problems, else for each question the value and who says it, the winner first.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_model_company import line

from netops.errors import UsageError
from netops.model.company import Company
from netops.model.explain import steps_of
from netops.project import Project
from netops.validation import open_company

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases" / "layers").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, tmp_path: Path) -> None:
    root = shutil.copytree(HERE / "company", tmp_path / "company")
    shutil.copytree(case / "files", root / "inventory", dirs_exist_ok=True)
    company, result = open_company(Project(root), None)
    told = [*map(str, result.data)]
    if company is not None:
        told += [text for ask in (case / "asks").read_text().splitlines() for text in answer(company, *ask.split())]
    assert "\n".join([*told, ""]) == (case / "expected.txt").read_text()


def answer(company: Company, name: str, path: str) -> Iterator[str]:
    """A question, the value, and who says it."""
    yield f"{name} {path}"
    try:
        said = company.explain(name, path)
    except UsageError as error:
        yield error.message
        return
    yield f"= {value(company, name, path)}"
    yield from map(line, said)


def value(company: Company, name: str, path: str) -> str:
    """The value at a path as JSON has it; `nothing` when there is none. A step into a list is the key of an entry."""
    found = company.view(name)
    for step in steps_of(path):
        if isinstance(found, list):
            found = next(item for item in found if str(step) in map(str, item.values()))
        elif step not in found:
            return "nothing"
        else:
            found = found[step]
    return json.dumps(found)
