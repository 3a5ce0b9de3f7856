"""One simulated lab per test session, in a folder of its own; each test takes targets that no other test has touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import napalm
import pytest

from netops.lab import SimulatedLab
from netops.lab.start import start_process

PER_PLATFORM = 20
PASSWORD = "generated-for-this-session"
INITIAL = {
    "arista_eos": (
        "username netops privilege 15 role network-admin secret sha512 $6$x\nhostname {name}\nntp server 192.0.2.1\n"
        "interface Management1\n   ip address 192.0.2.10/24\nmanagement api http-commands\n   no shutdown\n"
    ),
    "cisco_ios": (
        "hostname {name}\nlldp run\narchive\n path flash:archive\ninterface Vlan100\n ip address 192.0.2.10 255.255.255.0\n"
        "ip scp server enable\nline vty 0 4\n login local\nntp server 192.0.2.1\n"
    ),
    "juniper_junos": (
        "system {{ host-name {name}; services {{ netconf {{ ssh; }} }} ntp {{ server 192.0.2.1; }} }}\n"
        "interfaces {{ ge-0/0/0 {{ description uplink; unit 0 {{ family inet {{ address 192.0.2.10/24; }} }} }} }}\n"
    ),
}
INTERFACES = {
    "arista_eos": ["Ethernet1", "Ethernet2", "Management1"],
    "cisco_ios": ["GigabitEthernet1/0/1", "GigabitEthernet1/0/2"],
    "juniper_junos": ["ge-0/0/0", "ge-0/0/1"],
}
OS_VERSIONS = {"arista_eos": "4.30.1F", "cisco_ios": "17.9.4", "juniper_junos": "22.4R1.10"}
DRIVERS = {"arista_eos": "eos", "cisco_ios": "ios", "juniper_junos": "junos"}


def entry(platform: str, name: str) -> dict[str, Any]:
    """The spec of a target with a neighbour on its first interface."""
    first = INTERFACES[platform][0]
    return {
        "name": name,
        "platform": platform,
        "hostname": name,
        "model": "MODEL-1",
        "serial": f"S-{name}",
        "os_version": OS_VERSIONS[platform],
        "interfaces": INTERFACES[platform],
        "neighbors": [{"interface": first, "device": "other", "port": "Ethernet9"}],
        "initial": INITIAL[platform].format(name=name),
    }


def content(targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "login": {"username": "netops", "password": PASSWORD},
        "secrets": {"snmp_ro": "s3cret"},
        "banner": "lab: test",
        "targets": targets,
    }


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
