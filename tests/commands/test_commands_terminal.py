"""Commands on a real pseudo-terminal of 80 and 200 columns, and on a pipe: colours, width, one screen per command."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
import pytest

from companies import Company

COMMAND = [sys.executable, "-c", "from netops.cli import main; main()"]
PLAIN = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES")}


def on_terminal(root: Path, words: tuple[str, ...], columns: int, rows: int, more: Mapping[str, str] | None = None) -> str:
    """What a command shows on a terminal of a size: its stdout; stderr, with its progress, is no part of it."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    environment = {**PLAIN, "TERM": "xterm", **(more or {})}
    with subprocess.Popen([*COMMAND, "-C", root, *words], stdout=theirs, stderr=subprocess.DEVNULL, env=environment) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert process.returncode == 0
    return shown.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux: the other end is closed
        return b""


@pytest.fixture(scope="module")
def example(make_example: Callable[[], Company]) -> Iterator[Company]:
    """The example company, and what its switches of one site run: all but one line of each."""
    made = make_example()
    folder = made.root / "running"
    made.netops("render", "-o", str(folder), "--limit", "site=ber,role=access")
    for file in folder.glob("*.cfg"):
        text = file.read_text()
        file.write_text(re.sub(r"(?m)^( switchport mode access)$", r"\1\n description old", text.replace("ntp server", "no ntp server", 1)))
    return made


PLAN = ("plan", "--running", "running", "--limit", "site=ber,role=access")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 50)])
@pytest.mark.parametrize("words", [PLAN, ("show", "device"), ("show", "site"), ("render",)], ids=" ".join)
def test_a_command_fits_the_width_and_is_coloured(
    example: Company, words: tuple[str, ...], columns: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.root)
    shown = on_terminal(example.root, words, columns, rows)
    lines = click.unstyle(shown).splitlines()
    assert [line for line in lines if len(line) > columns] == []
    assert "\x1b[1m" in shown
    if words == PLAN:
        assert len(lines) < rows
        assert " ports)" in shown


@pytest.mark.parametrize(
    ("option", "more", "is_coloured"),
    [((), {"NO_COLOR": "1"}, False), (("--color", "never"), {}, False), (("--color", "always"), {"NO_COLOR": "1"}, True)],
)
def test_colours_can_be_forbidden_on_a_terminal(
    example: Company, option: tuple[str, ...], more: dict[str, str], is_coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.root)
    assert ("\x1b[" in on_terminal(example.root, ("show", "site", *option), 80, 24, more)) is is_coloured


@pytest.mark.parametrize(("before", "after"), [(("--color", "always"), ()), ((), ("--color", "always"))])
def test_a_pipe_is_plain_unless_colours_are_forced(
    example: Company, before: tuple[str, ...], after: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.root)
    plain, forced = example.netops(*PLAN).out, example.netops(*before, *PLAN, *after).out
    assert "\x1b" not in plain
    assert click.unstyle(forced) == plain != forced


def test_a_plan_is_shown_in_full_with_v(example: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example.root)
    short, full = example.netops(*PLAN), example.netops(*PLAN, "-v")
    assert "\nTARGETS " in short.out and "description old" not in short.out
    assert re.search(r"(?m)^    interface GigabitEthernet1/0/[\d,-]+ \(\d+ ports\)\n  -  description old$", full.out)
    assert "details: the same command with -v\n" in short.err and "details" not in full.err


def test_history_says_where_the_runs_are(example: Company) -> None:
    from netops.commands._shared import state_file
    from netops.project import Project
    from netops.state import State

    assert example.netops("history").err == "no run yet\n"
    file = state_file(Project.discover(example.root), lab=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    with State(file) as state:
        run = state.start("deploy", "abc", "")
    assert example.netops("history").err == "no run on the real network yet; the lab has 1 run: netops history --lab\n"
    head, row = example.netops("history", "--lab").out.splitlines()
    assert head.split() == ["RUN", "WHAT", "WHO", "COMMIT", "OUTCOME"]
    assert row.split()[:2] == [run, "deploy"] and row.endswith("nothing (did not end)")


def test_above_three_targets_render_lists_them(example: Company) -> None:
    listed = example.netops("render", "--limit", "site=ber,role=access")
    assert listed.out.splitlines()[0].split() == ["TARGET", "PLATFORM", "LINES", "DIGEST"]
    assert len(listed.out.splitlines()) == 5
    assert listed.err.endswith("the texts: netops render NAME, or into files: netops render -o DIR\n")
    assert "\nhostname ber-acc-1\n" in example.netops("render", "ber-acc-1", "ber-acc-2", "ber-acc-3").out


def test_an_interface_without_a_line_is_shown_in_files_alone(example: Company) -> None:
    shown = on_terminal(example.root, ("render", "ber-leaf-1"), 80, 24)
    assert "\ninterface Ethernet6\n" in example.netops("render", "ber-leaf-1").out
    assert "\ninterface Ethernet6\n" not in shown and "\ninterface Ethernet5\n   description" in shown


def test_uses_shows_targets_that_are_alike_once(example: Company) -> None:
    place = ("uses", "inventory/defaults.yaml:22", "--limit", "site=ber,role=access")
    short, full = (example.netops(*place, *more).out.splitlines() for more in ((), ("-v",)))
    assert short[0] == "4 targets: ber-acc-1, ber-acc-2, ber-acc-3, ber-acc-4"
    assert [line for line in full if line.startswith("ber-")] == ["ber-acc-1", "ber-acc-2", "ber-acc-3", "ber-acc-4"]
    assert short[-1] == full[-1] and len(short) < len(full)
