"""Compiled templates: cached between processes, never trusted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from companies import Company
from netops.cache import user_folder
from netops.project import Project
from netops.render import Renderer
from netops.render.compiled import shared_folder

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
    shutil.rmtree(motto.root / ".netops/cache", ignore_errors=True)
    (motto.root / ".netops/cache").write_text("in the way")
    assert rendered(motto) == "motto sw-1\n"


def shared(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_templates_of_the_package_are_compiled_once_for_all_companies(
    starter: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    shared_folder.cache_clear()
    view = VIEW | {"ntp": {"servers": [{"host": "192.0.2.1"}]}}
    try:
        first = Renderer(Project(starter.root)).noun(view, "ntp")
        found = {path: path.stat().st_mtime_ns for path in shared(tmp_path / "user")}
        other = Project(tmp_path, kept_in=tmp_path / "other")
        assert found and Renderer(other).noun(view, "ntp") == first == "ntp server 192.0.2.1 iburst\n!\n"
        assert {path: path.stat().st_mtime_ns for path in shared(tmp_path / "user")} == found
        assert not (tmp_path / "other/templates").exists()
    finally:
        shared_folder.cache_clear()


def test_a_platform_of_the_company_shares_no_templates(motto: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its syntax may print constants otherwise under the same name."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    shared_folder.cache_clear()
    (motto.root / "platforms").mkdir()
    try:
        Renderer(Project(motto.root)).noun(VIEW | {"ntp": {"servers": [{"host": "192.0.2.1"}]}}, "ntp")
        assert shared(tmp_path / "user") == []
    finally:
        shared_folder.cache_clear()


def test_what_others_could_write_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_folder("templates") == tmp_path / "netops/templates"
    (tmp_path / "netops").chmod(0o770)
    assert user_folder("templates") is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("in the way")
    assert user_folder("templates") is None
