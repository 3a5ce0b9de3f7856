"""The GitHub workflow: least permissions, nothing of strangers in a shell, and its steps run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from review_repository import Repository, git

import netops
from companies import Company

ROOT = Path(__file__).parents[2]
OURS = ROOT / ".github/workflows/review.yml"
SHIPPED = ROOT / "src/netops/starter/workflow.yml"
WORKFLOWS = [OURS, SHIPPED]
NAMES = ["ours", "shipped"]
EXPRESSION = "${{"
TAG = re.compile(r"[\w-]+/[\w-]+@v\d+(\.\d+)*")
GH = """#!/bin/sh
echo "gh $*" >> "$GH_LOG"
case "$*" in *--paginate*) printf '%s' "$GH_COMMENTS";; esac
"""
"""GitHub's program, as far as the steps see it: what it was asked is kept, comments come from the environment."""


def workflow(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # plain words: `on` is a key
    return found


def steps(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {step["name"]: step for job in found["jobs"].values() for step in job["steps"] if "run" in step}


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A step as GitHub runs it with `shell: bash`."""
    tools = f"{folder.parent / 'tools'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(words, cwd=folder, env={**os.environ, "PATH": tools, **variables}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_it_may_do_no_more_than_it_must(path: Path) -> None:
    found = workflow(path)
    assert found["on"] == {"pull_request": ""}, "never pull_request_target: that would run strangers' rules with our token"
    assert found["permissions"] == {}
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == {
        "review": {"contents": "read"},
        "comment": {"pull-requests": "write"},
    }
    assert not any("checkout" in step.get("uses", "") for step in found["jobs"]["comment"]["steps"]), "what may write runs no foreign code"


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_nothing_of_a_pull_request_is_written_into_a_script(path: Path) -> None:
    found = workflow(path)
    assert [name for name, step in steps(found).items() if EXPRESSION in step["run"]] == []
    used = [step["uses"] for job in found["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used and [name for name in used if not TAG.fullmatch(name)] == []
    assert found["defaults"]["run"]["shell"] == "bash"


def test_the_shipped_one_is_ours_but_for_how_netops_comes() -> None:
    ours, shipped = workflow(OURS), workflow(SHIPPED)
    assert steps(shipped)["Install netops"].pop("run") == f"pip install netops-as-code=={netops.__version__}"
    assert "make install" in steps(ours)["Install netops"].pop("run")
    assert ours == shipped


def test_a_new_company_has_it(starter: Company) -> None:
    assert (starter.root / ".github/workflows/netops.yml").read_text() == SHIPPED.read_text()


@pytest.fixture
def checkout(company: Repository, tmp_path: Path) -> Repository:
    """A clone with a change, as actions/checkout leaves it: the merge of the pull request, and all branches of the remote."""
    git(tmp_path, "clone", "--quiet", str(company.root), "checkout")
    shutil.copytree(company.root / ".netops", tmp_path / "checkout/.netops")
    clone = Repository(tmp_path / "checkout")
    clone.git("checkout", "--quiet", "--detach")
    (tmp_path / "tools").mkdir()
    gh = tmp_path / "tools/gh"
    gh.write_text(GH)
    gh.chmod(0o755)
    return clone


def reviewed(checkout: Repository, tmp_path: Path) -> tuple[subprocess.CompletedProcess[str], str, dict[str, str]]:
    """How the step ended, the summary, and its outputs."""
    summary, outputs = tmp_path / "summary", tmp_path / "outputs"
    script = steps(workflow(OURS))["Review"]["run"]
    done = run(script, checkout.root, BASE="main", GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(outputs))
    told = dict(line.split("=", 1) for line in outputs.read_text().splitlines()) if outputs.exists() else {}
    return done, summary.read_text() if summary.exists() else "", told


def test_the_review_is_in_the_summary(checkout: Repository, tmp_path: Path) -> None:
    checkout.edit("inventory/regions/south.yaml", "severity: warnings", "severity: errors")
    checkout.commit()
    done, summary, told = reviewed(checkout, tmp_path)
    assert (done.returncode, told) == (0, {"reviewed": "true", "code": "0"}), done.stderr
    assert summary == (checkout.root / "review.md").read_text()
    assert summary.splitlines()[0] == "<!-- netops review -->" and "`syslog.servers[10.1.20.9].severity`" in summary
    assert run(steps(workflow(OURS))["Fail when the data is not valid"]["run"], checkout.root, CODE=told["code"]).returncode == 0


def test_invalid_data_is_told_before_it_fails(checkout: Repository, tmp_path: Path) -> None:
    checkout.edit("inventory/regions/south.yaml", "severity: warnings", "severity: shouting")
    checkout.commit()
    done, summary, told = reviewed(checkout, tmp_path)
    assert (done.returncode, told) == (0, {"reviewed": "true", "code": "3"}), done.stderr
    assert "error SCH" in summary
    assert run(steps(workflow(OURS))["Fail when the data is not valid"]["run"], checkout.root, CODE=told["code"]).returncode == 3


def test_a_base_that_is_not_there_makes_no_comment(checkout: Repository, tmp_path: Path) -> None:
    checkout.git("update-ref", "-d", "refs/remotes/origin/main")
    done, summary, told = reviewed(checkout, tmp_path)
    assert (done.returncode, summary, told) == (0, "", {"code": "2"})
    assert "git knows no commit 'origin/main' here" in done.stderr


@pytest.mark.parametrize(
    ("comments", "call"),
    [
        ("", "gh api --silent --method POST repos/nordwind/net/issues/7/comments --field body=@review.md"),
        ("42\n43\n", "gh api --silent --method PATCH repos/nordwind/net/issues/comments/42 --field body=@review.md"),
    ],
    ids=["the first", "again"],
)
def test_there_is_one_comment(checkout: Repository, tmp_path: Path, comments: str, call: str) -> None:
    log = tmp_path / "gh.log"
    script = steps(workflow(OURS))["Comment"]["run"]
    done = run(script, checkout.root, REPOSITORY="nordwind/net", NUMBER="7", GH_LOG=str(log), GH_COMMENTS=comments)
    assert done.returncode == 0, done.stderr
    asked, *more = log.read_text().splitlines()
    assert asked.startswith("gh api --paginate repos/nordwind/net/issues/7/comments --jq .[] | select(.user.login == ")
    assert more == [call]
