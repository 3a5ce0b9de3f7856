"""A company in a git repository, as the tests of review change it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
