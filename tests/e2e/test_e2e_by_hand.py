"""A real FRR router that somebody configured by hand: it is imported, a deploy changes nothing, and a manual change is adopted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from companies import Company
from netops.cli import run
from real_lab import require_real_lab

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real-lab")]

NEW = """\
frr version 8.4.4
frr defaults traditional
hostname ham-rtr-1
service integrated-vtysh-config
!
interface eth0
 ip address 10.2.10.1/24
exit
!
end
"""
BY_HAND = (
    "configure terminal",
    "ip route 10.66.0.0/16 blackhole",
    "interface eth0",
    "description to the core",
    "ip ospf area 0",
    "exit",
    "ip prefix-list OWN seq 5 permit 10.2.0.0/16 le 24",
    "route-map OUT permit 10",
    "match ip address prefix-list OWN",
    "exit",
    "router bgp 65021",
    "neighbor 10.2.10.2 remote-as 65022",
    "neighbor 10.2.10.2 description the other end",
    "address-family ipv4 unicast",
    "neighbor 10.2.10.2 route-map OUT out",
    "exit",
    "exit",
    "router ospf",
    "ospf router-id 10.2.10.1",
)


def imported(folder: Path, text: str, name: str) -> Company:
    """A company of the one config."""
    (folder / "configs").mkdir(exist_ok=True)
    (folder / "configs/ham-rtr-1.cfg").write_text(text)
    assert run(["import", "configs", str(folder / "configs"), "--output", str(folder / name)]) == 0
    return Company(folder / name)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    require_real_lab()
    made = imported(tmp_path, NEW, "acme")
    made.netops("lab", "up", "--real")
    yield made
    made.netops("lab", "down")


def shown(company: Company) -> str:
    """What the router itself shows, from its first line of config on."""
    out = company.netops("lab", "exec", "ham-rtr-1", "show running-config").out
    return out[out.index("frr version") :]


def test_a_router_configured_by_hand_is_taken_over(company: Company, tmp_path: Path) -> None:
    company.netops("lab", "exec", "ham-rtr-1", *BY_HAND)
    before = shown(company)
    taken = imported(tmp_path, before, "read")
    shutil.rmtree(company.root / "inventory")
    shutil.copytree(taken.root / "inventory", company.root / "inventory")
    assert "raw_config" not in (company.root / "inventory/sites/main/devices/ham-rtr-1.yaml").read_text()

    # netops would change nothing, and changes nothing.
    assert "plan: 0 to change" in company.netops("plan", "--lab").out
    company.netops("deploy", "--lab", "--yes")
    assert shown(company) == before

    # Somebody types on it; the change is adopted, and no deploy is needed.
    company.netops("lab", "exec", "ham-rtr-1", "configure terminal", "ip route 10.77.0.0/16 blackhole", "interface eth0", "no description")
    changed = shown(company)
    assert "2 differences" in company.netops("drift", "--lab", "--exit-code", expect=4).out
    company.netops("adopt", "ham-rtr-1", "--lab")
    company.netops("drift", "--lab", "--exit-code")
    assert "plan: 0 to change" in company.netops("plan", "--lab").out
    assert shown(company) == changed
