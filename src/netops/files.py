"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes, *, mode: int | None = None, durable: bool = False) -> None:
    """Write a file beside its place and move it there whole: a reader sees the old one or the new one. OSError when that is not possible.

    `mode`: its permissions, by default for this user alone. `durable`: its data is on disk before it takes the place of the old one.
    """
    import tempfile  # most runs write nothing

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            if mode is not None:
                Path(draft).chmod(mode)
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
