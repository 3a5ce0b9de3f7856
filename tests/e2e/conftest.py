"""A lab of a few targets on a copy of the example company, for a test to break things in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from e2e_lab import LabCompany

from companies import Company
from netops.lab import SimulatedLab, load
from netops.project import Project

Bench = Callable[..., LabCompany]


def started(company: Company, names: tuple[str, ...]) -> LabCompany:
    """A company with a lab of some targets, which the caller ends."""
    company.netops("lab", "up", "--limit", ",".join(names))
    lab = load(Project(company.root))
    assert isinstance(lab, SimulatedLab)
    return LabCompany(company, lab, names)


@pytest.fixture(scope="module")
def untouched(make_example) -> Iterator[LabCompany]:
    """A lab of one switch for all tests that are refused before anything is sent: they leave it, and the company, as they are."""
    made = started(make_example(), ("ber-leaf-1",))
    yield made
    assert made.counted("commits") == {"ber-leaf-1": 0}
    made.company.netops("lab", "down")


@pytest.fixture
def bench(make_example) -> Iterator[Bench]:
    """Makes a lab of some targets; `deployed` ones run what is intended."""
    made: list[Company] = []

    def make(*names: str, deployed: bool = False) -> LabCompany:
        made.append(company := make_example())
        one = started(company, names)
        if deployed:
            one.deploy()
        return one

    yield make
    for company in made:
        company.netops("lab", "down")
