"""`python -m netops.lab.sim SPEC.json LOG`: leaves a lab's process in the background, which reports its progress on stdout."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(spec: str, log: str) -> int:
    """0 as soon as the lab's process is on its way; what goes wrong there is in the log."""
    if os.fork() == 0:
        _serve(Path(spec), _report_to_stdout(log))
    return 0


def _report_to_stdout(log: str) -> int:
    """The starter's end of stdout; from here on stdout and stderr are the log."""
    reports = os.dup(1)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for handle in (1, 2):
        os.dup2(out, handle)
    return reports


def _serve(spec: Path, reports: int) -> None:
    import asyncio
    from contextlib import suppress

    from netops.lab.sim.files import READY
    from netops.lab.sim.process import serve

    def report(mark: bytes) -> None:
        """Fails with BrokenPipeError when the starter has gone: a lab that has no starter ends itself."""
        os.write(reports, mark)
        if mark == READY:
            os.close(reports)

    with suppress(asyncio.CancelledError):
        asyncio.run(serve(spec, report))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
