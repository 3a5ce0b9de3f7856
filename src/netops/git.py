"""What git says of a company's folder. Without git, or outside a repository, it says nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path


def source_commit(root: Path) -> str:
    """The short commit of the source of truth, with `+changes` when files differ from it; empty without git."""
    commit = _git(root, "rev-parse", "--short=12", "HEAD")
    if not commit:
        return ""
    return f"{commit}+changes" if _git(root, "status", "--porcelain", "--", ".") else commit


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
