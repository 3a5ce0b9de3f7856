"""Pages as documents that run: their files are written, their commands typed, and what is shown is what was printed.

In a page, a block of the language `console` has commands (`$ ...`) and what they print; a line `...` there is any number of lines, and
`...` in a line any text. A block below a line with the name of a file is that file; a `diff` block below it changes the file. A block that
is not to run has its reason in the line above: `<!-- not run: REASON -->`. A page with the line `<!-- in the company of the how-to -->` is
followed where the how-to pages are: in the example company, with its lab. `python tests/docs/followed.py PAGE...` types the commands and
writes what they print into the pages.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import netops

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = DOCS / "howto"
THERE = "<!-- in the company of the how-to -->\n"
BLOCK = re.compile(r"^(?:<!-- not run: ([^\n]+) -->\n)?(?:`([^`\n]+)`:\n\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"\b\d{8}-\d{6}-[0-9a-f]{8}\b")
VOLATILE = re.compile(
    rf"{RUN.pattern}"
    r"|\b[0-9a-f]{12,40}\b(?: \d{4}-\d\d-\d\d)?"
    r"|\b\d+ (?:minutes?|seconds?|hours?) ago"
    r"|\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\+\d\d:\d\d)?)?"
    r"|\b\d+(?:\.\d+)? m?s\b"
)
"""What is another one each time: the number of a run, a commit, an age, a time, a duration."""
SHELL = re.compile(r"[|<>;&$`*(){}=~]")
"""What makes a command one for a shell; a plain `netops` command runs in this process, without the start of another one."""
CHANGES_THE_LAB = re.compile(r"netops (?:deploy|rollback|lab exec)\b")
PLACE = "/home/ann/network"
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
OF_A_SHELL = {"PATH": PATH, "PYTHONPATH": str(Path(netops.__file__).parents[1]), "PYTHONUNBUFFERED": "1"}
OF_BASH = {"PWD", "OLDPWD", "SHLVL", "_"}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page. `skipped`: why it is not run; `name`: the file that it is, or changes."""

    skipped: str
    name: str
    language: str
    body: str

    @property
    def is_run(self) -> bool:
        return self.language == "console" and not self.skipped


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a page, what the page shows below it, and what it printed now."""

    command: str
    shown: str
    printed: str

    @property
    def is_right(self) -> bool:
        return matches(self.shown, self.printed)


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page."""
    return [Block(*(part or "" for part in found)) for found in BLOCK.findall(text)]


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with its further lines (`> ...`), and what the page shows below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        found = re.match(r"[^\n]*\n(?:> [^\n]*\n)*", part)
        assert found
        yield found[0].replace("\n> ", "\n").rstrip("\n"), part[found.end() :]


def matches(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed, but for what it leaves out and what is another one each time."""
    parts = re.split(r"(^\.\.\.$\n?|\.\.\.)", VOLATILE.sub("#", shown), flags=re.MULTILINE)
    pattern = "".join({"...\n": r"(?:.*\n)*", "...": ".*"}.get(part, re.escape(part)) for part in parts)
    return re.fullmatch(pattern, VOLATILE.sub("#", printed)) is not None


def shortened(shown: str, printed: str) -> str:
    """What was printed, with as much left out in the middle, and in its lines, as the page leaves out."""
    old = shown.splitlines(keepends=True)
    short = [line for line in old if "..." in line and line != "...\n"]
    new = [next((line for line in short if matches(line, found)), found) for found in printed.splitlines(keepends=True)]
    if "...\n" not in old:
        return "".join(new)
    head, tail = old.index("...\n"), len(old) - 1 - old.index("...\n")
    return "".join(new) if head + tail >= len(new) else "".join([*new[:head], "...\n", *new[len(new) - tail :]])


@dataclass(slots=True)
class Session:
    """A shell in a folder: where it is, and its variables, pass from one command to the next."""

    place: Path
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)

    def write(self, block: Block) -> None:
        """Write the file that a block is, or change the one that it changes."""
        path = self.folder / block.name
        if block.language != "diff":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body)
            return
        for hunk in re.split(r"^@@.*\n", block.body, flags=re.MULTILINE):
            lines = [line or " " for line in hunk.splitlines()]
            old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in kinds) for kinds in (" -", " +"))
            text = path.read_text()
            assert text.count(old) == 1, f"{block.name}: expected once, found {text.count(old)} times:\n{old}"
            path.write_text(text.replace(old, new))

    def type(self, command: str, shown: str = "") -> Step:
        """Type a command. The numbers of runs that the page shows are those of these runs from now on."""
        actual = RUN.sub(lambda run: self.runs.get(run[0], run[0]), command)
        plain = actual.startswith("netops ") and not SHELL.search(re.sub(r"'[^']*'", "", actual))
        printed = (self._call(actual) if plain else self._shell(actual)).replace(str(self.place), PLACE)
        self.runs.update(zip(RUN.findall(shown), RUN.findall(printed), strict=False))
        return Step(command, shown, printed)

    def _call(self, command: str) -> str:
        from netops.cli import run

        out, before = io.StringIO(), dict(os.environ)
        os.environ.update(self.environment)
        try:
            with chdir(self.folder), redirect_stdout(out), redirect_stderr(out):
                run(shlex.split(command, comments=True)[1:])
        finally:
            os.environ.clear()
            os.environ.update(before)
        return out.getvalue()

    def _shell(self, command: str) -> str:
        environment = {**os.environ, **OF_A_SHELL, "HOME": str(self.place), **self.environment}
        with tempfile.NamedTemporaryFile("r") as after:
            script = f"{command}\n{{ pwd; env -0; }} >{after.name}"
            both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
            printed = subprocess.run(["bash", "-c", script], cwd=self.folder, env=environment, text=True, check=False, **both).stdout
            where, _, variables = after.read().partition("\n")
        self.folder = Path(where or self.folder)
        found = dict(variable.split("=", 1) for variable in variables.split("\0") if "=" in variable)
        self.environment |= {name: value for name, value in found.items() if environment.get(name) != value and name not in OF_BASH}
        return printed

    def follow(self, text: str) -> Iterator[Step]:
        """Do what a page says, block by block."""
        for block in blocks(text):
            if block.name and not block.skipped:
                self.write(block)
            for command, shown in commands(block.body) if block.is_run else ():
                yield self.type(command, shown)


def followed_pages() -> list[Path]:
    """The pages with commands that run."""
    return [page for page in sorted(DOCS.rglob("*.md")) if any(block.is_run for block in blocks(page.read_text()))]


@dataclass(slots=True)
class Desk:
    """Where pages are followed: those of a how-to, and others that say so, in the company of `howto/index.md`, each other one in an empty
    folder."""

    root: Path
    office: Session | None = None
    set_up: list[Step] = field(default_factory=list)

    def follow(self, page: Path) -> list[Step]:
        if page.parent == HOW_TO or THERE in page.read_text():
            return self._in_the_office(page)
        session = self._session()
        steps = list(session.follow(page.read_text()))
        _close_labs(session.place)
        return steps

    def _session(self) -> Session:
        place = Path(tempfile.mkdtemp(dir=self.root))
        return Session(place, place)

    def _in_the_office(self, page: Path) -> list[Step]:
        if self.office is None:
            self.office = self._session()
            self.set_up = list(self.office.follow((HOW_TO / "index.md").read_text()))
        if page.name == "index.md":
            return self.set_up
        steps = list(Session(self.office.place, self.office.folder).follow(page.read_text()))
        self._tidy_up(any(CHANGES_THE_LAB.search(step.command) for step in steps))
        return steps

    def _tidy_up(self, lab_was_changed: bool) -> None:
        """The company as it was before the page, and its lab."""
        assert self.office
        self.office.type(
            "git checkout --quiet --force main && git reset --quiet --hard && git clean --quiet -d --force && rm -rf .netops/backups"
        )
        if lab_was_changed:
            self.office.type("netops deploy --lab --yes --overwrite-manual --allow-removals 9999")

    def close(self) -> None:
        if self.office:
            _close_labs(self.office.place)


def _close_labs(place: Path) -> None:
    """A lab that a page has started does not outlive it."""
    for company in place.glob("*/netops.yaml"):
        if (company.parent / ".netops/lab").is_dir():
            Session(place, company.parent).type("netops lab down")


def rewritten(text: str, steps: list[Step]) -> str:
    """The page with what its commands print now."""
    left = iter(steps)

    def block(found: re.Match[str]) -> str:
        if found[3] != "console" or found[1]:
            return found[0]
        body = ""
        for step in (next(left) for _ in commands(found[4])):
            lines = step.command.replace("\n", "\n> ")
            body += f"$ {lines}\n" + (step.shown if step.is_right else shortened(step.shown, step.printed))
        return found[0][: found.start(4) - found.start()] + body + found[0][found.end(4) - found.start() :]

    return BLOCK.sub(block, text)


def main(names: list[str]) -> None:
    root = Path(tempfile.mkdtemp())
    desk = Desk(root)
    try:
        for page in [Path(name).resolve() for name in names] or followed_pages():
            page.write_text(rewritten(page.read_text(), desk.follow(page)))
    finally:
        desk.close()
        shutil.rmtree(root)


if __name__ == "__main__":
    main(sys.argv[1:])
