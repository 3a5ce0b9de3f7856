"""`python -m netops.lab.sim SPEC.json [LOG]`: starts a lab's process in the background and returns when it is ready."""

from __future__ import annotations

import os
import sys
from pathlib import Path

READY = b"ready"


def main(spec: str, log: str = os.devnull) -> int:
    """0 when the lab is ready, 1 when it could not start; what went wrong is in the log."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        _become_daemon(log)
        _serve(Path(spec), writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        return 0 if pipe.read() == READY else 1


def _become_daemon(log: str) -> None:
    os.setsid()
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for handle in (1, 2):
        os.dup2(out, handle)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def _serve(spec: Path, writer: int) -> None:
    import asyncio

    from netops.lab.sim.process import serve

    def ready() -> None:
        os.write(writer, READY)
        os.close(writer)

    asyncio.run(serve(spec, ready))
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
