"""The whole cycle of a change on each platform, over the vendor's protocol and NAPALM's own drivers."""

from __future__ import annotations

import pytest

from napalm_sim import PLATFORMS, TIMED, Sim, running
from netops.platforms import get

pytestmark = pytest.mark.lab


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def changed(text: str) -> str:
    return text.replace("10.0.0.1", "10.0.0.2")


def test_replace_commit_reads_back(sim: Sim, platform: str) -> None:
    driver = sim.open(platform, sim.add(platform))
    before = running(driver)
    driver.load_replace_candidate(config=changed(before))
    assert "10.0.0.2" in driver.compare_config()
    if get(platform).spec.candidate_readable:
        assert "10.0.0.2" in driver.get_config(retrieve="candidate")["candidate"]
    driver.commit_config()
    assert "10.0.0.2" in running(driver) and "10.0.0.1" not in running(driver)
    assert not driver.has_pending_commit()
    driver.rollback()
    assert running(driver) == before


@pytest.mark.parametrize("platform", TIMED)
def test_timed_commit_is_confirmed(sim: Sim, platform: str) -> None:
    driver = sim.open(platform, sim.add(platform))
    before = running(driver)
    driver.load_replace_candidate(config=changed(before))
    driver.commit_config(revert_in=120)
    assert driver.has_pending_commit()
    driver.confirm_commit()
    assert not driver.has_pending_commit()
    sim.call(sim.clock.advance, 300)
    assert "10.0.0.2" in running(driver)
    driver.rollback()
    assert running(driver) == before


@pytest.mark.parametrize("platform", TIMED)
def test_timed_commit_reverts_by_itself(sim: Sim, platform: str) -> None:
    driver = sim.open(platform, sim.add(platform))
    before = running(driver)
    driver.load_replace_candidate(config=changed(before))
    driver.commit_config(revert_in=60)
    sim.call(sim.clock.advance, 61)
    assert running(driver) == before
    assert not driver.has_pending_commit()
