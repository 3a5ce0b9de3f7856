"""Classic ways to cut oneself off: each is LOCKOUT, and names a line of the change."""

from __future__ import annotations

import pytest
from lockout_cases import CUTS, Cut
from lockout_company import Bench

ALL = [(platform, one) for platform, cuts in CUTS.items() for one in cuts]


def test_there_are_many() -> None:
    assert len(ALL) >= 60
    assert len({(platform, one.name) for platform, one in ALL}) == len(ALL)


@pytest.mark.parametrize(("platform", "one"), ALL, ids=lambda value: value.name if isinstance(value, Cut) else value)
def test_cut(bench: Bench, platform: str, one: Cut) -> None:
    step = bench.verdict(one.target, *one.edits)
    assert step.risk == "LOCKOUT", f"{step.diff}\n{step.doubts}"
    assert any(line.differs and line.text.strip() in step.lockouts[0] for line in step.diff), step.lockouts
