"""Completion of names, through a real bash, and what it never does: fail, or write to the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import netops
from companies import Company
from netops.cli import run
from netops.state import State

BASH = shutil.which("bash")
DRIVER = """
compopt() { :; }
eval "$(netops completion bash)"
while IFS= read -r line; do
    COMP_LINE="$line" COMP_POINT=${#line}
    _netops_completion netops
    printf '%s\\x1f' "${COMPREPLY[@]}"; echo
done
"""


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory, untouched_starter: Company) -> Callable[..., list[list[str]]]:
    """What bash offers for command lines, in a company that a command has opened."""
    if BASH is None:
        pytest.skip("no bash here")
    folder = tmp_path_factory.mktemp("completion")
    company = Company(Path(shutil.copytree(untouched_starter.root, folder / "company")))
    company.netops("show")
    (company.root / "change.plan").write_text("no plan yet")
    command = folder / "netops"
    source = Path(netops.__file__).parents[1]
    command.write_text(f'#!/bin/sh\nPYTHONPATH={source} exec {sys.executable} -c "from netops.cli import main; main()" "$@"\n')
    command.chmod(0o755)

    def lines(*typed: str, where: Path = company.root) -> list[list[str]]:
        environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}
        text = "".join(f"{line}\n" for line in typed)
        done = subprocess.run(
            [BASH, "-c", DRIVER], input=text, cwd=where, env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        assert done.stderr == ""
        return [[word for word in line.split("\x1f") if word] for line in done.stdout.splitlines()]

    with State(company.root / ".netops/state.db") as state:
        run_of_test = state.start("deploy", "")
        state.end(run_of_test)
    return lines


def test_names_are_completed(complete: Callable[..., list[list[str]]]) -> None:
    found = complete(
        "netops rende",
        "netops render hq-s",
        "netops deploy ch",
        "netops show vla",
        "netops show vlan hq/serv",
        "netops plan --limit site=h",
        "netops plan -l site=hq,!rol",
        "netops rollback la",
        "netops schema vlan.v",
        "netops manage hq-sw-1 nt",
        "netops rules MGT",
        "netops eject templates/arista_eos/nt",
    )
    assert found[:-2] == [
        ["render"],
        ["hq-sw-1", "hq-srv-1"],
        ["change.plan"],
        ["vlan"],
        ["hq/servers"],
        ["hq"],
        ["hq,!role="],
        ["last"],
        ["vlan.vid"],
        ["ntp"],
    ]
    assert "MGT001" in found[-2]
    assert found[-1] == ["templates/arista_eos/ntp.j2"]


def test_nothing_is_offered_and_nothing_fails_where_nothing_is_known(complete: Callable[..., list[list[str]]], tmp_path: Path) -> None:
    assert complete("netops render x", "netops bogus x", "netops plan --limit 'a", "netops rollback 2", where=tmp_path) == [[]] * 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script_that_shows_no_errors(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert (f"_NETOPS_COMPLETE={shell}_complete" in script, "2>/dev/null" in script) == (True, True)


def test_names_follow_the_files(starter: Company) -> None:
    starter.netops("show")
    names = starter.root / ".netops/cache/names.json"
    assert '"hq/servers"' in names.read_text()
    written = names.stat().st_mtime_ns
    starter.netops("show")
    assert names.stat().st_mtime_ns == written
    starter.edit("inventory/sites/hq/ipam.yaml", "vlans:", "vlans:\n  - {vid: 77, name: guests}")
    starter.netops("validate")
    assert '"hq/guests"' in names.read_text()
