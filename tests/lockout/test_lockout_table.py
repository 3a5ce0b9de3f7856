"""The table of changes, asked twice: simulated devices without a guard, and the guard. They have to agree on every change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lockout_company import Bench
from lockout_lab import Lab
from lockout_table import PLATFORMS, Case, cases

CUTS, ORDINARY = cases("cuts"), cases("ordinary")


@pytest.fixture(scope="module")
def lab(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    made = Lab(bench, tmp_path_factory.mktemp("lab"))
    assert {name: why for name in made.specs if (why := made.world.network.reasons(name))} == {}
    return made


def test_there_are_many() -> None:
    for rows in (CUTS, ORDINARY):
        assert len({str(case) for case in rows}) == len(rows)
    assert {case.platform for case in CUTS} == {case.platform for case in ORDINARY} == set(PLATFORMS.values())
    assert len(CUTS) >= 180


@pytest.mark.parametrize("case", CUTS, ids=str)
def test_a_cut_cuts_and_is_refused(bench: Bench, lab: Lab, case: Case) -> None:
    changed = case.applied(bench.every)
    assert changed is not None, "the text of the target has no such lines"
    assert lab.cut_by(changed), "the simulated device lets netops in"
    steps = bench.verdicts(changed).values()
    found = [(step, text) for step in steps for text in step.lockouts]
    assert found, [(step.risk, step.doubts) for step in steps]
    assert any(line.differs and line.text.strip() in text for step, text in found for line in step.diff), found


def verdicts(bench: Bench, lab: Lab, case: Case) -> tuple[list[str], list[str]]:
    """Why an ordinary change would cut netops off, by the simulated devices or the guard; and what is not understood of it."""
    changed = case.applied(bench.every)
    assert changed is not None
    steps = bench.verdicts(changed).values()
    reasons = [f"{name}: {why}" for name, found in lab.cut_by(changed).items() for why in found]
    lockouts = [text for step in steps for text in step.lockouts]
    return [*reasons, *lockouts], [text for step in steps for text in step.doubts]


def spread(bench: Bench, case: Case) -> Iterator[Case]:
    """A case at each target that has its lines."""
    names = [case.target] if case.target != "*" else bench.of_platform(case.platform)
    yield from (one for one in map(case.at, names) if one.applied(bench.every))


@pytest.mark.parametrize("case", ORDINARY[::3], ids=str)  # all of them, at every target, are asked below
def test_an_ordinary_change_neither_cuts_nor_is_refused(bench: Bench, lab: Lab, case: Case) -> None:
    first = next(spread(bench, case), None)
    assert first is not None, "no target has such lines"
    assert verdicts(bench, lab, first) == ([], [])


@pytest.mark.soak
def test_three_hundred_ordinary_changes(bench: Bench, lab: Lab) -> None:
    found = [(str(one), one.target, *verdicts(bench, lab, one)) for case in ORDINARY for one in spread(bench, case)]
    assert len(found) >= 300
    assert [row for row in found if row[2]] == []
    risky = [row for row in found if row[3]]
    assert len(risky) * 10 <= len(found), risky
