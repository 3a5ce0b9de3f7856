"""One simulated lab per test session, in a folder of its own; each test takes targets that no other test has touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import napalm
import pytest
from lab_entries import DRIVERS, INITIAL, content, entry

from netops.lab import SimulatedLab
from netops.lab.start import start_process

PER_PLATFORM = 20


@pytest.fixture(scope="session")
def simulated_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedLab]:
    folder = tmp_path_factory.mktemp("lab")
    targets = [entry(platform, f"{DRIVERS[platform]}-{n}") for platform in INITIAL for n in range(PER_PLATFORM)]
    start_process(folder, content(targets))
    lab = SimulatedLab(folder, json.loads((folder / "targets.json").read_text()))
    yield lab
    lab.down()


@pytest.fixture(scope="session")
def _unused(simulated_lab: SimulatedLab) -> dict[str, Iterator[str]]:
    return {p: iter([n for n, t in simulated_lab.targets.items() if t["platform"] == p]) for p in INITIAL}


@pytest.fixture
def fresh(_unused: dict[str, Iterator[str]]) -> Callable[[str], str]:
    """Gives the name of a target of a platform that no test has used."""
    return lambda platform: next(_unused[platform])


@pytest.fixture
def connect(simulated_lab: SimulatedLab) -> Iterator[Callable[..., Any]]:
    """Opens NAPALM's own driver on a target; closed at the end of the test."""
    opened = []

    def make(name: str, **settings: Any) -> Any:
        target = simulated_lab.targets[name]
        arguments = {**target["optional_args"], **settings.pop("optional_args", {})}
        login = {"username": target["username"], "password": target["password"], **settings}
        driver = napalm.get_network_driver(DRIVERS[target["platform"]])(target["hostname"], optional_args=arguments, **login)
        driver.open()
        opened.append(driver)
        return driver

    yield make
    for driver in opened:
        driver.close()
