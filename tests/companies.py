"""Companies to try things on: fixtures that write one into a folder of its own, and type commands in it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from netops.cli import run
from outputs import check_output

__all__ = ["Company", "Said", "make_example", "starter", "untouched_starter"]


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Company:
    """A company's folder."""

    root: Path

    def netops(self, *words: str, expect: int | None = 0) -> Said:
        """Runs the command line in this process. Fails when the exit code is not the expected one (None: any), and when what it prints
        for programs is not as its schema has it."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(["-C", str(self.root), *words])
        said = Said(code, out.getvalue(), err.getvalue())
        assert expect is None or code == expect, f"netops {' '.join(words)}: exit {code}, expected {expect}\n{said.out}{said.err}"
        if "json" in words and said.out:
            check_output(words, said.out)
        return said

    def edit(self, file: str, old: str, new: str) -> int:
        """Replaces a text that stands once in a file; gives the number of its first line."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: expected {old!r} once, found it {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def append(self, file: str, text: str) -> None:
        """Adds lines at the end of a file."""
        with (self.root / file).open("a", encoding="utf-8") as end:
            end.write(text)


def _written(root: Path, *options: str) -> Company:
    assert run(["init", str(root), *options]) == 0
    return Company(root)


@pytest.fixture(scope="session")
def untouched_starter(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The small company that `netops init` writes, for all tests of a session: to be read and copied only."""
    return _written(tmp_path_factory.mktemp("starter") / "company")


@pytest.fixture
def starter(untouched_starter: Company, tmp_path: Path) -> Company:
    """A copy of the small company that `netops init` writes."""
    return Company(Path(shutil.copytree(untouched_starter.root, tmp_path / "company")))


@pytest.fixture(scope="session")
def make_example(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Company]:
    """Makes a new copy of the example company, with what netops keeps of one that it has validated and rendered before."""
    original = _written(tmp_path_factory.mktemp("original") / "company", "--example")
    original.netops("render")

    def make() -> Company:
        root = tmp_path_factory.mktemp("example") / "company"
        shutil.copytree(original.root, root)
        return Company(root)

    return make
