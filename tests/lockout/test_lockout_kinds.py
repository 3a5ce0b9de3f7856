"""Cuts, and changes that are none, which the simulated devices do not enforce: the verdict alone."""

from __future__ import annotations

import pytest
from lockout_company import Bench, Edit

from netops.config.facts import facts
from netops.graph.from_config import facts_of_config
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

CUTS: dict[str, tuple[str, Edit]] = {
    "lines that take no commands": ("ber-acc-1", (LINES, f"{LINES} no exec\n")),
    "keys alone": ("ber-acc-1", ("file prompt quiet\n", ONLY.format("publickey"))),
    "no passwords": ("ber-fw-1", (NETCONF, f"{NETCONF}\n        ssh {{\n            no-passwords;\n        }}")),
    "a mask that leaves out a part of the network of netops": ("ber-acc-1", ("10.1.0.31 255.255.255.0", "10.1.0.31 255.255.255.192")),
    "a group that is applied to all ports": ("ber-fw-1", ("system {\n    host-name", f"{OFF}    host-name")),
}
ORDINARY: dict[str, tuple[str, Edit]] = {
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
