"""Changes of a real server and a real router that cut netops off, sent without a guard: they are taken back by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from netops.deploy import DeployJob, TargetResult, apply_target
from netops.drivers.base import Access, Driver, connect
from netops.errors import DeviceError
from netops.events import Outcome
from netops.health import Health
from netops.lab import real
from netops.plan import build_step
from netops.platforms import get
from netops.render import Rendered
from netops.state import State
from real_lab import require_real_lab

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real-cut-off")]

REVERT_AFTER_S = 5
NFT, SSHD = "/etc/nftables.conf", "/etc/ssh/sshd_config.d/50-netops.conf"
OPEN = "flush ruleset\n"
DROPS = """\
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority 0; policy accept;
		tcp dport 22 drop
	}
}
"""
FILES = f"### file {NFT} root:root 0644\n{OPEN}### file {SSHD} root:root 0644\n"
ACTIONS = [
    {"name": "nftables", "paths": [NFT], "reload": [["systemctl", "reload-or-restart", "nftables"]]},
    {"name": "sshd", "paths": [SSHD], "reload": [["systemctl", "reload-or-restart", "ssh"]]},
]
CHANGES = {
    "nft": ("web", "linux", OPEN, DROPS),
    "allow_groups": ("web", "linux", "X11Forwarding no\n", "AllowGroups nosuchgroup\n"),
    "router": ("r1", "frr", "interface eth1\n", "interface lab0\n shutdown\nexit\n!\ninterface eth1\n"),
}

WORDS = {"nft": "cannot reach", "allow_groups": "refuses the login of", "router": "cannot reach"}
"""What the verdict begins with, beside the target and its address."""


@dataclass(frozen=True, slots=True)
class Hosts:
    folder: Path
    targets: dict[str, Any]

    @contextmanager
    def session(self, name: str) -> Iterator[Driver]:
        given = self.targets[name]
        fields = {key: given[key] for key in ("hostname", "port", "username", "password", "transport", "host_key")}
        options = {"optional_args": {"actions": ACTIONS}} if given["platform"] == "linux" else {}
        driver = connect(given["platform"], Access(target=name, timeout_s=4, **fields, **options))
        driver.open()
        with closing(driver):
            yield driver

    def running(self, name: str) -> str:
        with self.session(name) as driver:
            return driver.get_config(retrieve="running")["running"]


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    """A server and a router."""
    require_real_lab()
    folder = tmp_path_factory.mktemp("cut-off")
    router = "frr defaults traditional\nhostname r1\n!\ninterface eth1\n ip address 10.2.255.1/30\nexit\n"
    web = {"name": "web", "platform": "linux", "interfaces": ["eth0"], "addresses": {"eth0": ["10.1.20.12/24"]}}
    made = [
        {"name": "r1", "platform": "frr", "interfaces": ["eth0", "eth1", "lo"], "initial": router},
        {**web, "initial": f"{FILES}X11Forwarding no\n"},
    ]
    started = real.start_lab({"login": {"username": "netops", "password": "a lab's password"}, "targets": made}, folder)["targets"]
    yield Hosts(folder, {name: {**one, "platform": "linux" if name == "web" else "frr"} for name, one in started.items()})
    real.stop_lab(folder)


@pytest.fixture
def job(tmp_path: Path) -> Iterator[DeployJob]:
    with State(tmp_path / "state.db") as state:
        yield DeployJob(state.start("deploy", "abc"), "abc", state, health=Health(wait_s=2), revert_after_s=REVERT_AFTER_S)


def applied(hosts: Hosts, job: DeployJob, change: str) -> tuple[TargetResult | str, str]:
    """What a change without a guard ends in, and what ran before it."""
    name, platform, old, new = CHANGES[change]
    before = hosts.running(name)
    assert old in before
    step = build_step(Rendered(name, platform, before.replace(old, new, 1)), get(platform).spec.way(""), before, managed=None, applied=None)
    assert step is not None
    try:
        with hosts.session(name) as driver:
            return apply_target(driver, get(platform), step, job, lambda: hosts.session(name)), before
    except DeviceError as error:
        return str(error), before


@pytest.mark.parametrize("change", CHANGES)
def test_a_cut_without_a_guard_is_taken_back_and_the_verdict_names_it(hosts: Hosts, job: DeployJob, change: str) -> None:
    name = CHANGES[change][0]
    found, before = applied(hosts, job, change)
    assert isinstance(found, TargetResult), found
    assert found.outcome in (Outcome.REVERTED, Outcome.ROLLED_BACK), found
    assert WORDS[change] in found.detail.splitlines()[0], found.detail
    real.host.wait_for(f"a way in to {name}", lambda: is_open(hosts, name))
    assert hosts.running(name) == before


def is_open(hosts: Hosts, name: str) -> bool:
    try:
        return bool(hosts.running(name))
    except DeviceError:
        return False
