"""A lab of a few targets on a copy of the example company, for a test to break things in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from e2e_lab import LabCompany

from companies import Company
from netops.lab import SimulatedLab, load
from netops.project import Project

Bench = Callable[..., LabCompany]


@pytest.fixture
def bench(make_example) -> Iterator[Bench]:
    """Makes a lab of some targets; `deployed` ones run what is intended."""
    made: list[Company] = []

    def make(*names: str, deployed: bool = False) -> LabCompany:
        made.append(company := make_example())
        company.netops("lab", "up", "--limit", ",".join(names))
        lab = load(Project(company.root))
        assert isinstance(lab, SimulatedLab)
        one = LabCompany(company, lab, names)
        if deployed:
            one.deploy()
        return one

    yield make
    for company in made:
        company.netops("lab", "down")
