"""The pictures of the docs, as `make pictures` makes them: real output of commands in a terminal, and real pages in headless Chromium.

Works on a copy of the example company under .netops/pictures, with a simulated lab of its switches.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from browser import MISSING, Browser

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".netops" / "pictures"
COMPANY = WORK / "nordwind"
IMAGES = ROOT / "docs" / "images"
COLUMNS, LINES = 130, 34
"""The size of the terminal; what is longer is cut, and says so."""

EDIT = ("inventory/defaults.yaml", "10.1.20.5", "10.1.20.7")
BY_HAND = (
    ("ber-acc-1", "interface Gi1/0/5", "switchport access vlan 1"),
    ("ber-acc-2", "ntp server 192.0.2.66"),
    ("ber-acc-3", "ntp server 192.0.2.66"),
)


def netops(*words: str) -> str:
    """What a netops command writes to a terminal of this size, colours and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    command = [sys.executable, "-m", "netops", *words]
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, cwd=COMPANY, env=environment, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        output = b""
        with contextlib.suppress(OSError):  # the other end of a terminal is closed
            while chunk := os.read(ours, 65536):
                output += chunk
    os.close(ours)
    assert process.returncode in (0, 4), f"netops {' '.join(words)} ended with {process.returncode}\n{output.decode()}"
    return output.decode().replace("\r\n", "\n")


def terminal(name: str, *words: str) -> None:
    """Write what a command shows as an SVG that asks for nothing."""
    lines = netops(*words).rstrip("\n").split("\n")
    more = [f"... {len(lines) - LINES} more lines"] if len(lines) > LINES else []
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi("\n".join([f"\x1b[1m$ netops {' '.join(words)}\x1b[0m", *lines[:LINES], *more])))
    svg = console.export_svg(title="", theme=MONOKAI, unique_id=name)
    svg = re.sub(r"@font-face \{[^}]*\}", "", svg)
    (IMAGES / f"{name}.svg").write_text("\n".join(line.rstrip() for line in svg.split("\n")) + "\n", encoding="utf-8")


def lab() -> None:
    """A company, its lab as it should run, and what somebody then does by hand."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "netops", "init", "--example", str(COMPANY)], check=True, stdout=subprocess.DEVNULL)
    git = ("git", "-c", "user.name=netops", "-c", "user.email=netops@example.net", "-C", str(COMPANY))
    for words in (("init", "--quiet", "--initial-branch", "main"), ("add", "--all"), ("commit", "--quiet", "--message", "the company")):
        subprocess.run([*git, *words], check=True)
    netops("lab", "up", "--limit", "role=access,role=core")
    netops("deploy", "--lab", "--yes")
    for target, *commands in BY_HAND:
        netops("lab", "exec", target, "configure terminal", *commands)


def pages() -> dict[str, str]:
    """The pages, by their names."""
    netops("drift", "--lab", "--html", str(WORK / "drift.html"))
    file, old, new = COMPANY / EDIT[0], EDIT[1], EDIT[2]
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    netops("plan", "--lab", "--html", str(WORK / "plan.html"))
    written = {
        name: (WORK / file).read_text(encoding="utf-8") for name, file in (("drift-report", "drift.html"), ("plan-page", "plan.html"))
    }
    return written | {"review-page": netops("review", "--format", "html")}


def main() -> int:
    """0 when all pictures are made."""
    if MISSING:
        raise SystemExit(MISSING)
    lab()
    try:
        terminal("drift-terminal", "drift", "--lab")
        shown = pages()
        terminal("plan-terminal", "plan", "--lab", "-v", "--limit", "role=core")
        terminal("review-terminal", "review")
    finally:
        netops("lab", "down")
    with Browser() as browser:
        for name, text in shown.items():
            file = WORK / f"{name}.html"
            file.write_text(text, encoding="utf-8")
            for suffix, width, height, dark in (("", 1120, 1500, False), ("-phone", 390, 844, True)):
                browser.open(file, width, height, dark=dark)
                browser.picture(IMAGES / f"{name}{suffix}.png", full=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
