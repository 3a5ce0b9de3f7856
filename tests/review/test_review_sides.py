"""The two sides: revisions, ranges, what is not committed, files of every kind, clones that lack the past."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from review_repository import Repository, git

from netops.git import export_commit
from netops.project import Project

SOUTH = "inventory/regions/south.yaml"
NORTH = "inventory/regions/north.yaml"
LOG = "{host: 10.1.20.9, severity: warnings}"
LOUD = "{host: 10.1.20.9, severity: debugging}"
SERVER = "inventory/sites/ber/servers/ber-web-1.yaml"


def names(told: dict[str, list[dict[str, str]]]) -> list[tuple[str, str, str]]:
    return [(change["kind"], change["name"], change["how"]) for change in told["objects"]]


def test_without_a_base_it_is_where_the_branch_left_the_default_branch(company: Repository) -> None:
    company.git("switch", "--quiet", "-c", "change")
    company.edit(SOUTH, LOG, LOUD)
    company.commit()
    company.git("switch", "--quiet", "main")
    company.edit(NORTH, "Berlin and Hamburg", "Berlin")
    company.commit("somebody else's")
    company.git("switch", "--quiet", "change")
    told = company.review()
    assert told["old"] == {"name": "the merge base with main", "commit": company.git("merge-base", "main", "change")}
    assert names(told) == [("layer", "regions/south.yaml", "changed")]
    assert names(company.review("main")) == [("layer", "regions/south.yaml", "changed"), ("region", "north", "changed")]
    assert names(company.review("main...")) == names(company.review("main...change")) == names(told)


def test_what_is_not_committed_counts(company: Repository) -> None:
    company.edit(SOUTH, LOG, LOUD)
    company.git("add", "-A")
    (company.root / "inventory/regions/west.yaml").write_text("name: West\n")
    told = company.review("HEAD")
    assert names(told) == [
        ("layer", "regions/south.yaml", "changed"),
        ("layer", "regions/west.yaml", "added"),
        ("region", "west", "added"),
    ]
    assert company.git("status", "--porcelain").splitlines() == ["M  inventory/regions/south.yaml", "?? inventory/regions/west.yaml"]
    assert company.review("HEAD..HEAD")["files"] == [], "a range looks at commits alone"


def test_what_is_the_same_here_is_not_written(company: Repository, tmp_path: Path) -> None:
    """A file that is here byte for byte as in the commit is not written again; all are where a link may lead to one."""
    here = {name: (company.root / name).read_bytes() for name in (SOUTH, NORTH)}
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir(), second.mkdir()
    company.edit(SOUTH, LOG, LOUD)
    commit = company.commit()
    assert export_commit(company.root, commit, first, ("inventory",), here) == {NORTH}
    assert not (first / NORTH).exists()
    assert LOUD in (first / SOUTH).read_text()
    (company.root / "inventory/regions/other.yaml").symlink_to("north.yaml")
    assert export_commit(company.root, company.commit(), second, ("inventory",), here) == frozenset()
    assert (second / "inventory/regions/other.yaml").read_bytes() == here[NORTH]


def test_compare_tells_two_revisions(company: Repository) -> None:
    company.git("tag", "v1")
    company.edit(SOUTH, LOG, LOUD)
    company.commit()
    company.edit(SOUTH, LOUD, LOG)
    said = company.netops("compare", "v1", "HEAD").out
    assert said.startswith("HEAD (") and ") against v1 (" in said.splitlines()[0]
    assert "  syslog.servers[10.1.20.9].severity: warnings -> debugging " in said
    assert "  syslog.servers[10.1.20.9].severity: debugging -> warnings " in company.netops("compare", "HEAD", "v1").out
    assert company.netops("compare", "v1", "v1", "--exit-code").out.splitlines()[0].endswith(": no change")
    company.netops("compare", "v1", "HEAD", "--exit-code", expect=4)


def test_the_working_tree_and_the_index_stay_as_they_are(company: Repository) -> None:
    company.edit(SOUTH, LOG, LOUD)
    company.git("add", "-A")
    company.append(SOUTH, "# not staged\n")
    before = (company.git("status", "--porcelain"), company.git("diff"), company.git("diff", "--cached"), company.git("worktree", "list"))
    company.review("HEAD")
    after = (company.git("status", "--porcelain"), company.git("diff"), company.git("diff", "--cached"), company.git("worktree", "list"))
    assert before == after


def test_a_company_below_the_top_of_the_repository(company: Repository, tmp_path: Path) -> None:
    top = tmp_path / "everything"
    shutil.copytree(company.root, top / "net ops/acme", ignore=shutil.ignore_patterns(".git"))
    (top / "netops.yaml").write_text("not this one\n")
    git(top, "init", "--quiet", "--initial-branch", "main")
    inside = Repository(top / "net ops/acme")
    git(top, "add", "-A")
    inside.commit()
    inside.edit(SOUTH, LOG, LOUD)
    told = inside.review("HEAD")
    assert names(told) == [("layer", "regions/south.yaml", "changed")]
    assert told["files"] == [{"name": SOUTH, "how": "changed"}]
    assert told["rendering"]["changed"] > 3


def test_a_renamed_file_is_the_same_object(company: Repository) -> None:
    folder = company.root / "inventory/sites/lei"
    folder.mkdir()
    company.git("mv", "inventory/sites/lei.yaml", "inventory/sites/lei/site.yaml")
    told = company.review("HEAD")
    assert (told["effect"], told["objects"]) == (False, [])
    assert [(file["name"], file["how"]) for file in told["files"]] == [
        ("inventory/sites/lei.yaml", "removed"),
        ("inventory/sites/lei/site.yaml", "added"),
    ]


def test_a_server_that_moves_to_another_site(company: Repository) -> None:
    (company.root / "inventory/sites/muc/servers").mkdir()
    company.git("mv", SERVER, SERVER.replace("/ber/", "/muc/"))
    (moved,) = company.review("HEAD", expect=None)["objects"]
    assert (moved["kind"], moved["name"], moved["how"]) == ("server", "ber-web-1", "changed")
    assert [(value["path"], value["old"], value["new"]) for value in moved["values"]] == [("site", "ber", "muc")]


def test_files_that_are_no_text(company: Repository) -> None:
    (company.root / "inventory/plan.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    assert company.review("HEAD")["files"] == []
    (company.root / SOUTH).write_bytes(b"\x00\xff\xfe")
    told = company.review("HEAD", expect=3)
    assert told["findings"]["new"][0]["origin"]["file"] == SOUTH
    assert told["objects"] == []
    assert f"not compared, since the working tree has them in a state that cannot be read: {SOUTH}" in told["notes"]


def test_invalid_data_on_the_new_side(company: Repository) -> None:
    company.edit(SOUTH, LOG, "{host: 10.1.20.9, severity: shouting}")
    company.edit(NORTH, "Berlin and Hamburg", "Berlin")
    said = company.netops("review", "HEAD", expect=3).out
    assert "  syslog.servers[10.1.20.9].severity: warnings -> shouting " in said
    assert "region north: changed" in said
    assert f"new: {SOUTH}:6:35: error SCH" in said
    assert said.splitlines()[-1] == "rendered: nothing, since the working tree is not valid: 1 error"
    assert "gone:" not in said


def test_a_base_that_is_not_valid_is_told_and_the_rest_is_reviewed(company: Repository) -> None:
    company.edit(SOUTH, LOG, "{host: 10.1.20.9, severity: shouting}")
    bad = company.commit()
    company.edit(SOUTH, "severity: shouting", "severity: debugging")
    said = company.netops("review", bad).out
    assert f"note: {bad[:12]} is not valid, so no rule was run there: findings that look new may be older" in said
    assert "  syslog.servers[10.1.20.9].severity: shouting -> debugging " in said
    assert "rendered: nothing, since " in said and "gone: inventory/regions/south.yaml:6:35: error SCH" in said


def test_a_base_without_a_company(company: Repository) -> None:
    empty = company.git("commit-tree", "-m", "nothing", company.git("hash-object", "-t", "tree", "/dev/null", "-w"))
    told = company.review(empty)
    assert told["notes"][0].endswith("holds no company in this folder: everything is new")
    assert {change["how"] for change in told["objects"]} == {"added"}
    assert told["rendering"]["rendered"] == 38


def test_a_shallow_clone_lacks_the_base(company: Repository, tmp_path: Path) -> None:
    company.edit(SOUTH, LOG, LOUD)
    company.git("switch", "--quiet", "-c", "change")
    company.commit()
    company.git("switch", "--quiet", "main")
    clone = tmp_path / "clone"
    words = ["git", "clone", "--quiet", "--depth", "1", "--branch", "change", f"file://{company.root}", str(clone)]
    subprocess.run(words, check=True, capture_output=True)
    shallow = Repository(clone)
    said = shallow.netops("review", "origin/main", expect=2).err
    assert said == (
        "error: git knows no commit 'origin/main' here\n"
        "    hint: this clone is shallow: git fetch --unshallow; in a GitHub workflow give actions/checkout fetch-depth: 0\n"
    )
    assert "this clone is shallow" in shallow.netops("review", "main", expect=2).err
    git(clone, "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    assert "have no commit in common\n    hint: this clone is shallow" in shallow.netops("review", expect=2).err


@pytest.mark.parametrize("base", ["nowhere", "HEAD..nowhere", "--", "HEAD~99"])
def test_a_revision_that_is_none(company: Repository, base: str) -> None:
    words = ("review", "--", base) if base.startswith("-") else ("review", base)
    assert "git knows no commit" in company.netops(*words, expect=2).err


def test_outside_of_git(company: Repository, tmp_path: Path) -> None:
    shutil.rmtree(company.root / ".git")
    said = company.netops("review", "HEAD", expect=2).err
    assert said.startswith(f"error: {company.root} has no history: fatal: not a git repository")


def test_a_company_with_templates_of_its_own_at_both_commits(company: Repository) -> None:
    """The old side has the old template, though the package has another one of that name."""
    (company.root / "templates/frr").mkdir(parents=True)
    shutil.copy(Path(__file__).parents[2] / "templates/frr/main.j2", company.root / "templates/frr/main.j2")
    company.append("templates/frr/main.j2", "ip route 192.0.2.0/24 blackhole\n")
    company.commit()
    (company.root / "templates/frr/main.j2").unlink()
    told = company.review("HEAD")
    assert [template["how"] for template in told["templates"]] == ["changed"], "the package's is used from now on"
    assert [line["text"] for one in told["rendering"]["differences"] for line in one["lines"]] == ["ip route 192.0.2.0/24 blackhole"]


def test_a_company_that_has_all_files_itself_takes_none_of_the_package(tmp_path: Path) -> None:
    """This repository at an older commit: a template that came later may not stand in for one that it lacked."""
    name = "templates/frr/main.j2"
    assert Project(tmp_path).find(name) and dict(Project(tmp_path).files("schemas/*.json"))
    alone = Project(tmp_path, alone=True)
    assert (alone.find(name), list(alone.files("schemas/*.json"))) == (None, [])
