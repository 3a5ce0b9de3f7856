"""Cuts, and changes that are none, which the simulated devices do not enforce: the verdict alone."""

from __future__ import annotations

from ipaddress import ip_interface

import pytest
from lockout_company import Bench, Edit

from netops.config.facts import facts
from netops.graph.admission import LoginMethod, login_obstacles
from netops.graph.from_config import facts_of_config
from netops.graph.records import Port
from netops.graph.walker import _may_route
from netops.plan.lockout import _is_typed
from netops.platforms import get

LINES = " transport input ssh\n"
NETCONF = "netconf {\n            ssh;\n        }"
ONLY = "ip ssh server algorithm authentication {}\nfile prompt quiet\n"
OFF = (
    "groups {\n    off {\n        interfaces {\n            <*> {\n                disable;\n            }\n        }\n    }\n}\n"
    "apply-groups off;\nsystem {\n"
)

STORE = "protocols {\n    bgp"
LOGIN = "    dot1x {\n        authenticator {\n            interface {\n                ge-0/0/1.0;\n            }\n        }\n    }\n"
BLOCK = "    layer2-control {\n        bpdu-block {\n            interface ge-0/0/1;\n        }\n    }\n"
EDGE = "    rstp {\n        bpdu-block-on-edge;\n        interface ge-0/0/1 {\n            edge;\n        }\n    }\n"
ROOT = "    rstp {\n        bridge-priority 60k;\n        interface ge-0/0/1 {\n            no-root-port;\n        }\n    }\n"

AUTH = " ip ospf network point-to-point\n ip ospf 1 area 0\n"
CUTS: dict[str, tuple[str, Edit]] = {
    "version 1 alone": ("ber-acc-1", ("ip ssh version 2", "ip ssh version 1")),
    "a trunk of a store with logins": ("lei-rtr-1", (STORE, STORE.replace("    bgp", f"{LOGIN}    bgp"))),
    "a trunk of a store closed to switches": ("lei-rtr-1", (STORE, STORE.replace("    bgp", f"{BLOCK}    bgp"))),
    "a trunk of a store as a guarded edge": ("lei-rtr-1", (STORE, STORE.replace("    bgp", f"{EDGE}    bgp"))),
    "a root guard of a store": ("lei-rtr-1", (STORE, STORE.replace("    bgp", f"{ROOT}    bgp"))),
    "lines that take no commands": ("ber-acc-1", (LINES, f"{LINES} no exec\n")),
    "keys alone": ("ber-acc-1", ("file prompt quiet\n", ONLY.format("publickey"))),
    "no passwords": ("ber-fw-1", (NETCONF, f"{NETCONF}\n        ssh {{\n            no-passwords;\n        }}")),
    "a mask that leaves out a part of the network of netops": ("ber-acc-1", ("10.1.0.31 255.255.255.0", "10.1.0.31 255.255.255.192")),
    "a group that is applied to all ports": ("ber-fw-1", ("system {\n    host-name", f"{OFF}    host-name")),
}
ORDINARY: dict[str, tuple[str, Edit]] = {
    "a root guard of the root of a store": ("lei-rtr-1", (STORE, STORE.replace("    bgp", f"{ROOT.replace('60k', '4k')}    bgp"))),
    "keys and passwords": ("ber-acc-1", ("file prompt quiet\n", ONLY.format("publickey password"))),
    "a limit of sessions": (
        "ber-fw-1",
        (NETCONF, "netconf {\n            ssh {\n                connection-limit 5;\n            }\n        }"),
    ),
    "a group that says nothing of a way": ("ber-fw-1", ("system {\n    host-name", f"{OFF}    host-name".replace("disable", "mtu 9000"))),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_cut_is_refused(bench: Bench, name: str) -> None:
    target, edit = CUTS[name]
    step = bench.verdict(target, edit)
    assert step.lockouts, step.doubts


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_change_is_safe(bench: Bench, name: str) -> None:
    target, edit = ORDINARY[name]
    step = bench.verdict(target, edit)
    assert (step.lockouts, step.doubts) == ((), ())


def test_a_list_of_revoked_keys_may_refuse_all_keys(bench: Bench) -> None:
    text = f"{bench.text('ber-web-1')}### file /etc/ssh/sshd_config.d/60-netops.conf root:root 0644\nRevokedKeys /etc/ssh/revoked\n"
    step = bench.verdicts({"ber-web-1": text})["ber-web-1"]
    assert (step.risk, "revokedkeys" in str(step.doubts)) == ("RISKY", True)


def test_sources_that_may_not_log_in_are_risky(bench: Bench) -> None:
    login = "    login {\n"
    step = bench.verdict("ber-fw-1", (login, f"{login}        deny-sources {{\n            address 10.1.0.0/24;\n        }}\n"))
    assert (step.risk, "deny-sources" in str(step.doubts)) == ("RISKY", True)


UPLINKS = ("ber-core-1", "ber-core-2")


@pytest.mark.parametrize(
    "line", ["switchport port-security maximum 20\n switchport port-security", "ip verify source", "mac access-group SOME in"]
)
def test_what_may_keep_frames_off_is_risky(bench: Bench, line: str) -> None:
    edits = [(f" description to {core} Ethernet11\n", f" description to {core} Ethernet11\n {line}\n") for core in UPLINKS]
    some = ("ip access-list", "mac access-list extended SOME\n permit host 0000.0000.0001 any\n!\nip access-list")
    step = bench.verdict("ber-acc-1", *edits, *([some] if "SOME" in line else ()))
    assert (step.risk, step.lockouts) == ("RISKY", ())


@pytest.mark.parametrize(
    ("target", "edit", "risk"),
    [
        ("ham-rtr-1", ("seq 10 permit 10.0.0.0/8 le 16", "seq 10 permit 10.2.0.0/16"), "RISKY"),
        ("ham-rtr-1", ("  network 10.2.0.0/16\n", ""), "RISKY"),
        ("ham-rtr-1", ("neighbor 172.20.2.0 prefix-list OURS in", "neighbor 172.20.2.0 prefix-list NOTHING in"), "RISKY"),
        ("ham-rtr-1", ("ip prefix-list NOTHING seq 10 deny 0.0.0.0/0 le 32", "ip prefix-list NOTHING seq 10 deny any"), "SAFE"),
        ("ham-rtr-1", ("ip prefix-list NOTHING seq", "ip prefix-list MORE seq 5 deny any\nip prefix-list NOTHING seq"), "SAFE"),
        ("lei-rtr-1", ("route-filter 10.0.0.0/8 upto /16", "route-filter 10.4.0.0/16 exact"), "RISKY"),
        ("lei-rtr-1", ("import FROM-PROVIDER;", "import OURS;"), "RISKY"),
        ("ham-dist-1", (AUTH, f"{AUTH} ip ospf message-digest-key 1 md5 abc\n"), "RISKY"),
        ("ham-rtr-1", (" neighbor 172.20.2.0 remote", " neighbor 172.20.2.0 password abc\n neighbor 172.20.2.0 remote"), "RISKY"),
        ("ham-dist-1", (AUTH, f"{AUTH} ip ospf cost 20\n"), "SAFE"),
    ],
)
def test_what_protocols_announce_and_take_is_risky_on_the_way(bench: Bench, target: str, edit: Edit, risk: str) -> None:
    step = bench.verdict(target, edit)
    assert (step.risk, step.lockouts) == (risk, ()), step.doubts


def test_an_interface_of_a_vlan_needs_its_feature() -> None:
    text = "vlan 10\n!\ninterface Vlan10\n  no shutdown\n  ip address 10.0.10.2/24\n"
    with_it, without = (facts_of_config("sw", facts(get("cisco_nxos"), f"{head}{text}")) for head in ("feature interface-vlan\n", ""))
    assert [one.ports["Vlan10"].enabled for one in (with_it, without)] == [True, False]
    assert without.ports["Vlan10"].off == "without feature interface-vlan"


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("cisco_ios", "control-plane host\n management-interface {} allow ssh\n"),
        ("cisco_xr", "ssh server v2\ncontrol-plane\n management-plane\n  inband\n   interface {}\n    allow SSH\n"),
    ],
)
def test_management_comes_in_by_the_ports_that_are_named(platform: str, text: str) -> None:
    said = [facts_of_config("r", facts(get(platform), text.format(port))).admission for port in ("Loopback0", "Loopback1")]
    port, way, beside = Port("Loopback0", addresses=(ip_interface("10.0.0.1/24"),)), LoginMethod(), ("10.0.0.0", "10.0.0.255")
    assert [[(one.text, one.is_certain) for one in login_obstacles(one, way, port, beside, "10.0.0.1")] for one in said] == [
        [],
        [("management over SSH is let in only on Loopback1, not on Loopback0", True)],
    ]
    assert not login_obstacles(said[1], way, port, ("10.9.0.0", "10.9.0.255"), "10.0.0.1")[0].is_certain


def test_the_last_vlans_of_a_switch_are_gone(bench: Bench) -> None:
    """A text without any VLAN has the default one alone, where it had some before."""
    blocks = "vlan 100\n name mgmt\n!\n"
    text = bench.text("ham-acc-1")
    running = "\n".join(line for line in text.split("\n") if not line.startswith(("vlan ", " name "))).replace(
        "interface ", blocks + "interface ", 1
    )
    assert bench.verdict("ham-acc-1", (blocks, ""), running=running).lockouts


def test_a_program_on_the_router_types_alone(bench: Bench) -> None:
    """FRR: frr-reload.py takes a route away before it adds it again, and needs no session for that."""
    found = bench.step("ham-rtr-1", bench.changed("ham-rtr-1", ("frr version", "ip route 203.0.113.0/24 blackhole\nfrr version")))
    assert found is not None
    assert (found.apply, _is_typed(found, get("frr")), _is_typed(found, get("cisco_ios"))) == ("commands", False, True)


def test_a_vlan_with_a_trunk_group_is_on_the_trunks_of_the_group_alone() -> None:
    trunk = "interface Ethernet{0}\n   switchport mode trunk\n   switchport trunk allowed vlan 10,99\n"
    text = f"vlan 10\n!\nvlan 99\n   trunk group G\n!\n{trunk.format(1)}!\n{trunk.format(2)}   switchport trunk group G\n!\n"
    ports = facts_of_config("sw", facts(get("arista_eos"), text)).ports
    assert (sorted(ports["Ethernet1"].tagged), sorted(ports["Ethernet2"].tagged)) == ([10], [10, 99])


@pytest.mark.parametrize(("routes", "is_router"), [("", False), ("ip route 0.0.0.0 0.0.0.0 10.0.0.1\n", True)])
def test_a_gateway_of_a_host_beside_routes_changes_nothing(routes: str, is_router: bool) -> None:
    ports = "".join(f"interface Vlan{number}\n ip address 10.0.{number}.2 255.255.255.0\n" for number in (1, 2))
    found = facts_of_config("sw", facts(get("cisco_ios"), f"{ports}ip default-gateway 10.0.1.1\n{routes}"))
    assert _may_route(found) is is_router
