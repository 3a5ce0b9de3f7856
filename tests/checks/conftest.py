"""The company whose rules are silent, to change one thing in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_checks_rules import HERE, findings


@pytest.fixture(scope="session")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the valid company, with what netops keeps of one that it has validated: to be read and copied only."""
    root = shutil.copytree(HERE / "company", tmp_path_factory.mktemp("checks") / "company", ignore=shutil.ignore_patterns(".netops"))
    assert [str(problem) for problem in findings(root)] == []
    return root


@pytest.fixture
def root(validated: Path, tmp_path: Path) -> Path:
    """A copy of the valid company."""
    return shutil.copytree(validated, tmp_path / "company")
