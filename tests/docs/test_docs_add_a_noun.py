"""docs/add-a-noun.md, followed to the letter: its files are written, its commands run, what it shows is what they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/add-a-noun.md"
STEP = re.compile(r"(?:^`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with what it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def run(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_the_page_does_what_it_says(tmp_path: Path) -> None:
    folder, ran = tmp_path, []
    for name, language, body in STEP.findall(PAGE.read_text()):
        if name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(body)
        for command, printed in commands(body) if language == "console" else ():
            if command.startswith("cd "):
                folder /= command[3:]
                continue
            assert run(command, folder) == printed, command
            ran.append(command)
    assert len(ran) >= 5
    assert folder != tmp_path
