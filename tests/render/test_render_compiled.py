"""Compiled templates: kept between processes, never trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from companies import Company
from netops.project import Project
from netops.render import Renderer

VIEW = {"target": "sw-1", "platform": "arista_eos", "hostname": "sw-1"}


def rendered(company: Company) -> str:
    return Renderer(Project(company.root)).noun(VIEW, "motto")


def kept(company: Company) -> list[Path]:
    return sorted((company.root / ".netops/cache/templates").iterdir())


@pytest.fixture
def motto(starter: Company) -> Company:
    (starter.root / "templates/arista_eos").mkdir(parents=True)
    (starter.root / "templates/arista_eos/motto.j2").write_text("motto {{ hostname }}\n")
    return starter


def test_a_template_is_compiled_once(motto: Company) -> None:
    assert rendered(motto) == "motto sw-1\n"
    (file,) = kept(motto)
    before = file.stat().st_mtime_ns
    assert rendered(motto) == "motto sw-1\n"
    assert kept(motto) == [file] and file.stat().st_mtime_ns == before


def test_a_changed_template_is_compiled_anew(motto: Company) -> None:
    rendered(motto)
    (motto.root / "templates/arista_eos/motto.j2").write_text("new {{ hostname }}\n")
    assert rendered(motto) == "new sw-1\n"


@pytest.mark.parametrize("damage", [b"", b"x" * 40, b"\0"])
def test_a_damaged_file_counts_as_absent(motto: Company, damage: bytes) -> None:
    rendered(motto)
    (file,) = kept(motto)
    whole = file.read_bytes()
    file.write_bytes(damage if damage != b"\0" else whole[:-1])
    assert rendered(motto) == "motto sw-1\n"
    assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_error(motto: Company) -> None:
    (motto.root / ".netops").mkdir(exist_ok=True)
    (motto.root / ".netops/cache").write_text("in the way")
    assert rendered(motto) == "motto sw-1\n"
