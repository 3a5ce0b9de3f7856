"""The hooks for pre-commit: their commands are ours, they run, and they are called for the files that they are about."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from companies import Company

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
FILES = ["netops.yaml", "inventory/defaults.yaml", "inventory/sites/hq/devices/hq-sw-1.yaml"]


def run(hook: dict[str, Any], company: Company, *files: str, expect: int) -> str:
    """What a hook says when it is called as pre-commit calls it, in the company's folder."""
    command, *words = shlex.split(hook["entry"])
    assert command in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    said = company.netops(*words, *(files if hook.get("pass_filenames", True) else ()), expect=expect)
    return said.out + said.err


def test_the_hooks_are_those_that_the_page_names() -> None:
    page = (ROOT / "docs/fmt.md").read_text(encoding="utf-8")
    assert sorted(HOOKS) == sorted(re.findall(r"- id: (\S+)", page)) == ["netops-fmt", "netops-validate"]
    assert {hook["language"] for hook in HOOKS.values()} == {"python"}


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_is_called_for_the_files_of_a_company(name: str) -> None:
    wanted = re.compile(HOOKS[name]["files"])
    assert [file for file in (*FILES, f"company/{FILES[1]}") if not wanted.search(file)] == []
    assert [file for file in ("README.md", "src/netops.yaml.txt", "templates/frr/ntp.j2") if wanted.search(file)] == []


def test_validate(starter: Company) -> None:
    assert run(HOOKS["netops-validate"], starter, "netops.yaml", expect=0).startswith("valid: ")
    starter.append("inventory/defaults.yaml", "nothing: 1\n")
    assert "unknown key 'nothing'" in run(HOOKS["netops-validate"], starter, expect=3)


def test_fmt_mends_the_files_that_it_is_called_for(starter: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(starter.root)
    assert run(HOOKS["netops-fmt"], starter, *FILES, expect=0) == ""
    domain = re.findall(r"^domain: .*\n", (starter.root / FILES[1]).read_text(encoding="utf-8"), re.MULTILINE)
    before = (starter.root / FILES[2]).read_text(encoding="utf-8")
    starter.append(FILES[2], *domain)
    assert run(HOOKS["netops-fmt"], starter, *FILES, expect=0).endswith("1 place in 1 file changed\n")
    assert (starter.root / FILES[2]).read_text(encoding="utf-8") == before
