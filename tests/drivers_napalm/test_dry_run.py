"""A step tried on each simulated device: it agrees with the prediction, or says what is wrong, and nothing of the try stays there."""

from __future__ import annotations

import pytest
from test_apply_by_commands import INITIAL as NETWORK
from test_apply_by_commands import changed as with_changes

import napalm_sim
from napalm_sim import Sim, running
from netops.deploy.dry_run import DryRunResult, dry_run_step
from netops.drivers.base import Driver
from netops.plan import Step, build_step
from netops.platforms import get
from netops.render import Rendered

pytestmark = pytest.mark.lab

FRR = "hostname r1\n!\nip route 10.0.0.0/8 192.0.2.1\n!\nip prefix-list A seq 5 permit 10.0.0.0/8\n"
INITIAL = {**NETWORK, "frr": FRR}
WAYS = sorted((slug, way) for slug in INITIAL for way in (get(slug).spec.apply, *get(slug).spec.alternatives))
REFUSED = r".*(10\.0\.0\.2|cost 20|192\.0\.2\.2).*"


def changed(slug: str, text: str) -> str:
    return text.replace("192.0.2.1", "192.0.2.2") if slug == "frr" else with_changes(slug, text)


def opened(sim: Sim, slug: str, way: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Driver, str, Step]:
    monkeypatch.setitem(napalm_sim.VERSIONS, "frr", "8.4.4")
    monkeypatch.setitem(napalm_sim.INTERFACES, "frr", ("eth0", "eth1"))
    driver = sim.open(slug, sim.add(slug, "r1", INITIAL[slug]))
    before = running(driver)
    step = build_step(Rendered("r1", slug, changed(slug, before)), way, before, managed=None, applied=None)  # type: ignore[arg-type]
    assert step is not None
    return driver, before, step


UNKNOWN = ("cisco_ios", "cisco_nxos", "frr")
"""Platforms that know a bad line when they compare a file; the others when it is typed into a candidate."""


def files(sim: Sim) -> set[str]:
    return set(getattr(getattr(sim.targets["r1"], "device", None), "flash", ()))


@pytest.mark.parametrize(("slug", "way"), WAYS)
def test_a_device_agrees_and_keeps_nothing(sim: Sim, slug: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, before, step = opened(sim, slug, way, monkeypatch)
    assert dry_run_step(driver, get(slug), step) == DryRunResult("as predicted")
    assert running(driver) == before
    assert not driver.has_pending_commit()
    assert files(sim) == set()


BANNERS = {"cisco_ios": "banner motd ^C\n{}^C\n", "cisco_nxos": "banner motd @\n{}@\n", "arista_eos": "banner motd\n{}EOF\n"}


@pytest.mark.parametrize(("slug", "way"), [(slug, way) for slug, way in WAYS if slug in BANNERS])
def test_a_device_agrees_about_a_banner(sim: Sim, slug: str, way: str) -> None:
    """Where it shows the difference, each line of the text has a sign, also an empty one and one that would be a comment."""
    driver = sim.open(slug, sim.add(slug, "r1", INITIAL[slug] + BANNERS[slug].format("old\n")))
    before = running(driver)
    wanted = before.replace("old\n", "  two spaces\n\n! no comment\n+ no sign\ninterface is no command here\n")
    step = build_step(Rendered("r1", slug, wanted), way, before, managed=None, applied=None)  # type: ignore[arg-type]
    assert step is not None
    assert dry_run_step(driver, get(slug), step) == DryRunResult("as predicted")
    assert running(driver) == before


@pytest.mark.parametrize(("slug", "way"), WAYS)
def test_a_line_that_the_device_does_not_take_is_found(sim: Sim, slug: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, before, step = opened(sim, slug, way, monkeypatch)
    if slug in UNKNOWN:
        wanted = f"flux capacitor\n{changed(slug, before)}"
        made = build_step(Rendered("r1", slug, wanted), way, before, managed=None, applied=None)  # type: ignore[arg-type]
        assert made is not None
        step = made
    else:
        sim.fault("r1", "refuse_line", REFUSED)
    found = dry_run_step(driver, get(slug), step)
    assert found.state in ("refused", "differs") and found.detail, found
    assert running(driver) == before and files(sim) == set()


def test_junos_checks_what_no_text_shows(sim: Sim, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, _, step = opened(sim, "juniper_junos", "replace", monkeypatch)
    sim.fault("r1", "commit_fail")
    found = dry_run_step(driver, get("juniper_junos"), step)
    assert (found.state, "constraint check failed" in found.detail) == ("refused", True)


def test_a_device_that_has_moved_is_not_asked(sim: Sim, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, _, step = opened(sim, "cisco_ios", "replace", monkeypatch)
    sim.type("r1", "configure terminal", "ntp server 10.0.0.9", "end")
    assert dry_run_step(driver, get("cisco_ios"), step).state == "moved"


def test_a_device_that_lacks_a_line_is_not_tried(sim: Sim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(INITIAL, "cisco_nxos", INITIAL["cisco_nxos"].replace("feature scp-server\n", ""))
    driver, _, step = opened(sim, "cisco_nxos", "replace", monkeypatch)
    found = dry_run_step(driver, get("cisco_nxos"), step)
    assert found.state == "refused" and "has no `feature scp-server`: without it NX-OS takes no files; type it once" in found.detail
    assert files(sim) == set()
