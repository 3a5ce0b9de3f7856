"""What the lab's process and the program that starts it share: private files, and the marks by which progress is reported."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

PROCESS_FOLDER = "netops-lab-"
"""How the name of the folder begins that a lab's process keeps its sockets and files in."""

TARGETS = "targets.json"
"""How to reach the targets of a running lab."""
STARTED, READY = b".", b"!"
"""What the lab's process writes to its starter: a mark for each target that listens, and one when `TARGETS` is there."""


def remove_own_targets(folder: Path, control: str) -> None:
    """Removes the targets.json of the lab with this control channel; the file of a later lab in the same folder stays."""
    try:
        data = json.loads((folder / TARGETS).read_text())
    except (FileNotFoundError, ValueError):
        return
    if data.get("control") == control:
        (folder / TARGETS).unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Puts a file in place in one step, readable by its owner only; a link at its place is replaced, never followed."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
