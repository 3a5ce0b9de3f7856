"""Other systems: where fcntl, fork, /proc and what else only POSIX has are not there, all that does not need them works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ELSEWHERE = """
import os, sys
from pathlib import Path
import getpass, subprocess, tempfile, socket                    # of Python itself: it has other code for other systems
for name in ("fcntl", "pwd", "grp", "resource", "termios", "pty"):
    sys.modules[name] = None                                    # an import raises ModuleNotFoundError
for name in ("fork", "getuid", "geteuid", "fchmod", "O_NOFOLLOW", "O_NONBLOCK", "sched_getaffinity", "killpg"):
    delattr(os, name)
from netops import processes
processes.PROC = Path("/nowhere")
from netops.cli import run
for words in sys.argv[1].split(";"):
    print("::", words, run(words.split()), flush=True)
"""
WORKS = (
    "init acme;-C acme validate;-C acme render -o run;-C acme plan --running run -o acme.plan;-C acme show acme.plan;"
    "-C acme fmt;-C acme deploy acme.plan --yes;-C acme history"
)


def test_all_but_the_lab_works_elsewhere(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("USER", "LOGNAME", "LNAME", "USERNAME")}
    words = [sys.executable, "-c", ELSEWHERE, f"{WORKS};-C acme lab up;-C acme backup hq-sw-1"]
    done = subprocess.run(
        words, cwd=tmp_path, env={**environment, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False
    )
    codes = [int(line.split()[-1]) for line in done.stdout.splitlines() if line.startswith("::")]
    assert codes == [0] * 8 + [2, 3], done.stdout + done.stderr
    assert (
        "error: a lab needs fcntl and fork, which this system does not have\n"
        "    hint: run it on Linux or macOS; all that needs no lab works here\n"
    ) in done.stderr
    assert "NETOPS_DEVICE_PASSWORD" in done.stderr, "a backup came to its login"
