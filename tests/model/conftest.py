"""The small company of this folder, and copies of it that a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from netops.model.company import Company
from netops.project import Project
from netops.validation import open_company

ROOT = Path(__file__).parent / "company"
TODAY = date(2026, 1, 1)


@pytest.fixture(scope="session")
def acme() -> Company:
    company, result = open_company(Project(ROOT), TODAY)
    assert result.data == []
    assert company is not None
    return company


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[dict[str, str]], str]:
    """Lay files over a copy of the company and tell what is wrong with it."""

    def lay(files: dict[str, str]) -> str:
        root = tmp_path / "company"
        shutil.copytree(ROOT, root)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        company, result = open_company(Project(root), TODAY)
        assert (company is None) == any(p.severity == "error" for p in result.data)
        return "\n".join(map(str, result.data))

    return lay
