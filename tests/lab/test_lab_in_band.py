"""A simulated device on the way to others cuts them off: a port, a VLAN of a trunk, a filter, a route."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from napalm_sim import LOGIN, Sim, sim
from netops.drivers.base import Access
from netops.errors import DeviceError, Unreachable
from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import Login, Management, Neighbor, Simulated, TargetSpec, World
from netops.lab.sim.management.linux import linux
from netops.lab.sim.management.plane import access_problems
from netops.lab.sim.management.walk import DevicePort
from netops.lab.simulators import create_target

__all__ = ["sim"]
pytestmark = pytest.mark.lab

SWITCH = """hostname sw
username netops privilege 15 secret 9 $9$x
vlan 100
interface GigabitEthernet1/0/1
 switchport access vlan 100
interface GigabitEthernet1/0/2
 switchport trunk allowed vlan 100,110
 switchport mode trunk
 channel-group 1 mode active
interface GigabitEthernet1/0/3
 switchport access vlan 100
interface Port-channel1
 switchport trunk allowed vlan 100,110
 switchport mode trunk
interface Vlan100
 ip address 10.0.0.2 255.255.255.0
line vty 0 4
 login local
"""
ACCESS = SWITCH.replace("hostname sw", "hostname acc").replace("10.0.0.2", "10.0.0.3")
CORE = """hostname core
username netops privilege 15 role network-admin secret sha512 $6$x
ip access-list ANSWERS
   10 permit tcp any any established
ip access-list OTHERS
   10 deny ip 10.0.0.0/24 any
   20 permit ip any any
interface Ethernet1
   no switchport
   ip address 10.0.0.1/24
interface Ethernet2
   no switchport
   ip address 10.8.0.1/24
ip routing
management api http-commands
   no shutdown
"""
REMOTE = """hostname r1
username netops
 group root-lr
!
interface GigabitEthernet0/0/0/0
 ipv4 address 10.8.0.2 255.255.255.0
!
router static
 address-family ipv4 unicast
  10.0.0.0/24 10.8.0.1
 !
!
ssh server v2
"""
SPECS = {
    "sw": (
        "cisco_ios",
        SWITCH,
        "10.0.0.2",
        [("GigabitEthernet1/0/1", "core", "Ethernet1"), ("GigabitEthernet1/0/2", "acc", "GigabitEthernet1/0/2")],
    ),
    "acc": ("cisco_ios", ACCESS, "10.0.0.3", []),
    "core": ("arista_eos", CORE, "10.0.0.1", [("Ethernet2", "r1", "GigabitEthernet0/0/0/0")]),
    "r1": ("cisco_xr", REMOTE, "10.8.0.2", []),
}


def specs() -> list[TargetSpec]:
    ends = [(name, port, other, there) for name, (*_, cables) in SPECS.items() for port, other, there in cables]
    cabled = {name: [port for one, port, *_ in ends if one == name] + [there for *_, two, there in ends if two == name] for name in SPECS}
    return [
        TargetSpec(
            name,
            platform,
            name,
            interfaces=tuple(cabled[name]) + (("GigabitEthernet1/0/3",) if name == "sw" else ()),
            neighbors=tuple(Neighbor(*cable) for cable in cables),
            initial=text,
            management=Management(LOGIN.username, "ssh", 22, address, "10.0.0.250/24", tuple(cabled[name])),
        )
        for name, (platform, text, address, cables) in SPECS.items()
    ]


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(Login("netops", "x"), {}, Clock(), tmp_path)
    world.network.start = DevicePort("sw", "GigabitEthernet1/0/3")
    return world


@pytest.fixture
def lab(world: World) -> dict[str, Simulated]:
    made = {spec.name: create_target(spec, world) for spec in specs()}
    world.network.settle_all()
    return made


def cut(world: World) -> set[str]:
    return {name for name in SPECS if world.network.reasons(name)}


CHANGES = {
    "the port of a device": ("sw", ["interface GigabitEthernet1/0/1", "shutdown"], {"core", "r1"}),
    "the other end of its cable": ("core", ["interface Ethernet1", "shutdown"], {"core", "r1"}),
    "a VLAN of a bundle": ("sw", ["interface Port-channel1", "switchport trunk allowed vlan 110"], {"acc"}),
    "a member of a bundle, the only one": ("sw", ["interface GigabitEthernet1/0/2", "shutdown"], {"acc"}),
    "the VLAN itself": ("sw", ["vlan 110", "no vlan 100"], {"sw", "acc", "core", "r1"}),
    "netops' own port": ("sw", ["interface GigabitEthernet1/0/3", "shutdown"], {"sw", "acc", "core", "r1"}),
    "another VLAN at netops' own port": (
        "sw",
        ["interface GigabitEthernet1/0/3", "switchport access vlan 110"],
        {"sw", "acc", "core", "r1"},
    ),
    "a filter on the way": ("core", ["interface Ethernet2", "ip access-group OTHERS out"], {"r1"}),
    "a filter that admits sessions only": ("core", ["interface Ethernet2", "ip access-group ANSWERS out"], {"r1"}),
    "a filter of what comes in": ("core", ["interface Ethernet1", "ip access-group OTHERS in"], {"core", "r1"}),
    "the port to a device behind": ("core", ["interface Ethernet2", "shutdown"], {"r1"}),
    "another address of a gateway": ("core", ["interface Ethernet2", "ip address 10.88.0.1/24"], {"r1"}),
    "a description": ("core", ["interface Ethernet2", "description x"], set()),
    "a VLAN more": ("sw", ["vlan 120"], set()),
    "a port without a cable": ("core", ["interface Ethernet3", "shutdown"], set()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_cuts_those_behind_it(world: World, lab: dict[str, Simulated], name: str) -> None:
    device, lines, expected = CHANGES[name]
    assert cut(world) == set()
    answer = asyncio.run(lab[device].execute(["configure terminal", *lines]))
    assert (answer.ok, cut(world)) == (True, expected)


def test_a_session_behind_a_cut_ends_and_comes_back(sim: Sim) -> None:
    sim.world.network.start = DevicePort("sw", "GigabitEthernet1/0/3")
    access: dict[str, Access] = {spec.name: sim.add_spec(spec) for spec in specs()}
    sim.call(sim.world.network.settle_all)
    driver = sim.open("cisco_xr", access["r1"])
    sim.type("core", "configure terminal", "interface Ethernet2", "shutdown")
    with pytest.raises(DeviceError):
        driver.get_config(retrieve="running")
    with pytest.raises(Unreachable):
        sim.open("cisco_xr", access["r1"])
    assert sim.open("cisco_ios", access["acc"])
    sim.type("core", "configure terminal", "interface Ethernet2", "no shutdown")
    assert sim.open("cisco_xr", access["r1"]).get_config(retrieve="running")["running"]


SSHD = {
    "AllowGroups nosuchgroup": "root",
    "AllowUsers alice bob": "root",
    "DenyUsers ro*": "root",
    "PermitRootLogin no": "root",
    "AllowUsers root\nDenyGroups root": "root",
    "Port 2200": "root",
    "ListenAddress 10.9.0.99": "root",
    "DenyGroups sudo": "netops",
}
ADMITTING = {
    "AllowGroups ops sudo": "netops",
    "AllowUsers root@10.0.0.*": "root",
    "PermitRootLogin prohibit-password\nPort 22": "root",
    "ListenAddress 10.9.0.1:22\nListenAddress [::1]:22": "root",
    "PermitRootLogin no": "netops",
    "Match Group sftp\n  AllowUsers nobody": "root",
    "# PermitRootLogin no": "root",
    "PermitRootLogin yes\nPermitRootLogin no": "root",
}


def refused(text: str, username: str) -> bool:
    management = Management(username, "ssh", 22, "10.9.0.1")
    plane = linux([text], "", ("", ""), {}, management)
    return any(problem.check in ("login", "service") for problem in access_problems(plane, management))


def test_what_sshd_does_not_let_in() -> None:
    assert {text: refused(text, name) for text, name in SSHD.items()} == dict.fromkeys(SSHD, True)
    assert {text: refused(text, name) for text, name in ADMITTING.items()} == dict.fromkeys(ADMITTING, False)


ADMITS = """table inet filter {{
    set ours {{ type ipv4_addr; flags interval; elements = {{ 10.0.0.0/24, 10.2.0.0/24 }} }}
    chain services {{
        tcp dport {{ ssh, 443 }} accept
    }}
    chain input {{
        type filter hook input priority filter; policy drop;
        ct state established,related accept
        iif lo accept
        {rule}
    }}
    chain forward {{ type filter hook forward priority filter; policy drop; }}
}}
"""
RULES = {
    "tcp dport 22 accept": True,
    'tcp dport { 22, 80 } counter accept comment "us"': True,
    "ip saddr @ours tcp dport ssh accept": True,
    "ip saddr 10.0.0.0/24 jump services": True,
    "ip saddr 10.7.0.0/24 jump services": False,
    "ip saddr != 10.0.0.0/8 drop; tcp dport 22 accept": True,
    "ip saddr != 10.7.0.0/24 drop; tcp dport 22 accept": False,
    "ip saddr 10.0.0.77 tcp dport 22 ct state new accept": True,
    "tcp dport 22 limit rate 5/minute accept": True,
    "tcp dport 2200 accept": False,
    "udp dport 22 accept": False,
    'tcp dport 1-1023 log prefix "x" drop; accept': False,
    "": False,
}


def test_what_a_firewall_lets_in() -> None:
    management = Management("root", "ssh", 22, "10.9.0.1", "10.0.0.250/24")
    interfaces = {"eth0": {"addresses": ["10.9.0.1/24"]}}
    found = {}
    for rule in RULES:
        plane = linux([], ADMITS.format(rule=rule), ("", ""), interfaces, management)
        found[rule] = not list(access_problems(plane, management))
        assert not any(problem.check == "filter cut" for problem in access_problems(plane, management)), rule
    assert found == RULES


def test_a_session_of_a_server_ends_by_its_firewall(sim: Sim) -> None:
    management = Management(LOGIN.username, "ssh", 22, "10.9.0.1", "10.0.0.250/24")
    access = sim.add_spec(
        TargetSpec("web", "linux", "web", view={"interfaces": {"eth0": {"addresses": ["10.9.0.1/24"]}}}, management=management)
    )
    rules = "table inet f { chain i { type filter hook input priority 0; policy drop; } }"
    assert sim.type("web", "mkdir -p /etc", f"echo '{rules}' > /etc/nftables.conf", "nft -c -f /etc/nftables.conf") == ""
    sim.open("linux", access)
    assert sim.targets["web"].has_sessions  # type: ignore[attr-defined]
    sim.type("web", "systemctl reload nftables")
    sim.call(lambda: None)
    assert not sim.targets["web"].has_sessions  # type: ignore[attr-defined]
    with pytest.raises(Unreachable):
        sim.open("linux", access)
    sim.type("web", "echo '# none' > /etc/nftables.conf", "systemctl restart nftables")
    assert sim.open("linux", access)
