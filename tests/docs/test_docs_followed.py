"""Pages that are followed to the letter: their files are written, their commands run, what they show is what is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
STEP = re.compile(r"(?:^`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with what it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def run(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1"}
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, check=False, **both).stdout


@pytest.mark.parametrize("page", ["add-a-noun.md", "testing.md", "ways-in.md"])
def test_the_page_does_what_it_says(page: str, tmp_path: Path) -> None:
    folder, ran = tmp_path, []
    for name, language, body in STEP.findall((DOCS / page).read_text()):
        if name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(body)
        for command, printed in commands(body) if language == "console" else ():
            if command.startswith("cd "):
                folder /= command[3:]
                continue
            assert run(command, folder) == printed, command
            ran.append(command)
    assert len(ran) >= 4
    assert folder != tmp_path
