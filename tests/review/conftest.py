"""The example company in a git repository, at one commit; each test changes a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from review_repository import Repository, git

from companies import Company


@pytest.fixture(scope="session")
def committed(make_example: Callable[[], Company]) -> Path:
    root = make_example().root
    git(root, "init", "--quiet", "--initial-branch", "main")
    repository = Repository(root)
    repository.commit("the company")
    # What is known of this commit, and its compiled templates, are kept, and copied with it.
    repository.review("HEAD", expect=None)
    repository.netops(
        "uses", "inventory/defaults.yaml:7", "--limit", "name=ber-acc-1,name=ber-core-1,name=ber-fw-1,name=ber-rtr-1,name=ber-web-1"
    )
    return root


@pytest.fixture
def company(committed: Path, tmp_path: Path) -> Repository:
    shutil.copytree(committed, tmp_path / "company", symlinks=True)
    return Repository(tmp_path / "company")
