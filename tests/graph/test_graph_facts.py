"""The facts of the data are the facts of what is rendered from it, for every target of the example company."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import netops
from netops.config.facts import facts
from netops.graph.from_config import defaults_of, facts_of_config, facts_of_text
from netops.graph.from_data import facts_of_view
from netops.graph.graph import graph_of
from netops.model.company import Company
from netops.render.targets import TargetRenderer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def example() -> Company:
    return netops.load(ROOT)


def test_data_and_text_give_the_same_facts(example: Company) -> None:
    renderer = TargetRenderer(example)
    compared = []
    for name, target in example.targets.items():
        platform = example.platform(target.platform)
        if platform.facts is None:
            continue
        of_data = facts_of_view(example.view(name), defaults_of(platform))
        assert graph_of(example).facts(name) == of_data, f"{name}: not all derivations that facts are made from are named"
        of_text = facts_of_text(name, platform, renderer.render(name).text, of_data)
        for field in (one for one in dataclasses.fields(of_data) if one.compare):
            assert getattr(of_text, field.name) == getattr(of_data, field.name), f"{field.name} of {name}"
        compared.append(target.platform)
    assert set(compared) == {"arista_eos", "cisco_ios", "frr", "juniper_junos"}
    assert len(compared) > 20


IOS = """\
interface Vlan20
 ip address 10.20.0.7 255.255.255.0
 ip access-group USERS in
 vrrp 20 ip 10.20.0.1
 vrrp 20 priority 120
interface GigabitEthernet1/0/2
 switchport trunk allowed vlan 20,30-32
 switchport mode trunk
 shutdown
ip route 10.9.0.0 255.255.0.0 10.20.0.9 200
ip access-list extended USERS
 10 permit tcp 10.20.0.0 0.0.0.255 any eq www 443
 20 deny ip any any log
line vty 0 4
 access-class USERS in
 transport input ssh
"""


def test_each_fact_of_a_config_has_its_line() -> None:
    found = facts_of_config("sw1", facts("cisco_ios", IOS))
    vlan, trunk = found.ports["Vlan20"], found.ports["GigabitEthernet1/0/2"]
    assert (vlan.place("addresses").line, vlan.place("in").line, vlan.place("shared").line) == (2, 3, 4)
    assert (trunk.place("tagged").line, trunk.place("enabled").line, trunk.place("addresses").line) == (7, 9, 6)
    assert [route.where.line for route in found.routes] == [10]
    assert [rule.where.line for rule in found.filters["USERS", 4].rules] == [12, 13]
    assert (vlan.shared[0].priority, trunk.enabled, found.login.filters) == (120, False, ((4, "USERS"),))


JUNOS = """\
interfaces {
    ge-0/0/1 {
        unit 0 {
            family inet {
                filter {
                    input GUARD;
                }
                address 10.1.0.2/24;
            }
        }
    }
}
routing-options {
    static {
        route 10.9.0.0/16 next-hop 10.1.0.9;
    }
}
firewall {
    family inet {
        filter GUARD {
            term ssh {
                from {
                    source-address {
                        10.0.0.0/8;
                    }
                    protocol tcp;
                    destination-port ssh;
                }
                then accept;
            }
            term rest {
                then {
                    count dropped;
                    discard;
                }
            }
        }
    }
}
"""


NAT = """\
interface GigabitEthernet0/0
 ip address 192.0.2.2 255.255.255.252
 ip nat outside
interface Vlan20
 ip address 10.20.0.1 255.255.255.0
 ip nat inside
ip nat pool PUBLIC 203.0.113.8 203.0.113.15 prefix-length 29
ip nat inside source list USERS interface GigabitEthernet0/0 overload
ip nat inside source list OTHERS pool PUBLIC
ip nat inside source static tcp 10.20.0.5 443 203.0.113.9 8443 extendable
ip access-list standard USERS
 10 permit 10.20.0.0 0.0.0.255
"""


def test_translations_are_facts_with_lines() -> None:
    found = facts_of_config("r1", facts("cisco_ios", NAT))
    assert [(one.local, one.acl, one.outside, one.interface, one.outside_port, one.where.line) for one in found.translations] == [
        ("10.20.0.5", "", "203.0.113.9", "", 8443, 10),
        ("", "USERS", "", "GigabitEthernet0/0", None, 8),
        ("", "OTHERS", "203.0.113.8", "", None, 9),
    ]
    assert (found.ports["Vlan20"].nat, found.ports["GigabitEthernet0/0"].nat, [*found.filters]) == ("inside", "outside", [("USERS", 4)])


def test_terms_of_junos_have_their_lines() -> None:
    found = facts_of_config("fw1", facts("juniper_junos", JUNOS))
    rules = found.filters["GUARD", 4].rules
    assert [(rule.action, rule.where.line) for rule in rules] == [("permit", 27), ("deny", 33)]
    assert found.ports["ge-0/0/1"].place("addresses").line == 8
    assert [(route.distance, route.where.line) for route in found.routes] == [(5, 15)]
