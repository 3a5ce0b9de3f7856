"""`checks/tests/CODE-CASE/`: what the rule CODE reports of the company with the changes of `case.yaml` is `expected.txt`.

`case.yaml`: `changes`, a list of {file, old, new}, and `today` for rules that depend on the date.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from netops import validation
from netops.cases.case import Case, case_folders, read_map
from netops.errors import DataError
from netops.project import Project

CASE = "case.yaml"
LEFT_OUT = shutil.ignore_patterns(".*", "tests", "*.pyc", "__pycache__")
KEYS = frozenset({"changes", "today"})
ITEM = frozenset({"file", "old", "new"})


def find(project: Project) -> Iterator[Case]:
    for folder in case_folders(project, "checks/tests/*"):
        yield Case(project.relative(folder), folder, (CASE,), partial(_report, project, folder))


def _report(project: Project, folder: Path) -> Mapping[str, str]:
    case, code = read_map(folder, CASE, project), folder.name.partition("-")[0]
    where = project.relative(folder / CASE)
    if unknown := sorted(case.keys() - KEYS):
        raise DataError(message=f"{where}: unknown key {unknown[0]!r}", hint=f"keys are {', '.join(sorted(KEYS))}")
    with tempfile.TemporaryDirectory(prefix="netops-test-") as copy:
        root = Path(copy) / "company"
        shutil.copytree(project.root, root, ignore=LEFT_OUT)
        for change in case.get("changes") or ():
            _apply(root, change, where)
        today = date.fromisoformat(str(case.get("today", "2026-01-01")))
        result = validation.validate_company_files(Project(root, project.alone), today, render=False)
    if not result.complete:
        raise DataError(
            result.data, f"{where}: the rules did not run, the changed company is invalid:\n" + "\n".join(map(str, result.data))
        )
    return {"expected.txt": "".join(f"{problem}\n" for problem in result.problems if problem.code == code)}


def _apply(root: Path, change: Any, where: str) -> None:
    """Apply one change to the copy. DataError when the file does not hold the old text exactly once."""
    if not isinstance(change, dict) or change.keys() != ITEM:
        raise DataError(message=f"{where}: a change is a map with the keys file, old and new; found {change!r}")
    path = (root / str(change["file"])).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        raise DataError(message=f"{where}: no file {change['file']} in the company")
    text, old = path.read_text(encoding="utf-8"), str(change["old"])
    if text.count(old) != 1:
        raise DataError(message=f"{where}: {old!r} must be in {change['file']} exactly once, found {text.count(old)} times")
    path.write_text(text.replace(old, str(change["new"])), encoding="utf-8")
