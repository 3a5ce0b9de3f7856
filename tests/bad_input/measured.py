"""Runs `netops validate` on the folders given, each in a process of its own, and tells of each what it said and what it took, as JSON.

The processes are forked off this one, which holds what the first command imports and nothing of a company, so that their peak is their
own and the work is that for the files.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from netops.cli import run

LONGEST_S = 20
"""A process that takes longer is ended: exit code -14."""


def main(folders: list[str]) -> None:
    with redirect_stdout(io.StringIO()):
        run(["-C", folders.pop(0), "validate"])
    for folder in folders:
        child = os.fork()
        if not child:
            _validate(folder)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        said = Path(f"{folder}.said")
        print(json.dumps({"code": code, **(json.loads(said.read_text()) if said.exists() else {})}), flush=True)


def _validate(folder: str) -> None:
    signal.alarm(LONGEST_S)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run(["-C", folder, "validate"])
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu_s, peak_mb = sum(one.ru_utime + one.ru_stime for one in used), max(one.ru_maxrss for one in used) / 1024
    told = {"said": said.getvalue(), "cpu_s": cpu_s, "peak_mb": peak_mb}
    Path(f"{folder}.said").write_text(json.dumps(told))
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
