"""Files that hold generated credentials."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

PROCESS_FOLDER = "netops-lab-"
"""How the name of the folder begins that a lab's process keeps its sockets and files in."""


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
