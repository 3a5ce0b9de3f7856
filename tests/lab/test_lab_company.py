"""What the templates make of the example company, judged by the simulated devices: every line taken, and printed back as it was sent."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
from lab_verbs import CORES

import netops
from netops.lab import spec
from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import TargetSpec
from netops.model.company import Company
from netops.render import Renderer
from netops.secrets import fill_secrets

ROOT = Path(__file__).parents[2]
OWN = ("version ", "!", "##", "end", "exit-address-family")
"""Lines that are the device's own, or say nothing."""


@lru_cache(maxsize=1)
def company() -> Company:
    return netops.load(ROOT)


def targets() -> list[str]:
    return sorted(name for name, target in company().targets.items() if target.platform in CORES)


def said(text: str) -> list[str]:
    """The lines of a configuration that mean something, without quotes and notes, in any order; `x { }` is `x;`."""
    text = re.sub(r" \{\s*\}", ";", text)
    lines = (line.strip().removesuffix(" ## SECRET-DATA").replace('"', "") for line in text.splitlines())
    return sorted(line for line in lines if line and not line.startswith(OWN))


@pytest.mark.parametrize("name", targets())
def test_a_device_takes_what_is_rendered_and_prints_it_back(name: str) -> None:
    target = company().targets[name]
    entry = spec.target_entries(company(), [target])[0]
    sim = TargetSpec.from_dict({key: value for key, value in entry.items() if key not in ("addresses", "manufacturer")})
    text = fill_secrets(
        Renderer(company().project).render(company().view(name)).text, lambda secret: f"s-{secret}", lambda form, value: f"{form}-{value}"
    )
    driver = CORES[target.platform](sim, Clock())
    driver.load_replace_candidate(text)
    driver.commit_config()
    assert said(driver.get_config()["running"]) == said(text)
    driver.load_replace_candidate(driver.get_config()["running"])
    assert driver.compare_config() == ""
