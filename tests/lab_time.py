"""Runs that wait for the timer of a simulated target: the lab's clock goes on in their place, and nobody waits."""

from __future__ import annotations

from functools import partial

import pytest

from netops.deploy import DeployJob
from netops.jobs import deploying
from netops.lab import SimulatedLab


def wait_on_lab_clock(monkeypatch: pytest.MonkeyPatch, lab: SimulatedLab) -> None:
    """From here on a deploy of this process that waits some seconds lets them go by in the lab."""
    monkeypatch.setattr(deploying, "DeployJob", partial(DeployJob, pause=lab.advance))
