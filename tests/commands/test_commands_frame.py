"""The frame of the command line: help that is quick and ends with an example, errors with exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from companies import Company
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


BROKEN = "inventory/sites/hq/devices/hq-sw-1.yaml"
COUNT = "this data breaks rules: 2 errors, listed by netops validate\n"


@pytest.fixture
def broken(starter: Company) -> Company:
    """Valid by its schemas; a management address is in no prefix, which breaks two rules."""
    starter.netops("render", "-o", str(starter.root / "right"))
    starter.edit(BROKEN, "10.0.10.11/24", "10.0.99.11/24")
    return starter


@pytest.mark.parametrize(
    "words",
    [
        ("render", "-o", "build"),
        ("render", "hq-sw-1"),
        ("diff", "hq-sw-1", "--running", "right"),
        ("plan", "--running", "right", "-o", "x.plan"),
    ],
)
def test_data_that_breaks_a_rule_is_refused_wherever_validate_refuses_it(
    broken: Company, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken.root)
    assert "2 errors, 1 warning\n" in broken.netops("validate", expect=3).out
    said = broken.netops(*words, expect=3)
    assert (said.out, said.err.count(" error ")) == ("", 2)
    assert not (broken.root / "build").exists()
    assert not (broken.root / "x.plan").exists()


@pytest.mark.parametrize("words", [("render", "hq-sw-1"), ("diff", "hq-sw-1", "--running", "right")])
def test_force_shows_the_errors_and_goes_on(broken: Company, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken.root)
    said = broken.netops(*words, "--force")
    assert "10.0.99.11" in said.out
    assert said.err.count(" error ") == 2
    assert COUNT in said.err


@pytest.mark.parametrize("words", [("show", "hq-sw-1"), ("explain", "hq-sw-1", "role")])
def test_what_shows_such_data_says_so(broken: Company, words: tuple[str, ...]) -> None:
    assert broken.netops(*words).err == COUNT
