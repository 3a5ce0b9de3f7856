"""Selectors of `access:` and the device of `runner` in netops.yaml name something, or are found at their place."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from netops.project import Project
from netops.validation import validate_company_files

COMPANY = Path(__file__).parents[1] / "checks" / "company"
NOTHING = "nothing is selected by it: correct it, or take it out"
ACCESS = "access:\n  - {match: %s, username: u}\n"


def findings(text: str, tmp_path: Path) -> list[tuple[str, str, str, str]]:
    shutil.copytree(COMPANY, root := tmp_path / "company")
    settings = root / "netops.yaml"
    settings.write_text(settings.read_text() + text)
    found = [each for each in validate_company_files(Project(root), date(2026, 1, 1)).problems if each.code == "SET003"]
    assert all(each.origin and each.origin.file == "netops.yaml" and each.origin.line > 1 for each in found)
    return [(str(each.severity), each.message, each.path, each.hint) for each in found]


@pytest.mark.parametrize(
    ("match", "severity", "message", "hint"),
    [
        ("platform=arista_eo", "error", "access: there is no platform arista_eo", "did you mean arista_eos?"),
        ("plattform=frr", "error", "access: a selector without a known key", "did you mean platform?"),
        ('"!site=aaa"', "error", "access: there is no site aaa", "did you mean aa?"),
        ("name=aa-swi-1", "error", "access: there is no target aa-swi-1", "did you mean aa-sw-1?"),
        ("bb-*", "warning", "access: there is no target bb-*", NOTHING),
        ("role=nothing", "warning", "access: there is no role nothing", NOTHING),
    ],
)
def test_a_selector_that_names_nothing_is_found(match: str, severity: str, message: str, hint: str, tmp_path: Path) -> None:
    assert findings(ACCESS % match, tmp_path) == [(severity, message, "access[0].match", hint)]


@pytest.mark.parametrize("match", ["platform=cisco_xr", '"site=aa,!name=aa-*"', "platform=*", "kind=printer", "status=staged"])
def test_a_selector_of_what_there_is_or_may_be_is_right(match: str, tmp_path: Path) -> None:
    assert findings(ACCESS % match, tmp_path) == []


def test_the_device_of_the_runner_exists(tmp_path: Path) -> None:
    text = "runner: {attached_to: {device: aa-sw-9, interface: Ethernet1}}\n"
    ((severity, message, path, hint),) = findings(text, tmp_path)
    assert (severity, message, path) == ("error", "runner: there is no device aa-sw-9", "runner.attached_to.device")
    assert hint == "did you mean aa-sw-2?"
    ((_, message, path, _),) = findings("runner: {via: aa-sw-9}\n", tmp_path / "via")
    assert (message, path) == ("runner: there is no device aa-sw-9", "runner.via")


def test_the_port_of_the_runner_exists(tmp_path: Path) -> None:
    text = "runner: {attached_to: {device: aa-sw-2, interface: Ethernet199}}\n"
    ((severity, message, path, _),) = findings(text, tmp_path)
    assert (severity, message, path) == ("error", "runner: there is no interface Ethernet199", "runner.attached_to.interface")
