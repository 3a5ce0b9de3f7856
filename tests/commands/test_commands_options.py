"""Options that every command has in the same way: short forms, `--quiet`, and what the answer "n" leaves."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from companies import Company
from netops.cli import cli, run
from netops.commands._quiet import muted_streams
from netops.commands.common import suggest_command
from netops.commands.options import SHORT
from netops.errors import ExitCode


def _leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    for each in command.list_commands(click.Context(command)):
        found = command.get_command(click.Context(command), each)
        assert found
        yield from _leaves(found, f"{name} {each}")


LEAVES = dict(_leaves(cli, "netops"))


@pytest.mark.parametrize("name", LEAVES)
def test_every_long_option_has_its_short_one_and_none_is_there_twice(name: str) -> None:
    names = [option for param in LEAVES[name].params for option in param.opts if option.startswith("-")]
    assert len(set(names)) == len(names)
    assert {SHORT[long] for long in SHORT if long in names} <= set(names)
    assert "-q" in names


def test_the_version_has_a_short_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-V"]) == 0
    assert capsys.readouterr().out.startswith("netops, version ")


def test_quiet_prints_the_last_line_only(starter: Company) -> None:
    said = starter.netops("render", "-q", "-o", str(starter.root / "out"))
    assert (said.out, said.err) == ("", f"2 configurations in {starter.root}/out/\n")
    assert starter.netops("validate", "-q").out.count("\n") == 1


def test_quiet_prints_no_command_that_comes_next(capsys: pytest.CaptureFixture[str]) -> None:
    with muted_streams():
        click.echo("42 applied")
        suggest_command("undo", "netops rollback last")
    assert capsys.readouterr() == ("42 applied\n", "")


def test_quiet_prints_errors(starter: Company) -> None:
    starter.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "10.0.10.11/24", "10.0.99.11/24")
    said = starter.netops("validate", "-q", expect=3)
    assert said.out.count(" error ") == 2
    assert " warning " not in said.out
    assert starter.netops("render", "-q", expect=3).err.count(" error ") == 2


def test_quiet_leaves_documents_whole(starter: Company) -> None:
    assert starter.netops("show", "device", "-q", "-f", "json").out == starter.netops("show", "device", "--format", "json").out


MAIN = """
import sys, click
from netops import cli
from netops.commands.common import confirm
cli.cli = click.Command("netops", callback=lambda: confirm("1 target will change. Go on?", False))
sys.exit(cli.run([]))
"""


@pytest.mark.parametrize(
    ("typed", "code", "last"),
    [
        (b"n\n", ExitCode.REFUSED, "nothing was sent"),
        (b"\x03", ExitCode.INTERRUPTED, "interrupted: nothing was sent"),
        (b"\x04", ExitCode.INTERRUPTED, "interrupted: nothing was sent"),
        (b"y\n", ExitCode.OK, ""),
    ],
)
def test_what_an_answer_leaves_is_said(typed: bytes, code: ExitCode, last: str) -> None:
    status, seen = typed_into(MAIN, typed)
    assert status == code
    assert last in seen.splitlines()[-1]


def typed_into(code: str, typed: bytes) -> tuple[int, str]:
    """The exit code of a Python program on a pseudo-terminal, and what was seen; `typed` is typed when it asks."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, preexec_fn=_own
    )
    os.close(theirs)
    seen, rounds = b"", 0
    while rounds < 100:
        if not select.select([ours], [], [], 0.2)[0]:  # Ctrl-C just before readline waits is not seen until the next key
            rounds += 1
            os.write(ours, typed if b"]: " in seen else b"")
            continue
        try:
            seen += os.read(ours, 1000)
        except OSError:  # EIO: the other end is closed
            break
    os.close(ours)
    return child.wait(20), seen.decode()


def _own() -> None:
    """Make stdin the controlling terminal, so that Ctrl-C reaches the process, also where the tests ignore it."""
    import fcntl
    import signal
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
