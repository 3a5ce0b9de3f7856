"""A change by commands, on each platform that takes them: it ends in the predicted config, or the old one is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_napalm_xr import INITIAL as XR

import napalm_sim
from napalm_sim import Sim, running
from netops.config import ParsedConfig
from netops.deploy import DeployJob, TargetResult, apply_target
from netops.drivers.base import Access, Driver
from netops.events import Outcome
from netops.plan import Step, build_step
from netops.plan.timer import has_revert_timer
from netops.platforms import get
from netops.render import Rendered
from netops.state import State

pytestmark = pytest.mark.lab

INITIAL = {**napalm_sim.INITIAL, "cisco_xr": XR}
SLUGS = sorted(slug for slug in INITIAL if get(slug).spec.takes("commands"))
TIMED = [slug for slug in SLUGS if has_revert_timer(get(slug), "commands", "")]
CHANGES = {
    "arista_eos": (("10.0.0.1", "10.0.0.2"), ("description one", "description two")),
    "cisco_ios": (("10.0.0.1", "10.0.0.2"), ("path flash:archive", "path flash:archived")),
    "cisco_nxos": (("10.0.0.1", "10.0.0.2"), ("hostname sw1", "hostname sw2")),
    "cisco_xr": (("   cost 10", "   cost 20"), ("hostname r1", "hostname r2")),
    "juniper_junos": (("10.0.0.1", "10.0.0.2"), ("host-name sw1", "host-name sw2")),
}


@pytest.fixture
def job(tmp_path: Path) -> Iterator[DeployJob]:
    with State(tmp_path / "state.db") as state:
        yield DeployJob(state.start("deploy", "abc"), "abc", state)


def planned(slug: str, before: str, wanted: str) -> Step:
    made = build_step(Rendered("r1", slug, wanted), "commands", before, managed=None, applied=None)
    assert made is not None and made.commands
    return made


def changed(slug: str, text: str) -> str:
    for old, new in CHANGES[slug]:
        assert old in text
        text = text.replace(old, new)
    return text


def opened(sim: Sim, slug: str) -> tuple[Access, Driver]:
    access = sim.add(slug, "r1", INITIAL[slug])
    return access, sim.open(slug, access)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_change_ends_in_the_predicted_config(sim: Sim, slug: str, job: DeployJob) -> None:
    access, driver = opened(sim, slug)
    before = running(driver)
    step = planned(slug, before, changed(slug, before))
    done = apply_target(driver, get(slug), step, job)
    assert (done.outcome, done.detail) == (Outcome.APPLIED, "")
    driver.close()
    again = sim.open(slug, access)
    assert ParsedConfig(slug, running(again)).normal() == step.predicted
    assert not again.has_pending_commit()
    sim.call(sim.clock.advance, 600)
    assert ParsedConfig(slug, running(again)).normal() == step.predicted, "no timer of ours takes it back later"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_line_refused_in_the_middle_leaves_the_old_config(sim: Sim, slug: str, job: DeployJob) -> None:
    _, driver = opened(sim, slug)
    before = running(driver)
    step = planned(slug, before, changed(slug, before))
    sim.fault("r1", "refuse_line", r".*(10\.0\.0\.2|cost 20).*")
    done = apply_target(driver, get(slug), step, job)
    assert done.outcome == Outcome.ROLLED_BACK, done.detail
    assert running(driver) == before
    assert not driver.has_pending_commit()


@pytest.mark.parametrize("slug", TIMED)
def test_a_run_that_dies_before_it_confirms_is_taken_back(sim: Sim, slug: str) -> None:
    """The commit is made, then nothing more comes: as after a kill, or when the change cuts the management path."""
    access, driver = opened(sim, slug)
    before = running(driver)
    step = planned(slug, before, changed(slug, before))
    driver.load_merge_candidate(config="\n".join(step.commands) + "\n")
    driver.commit_config(revert_in=get(slug).spec.revert_in(60))
    assert ParsedConfig(slug, running(driver)).normal() == step.predicted
    driver.abort()
    sim.call(sim.clock.advance, 61)
    assert running(sim.open(slug, access)) == before


def test_commands_of_ios_need_no_file_on_the_device(sim: Sim, job: DeployJob) -> None:
    """Who may not, or will not, replace: no SCP, no `file prompt quiet`."""
    access = sim.add("cisco_ios", "r1", "hostname sw1\narchive\n path flash:archive\nntp server 10.0.0.1\n")
    driver = sim.open("cisco_ios", access)
    before = running(driver)
    done = apply_target(driver, get("cisco_ios"), planned("cisco_ios", before, before.replace("10.0.0.1", "10.0.0.2")), job)
    assert done.outcome == Outcome.APPLIED, done.detail


def test_ios_without_an_archive_has_no_timer_and_gets_nothing(sim: Sim, job: DeployJob) -> None:
    driver = sim.open("cisco_ios", sim.add("cisco_ios", "r1", "hostname sw1\nntp server 10.0.0.1\n"))
    before = running(driver)
    done = apply_target(driver, get("cisco_ios"), planned("cisco_ios", before, before.replace("10.0.0.1", "10.0.0.2")), job)
    assert done.outcome == Outcome.ROLLED_BACK
    assert "no `archive` with a path, so IOS has no revert timer" in done.detail
    assert running(driver) == before


@pytest.mark.parametrize("slug", ["cisco_ios", "cisco_nxos", "arista_eos"])
def test_a_banner_arrives_as_it_is(sim: Sim, slug: str, job: DeployJob) -> None:
    banner = {"cisco_ios": "banner motd ^C\n{}^C\n", "cisco_nxos": "banner motd @\n{}@\n", "arista_eos": "banner motd\n{}EOF\n"}[slug]
    text = "  two spaces\n\ninterface is no command here\n"
    access = sim.add(slug, "r1", INITIAL[slug] + banner.format("old\n"))
    driver = sim.open(slug, access)
    before = running(driver)
    step = planned(slug, before, before.replace("old\n", text).replace("10.0.0.1", "10.0.0.2"))
    done: TargetResult = apply_target(driver, get(slug), step, job)
    assert done.outcome == Outcome.APPLIED, done.detail
    assert text in running(driver)


def test_a_platform_is_changed_only_in_ways_that_it_has() -> None:
    ways = {slug: get(slug).spec.way("commands") for slug in (*SLUGS, "frr", "linux")}
    assert ways == {**dict.fromkeys([*SLUGS, "frr"], "commands"), "linux": "replace"}
    assert get("cisco_ios").spec.way("") == "replace"
