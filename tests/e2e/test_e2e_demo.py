"""`make demo` on terminals of two sizes: each of its steps fits one screen."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import click
import pytest

DEMO = Path(__file__).parents[2] / "demo/run.py"


@pytest.mark.soak
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 50)])
def test_each_step_of_the_demo_fits_one_screen(columns: int, rows: int) -> None:
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    sizes = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    with subprocess.Popen([sys.executable, DEMO], stdout=theirs, stderr=subprocess.DEVNULL, env=sizes | {"TERM": "xterm"}) as demo:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b"")).decode().replace("\r\n", "\n")
    os.close(ours)
    assert demo.returncode == 0, shown[-2000:]
    steps = re.split(r"(?m)^(?=\$ netops|TIME )", click.unstyle(shown))[1:]
    assert len(steps) == 10
    assert [step for step in steps if len(step.splitlines()) > rows] == []


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux: the other end is closed
        return b""
