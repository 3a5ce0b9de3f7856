"""What simulators read of configs about the way in, feature by feature, without sockets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from self_cuts import CONFIGS, Case

from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import Login, Management, TargetSpec, World
from netops.lab.simulators import create_target

pytestmark = pytest.mark.lab

IOS, EOS, NXOS, XR, JUNOS, FRR = "cisco_ios", "arista_eos", "cisco_nxos", "cisco_xr", "juniper_junos", "frr"
CABLED = {IOS: "GigabitEthernet1/0/1", EOS: "Ethernet1", NXOS: "mgmt0", XR: "GigabitEthernet0/0/0/0", JUNOS: "ge-0/0/0", FRR: "eth0"}
ZONES = (
    "security { zones { security-zone %s { host-inbound-traffic { system-services { %s; } } interfaces { ge-0/0/0.0; } } } }\n"
    "routing-options"
)
NO_FALLBACK = "feature tacacs+\naaa authentication login default group T\nno aaa authentication login default fallback error local\n"
MPP = "control-plane\n management-plane\n  inband\n   interface {}\n    allow SSH\n   !\n  !\n !\n!\nline default\n"

CUT = [
    Case(IOS, "a numbered filter", "access-class MGMT in", "access-class 10 in"),
    Case(IOS, "a filter of the SVI", "255.255.255.0\nip default", "255.255.255.0\n ip access-group 110 in\nip default"),
    Case(IOS, "no local login", " login local\n", " login\n"),
    Case(IOS, "a list of servers", "vlan 100\n name", "aaa new-model\naaa authentication login default group R enable\nvlan 100\n name"),
    Case(IOS, "a VRF without a way back", "interface Vlan100\n", "interface Vlan100\n vrf forwarding X\n"),
    Case(EOS, "a filter of the control plane", "management api", "system control-plane\n   ip access-group GUARD in\nmanagement api"),
    Case(EOS, "another VRF", "interface Vlan100\n", "interface Vlan100\n   vrf X\n"),
    Case(EOS, "eAPI in another VRF", "   no shutdown\n", "   vrf X\n      no shutdown\n"),
    Case(EOS, "no protocol", "   no shutdown\n", "   no protocol https\n   no shutdown\n"),
    Case(
        NXOS,
        "servers without the fallback",
        "vrf context",
        (f"{NO_FALLBACK}vrf context"),
    ),
    Case(NXOS, "a filter of the port", "  ip address 10.9.0.1/24\n", "  ip address 10.9.0.1/24\n  ip access-group MGMT2 in\n"),
    Case(XR, "another port for management", "line default\n", MPP.format("GigabitEthernet0/0/0/1")),
    Case(XR, "a filter of the lines", "line default\n", "line default\n access-class ingress OTHER\n"),
    Case(XR, "lines without SSH", " transport input ssh\n", " transport input telnet\n"),
    Case(XR, "a route to nowhere", "   0.0.0.0/0 10.9.0.254\n", "   0.0.0.0/0 10.9.0.254\n   10.0.0.0/16 Null0\n"),
    Case(JUNOS, "no zone admits it", "routing-options", ZONES % ("trust", "ping")),
    Case(JUNOS, "a filter of the routing engine", "ge-0/0/1 {", "lo0 { unit 0 { family inet { filter { input GUARD; } } } } ge-0/0/1 {"),
    Case(JUNOS, "a filter of the answers", "address 10.9.0.1/24;", "filter { output GUARD; } address 10.9.0.1/24;"),
    Case(JUNOS, "a route to nowhere", "static { route", "static { route 10.0.0.0/25 discard; route 10.0.0.128/25 discard; route"),
    Case(JUNOS, "an account that may do nothing", "class super-user", "class unauthorized"),
    Case(FRR, "no address", " ip address 10.9.0.1/24\n", " description x\n"),
]
OPEN = [
    Case(IOS, "a filter that is not there", "access-class MGMT in", "access-class NOBODY in"),
    Case(IOS, "a numbered filter of ours", "access-class MGMT in", "access-class 20 in"),
    Case(IOS, "a routing protocol instead", "ip default-gateway 10.9.0.254\n", "router ospf 1\n network 10.9.0.0 0.0.0.255 area 0\n"),
    Case(EOS, "eAPI in the VRF by name", "   no shutdown\n", "   vrf default\n      no shutdown\n"),
    Case(NXOS, "the default fallback", "vrf context", "feature tacacs+\naaa authentication login default group T\nvrf context"),
    Case(XR, "our port for management", "line default\n", MPP.format("GigabitEthernet0/0/0/0")),
    Case(XR, "every port for management", "line default\n", MPP.format("all")),
    Case(JUNOS, "a zone that admits NETCONF", "routing-options", ZONES % ("trust", "netconf")),
    Case(JUNOS, "a zone that admits all", "routing-options", ZONES % ("trust", "all")),
    Case(JUNOS, "servers, which fall back", "services { ssh;", "authentication-order [ tacplus ]; services { ssh;"),
    Case(FRR, "BGP instead", "ip route 10.0.0.0/8 10.9.0.254\n", "router bgp 65000\n neighbor 10.9.0.254 remote-as 65001\nexit\n"),
]
MORE = {
    IOS: "access-list 10 permit 10.7.0.0 0.0.0.255\naccess-list 20 permit 10.0.0.250\naccess-list 110 permit tcp 10.7.0.0 0.0.0.255 any\n",
    NXOS: "ip access-list MGMT2\n  10 deny tcp any any eq 22\n  20 permit ip any any\n",
    XR: "ipv4 access-list OTHER\n 10 permit tcp 10.7.0.0 0.0.0.255 any eq ssh\n!\n",
}


def reasons(case: Case, folder: Path) -> list[str]:
    """Why netops does not get in after a change."""
    text = MORE.get(case.platform, "") + CONFIGS[case.platform]
    if case.platform == FRR:
        text = CONFIGS[case.platform]
    transport, port = {EOS: ("eapi", 443), JUNOS: ("netconf", 830)}.get(case.platform, ("ssh", 22))
    management = Management("netops", transport, port, "10.9.0.1", "10.0.0.250/24", (CABLED[case.platform],))
    world = World(Login("netops", "x"), {}, Clock(), folder)
    target: Any = create_target(
        TargetSpec("d", case.platform, "d", initial=text, interfaces=(CABLED[case.platform],), management=management), world
    )
    assert world.network.reasons("d") == []
    changed = case.applied(text)
    if case.platform == FRR:
        target.router.running = target.router.parse(changed)
        target.router.on_change()
    elif case.platform == JUNOS:
        target.device.load(changed, "override")
        target.device.commit("x")
    else:
        target.device.install(target.device.parse(changed))
    return world.network.reasons("d")


@pytest.mark.parametrize("case", CUT, ids=lambda case: f"{case.platform}: {case.name}")
def test_what_keeps_netops_out(case: Case, tmp_path: Path) -> None:
    assert len(reasons(case, tmp_path)) >= 1


@pytest.mark.parametrize("case", OPEN, ids=lambda case: f"{case.platform}: {case.name}")
def test_what_lets_netops_in(case: Case, tmp_path: Path) -> None:
    assert reasons(case, tmp_path) == []


def test_what_the_lab_began_with_is_reached_again_after_a_revert(tmp_path: Path) -> None:
    """A new device has no VLAN for its address yet: the revert of its first deploy brings that back."""
    port = "interface Vlan100\n ip address 10.9.0.1 255.255.255.0\n"
    new = f"hostname sw1\nusername netops privilege 15 secret 9 $9$x\n{port}line vty 0 4\n login local\n"
    management = Management("netops", "ssh", 22, "10.9.0.1", "10.0.0.250/24", (CABLED[IOS],))
    clock = Clock(source=lambda: 0.0)
    world = World(Login("netops", "x"), {}, clock, tmp_path)
    target: Any = create_target(TargetSpec("d", IOS, "d", initial=new, interfaces=(CABLED[IOS],), management=management), world)
    seen = [world.network.reasons("d")]
    target.device.install(target.device.parse(CONFIGS[IOS]), revert_after_s=60)
    seen.append(world.network.reasons("d"))
    clock.advance(61)
    seen.append(world.network.reasons("d"))
    assert (seen, target.device.hostname, "vlan 100" in target.device.running.children) == ([[], [], []], "sw1", False)
