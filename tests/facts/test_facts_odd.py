"""Facts of odd texts: nothing crashes, nothing is guessed, no secret is shown; and what netops itself renders is understood."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path

import pytest

from netops.config import secrets
from netops.config.facts import facts
from netops.errors import UsageError
from netops.facts import Facts, NotUnderstood, StaticRoute, format_ranges
from netops.facts.table import make_table
from netops.facts.values import canonical_area, interface_namer, mask_length, network_from_wildcard, parse_vlan_ids

HERE = Path(__file__).parent
PLATFORMS = ("arista_eos", "cisco_ios", "cisco_nxos", "cisco_xr", "frr", "juniper_junos")
CONFIGS = {path.parent: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("cases/*/*/config.txt"))}


def missed(platform: str, text: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.section, one.text) for one in facts(platform, text).not_understood]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("text", ["", "\n\n", "\r\n"])
def test_nothing_gives_nothing(platform: str, text: str) -> None:
    found = facts(platform, text)
    assert (found.interfaces, found.routes, found.not_understood) == ((), (), ())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_text_that_cannot_be_parsed_gives_one_line(platform: str) -> None:
    texts = {
        "juniper_junos": "system { host-name x",
        "arista_eos": "banner login\nhello",
        "frr": "\n".join(" " * i + "x" for i in range(99)),
    }
    text = texts.get(platform, "banner login ^C\nhello")
    assert facts(platform, text) == Facts(platform, not_understood=(NotUnderstood(0, "", "the config cannot be parsed"),))


def test_a_platform_without_a_reader_is_an_error_of_usage() -> None:
    with pytest.raises(UsageError, match="no facts can be read off configs of cups"):
        facts("cups", "")


def test_a_line_of_another_section_is_not_listed() -> None:
    assert missed("cisco_ios", "spanning-tree mode mst\nwobble\nip routemaster 1\ninterface Vlan1\n wobble\n") == [
        (5, "interface Vlan1", "wobble")
    ]


def test_lines_below_a_line_that_is_not_understood_are_listed_too() -> None:
    assert missed("cisco_xr", "router bgp 1\n neighbor 10.0.0.1\n  wobble 2\n   below\n") == [
        (3, "router bgp 1 > neighbor 10.0.0.1", "wobble 2"),
        (4, "router bgp 1 > neighbor 10.0.0.1", "below"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "ip address 10.0.0.300 255.255.255.0",
        "ip address 10.0.0.1 255.0.255.0",
        "ip address 10.0.0.1",
        "switchport access vlan 4095",
        "switchport trunk allowed vlan 10-5",
        "switchport trunk allowed vlan all 5",
        "ipv6 address 2001:db8::1",
        "no ip access-group IN in",
        "no description",
    ],
)
def test_a_value_that_makes_no_sense_is_listed(line: str) -> None:
    listed = [] if line == "no description" else [(2, "interface Vlan1", line)]
    assert missed("cisco_ios", f"interface Vlan1\n {line}\n") == listed


@pytest.mark.parametrize(
    "line", ["ip route vrf", "ip route 10.0.0.0", "ip route 10.0.0.0 255.0.0.0 tag", "ip route 10.0.0.0/8 1.2.3.4 5.6.7.8"]
)
def test_a_route_that_makes_no_sense_is_listed(line: str) -> None:
    assert missed("cisco_ios", line) == [(1, "ip route", line)]


def test_what_is_not_understood_is_shown_without_its_secret() -> None:
    text = "router bgp 1\n neighbor 10.0.0.1 password7 x\n neighbor 10.0.0.1 wobble password 7 0102030405\n"
    assert missed("cisco_ios", text)[-1] == (3, "router bgp 1", "neighbor 10.0.0.1 wobble password ⟦secret⟧")


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_secret_is_in_the_facts(path: Path) -> None:
    platform, text = path.parent.name, CONFIGS[path]
    shown = json.dumps(asdict(facts(platform, text)), ensure_ascii=False)
    words = {word for value in secrets(platform, text).values() for word in value.strip('"').split() if len(word) > 3}
    assert {word for word in words if word in shown} == set()


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_damaged_configs_never_crash(path: Path) -> None:
    rng = random.Random(path.name)
    words = [*CONFIGS[path].split(), "no", "{", "}", '"', "::", "1.1.1.1/99", "vrf", "é"]
    for _ in range(40):
        lines = CONFIGS[path].split("\n")
        for _ in range(10):
            at = rng.randrange(len(lines))
            line = lines[at].split(" ")
            line[rng.randrange(len(line))] = rng.choice(words)
            lines[at] = " ".join(line[: rng.randrange(len(line)) + 1])
        assert facts(path.parent.name, "\n".join(lines)).platform == path.parent.name


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_netops_renders_is_understood(platform: str) -> None:
    text = (HERE.parent / "golden" / platform / "main" / "expected.txt").read_text(encoding="utf-8")
    # The example names a group that only the device has.
    assert [one for one in facts(platform, text).not_understood if one.text != "apply-groups node0"] == []


def test_braces_and_set_text_give_the_same_facts() -> None:
    braces = "interfaces { ge-0/0/0 { unit 0 { family inet { address 10.0.0.1/24; } } } }"
    flat = "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24"
    assert facts("juniper_junos", braces) == facts("juniper_junos", flat)


def test_groups_of_junos_count_where_they_are_applied_and_not_where_they_are_barred() -> None:
    text = """
set groups G interfaces <ge-*> mtu 9000
set groups H interfaces <*> mtu 1400
set apply-groups [ G H ]
set interfaces ge-0/0/0 description one
set interfaces ge-0/0/1 apply-groups-except G
set interfaces ge-0/0/2 mtu 2000
set interfaces xe-0/0/3 description four
"""
    found = facts("juniper_junos", text)
    assert {port.name: port.mtu for port in found.interfaces} == {"ge-0/0/0": 9000, "ge-0/0/1": 1400, "ge-0/0/2": 2000, "xe-0/0/3": 1400}
    assert found.not_understood == ()


def test_a_network_statement_names_the_interfaces_of_its_own_vrf_only() -> None:
    text = """
interface Vlan1
 ip address 10.0.0.1 255.255.255.0
interface Vlan2
 vrf forwarding RED
 ip address 10.0.0.2 255.255.255.0
router ospf 1
 network 10.0.0.0 0.255.255.255 area 0
"""
    assert [one.interface for one in facts("cisco_ios", text).igp] == ["", "Vlan1"]


def test_ios_without_aaa_leaves_logins_to_the_lines() -> None:
    assert facts("cisco_ios", "line vty 0 4\n login local\n").aaa.local_fallback is None
    assert facts("cisco_ios", "aaa new-model\n").aaa.local_fallback is True


def test_a_nexus_port_without_lines_is_left_open() -> None:
    port = facts("cisco_nxos", "interface Ethernet1/1\n").interfaces[0]
    assert (port.enabled, port.mode) == (None, "")
    port = facts("cisco_nxos", "system default switchport\nsystem default switchport shutdown\ninterface Ethernet1/1\n").interfaces[0]
    assert (port.enabled, port.mode, port.access_vlan) == (False, "access", 1)


def test_frr_says_the_vrf_of_a_route_in_either_place() -> None:
    route = StaticRoute("RED", "10.0.0.0/8", "10.1.1.1", "eth0", 7)
    assert facts("frr", "ip route 10.0.0.0/8 10.1.1.1 eth0 7 vrf RED").routes == (route,)
    assert facts("frr", "vrf RED\n ip route 10.0.0.0/8 10.1.1.1 eth0 7\nexit-vrf").routes == (route,)


def test_values() -> None:
    assert parse_vlan_ids("1,3-5,4") == (1, 3, 4, 5)
    assert format_ranges(parse_vlan_ids("1,3-5,4094")) == "1,3-5,4094"
    assert (canonical_area("0"), canonical_area("0.0.0.1"), canonical_area("256")) == ("0.0.0.0", "0.0.0.1", "0.0.1.0")
    assert (mask_length("255.255.254.0"), network_from_wildcard("10.1.2.3", "0.0.0.255")) == (23, "10.1.2.0/24")
    name = interface_namer("GigabitEthernet", "Ethernet", "Port-channel")
    assert [name(x) for x in ("Gi1/0/1", "gigabitethernet 0/1", "eth0", "Po1", "po1.20", "wlan0", "x", "?")] == [
        *("GigabitEthernet1/0/1", "GigabitEthernet0/1", "Ethernet0", "Port-channel1", "Port-channel1.20", "wlan0", "x", "?"),
    ]


def test_the_pattern_with_the_most_literal_words_counts() -> None:
    seen: list[str] = []
    known = make_table(
        {"a *": lambda _, word: seen.append(word), "a b": lambda _: seen.append("literal"), "[no] c in|out [x]": lambda *_: None}, "d ~ {}"
    )
    for line, words in {"a b": (), "a c": ("c",), "no c in x": ("in",), "c out": ("out",), "d e f": ("e f",)}.items():
        found = known.find(line)
        assert found is not None and found[1] == words
    assert [known.find(line) for line in ("a", "a b c", "c both", "d", "")] == [None] * 5
