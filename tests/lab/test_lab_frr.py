"""Simulated FRR routers: what they take, refuse and print, judged by real FRR where it can run, and through the real driver."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from frr_edits import edits
from lab_entries import content

import netops
from netops.drivers import base
from netops.errors import DeviceError, LineRefused, LoginRefused, Unreachable
from netops.lab import SimulatedLab, spec
from netops.lab.sim import frr_text
from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.frr_router import FrrRouter
from netops.lab.sim.frr_vtysh import execute
from netops.lab.start import start_process
from netops.model.company import Company
from netops.render import Renderer
from netops.secrets import fill_secrets

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).with_name("frr")
INTERFACES = ("eth0", "eth1", "eth2", "eth10", "lo")
INITIAL = "frr defaults traditional\nhostname r1\n!\ninterface eth0\n ip address 192.0.2.10/24\nexit\n"
BEFORE = (
    "frr version 8.4.4\nfrr defaults traditional\nhostname r1\nservice integrated-vtysh-config\n!\n"
    "interface eth0\n ip address 192.0.2.10/24\nexit\n!\nend\n"
)
CHANGE = "interface eth1\n description changed\nexit\nip route 10.66.0.0/16 blackhole\n"
AFTER = BEFORE.replace("!\ninterface", "!\nip route 10.66.0.0/16 blackhole\n!\ninterface", 1).replace(
    "!\nend", "!\ninterface eth1\n description changed\nexit\n!\nend"
)


def router(initial: str = INITIAL, name: str = "r1") -> FrrRouter:
    return FrrRouter(TargetSpec(name, "frr", name, interfaces=INTERFACES, initial=initial), Clock())


# -- what a router takes and prints


def test_a_config_typed_in_any_order_is_printed_in_frrs_order() -> None:
    simulated = router("")
    assert [complaint.reported for complaint in simulated.enter((CASES / "typed.conf").read_text())] == []
    assert frr_text.config_as_text(simulated.running) == (CASES / "shown.conf").read_text()
    assert frr_text.config_as_text(router((CASES / "shown.conf").read_text()).running) == frr_text.config_as_text(simulated.running)


REFUSED = [
    ("foo bar", "line 1: % Unknown command[4]: foo bar\n", "", 2),
    ("interface eth0\n ip adress 10.9.9.9/24", "line 2: % Unknown command[17]:  ip adress 10.9.9.9/24\n", "", 2),
    ("interface eth0\n ip address 10.0.0.300/24", "line 2: % Unknown command[17]:  ip address 10.0.0.300/24\n", "", 2),
    ("ip route 10.0.0.0/8", "line 1: % Command incomplete[4]: ip route 10.0.0.0/8\n\n", "", 4),
    ("no ip route 10.77.0.0/16 blackhole", "", "% Refusing to remove a non-existent route\n", 0),
    (
        "interface eth0\n no ip address 10.1.1.1/24",
        "line 2: Failure to communicate[13] to zebra, line:  no ip address 10.1.1.1/24\n\n",
        "% Can't find address\n",
        13,
    ),
    (
        "router bgp 65020\n neighbor 9.9.9.9 description x",
        "line 2: Failure to communicate[13] to bgpd, line:  neighbor 9.9.9.9 description x\n\n",
        "% Specify remote-as or peer-group commands first\n",
        13,
    ),
    (
        "ip prefix-list P seq 5 permit 10.0.0.0/8 le 7",
        "",
        "% Configuration failed.\n\nError type: validation\n"
        "Error description: Invalid prefix range for 10.0.0.0/8: Make sure that mask length <= ge <= le\n"
        "The following commands were dynamically grouped into the same transaction and rejected:\n"
        "- ip prefix-list P seq 5 permit 10.0.0.0/8 le 7\n",
        0,
    ),
    ("no router ospf", "line 1: Failure to communicate[13] to ospfd, line: no router ospf\n\n", "", 13),
    (
        "interface eth0\n ip ospf area 0\n ip ospf area 1",
        "line 3: Failure to communicate[13] to ospfd, line:  ip ospf area 1\n\n",
        "Must remove previous area config before changing ospf area\n",
        13,
    ),
]


@pytest.mark.parametrize(("text", "told", "said", "code"), REFUSED)
def test_a_refused_line_is_named_as_frr_names_it_and_the_others_are_in(text: str, told: str, said: str, code: int) -> None:
    simulated = router()
    complaints = simulated.enter(f"{text}\nip route 10.66.0.0/16 blackhole\n")
    assert [(c.reported, c.said, c.code) for c in complaints] == [(told, said, code)]
    assert "\nip route 10.66.0.0/16 blackhole\n" in frr_text.config_as_text(simulated.running)


def test_a_check_knows_words_not_daemons() -> None:
    simulated = router()
    assert [c.reported for c in simulated.check("".join(f"{text}\nexit\n" for text, *_ in REFUSED[4:]))] == []
    assert [c.reported for c in simulated.check("ip route 10.0.0.0/8 blackhole\nip rute x\n")] == [
        "line 2: % Unknown command[4]: ip rute x\n"
    ]
    assert frr_text.config_as_text(simulated.running) == BEFORE


def test_a_peer_takes_its_lines_along() -> None:
    simulated = router((CASES / "shown.conf").read_text())
    simulated.enter("router bgp 65020\n no neighbor 172.20.2.0\nexit\n")
    assert "172.20.2.0" not in frr_text.config_as_text(simulated.running)


def test_a_reload_leads_from_any_config_to_any_other() -> None:
    texts = [BEFORE, AFTER, (CASES / "shown.conf").read_text()]
    for old in texts:
        for new in texts:
            simulated = router(old)
            assert simulated.reload(simulated.parse(new)) == []
            assert frr_text.config_as_text(simulated.running) == frr_text.config_as_text(router(new).running)


def test_typing_stops_at_the_first_line_that_is_not_taken() -> None:
    simulated = router()
    assert execute(simulated, ["conf t", "int eth1", "desc changed", "exit", "ip route 10.66.0.0/16 blackhole", "end", "wr"]).ok
    assert frr_text.config_as_text(simulated.running) == AFTER
    assert simulated.startup == AFTER.removesuffix("end\n")
    answer = execute(simulated, ["configure terminal", "ip rote 1.1.1.1/32 blackhole", "hostname never"])
    assert (answer.output, answer.ok) == ("% Unknown command: ip rote 1.1.1.1/32 blackhole\n", False)
    assert execute(simulated, ["show ip"]).output == "% Unknown command: show ip\n"
    assert simulated.hostname == "r1"


@lru_cache(maxsize=1)
def company() -> Company:
    return netops.load(ROOT)


def rendered(name: str) -> str:
    text = Renderer(company().project).render(company().view(name)).text
    return fill_secrets(text, lambda secret: f"s-{secret}", lambda form, value: f"{form}-{value}")


def company_router(name: str) -> FrrRouter:
    entry = spec.target_entries(company(), [company().targets[name]])[0]
    return FrrRouter(
        TargetSpec.from_dict({key: value for key, value in entry.items() if key not in ("addresses", "manufacturer")}), Clock()
    )


@pytest.mark.parametrize("name", ["ber-rtr-1", "ber-rtr-2", "ham-rtr-1", "ham-rtr-2"])
def test_a_router_prints_the_companys_config_to_the_letter(name: str) -> None:
    simulated = company_router(name)
    assert simulated.enter(rendered(name)) == []
    assert frr_text.config_as_text(simulated.running) == rendered(name)


# -- through the driver


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedLab]:
    folder = tmp_path_factory.mktemp("frr-lab")
    neighbors = [{"interface": "eth1", "device": "r2", "port": "eth7"}]
    entries = [
        {"name": f"r{n}", "platform": "frr", "hostname": "r1", "interfaces": INTERFACES, "neighbors": neighbors, "initial": INITIAL}
        for n in range(20)
    ]
    start_process(folder, content(entries))
    lab = SimulatedLab(folder, json.loads((folder / "targets.json").read_text()))
    yield lab
    lab.down()


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return count()


@pytest.fixture
def name(numbers: Iterator[int]) -> str:
    """A router that no other test has touched."""
    return f"r{next(numbers)}"


@pytest.fixture
def access(lab: SimulatedLab, name: str) -> base.Access:
    given = lab.targets[name]
    fields = {key: given[key] for key in ("hostname", "port", "username", "password", "transport", "host_key")}
    return base.Access(target=name, timeout_s=20, **fields)


@pytest.fixture
def connect() -> Iterator[Callable[[base.Access], Any]]:
    opened = []

    def make(access: base.Access) -> Any:
        driver = base.connect("frr", access)
        opened.append(driver)
        driver.open()
        return driver

    yield make
    for driver in opened:
        driver.close()


def running(driver: Any) -> str:
    text: str = driver.get_config("running")["running"]
    return text


@pytest.mark.lab
def test_commands_are_compared_applied_saved_and_rolled_back(access: base.Access, connect: Callable[[base.Access], Any]) -> None:
    driver = connect(access)
    assert running(driver) == BEFORE
    driver.load_merge_candidate(config=CHANGE)
    assert driver.compare_config() == "+interface eth1\n+ description changed\n+ip route 10.66.0.0/16 blackhole"
    driver.commit_config()
    assert (running(driver), driver.get_config("startup")["startup"]) == (AFTER, AFTER.removesuffix("end\n"))
    driver.rollback()
    assert (running(driver), driver.get_config("startup")["startup"]) == (BEFORE, BEFORE.removesuffix("end\n"))


@pytest.mark.lab
def test_a_whole_config_replaces_what_runs(access: base.Access, connect: Callable[[base.Access], Any]) -> None:
    driver = connect(access)
    wanted = AFTER.replace("192.0.2.10/24", "192.0.2.11/24")
    driver.load_replace_candidate(config=wanted)
    assert set(driver.compare_config().splitlines()) == {
        " interface eth0",
        "- ip address 192.0.2.10/24",
        "+ ip address 192.0.2.11/24",
        " interface eth1",
        "+ description changed",
        "+ip route 10.66.0.0/16 blackhole",
    }
    driver.commit_config()
    assert running(driver) == wanted


@pytest.mark.lab
def test_an_unconfirmed_change_goes_away_by_the_labs_clock(
    lab: SimulatedLab, name: str, access: base.Access, connect: Callable[[base.Access], Any]
) -> None:
    driver = connect(access)
    driver.load_merge_candidate(config=CHANGE)
    driver.commit_config(revert_in=600)
    assert (running(driver), driver.has_pending_commit()) == (AFTER, True)
    assert driver.get_config("startup")["startup"] == BEFORE.removesuffix("end\n")
    driver.close()
    lab.advance(599)
    later = connect(access)
    assert (running(later), later.has_pending_commit()) == (AFTER, True)
    lab.advance(2)
    assert (running(later), later.has_pending_commit()) == (BEFORE, False)
    with pytest.raises(DeviceError, match="no commit is pending: the revert timer has run out"):
        later.confirm_commit()


@pytest.mark.lab
def test_a_confirmed_change_stays_and_is_saved(
    lab: SimulatedLab, name: str, access: base.Access, connect: Callable[[base.Access], Any]
) -> None:
    driver = connect(access)
    driver.load_merge_candidate(config=CHANGE)
    driver.commit_config(revert_in=600)
    driver.confirm_commit()
    lab.advance(1200)
    assert (running(driver), driver.has_pending_commit()) == (AFTER, False)
    assert driver.get_config("startup")["startup"] == AFTER.removesuffix("end\n")


@pytest.mark.lab
@pytest.mark.parametrize("revert_in", [None, 60])
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("no ip route 10.77.0.0/16 blackhole", "a line that FRR does not name: % Refusing to remove a non-existent route"),
        (
            "ip prefix-list P seq 5 permit 10.0.0.0/8 le 7",
            "line 5 'ip prefix-list P seq 5 permit 10.0.0.0/8 le 7': % Configuration failed.",
        ),
        (
            "router bgp 65021\n neighbor 10.2.255.2 description x",
            "line 6 'neighbor 10.2.255.2 description x': % Specify remote-as or peer-group",
        ),
    ],
)
def test_a_refused_value_brings_everything_back(
    access: base.Access, connect: Callable[[base.Access], Any], line: str, message: str, revert_in: int | None
) -> None:
    driver = connect(access)
    driver.load_merge_candidate(config=f"{CHANGE}{line}\n")
    with pytest.raises(LineRefused) as refused:
        driver.commit_config(revert_in=revert_in)
    assert f"FRR refuses {message}" in refused.value.message
    assert refused.value.message.endswith("; the config from before is back")
    assert (running(driver), driver.has_pending_commit()) == (BEFORE, False)


@pytest.mark.lab
def test_faults(lab: SimulatedLab, name: str, access: base.Access, connect: Callable[[base.Access], Any]) -> None:
    driver = connect(access)
    lab.fault(name, "refuse_line", "^description")
    driver.load_merge_candidate(config=CHANGE)
    with pytest.raises(LineRefused, match=r"line 2 'description changed': % Command refused; the config from before is back"):
        driver.commit_config()
    lab.fault(name)
    lab.fault(name, "commit_fail")
    driver.load_merge_candidate(config=CHANGE)
    with pytest.raises(LineRefused, match="VTY configuration is locked by other VTY; the config from before is back"):
        driver.commit_config()
    assert lab.exec(name, ["configure terminal"]).ok is False
    lab.fault(name)
    assert running(driver) == BEFORE
    lab.fault(name, "wrong_password")
    with pytest.raises(LoginRefused):
        connect(access)
    lab.fault(name)
    lab.fault(name, "hang")
    with pytest.raises(Unreachable):
        connect(replace(access, timeout_s=0.5))
    lab.fault(name)
    lab.fault(name, "close")
    with pytest.raises(Unreachable):
        running(driver)
    lab.fault(name)
    assert running(connect(access)) == BEFORE


@pytest.mark.lab
def test_facts(lab: SimulatedLab, name: str, access: base.Access, connect: Callable[[base.Access], Any]) -> None:
    driver = connect(access)
    lab.exec(name, ["conf t", "router bgp 65020", "neighbor 192.0.2.1 remote-as 64500", "neighbor 192.0.2.1 description Hanse"])
    facts = driver.get_facts()
    assert {key: facts[key] for key in ("vendor", "os_version", "hostname", "interface_list")} == {
        "vendor": "FRRouting",
        "os_version": "8.4.4",
        "hostname": "r1",
        "interface_list": sorted(INTERFACES),
    }
    assert facts["uptime"] >= 86_400
    up = {interface: (data["is_up"], data["is_enabled"]) for interface, data in driver.get_interfaces().items()}
    assert up == {"eth0": (False, True), "eth1": (True, True), "eth10": (False, True), "eth2": (False, True), "lo": (True, True)}
    peer = driver.get_bgp_neighbors()["global"]["peers"]["192.0.2.1"]
    assert {key: peer[key] for key in ("local_as", "remote_as", "is_up", "description")} == {
        "local_as": 65020,
        "remote_as": 64500,
        "is_up": False,
        "description": "Hanse",
    }
    assert driver.get_lldp_neighbors() == {"eth1": [{"hostname": "r2", "port": "eth7"}]}


@pytest.mark.lab
def test_the_main_job(make_example: Callable[[], Any]) -> None:
    company = make_example()
    only = ["--lab", "--limit", "platform=frr"]
    try:
        started = company.netops("lab", "up", "--limit", "platform=frr")
        assert started.out.startswith("lab: simulated: 4 network devices (state machines, not vendors' software)\nready: 4 targets")
        company.netops("deploy", *only, "--yes")
        assert "plan: 0 to change (0 lines), 4 unchanged" in company.netops("plan", *only).out
        company.netops("lab", "exec", "ham-rtr-1", "configure terminal", "ip route 203.0.113.0/24 blackhole")
        drifted = company.netops("drift", *only).out
        assert "- ip route 203.0.113.0/24 blackhole" in drifted
        assert "[manual change]" in drifted
        assert "changed by hand since the last deploy: ham-rtr-1" in company.netops("deploy", *only, "--yes", expect=7).err
        company.netops("deploy", *only, "--yes", "--overwrite-manual")
        assert "drift: 4 clean, 0 drifted, 0 not read" in company.netops("drift", *only).out
    finally:
        company.netops("lab", "down")


# -- judged by real FRR

ROUTER = "ham-rtr-1"


RELOAD = "python3 /usr/lib/frr/frr-reload.py --reload --stdout"
EMPTY = f"""
cd /etc/frr && cp -p frr.conf first.conf && printf 'frr defaults traditional\\nhostname {ROUTER}\\n' >empty.conf
{RELOAD} empty.conf; {RELOAD} empty.conf && systemctl restart frr
"""
RESTORE = f"cd /etc/frr && {RELOAD} first.conf; mv first.conf frr.conf && rm empty.conf typed.conf && systemctl restart frr"
"""Lines are removed first, or their addresses would stay in the kernel; the daemons start again because they remember names."""


class RealRouter:
    """vtysh on a router of the real lab, emptied first."""

    def __init__(self, type_: Callable[..., str]) -> None:
        self._type = type_
        type_(ROUTER, "sh", "-c", EMPTY)

    def enter(self, text: str) -> None:
        self._type(ROUTER, "sh", "-c", 'printf %s "$1" >/etc/frr/typed.conf; vtysh -f /etc/frr/typed.conf; true', "sh", text)

    def shown(self) -> str:
        text = self._type(ROUTER, "show", "running-config")
        return text[text.index("frr version") :]

    def restore(self) -> None:
        self._type(ROUTER, "sh", "-c", RESTORE)


@pytest.fixture
def real_router(real_lab: Any) -> Iterator[RealRouter]:
    made = RealRouter(real_lab.type)
    yield made
    made.restore()


@pytest.mark.real
def test_a_real_router_prints_the_companys_config_like_the_simulated_one(real_router: RealRouter) -> None:
    simulated = company_router(ROUTER)
    for text in (rendered(ROUTER), (CASES / "typed.conf").read_text()):
        simulated.enter(text)
        real_router.enter(text)
        assert frr_text.config_as_text(simulated.running).splitlines() == real_router.shown().splitlines()


@pytest.mark.real
@pytest.mark.parametrize("seed", [1, 2])
def test_a_real_router_takes_random_edits_like_the_simulated_one(real_router: RealRouter, seed: int) -> None:
    random = Random(seed)
    simulated = router(f"hostname {ROUTER}\n", ROUTER)
    tried = 0
    while tried < 25:
        text = edits(random)
        if splits_a_transaction(simulated, text):
            continue
        tried += 1
        simulated.enter(text)
        real_router.enter(text)
        assert frr_text.config_as_text(simulated.running).splitlines() == real_router.shown().splitlines(), text


def splits_a_transaction(simulated: FrrRouter, text: str) -> bool:
    """Whether an edit has a line for which real daemons refuse its neighbours too: the simulator refuses the line alone."""
    trial = router(frr_text.config_as_text(simulated.running))
    return any("Configuration failed" in complaint.said for complaint in trial.enter(text))
