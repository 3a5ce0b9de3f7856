"""What git knows decides where a clash is reported, which ignored files are named, and that submodules are read."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from companies import Company

WHO = ("-c", "user.email=a@example.org", "-c", "user.name=a", "-c", "protocol.file.allow=always")


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *WHO, *words], check=True, capture_output=True)


def committed(company: Company) -> Company:
    git(company.root, "init", "--quiet", "-b", "main")
    git(company.root, "add", "-A")
    git(company.root, "commit", "--quiet", "-m", "all")
    return company


def test_a_clash_is_reported_at_the_new_file(starter: Company) -> None:
    company = committed(starter)
    sites = company.root / "inventory/sites"
    shutil.copytree(sites / "hq", sites / "aa")
    said = company.netops("validate", expect=3)
    places = [line.split(":")[0] for line in said.out.splitlines() if ": error " in line]
    assert places and {place.split("/")[2] for place in places} == {"aa"}
    git(company.root, "add", "-A")
    git(company.root, "commit", "--quiet", "-m", "a copy")
    assert company.netops("validate", expect=3).out.count("inventory/sites/hq") > 0


def test_an_ignored_file_is_named(starter: Company) -> None:
    company = committed(starter)
    (company.root / ".gitignore").write_text("hidden.yaml\n")
    (company.root / "inventory/org").mkdir()
    (company.root / "inventory/org/hidden.yaml").write_text("departments: {}\n")
    assert "inventory/org/hidden.yaml:1:1: warning GIT001: git ignores this file" in company.netops("validate").out
    (company.root / "inventory/regions/hidden.yaml").write_text("name: Hidden\n")
    assert "warning GIT001: git ignores this file, in 2 places" in company.netops("validate").out


def test_a_submodule_is_read_at_its_commit(starter: Company, tmp_path: Path) -> None:
    site = starter.root / "inventory/sites/hq"
    other = Company(tmp_path / "hq")
    shutil.move(site, other.root)
    committed(other)
    company = committed(starter)
    git(company.root, "submodule", "add", "--quiet", str(other.root), "inventory/sites/hq")
    git(company.root, "commit", "--quiet", "-am", "a site apart")
    file = site / "devices/hq-sw-1.yaml"
    file.write_text(file.read_text() + "comments: changed\n")
    git(site, "commit", "--quiet", "-am", "change")
    git(company.root, "commit", "--quiet", "-am", "newer site")
    said = company.netops("compare", "HEAD~1", "HEAD")
    assert "device hq-sw-1: changed" in said.out
    shutil.rmtree(site)
    assert "git submodule update --init" in company.netops("compare", "HEAD~1", "HEAD", expect=2).err
