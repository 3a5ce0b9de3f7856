"""The frame of the command line: help that is quick and ends with an example, errors with exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from netops.cli import COMMANDS, cli, run

ROOT = Path(__file__).parents[2]
NAMES = [name for section in COMMANDS.values() for name in section]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from netops.cli import run; run(['--help']); print(sorted({m.split('.')[0] for m in sys.modules} & set(sys.argv[1:])))"
    )
    heavy = ["nornir", "napalm", "netmiko", "jinja2", "yaml", "jsonschema", "paramiko", "rich", "asyncssh"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_that_ends_with_an_example(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help
    commands = command.commands.values() if isinstance(command, click.Group) else [command]
    for each in commands:
        assert "Example" in (each.epilog or command.epilog or ""), each.name


def test_an_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plann"]) == 2
    assert "no command 'plann', did you mean 'plan'?" in capsys.readouterr().err


def test_a_reader_that_has_gone_interrupts_without_a_word() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", "from netops.cli import main; main(['--help'])"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (130, "")


def test_outside_a_company_the_error_says_what_to_do(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(tmp_path), "validate"]) == 2
    assert capsys.readouterr().err == (
        f"error: no netops.yaml in {tmp_path} or in any folder above it\n"
        f"    hint: run netops inside a company's folder, give --project DIR, or make one: netops init {tmp_path.name}\n"
    )


def test_explain_says_values_as_yaml_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(ROOT), "explain", "ber-acc-1", "ntp.servers"]) == 0
    assert "[0].prefer true " in capsys.readouterr().out


def test_a_path_that_cannot_be_written_is_no_bug(starter, tmp_path) -> None:
    (tmp_path / "file").touch()
    said = starter.netops("render", "-o", str(tmp_path / "file" / "out"), expect=2)
    assert said.err == f"error: {tmp_path}/file/out: Not a directory\n    hint: give a path that this user can read or write\n"
