"""Changes of a real FRR router that lose a neighbour: taken back, with the name of what was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from netops.deploy import DeployJob, TargetResult, apply_target
from netops.drivers.base import Access, Driver, connect
from netops.events import Outcome
from netops.health import Health
from netops.lab import real
from netops.plan import Step, build_step
from netops.platforms import get
from netops.render import Rendered
from netops.state import State
from real_lab import require_real_lab

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real-health")]

FRR = get("frr")
LOGIN = {"username": "netops", "password": "a lab's password"}
CONFIG = """\
frr defaults traditional
hostname {name}
!
ip route {prefix} blackhole
!
interface eth1
 ip address 10.2.255.{own}/30
 ip ospf area 0
 ip ospf dead-interval 4
 ip ospf hello-interval 1
 ip ospf network point-to-point
exit
!
router bgp 6502{own}
 no bgp ebgp-requires-policy
 no bgp network import-check
 neighbor 10.2.255.{other} remote-as 6502{other}
 neighbor 10.2.255.{other} timers connect 1
 address-family ipv4 unicast
  network {prefix}
 exit-address-family
exit
!
router ospf
 redistribute static
exit
"""


def target(name: str, other_name: str, own: int, other: int) -> dict[str, Any]:
    return {
        "name": name,
        "platform": "frr",
        "interfaces": ["eth0", "eth1", "lo"],
        "neighbors": [{"interface": "eth1", "device": other_name, "remote_interface": "eth1"}],
        "initial": CONFIG.format(name=name, own=own, other=other, prefix=f"192.0.2.{own * 8}/29"),
    }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two routers that are neighbours; `access` reaches the first."""

    state_dir: Path
    access: Access

    @contextmanager
    def session(self) -> Iterator[Driver]:
        driver = connect("frr", self.access)
        driver.open()
        with closing(driver):
            yield driver

    def running(self) -> str:
        with self.session() as driver:
            return driver.get_config(retrieve="running")["running"]

    def type(self, *commands: str) -> str:
        return real.execute_on_host(self.state_dir, "r1", commands)[1]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two routers with an OSPF neighbour, a BGP session, and routes by both."""
    require_real_lab()
    folder = tmp_path_factory.mktemp("pair")
    started = real.start_lab({"login": LOGIN, "targets": [target("r1", "r2", 1, 2), target("r2", "r1", 2, 1)]}, folder)
    given = started["targets"]["r1"]
    fields = {key: given[key] for key in ("hostname", "port", "username", "password", "transport", "host_key")}
    made = Pair(folder, Access(target="r1", timeout_s=20, **fields))
    real.host.wait_for("neighbours and routes of both", lambda: is_converged(made))
    yield made
    real.stop_lab(folder)


def is_converged(pair: Pair) -> bool:
    with pair.session() as driver:
        ospf, routes = driver.get_ospf_neighbors(), driver.get_route_counts()  # type: ignore[attr-defined]
        peers = driver.get_bgp_neighbors()["global"]["peers"]  # type: ignore[attr-defined]
    return bool(ospf) and all(one["is_up"] for one in [*ospf, *peers.values()]) and routes.get("bgp") == 1 and routes.get("ospf") == 2


@pytest.fixture
def job(tmp_path: Path) -> Iterator[DeployJob]:
    with State(tmp_path / "state.db") as state:
        yield DeployJob(state.start("deploy", "abc"), "abc", state, health=Health(wait_s=5))


def step_of(running: str, old: str, new: str) -> Step:
    assert old in running
    made = build_step(Rendered("r1", "frr", running.replace(old, new)), "commands", running, managed=None, applied=None)
    assert made is not None
    return made


def apply(
    pair: Pair, job: DeployJob, old: str, new: str, session: Callable[[], AbstractContextManager[Driver]] | None = None
) -> TargetResult:
    with pair.session() as driver:
        return apply_target(driver, FRR, step_of(pair.running(), old, new), job, session or pair.session)


LOST = [
    (" ip ospf area 0\n", " ip ospf area 1\n", "OSPF: 10.98."),
    (" ip ospf hello-interval 1\n", " ip ospf hello-interval 2\n", "OSPF: 10.98."),
    (" neighbor 10.2.255.2 remote-as 65022\n", " neighbor 10.2.255.2 remote-as 65023\n", "BGP: session with 10.2.255.2: lost"),
]


@pytest.mark.parametrize(("old", "new", "lost"), LOST, ids=["area", "hello-interval", "remote-as"])
def test_a_change_that_loses_a_neighbour_is_rolled_back_and_names_it(pair: Pair, job: DeployJob, old: str, new: str, lost: str) -> None:
    """A wrong hello interval shows only when the hold time is over: the neighbour has to be heard again."""
    before = pair.running()
    done = apply(pair, job, old, new)
    assert done.outcome == Outcome.ROLLED_BACK, done
    assert f"r1: it is not as healthy as before the change: {lost}" in done.detail
    assert pair.running() == before
    assert done.unchecked == ()
    with pair.session() as driver:
        assert not driver.has_pending_commit()
    real.host.wait_for("the neighbours again", lambda: is_converged(pair))


@pytest.mark.parametrize(
    ("old", "new"),
    [(" ip ospf area 0\n", ""), ("ip route 192.0.2.8/29 blackhole\n", "ip route 192.0.2.8/29 blackhole 20\n")],
    ids=["no OSPF there", "a route"],
)
def test_what_a_change_removes_is_not_lost(pair: Pair, job: DeployJob, old: str, new: str) -> None:
    before = pair.running()
    assert apply(pair, job, old, new).outcome == Outcome.APPLIED
    running = pair.running()
    with pair.session() as driver:
        back = build_step(Rendered("r1", "frr", before), "commands", running, managed=None, applied=None)
        assert back is not None
        assert apply_target(driver, FRR, back, job, pair.session).outcome == Outcome.APPLIED
    real.host.wait_for("the neighbours again", lambda: is_converged(pair))
