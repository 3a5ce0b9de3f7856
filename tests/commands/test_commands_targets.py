"""Targets as arguments: a command that selects targets takes their names too."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from companies import Company
from netops.cli import COMMANDS, cli
from netops.commands.deploy import split_plan_file
from netops.commands.options import TargetOptions
from netops.errors import UsageError

SELECTING = ("render", "diff", "plan", "deploy", "rollback", "drift", "backup", "exec", "run")


def parameters(name: str) -> dict[str, click.Parameter]:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return {str(parameter.name): parameter for parameter in command.params}


def test_every_command_with_limit_takes_names() -> None:
    every = [name for section in COMMANDS.values() for name in section]
    with_limit = {name for name in every if "limit" in parameters(name)}
    assert with_limit >= set(SELECTING)
    assert [
        name for name in sorted(with_limit - {"find", "show", "uses"}) if not isinstance(parameters(name).get("names"), click.Argument)
    ] == []


def test_names_select_targets(starter: Company) -> None:
    assert starter.netops("render", "hq-sw-1").out == starter.netops("render", "--limit", "name=hq-sw-1").out
    starter.netops("render")  # the reason for a render is shown, and differs for one that is not the first
    both = starter.netops("render", "hq-sw-1", "hq-*", "--format", "json").out
    assert both == starter.netops("render", "--limit", "name=hq-*", "--format", "json").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("hq-sw-9",), "error: no target called 'hq-sw-9'\n    hint: no name 'hq-sw-9'; did you mean hq-sw-1 or hq-srv-1?\n"),
        (
            ("hq-sw-1", "--limit", "role=server"),
            "error: --limit leaves out target 'hq-sw-1'\n    hint: names and --limit narrow each other\n",
        ),
    ],
)
def test_names_that_select_nothing(starter: Company, words: tuple[str, ...], message: str) -> None:
    ended = starter.netops("render", *words, expect=2)
    assert (ended.code, ended.out, ended.err) == (2, "", message)


def test_diff_needs_a_name(starter: Company) -> None:
    ended = starter.netops("diff", expect=2)
    assert (ended.code, ended.err) == (2, "error: no target is named\n    hint: name some: netops diff NAME, or select them with --limit\n")


def test_a_plan_file_among_the_arguments(tmp_path: Path) -> None:
    there = tmp_path / "change"
    there.touch()
    assert split_plan_file(TargetOptions(("sw-1", "next.plan"))) == (Path("next.plan"), TargetOptions(("sw-1",)))
    assert split_plan_file(TargetOptions((str(there),))) == (there, TargetOptions())
    assert split_plan_file(TargetOptions(("sw-1",))) == (None, TargetOptions(("sw-1",)))
    with pytest.raises(UsageError, match="one plan file at a time"):
        split_plan_file(TargetOptions(("a.plan", "b.plan")))
