"""Cases: `running.txt` and `intended.txt` of a folder give exactly `diff.txt` and `commands.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from netops import config

CASES = sorted(Path(__file__).parent.glob("cases/*/*"))


def told(platform: str, running: str, intended: str) -> str:
    """A difference as text: sign, line numbers on both sides, the line."""
    return "".join(
        f"{line.sign} {line.running_line or '.':>3} {line.intended_line or '.':>3} {'  ' * line.depth}{line.text}\n"
        for line in config.diff(platform, running, intended)
    )


def read(case: Path) -> tuple[str, str, str]:
    return case.parent.name, (case / "running.txt").read_text(), (case / "intended.txt").read_text()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_case(case: Path) -> None:
    platform, running, intended = read(case)
    commands = config.remediate(platform, running, intended)
    assert told(platform, running, intended) == (case / "diff.txt").read_text()
    assert "".join(f"{line}\n" for line in commands) == (case / "commands.txt").read_text()
    after = config.predict(platform, running, commands)
    assert config.diff(platform, after, intended) == ()
    assert config.diff(platform, config.predict(platform, after, config.rollback(platform, running, intended)), running) == ()
