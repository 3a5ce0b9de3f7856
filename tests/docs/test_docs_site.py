"""The site of docs/ is built without a warning and loads nothing from elsewhere; its pages that are made from the code are current."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from companies import Company
from netops.cli import DOCUMENTATION

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LOADED = re.compile(r"<(?:script|img|iframe|source|link(?![^>]*canonical))\b[^>]*?\b(?:src|href)=[\"']?(?:https?:)?//[^>]*>", re.IGNORECASE)


def script(name: str) -> ModuleType:
    """A module of packaging/."""
    spec = spec_from_file_location(name, ROOT / f"packaging/{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_site_is_built_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("material", reason="mkdocs-material is not installed")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr  # not with --quiet: then warnings are not counted
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) >= len(list(DOCS.rglob("*.md")))
    assert (tmp_path / "schemas/documents/drift.schema.json").read_bytes() == (ROOT / "schemas/documents/drift.schema.json").read_bytes()
    assert [found[0] for page in pages for found in LOADED.finditer(page.read_text(encoding="utf-8"))] == []


def test_each_page_has_its_place_in_the_index_and_in_the_site() -> None:
    linked = re.findall(r"^\* \[([^\]]+)\]\(([^)]+)\)", (DOCS / "index.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {page for _, page in linked} == {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")} - {"index.md"}
    sections = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"][1:]
    shown = [next(iter(entry.items())) for section in sections for entries in section.values() for entry in entries]
    assert shown == linked


def test_what_is_made_from_the_code_is_current() -> None:
    found = script("reference_pages").pages()
    assert [file for file, text in found.items() if (ROOT / file).read_text(encoding="utf-8") != text] == [], "make docs writes them anew"


def test_docs_lists_every_page_and_shows_one(starter: Company) -> None:
    listed = re.findall(r"^  (\S+)  ", starter.netops("docs").out, re.MULTILINE)
    assert len(listed) == len(list(DOCS.rglob("*.md"))) - 1
    assert [topic for topic in listed if not starter.netops("docs", topic).out.startswith("# ")] == []


def test_docs_takes_a_part_of_a_name_and_names_what_is_near(starter: Company) -> None:
    assert starter.netops("docs", "brown").out == starter.netops("docs", "brownfield.md").out
    assert "<!-- not run" not in starter.netops("docs", "brownfield").out
    assert starter.netops("docs", "add-a", expect=2).err == (
        "error: no page 'add-a'\n    hint: one of add-a-noun, add-a-printer, add-a-share, add-a-switch, add-a-vlan\n"
    )
    assert starter.netops("docs", "glosary", expect=2).err == "error: no page 'glosary'\n    hint: did you mean glossary?\n"
    assert starter.netops("docs", "zzz", expect=2).err == "error: no page 'zzz'\n    hint: netops docs lists them\n"


def test_help_ends_with_the_address(starter: Company) -> None:
    assert "".join(starter.netops("--help").out.split()).endswith(f"netopsdocs,or{DOCUMENTATION}")
