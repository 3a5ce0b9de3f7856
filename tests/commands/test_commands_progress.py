"""Progress of long work: what the line has, and that it never mixes with what else is written."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from netops.commands._progress import ERASE, ProgressState
from netops.events import Event

WORK = """
import time, click
from netops.commands import _progress, common
from netops.events import Event
_progress.AFTER_S = 0
with common.progress("drift", 2) as listen:
    listen(Event("begin", "", "sw-1"))
    time.sleep(0.3)
    click.echo("a warning", err=True)
    listen(Event("result", "", "sw-1"))
    click.echo("a result")
    time.sleep(0.3)
    {end}
"""


def test_the_line_has_a_bar_a_rate_the_stage_and_the_slowest() -> None:
    state = ProgressState("deploy", 4)
    for at, event in enumerate(
        [
            Event("stage", "wave 1 of 2: a, b"),
            Event("begin", "", "a"),
            Event("begin", "", "b"),
            Event("result", "", "a"),
        ]
    ):
        state = state.after(event, float(at))
    assert state.line(10, 10.0, 200) == "deploy [======                  ] 1/4  6/min  0:10  wave 1 of 2: a, b  slowest: b 8 s"
    assert len(state.line(10, 10.0, 40)) == 39
    assert state.interrupted() == "deploy: 1 of 4 done, cut off: b, 2 not begun"


def test_items_of_which_only_the_end_is_reported_are_counted_and_the_slowest_named() -> None:
    state = ProgressState("render", 4, unit="sites").after_item("ber", 1.0).after_item("ham", 9.0).after_item("muc", 4.0)
    assert state.line(10, 10.0, 200) == "render [==================      ] 3/4 sites  18/min  0:10  slowest: ham 9 s, muc 4 s"


def on_terminal(code: str, environment: dict[str, str], *, piped: bool) -> tuple[bytes, str]:
    """What a program wrote on a pseudo-terminal that is its stderr and, unless `piped`, its stdout; and the pipe's text."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE if piped else theirs,
        stderr=theirs,
        env=os.environ | environment,
        text=True,
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 1000):
            seen += part
    except OSError:  # EIO: the other end is closed
        pass
    os.close(ours)
    out = child.communicate(timeout=20)[0] or ""
    return seen, out


def screen(seen: bytes) -> list[str]:
    """The lines that are left on a terminal: what was erased is not."""
    rows = [row.rsplit(ERASE, 1)[-1].strip("\r") for row in seen.decode().split("\n")]
    return [row for row in rows if row]


def test_on_a_terminal_texts_are_above_the_line_and_the_line_goes_away() -> None:
    seen, _ = on_terminal(WORK.format(end=""), {"COLUMNS": "80"}, piped=False)
    assert b"drift [" in seen
    assert b"] 1/2" in seen
    assert screen(seen) == ["a warning", "a result"]


def test_results_that_are_piped_have_nothing_of_it() -> None:
    seen, out = on_terminal(WORK.format(end=""), {}, piped=True)
    assert (screen(seen), out) == (["a warning"], "a result\n")


def test_without_a_terminal_there_is_no_progress() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run([sys.executable, "-c", WORK.format(end="")], capture_output=True, text=True, env=environment, check=True)
    assert (done.stdout, done.stderr) == ("a result\n", "a warning\n")


def test_continuous_integration_gets_a_line_now_and_then() -> None:
    code = WORK.format(end="").replace("AFTER_S = 0", "AFTER_S = _progress.REPORT_S = 0")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"CI": "true"}, check=True)
    assert done.stdout == "a result\n"
    assert "\x1b" not in done.stderr
    assert "drift [============            ] 1/2" in done.stderr


def test_an_interruption_says_what_is_done() -> None:
    code = f"""
from netops.errors import Interrupted
try:
    {WORK.format(end="raise KeyboardInterrupt").strip().replace(chr(10), chr(10) + "    ")}
except Interrupted as error:
    print(error.message)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "interrupted: drift: 1 of 2 done, 1 not begun; no device was changed"
