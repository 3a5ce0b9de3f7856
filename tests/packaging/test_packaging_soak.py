"""The parts of `make soak`: each slow test is in one of them, and what has passed is not run again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import soak

TESTS = Path(__file__).parents[1]


def test_every_slow_test_is_in_a_part() -> None:
    marked = re.compile(r"@pytest\.mark\.soak\n(?:@.*\n)*def (\w+)")
    slow = {
        f"{path.relative_to(TESTS.parent).as_posix()}::{name}"
        for path in TESTS.rglob("test_*.py")
        for name in marked.findall(path.read_text())
    }
    assert {tests.partition("[")[0] for tests in soak.PARTS.values()} == slow


@pytest.mark.parametrize(("commit", "expected"), [("abc", ["b"]), ("abd", ["a", "b"])])
def test_what_has_passed_at_this_commit_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commit: str, expected: list[str]
) -> None:
    run: list[str] = []
    monkeypatch.setattr(soak, "RECORD", tmp_path / "soak.json")
    monkeypatch.setattr(soak, "PARTS", {"a": "x", "b": "y"})
    monkeypatch.setattr(soak, "current_commit", lambda: commit)
    monkeypatch.setattr(soak, "passes", lambda part, commit: run.append(part) or part == "a")
    (tmp_path / "soak.json").write_text(json.dumps({"a": {"commit": "abc", "took": "1 s"}}))
    assert soak.main(["--resume"]) == 1
    assert run == expected
    assert soak.main(["a"]) == 0


def test_a_part_that_there_is_not_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        soak.main(["mutants"])
    assert "no part 'mutants'; parts: mutants-1of8, " in capsys.readouterr().err
