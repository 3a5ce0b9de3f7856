"""The example company in a git repository, at one commit; each test changes a copy of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from companies import Company

AUTHOR = ("-c", "user.name=Test", "-c", "user.email=test@nordwind.example", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *AUTHOR, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"git {' '.join(words)}: {done.stderr}"
    return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class Repository(Company):
    """A company in a git repository."""

    def git(self, *words: str) -> str:
        return git(self.root, *words)

    def commit(self, message: str = "a change") -> str:
        """Commits all that changed; gives the commit."""
        self.git("add", "-A")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def review(self, *words: str, expect: int | None = 0) -> dict[str, Any]:
        """What `netops review` tells as JSON."""
        told: dict[str, Any] = json.loads(self.netops("review", *words, "--format", "json", expect=expect).out)
        return told


@pytest.fixture(scope="session")
def committed(make_example: Callable[[], Company]) -> Path:
    root = make_example().root
    git(root, "init", "--quiet", "--initial-branch", "main")
    repository = Repository(root)
    repository.commit("the company")
    repository.review("HEAD", expect=None)  # so that what is known of this commit is kept, and copied with it
    return root


@pytest.fixture
def company(committed: Path, tmp_path: Path) -> Repository:
    shutil.copytree(committed, tmp_path / "company", symlinks=True)
    return Repository(tmp_path / "company")
