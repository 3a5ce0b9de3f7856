"""A company with an IOS XR router: from its first plan over a change by hand to a clean drift, and what faults make of a deployment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from companies import Company
from lab_time import wait_on_lab_clock
from netops.lab import SimulatedLab, load
from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.xr import XrDevice
from netops.project import Project
from netops.secrets import fill_secrets

pytestmark = pytest.mark.lab

NAME = "hq-rtr-1"
TYPE = """---
manufacturer: Cisco
model: N540-24Z8Q2C-SYS
slug: cisco-n540-24z8q2c-sys
part_number: N540-24Z8Q2C-SYS
u_height: 1
is_full_depth: false
interfaces:
  - {name: MgmtEth0/RP0/CPU0/0, type: 1000base-t, mgmt_only: true}
  - {name: TenGigE0/0/0/0, type: 10gbase-x-sfpp}
  - {name: TenGigE0/0/0/1, type: 10gbase-x-sfpp}
  - {name: TenGigE0/0/0/2, type: 10gbase-x-sfpp}
"""
DEVICE = """device_type: cisco/n540-24z8q2c-sys
role: edge
platform: cisco_xr
status: active

interfaces:
  MgmtEth0/RP0/CPU0/0: {mgmt_only: true, addresses: [10.0.10.1/24]}
  Loopback0: {addresses: [10.255.0.1/32]}
  TenGigE0/0/0/0: {description: To the provider, addresses: [192.0.2.1/30], acl_in: FROM-OUT}
  TenGigE0/0/0/1: {addresses: [10.0.20.1/24], ospf: {area: 0, cost: 20}}
  TenGigE0/0/0/2: {vrf: guest, addresses: [10.0.30.1/24]}

acls:
  FROM-OUT:
    entries:
      - {seq: 10, action: permit, protocol: tcp, destination: 10.0.20.0/24, port: 443, remark: The web}
      - {seq: 20, action: deny, log: true}

prefix_lists:
  OURS: [{seq: 10, action: permit, prefix: 10.0.0.0/8, le: 24}]
route_maps:
  OUT: [{seq: 10, action: permit, match_prefix_list: OURS, set_med: 10}]
ospf: {router_id: 10.255.0.1}
ssh: {version: 2, vrfs: [default]}
lines: [{line: default, transport_input: [ssh]}]
bgp:
  asn: 65000
  router_id: 10.255.0.1
  ebgp_requires_policy: false
  networks: [10.0.20.0/24]
  neighbors:
    - {address: 192.0.2.2, remote_asn: 65001, route_map_out: OUT}
static_routes:
  - {prefix: 0.0.0.0/0, next_hop: 192.0.2.2}
banner:
  login: |-
    Property of Example.
      % Keep out.
"""
PREFIXES = """prefixes:
  - {prefix: 10.255.0.0/24, role: loopback, description: Loopbacks}
  - {prefix: 192.0.2.0/30, role: p2p, description: Provider}
  - {prefix: 10.0.30.0/24, vrf: guest, role: guest, description: Visitors}
"""
VRFS = "\nvrfs:\n  - {name: guest, description: Visitors}\n"
ACCESS = "access:\n  - {match: platform=cisco_xr, username: netops, password: !secret device_password, transport: ssh}\n"
BY_HAND = ("configure", "domain name-server 192.0.2.66", "commit", "end")


@pytest.fixture
def company(starter: Company) -> Iterator[Company]:
    """The small company with a router beside its switch, and the router in a lab."""
    kinds = starter.root / "inventory/catalog/device-types/cisco"
    kinds.mkdir()
    (kinds / "n540-24z8q2c-sys.yaml").write_text(TYPE)
    (starter.root / f"inventory/sites/hq/devices/{NAME}.yaml").write_text(DEVICE)
    starter.edit("inventory/sites/hq/ipam.yaml", "prefixes:\n", PREFIXES)
    starter.append("inventory/sites/hq/ipam.yaml", VRFS)
    starter.edit("netops.yaml", "access:\n", ACCESS)
    starter.netops("lab", "up", "--limit", f"name={NAME}")
    yield starter
    starter.netops("lab", "down")


def lab(company: Company) -> SimulatedLab:
    running = load(Project(company.root))
    assert isinstance(running, SimulatedLab)
    return running


def typed(company: Company, command: str, *words: str, expect: int | None = 0) -> str:
    said = company.netops(command, *words, "--lab", "--limit", f"name={NAME}", expect=expect)
    return said.out + said.err


def differs(company: Company) -> bool:
    return "no difference" not in company.netops("diff", NAME, "--lab").out


def test_from_the_first_plan_to_a_clean_drift(company: Company) -> None:
    plan = str(company.root / "first.plan")
    assert "plan: 1 to change" in typed(company, "plan", "-o", plan)
    done = company.netops("deploy", plan, "--lab", "--yes")
    assert "1 applied" in done.out + done.err
    assert "plan: 0 to change (0 lines), 1 unchanged" in typed(company, "plan")
    lab(company).exec(NAME, list(BY_HAND))
    drifted = typed(company, "drift")
    assert "- domain name-server 192.0.2.66" in drifted
    assert "[manual change]" in drifted
    assert "1 applied" in typed(company, "deploy", "--yes", "--overwrite-manual")
    assert "drift: 1 clean, 0 drifted, 0 not read" in typed(company, "drift")
    assert "no difference" in company.netops("diff", NAME, "--lab").out
    assert "hq-rtr-1.cfg" in typed(company, "backup")


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("refuse_line ^domain", "rolled back"),
        ("commit_fail", "rolled back"),
        ("close ^yes", "reverted"),
        ("lose ^yes", "reverted"),
        ("lose ^commit$", "applied"),
    ],
    ids=["line refused", "commit refused", "cut at it", "cut after it", "cut after its confirmation"],
)
def test_what_faults_make_of_a_deployment(company: Company, monkeypatch: pytest.MonkeyPatch, fault: str, outcome: str) -> None:
    """XR lets only the session of a timed commit end it: where that is lost, the run waits for the timer, and its verdict is final."""
    typed(company, "deploy", "--yes")
    lab(company).exec(NAME, list(BY_HAND))
    lab(company).fault(NAME, *fault.split(" "))
    wait_on_lab_clock(monkeypatch, lab(company))
    said = typed(company, "deploy", "--yes", "--overwrite-manual", "--revert-after", "30", expect=None)
    assert f"1 {outcome}" in said, said
    company.netops("lab", "fault", NAME)
    lab(company).advance(200)
    assert differs(company) == (outcome != "applied")


def test_the_simulated_router_takes_every_line_of_the_templates() -> None:
    """Every noun of the golden device, taken and printed back."""
    golden = Path(__file__).parents[1] / "golden/cisco_xr/main"
    text = fill_secrets((golden / "expected.txt").read_text(), lambda secret: f"s-{secret}", lambda form, value: f"{form}-{value}")
    device = XrDevice(TargetSpec("r1", "cisco_xr", "r1", initial=text), Clock(source=lambda: 0.0))
    assert sorted(said(device.text(device.running))) == sorted(said(text))
    assert device.text(device.parse(device.text(device.running))) == device.text(device.running)


def said(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() not in ("!", "end", "")]
