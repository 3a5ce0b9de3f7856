"""What git has of a company's folder; nothing without git or outside a repository, where a request for a revision is an error."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha1, sha256
from itertools import count
from pathlib import Path
from typing import Any

from netops.errors import UsageError
from netops.project import SOURCES

DECIDING = (*SOURCES, "checks", "guards", "filters", "tasks")
"""The file and the folders that decide what is deployed, and whether."""

TIMEOUT_S = 300
CHANGES = "+changes"
"""What follows a commit when files differ from it."""
SHORT = 12
"""Letters of a short commit."""
BLAMED = re.compile(r"([0-9a-f]{40,64}) \d+ (\d+)")
"""The head of a line in what `git blame --porcelain` says: the commit, and the line now."""
DEFAULTS = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
"""Where the default branch is looked for: what the remote says it is, then the usual names."""
SUBMODULE = "160000 "
"""The mode of a submodule's commit in a tree."""
LINK = "120000 "
"""The mode of a symbolic link in a tree."""
SHA1_LENGTH = 40
"""Letters of an object's name where the repository uses SHA-1; those of SHA-256 are more."""
OF_A_HOOK = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
"""What git sets for its hooks; it would hold for whatever folder is asked about."""


def source_commit(root: Path) -> str:
    """The short commit of the source of truth, with `+changes` when files that decide differ from it; empty without git."""
    commit = _git(root, "rev-parse", f"--short={SHORT}", "HEAD")
    if not commit:
        return ""
    return f"{commit}{CHANGES}" if _git(root, "status", "--porcelain", "--", *DECIDING) else commit


def has_changes(commit: str) -> bool:
    """Whether files differed from a commit of `source_commit`."""
    return commit.endswith(CHANGES)


def is_repository(root: Path) -> bool:
    """Whether a folder is in a repository, also one that git does not read: of another owner, or without git on this machine."""
    return any((folder / ".git").exists() for folder in (root.absolute(), *root.absolute().parents))


def is_on_branch(root: Path, branch: str) -> bool:
    """Whether a branch has the commit that is checked out: the remote's branch, where there is one of this name, else the local one."""
    names = (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}")
    ref = next((name for name in names if _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")), "")
    done = _run(root, "merge-base", "--is-ancestor", "HEAD", ref) if ref else None
    return done is not None and done.returncode == 0


def git_user_email(root: Path) -> str:
    """The e-mail address by which git knows who works here; empty without one."""
    return _git(root, "config", "user.email")


def commit_author(root: Path) -> str:
    """The e-mail address of the author of the commit that is checked out; empty without git."""
    return _git(root, "log", "-1", "--format=%ae", "HEAD")


def is_in_repository(path: Path) -> bool:
    """Whether a file is, or would be, in a commit of a repository: it is in a work tree of git that does not ignore it."""
    folder = next(parent for parent in path.absolute().parents if parent.is_dir())
    if _git(folder, "rev-parse", "--is-inside-work-tree") != "true":
        return False
    ignored = _run(folder, "check-ignore", "-q", "--", str(path.absolute()))
    return ignored is None or ignored.returncode != 0 or bool(_git(folder, "ls-files", "--", str(path.absolute())))


def last_change(root: Path) -> int | None:
    """When the files that decide what is rendered were changed last, in seconds since 1970; None without a commit of them.

    That is the time of the last commit that changed one. Where some differ from it, it is the time at which the newest of them was
    saved, and always after the commit.
    """
    committed = _git(root, "log", "-1", "--format=%ct", "HEAD", "--", *SOURCES)
    if not committed:
        return None
    changed = [*_paths(root, "diff", "--name-only", "--no-renames", "--relative", "HEAD", "--", *SOURCES), *_untracked(root, *SOURCES)]
    return max([int(committed) + bool(changed), *(int(path.stat().st_mtime) for name in changed if (path := root / name).is_file())])


def blame(root: Path, file: str) -> dict[int, str] | None:
    """The short commit and the day of each line of a file, `05dd572a1b2c 2026-11-25`; a line that is in no commit has none.

    None where there is no repository.
    """
    if not _git(root, "rev-parse", "--git-dir"):
        return None
    found: dict[int, str] = {}
    days: dict[str, str] = {}
    commit, line = "", 0
    for row in _git(root, "blame", "--porcelain", "--", file).split("\n"):
        if head := BLAMED.match(row):
            commit, line = head[1], int(head[2])
        elif row.startswith("author-time "):
            days[commit] = f"{datetime.fromtimestamp(int(row.split()[1]), UTC):%Y-%m-%d}"
        elif row.startswith("\t") and commit.strip("0"):
            found[line] = f"{commit[:SHORT]} {days[commit]}"
    return found


def commit_of(root: Path, revision: str) -> str:
    """The full name of the commit that a revision means. UsageError when there is none."""
    _inside(root)
    commit = "" if revision.startswith("-") else _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if not commit:
        raise UsageError(f"git knows no commit {revision!r} here", hint=_absent(root, "a branch, a tag or a commit; git log shows some"))
    return commit


def default_branch(root: Path) -> str:
    """The branch that changes are compared with when nothing else is said. UsageError when there is none."""
    _inside(root)
    if branch := _default_branch(root):
        return branch
    raise UsageError("this repository has no default branch: no " + ", ".join(DEFAULTS), hint=_absent(root, "say with what to compare"))


def merge_base(root: Path, one: str, other: str) -> str:
    """The commit from which two revisions have parted. UsageError when there is none."""
    commits = [commit_of(root, revision) for revision in (one, other)]
    found = _git(root, "merge-base", *commits)
    if not found:
        raise UsageError(f"{one} and {other} have no commit in common", hint=_absent(root, "say with what to compare"))
    return found


def _default_branch(root: Path) -> str:
    return next((name for name in DEFAULTS if _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")), "")


def branch_point(root: Path) -> str:
    """The commit in which HEAD left the default branch; empty without one."""
    return _git(root, "merge-base", "HEAD", _default_branch(root) or "HEAD")


def new_files(root: Path) -> frozenset[str]:
    """The files of the company that the default branch does not have, or that are in no commit; none without git."""
    return _changed(root, branch_point(root) or "HEAD", "--diff-filter=A")


def changed_files(root: Path, commit: str) -> frozenset[str]:
    """The files of the company that are not as they were at a commit, those included that are in none."""
    return _changed(root, commit)


def _changed(root: Path, commit: str, *options: str) -> frozenset[str]:
    changed = _paths(root, "diff", "--name-only", "--no-renames", "--relative", *options, commit, "--", ".")
    return frozenset({*changed, *_untracked(root)})


def changed_at_top(root: Path, commit: str, names: Sequence[str]) -> frozenset[str]:
    """Those of some files and folders at the top of the repository that are not as they were at a commit."""
    return frozenset(_paths(root, "diff", "--name-only", "--no-renames", commit, "--", *(f":(top){name}" for name in names)))


def file_at(root: Path, commit: str, name: str) -> bytes:
    """What a file of the company held at a commit. UsageError when it was not there."""
    path = f"{commit}:{_inside(root)}{name}"
    return _must(root, "cat-file", "blob", path).encode("utf-8", "surrogateescape")


def _untracked(root: Path, *names: str) -> list[str]:
    return _paths(root, "ls-files", "--others", "--exclude-standard", "--", *names)


def ignored_files(root: Path, folder: str) -> tuple[str, ...]:
    """The YAML files of a folder that git ignores; none without git."""
    found = _paths(root, "ls-files", "--others", "--ignored", "--exclude-standard", "--", f"{folder}/**/*.yaml", f"{folder}/*.yaml")
    return tuple(sorted(set(found)))


def _paths(root: Path, verb: str, *words: str) -> list[str]:
    return [path for path in _git(root, verb, "-z", *words).split("\0") if path]


def export_commit(root: Path, commit: str, folder: Path, names: Sequence[str], known: Mapping[str, bytes]) -> frozenset[str]:
    """Write files and folders of the company, as they were at a commit, into an empty folder; nothing when it has no such company.

    Files that are byte for byte as `known` has them are not written: their names are the result. Where a link may lead to one, all are.
    Neither the working tree nor the repository's index is touched. What is kept elsewhere (LFS) is not fetched. Submodules are read from
    where they are checked out; UsageError when one does not have the commit.
    """
    tree = f"{commit}:{_inside(root)}".removesuffix("/")
    if _git(root, "cat-file", "-t", tree) != "tree":
        return frozenset()
    return _write_tree(root, tree, folder, names, known)


def _write_tree(root: Path, tree: str, folder: Path, names: Sequence[str], known: Mapping[str, bytes]) -> frozenset[str]:
    """Write what a tree holds, and what the commits of submodules in it hold, into an empty folder; of all or of some names.

    The files that are `known` are left out; their names are the result.
    """
    places = {"GIT_DIR": _git(root, "rev-parse", "--absolute-git-dir"), "GIT_WORK_TREE": str(folder)}
    own = {**places, "GIT_INDEX_FILE": f"{folder}.index", "GIT_LFS_SKIP_SMUDGE": "1"}
    _must(folder, "-c", "core.sparseCheckout=false", "read-tree", tree, variables=own)
    rows = [row.partition("\t") for row in _must(folder, "ls-files", "-s", "-z", "--", *names, variables=own).split("\0") if row]
    has_links = any(facts.startswith(LINK) for facts, _, _ in rows)
    same = frozenset() if has_links else frozenset(path for facts, _, path in rows if path in known and _is_blob(facts, known[path]))
    files = [path for facts, _, path in rows if not facts.startswith(SUBMODULE) and path not in same]
    _must(folder, "checkout-index", "-z", "--stdin", variables=own, given="".join(f"{path}\0" for path in files))
    for facts, _, path in rows:
        if facts.startswith(SUBMODULE):
            _write_submodule(root / path, facts.split()[1], folder / path)
    return same


def _is_blob(facts: str, data: bytes) -> bool:
    """Whether git has these bytes for a file in the index: `100644 NAME 0`."""
    name = facts.split()[1]
    made = (sha1 if len(name) == SHA1_LENGTH else sha256)(b"blob %d\0" % len(data), usedforsecurity=False)
    made.update(data)
    return made.hexdigest() == name


def _write_submodule(root: Path, commit: str, folder: Path) -> None:
    if not (root / ".git").exists() or _git(root, "cat-file", "-t", commit) != "commit":
        message = f"submodule {root.name} does not have its commit {commit[:SHORT]} here"
        raise UsageError(message, hint="git submodule update --init, then git fetch in it")
    folder.mkdir(parents=True, exist_ok=True)
    _write_tree(root, f"{commit}^{{tree}}", folder, (), {})


def clone_last_commit(address: str, folder: Path) -> None:
    """Write the last commit of a repository, also of a bare one, into an empty folder. UsageError when git refuses."""
    if address.startswith("-"):
        raise UsageError(f"{address} is no repository")
    source = address if "://" in address or not Path(address).exists() else Path(address).resolve().as_uri()
    _must(folder, "clone", "--quiet", "--depth", "1", "--", source, ".")


def commit_on_branch(root: Path, branch: str, files: Mapping[str, str], subject: str) -> str:
    """The commit of a new branch that is made of the last commit with other texts of files, by their names below `root`.

    The working tree and the index stay as they are. UsageError when the branch is there already, or git refuses.
    """
    if _git(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"):
        raise UsageError(f"there is a branch {branch} already", hint="give another name; nothing was written")
    above = _must(root, "rev-parse", "--show-prefix").strip()
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _must(root, "read-tree", "HEAD", variables=index)
        for name, text in files.items():
            blob = _must(root, "hash-object", "-w", "--stdin", given=text).strip()
            _must(root, "update-index", "--add", "--cacheinfo", f"100644,{blob},{above}{name}", variables=index)
        tree = _must(root, "write-tree", variables=index).strip()
    commit = _must(root, "commit-tree", tree, "-p", "HEAD", "-m", subject).strip()
    _must(root, "branch", branch, commit)
    return commit


def free_branch(root: Path, name: str) -> str:
    """A name that no branch has: the name itself, or with a number behind."""
    taken = set(_git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads").split())
    return next(one for number in count(1) if (one := name if number == 1 else f"{name}-{number}") not in taken)


def _inside(root: Path) -> str:
    """The path of the company's folder in its repository, with a slash behind; empty at the top. UsageError outside of one."""
    done = _run(root, "rev-parse", "--show-prefix")
    if done is None or done.returncode:
        raise UsageError(f"{root} has no history: {_said(done)}", hint="revisions can be compared in a git repository")
    return done.stdout.rstrip("\n")


def _absent(root: Path, otherwise: str) -> str:
    """What to do about a commit that is not there: a shallow clone may just lack it."""
    if _git(root, "rev-parse", "--is-shallow-repository") == "true":
        return "this clone is shallow: git fetch --unshallow; in a GitHub workflow give actions/checkout fetch-depth: 0"
    return otherwise


def _git(root: Path, *words: str) -> str:
    done = _run(root, *words)
    return done.stdout.strip() if done is not None and done.returncode == 0 else ""


def _must(folder: Path, *words: str, **more: Any) -> str:
    """What git says; UsageError when it fails."""
    done = _run(folder, *words, **more)
    if done is None or done.returncode:
        raise UsageError(f"git {' '.join(words[:3])}: {_said(done)}", hint="git fsck checks whether the repository is whole")
    return done.stdout


def _run(folder: Path, *words: str, variables: Mapping[str, str] | None = None, given: str = "") -> subprocess.CompletedProcess[str] | None:
    """How git ended; None when it did not run at all, or not to its end."""
    environment = {key: value for key, value in os.environ.items() if key not in OF_A_HOOK} | dict(variables or {})
    words = ("git", "-C", str(folder), *words)
    try:
        return subprocess.run(
            words, input=given, capture_output=True, text=True, errors="surrogateescape", timeout=TIMEOUT_S, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


def _said(done: subprocess.CompletedProcess[str] | None) -> str:
    return next(iter(done.stderr.strip().splitlines()), "it gave no reason") if done else "git did not run"
