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
VOLATILE = re.compile(r"\b(?:run|rollback) \d{8}-\d{6}-[0-9a-f]{8}|\bwritten \d+ minutes? ago")
"""What is another one each time: the number of a run, the age of a file."""
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


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in which a page is followed; a lab that it starts does not outlive it."""
    yield tmp_path
    for company in tmp_path.glob("*/netops.yaml"):
        if (company.parent / ".netops/lab").is_dir():
            run("netops lab down", company.parent)


@pytest.mark.parametrize("page", ["add-a-noun.md", "brownfield.md", "testing.md", "ways-in.md"])
def test_the_page_does_what_it_says(page: str, place: Path) -> None:
    folder, ran = place, []
    for name, language, body in STEP.findall((DOCS / page).read_text()):
        if name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(body)
        for command, printed in commands(body) if language == "console" else ():
            if command.startswith("cd "):
                folder /= command[3:]
                continue
            found = run(command, folder).replace(str(place), "/home/ann/network")
            assert VOLATILE.sub("", found) == VOLATILE.sub("", printed), command
            ran.append(command)
    assert len(ran) >= 4
    assert folder != place
