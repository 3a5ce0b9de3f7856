"""The company's folder: its data, git, editors, continuous integration, what runs at night, and the state."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from netops import __version__, extras, git
from netops.doctor.finding import CheckedSetup, Finding, error_finding, ok_finding, warning_finding
from netops.errors import DataError, NetopsError
from netops.messages import first_few, pluralize
from netops.model import editor
from netops.processes import Liveness
from netops.setup import github, nightly
from netops.state import State, TargetLease

EDITOR_SETTINGS = ".vscode/settings.json"
SCHEMAS = ".netops/schemas"
_INSTALL = re.compile(r"pip3? install (?:-\S+ )*['\"]?(netops[\w-]*)(?:\[[\w,]*\])?(?:==([\w.]+))?")


def check_repository(setup: CheckedSetup) -> Iterator[Finding]:
    """History is what reviews, rollbacks and `who set this` read."""
    commit = git.source_commit(setup.root)
    if not commit:
        yield warning_finding("git", "the company is in no commit", "run: git init && git add -A && git commit -m 'The company'")
        return
    if git.has_changes(commit):
        yield warning_finding(
            "git", f"files differ from commit {commit.split('+')[0]}", "commit them; a deploy of such files needs --dirty"
        )
    else:
        yield ok_finding("git", f"commit {commit}")
    secrets = setup.company.settings.get("secrets_file") if setup.company else None
    public = [path for path in (setup.project.state_dir, *([setup.root / str(secrets)] if secrets else [])) if git.is_in_repository(path)]
    for path in public:
        hint = f"add it to .gitignore; if it was committed: git rm -r --cached {os.path.relpath(path, setup.root)}"
        yield error_finding("git", f"{setup.project.relative(path)} is not kept out of the repository", hint)


def check_editor_schemas(setup: CheckedSetup) -> Iterator[Finding]:
    """Whether editors check each kind of file by the schema of now."""
    try:
        kinds = editor.file_kinds(setup.project)
    except DataError:  # which the data's own finding has
        return
    try:
        settings = json.loads((setup.root / EDITOR_SETTINGS).read_text(encoding="utf-8"))
        mapped: dict[str, Any] = settings.get("yaml.schemas", {})
    except (OSError, ValueError, AttributeError):
        mapped = {}
    wrong = [kind.file for kind in kinds if mapped.get(f"{SCHEMAS}/{kind.file}") != list(kind.globs) or not _is_current(setup, kind)]
    if wrong:
        hint = f"run: netops init {_shown(setup.root)} --editor"
        yield warning_finding("editor", f"{pluralize(len(wrong), 'schema')} for editors missing or old: {first_few(wrong, 3)}", hint)
    else:
        yield ok_finding("editor", f"{pluralize(len(kinds), 'schema')}, and which files they are for, in {EDITOR_SETTINGS}")


def check_workflows(setup: CheckedSetup) -> Iterator[Finding]:
    """The workflows that use netops: which version they install."""
    texts = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in sorted((setup.root / github.FOLDER).glob("*.y*ml"))}
    ours = {name: text for name, text in texts.items() if "netops" in text}
    if not ours:
        yield warning_finding("ci", f"no workflow of {github.FOLDER} runs netops", f"run: netops init {_shown(setup.root)} --ci github")
        return
    problems = [problem for name, text in ours.items() for problem in _workflow(name, text)]
    yield from problems
    if not problems:
        yield ok_finding("ci", f"{', '.join(ours)}")


def check_nightly_jobs(setup: CheckedSetup) -> Iterator[Finding]:
    """What init wrote to run at night: whether it is about this folder, and its program and variables are there."""
    files = [path for path in sorted((setup.root / nightly.FOLDER).glob("*")) if path.suffix in (".service", ".cron")]
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        problems = list(_night(setup, path, text))
        yield from problems
        if not problems:
            yield ok_finding("nightly", f"{nightly.FOLDER}/{path.name}")


def check_state(setup: CheckedSetup) -> Iterator[Finding]:
    """Whether netops can write where it keeps results, and which targets a run still holds."""
    folder = setup.project.state_dir
    if not os.access(folder if folder.exists() else setup.root, os.W_OK):
        yield error_finding("state", f"{setup.project.relative(folder)}/ cannot be written", f"run: chown -R USER {folder}")
        return
    if not (folder / "state.db").exists():
        yield ok_finding("state", "nothing was deployed from here yet")
        return
    try:
        with State(folder / "state.db") as opened:
            held, unsettled, runs = opened.held(), opened.unsettled(), opened.runs(1)
    except (NetopsError, OSError) as problem:
        yield error_finding(
            "state", f"{setup.project.relative(folder / 'state.db')}: {problem}", "restore it from a backup, or move it away"
        )
        return
    yield from map(_lease, held)
    for one in unsettled:
        yield warning_finding("state", f"how {one.target} ended in run {one.run} is not known", "run: netops history --settle")
    if not (held or unsettled):
        yield ok_finding("state", f"no target is held; the last run is {runs[0].id}" if runs else "no run yet")


def _lease(held: TargetLease) -> Finding:
    if held.liveness == Liveness.LIVES:
        return ok_finding("state", f"{held.target} is held by {held.holder}")
    hint = "the next run takes it over" if held.liveness == Liveness.GONE else f"once it is gone: netops history --free {held.run}"
    return warning_finding("state", f"{held.target} is held by {held.holder}", hint)


def _is_current(setup: CheckedSetup, kind: editor.FileKind) -> bool:
    try:
        return bool(json.loads((setup.root / SCHEMAS / kind.file).read_text(encoding="utf-8")) == json.loads(json.dumps(kind.schema)))
    except (OSError, ValueError):
        return False


def _workflow(name: str, text: str) -> Iterator[Finding]:
    where = f"{github.FOLDER}/{name}"
    try:
        found = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - makes texts only: `on` is a key
    except yaml.YAMLError as problem:
        yield error_finding("ci", f"{where} is no YAML: {' '.join(str(problem).split())}", "correct it")
        return
    if not isinstance(found, dict) or not found.get("on"):
        yield error_finding("ci", f"{where} does not say `on:`, so it never runs", "write on: with the events, such as push:")
    for project, version in _INSTALL.findall(text):
        if project == "netops":
            yield error_finding(
                "ci", f"{where} installs {project}, which is another project", f"install {extras.DISTRIBUTION}=={__version__}"
            )
        elif project == extras.DISTRIBUTION and version != __version__:
            found_version = f"netops {version}" if version else "whatever version is the newest"
            yield warning_finding(
                "ci", f"{where} installs {found_version}, here is {__version__}", f"pin it: {extras.DISTRIBUTION}=={__version__}"
            )


def _night(setup: CheckedSetup, path: Path, text: str) -> Iterator[Finding]:
    where, again = f"{nightly.FOLDER}/{path.name}", f"remove it, then: netops init {_shown(setup.root)} --nightly {_kind(path)}"
    if str(setup.root) not in text.replace("%%", "%"):
        yield error_finding("nightly", f"{where} is about another folder than {setup.root}", again)
    program = re.search(r"^ExecStart=\"?([^\" ]+)|\{ (\S+) ", text, re.MULTILINE)
    if program and not os.access(file := (program[1] or program[2]).strip("'"), os.X_OK):
        yield error_finding("nightly", f"{where} runs {file}, which is not there", again)
    variables = re.search(r"^EnvironmentFile=-(.+)$|set -a && \. (\S+)", text, re.MULTILINE)
    if variables:
        yield from _variables(where, Path((variables[1] or variables[2]).strip("'")))


def _variables(where: str, file: Path) -> Iterator[Finding]:
    if not file.is_file():
        yield error_finding("nightly", f"{where} reads {file}, which is not there", f"write it: NAME='value' lines, then chmod 600 {file}")
        return
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield error_finding("nightly", f"others than its owner can read {file}", f"run: chmod 600 {file}")
    if empty := re.findall(r"^(\w+)=(?:''|\"\"|)$", file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE):
        yield warning_finding("nightly", f"{file} has no value for {first_few(empty)}", "fill them in")


def _kind(path: Path) -> str:
    return "systemd" if path.suffix == ".service" else "cron"


def _shown(root: Path) -> str:
    return "." if root == Path.cwd() else str(root)
