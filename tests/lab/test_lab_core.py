"""The cores alone, without sockets: what a device does with a text, in its own words and its own form."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab_verbs import CORES, LinesRefused

from netops.lab.sim.cisco_cli import execute
from netops.lab.sim.clock import Clock
from netops.lab.sim.eos import EosDevice
from netops.lab.sim.eos_shell import execute as eos
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.ios import IosDevice
from netops.lab.sim.ios_cli import IosCli
from netops.lab.sim.junos import JunosDevice
from netops.lab.sim.junos_shell import execute as junos

VERSIONS = {"arista_eos": "4.30.1F", "cisco_ios": "17.9.4", "juniper_junos": "22.4R1.10"}
INTERFACES = {
    "arista_eos": ("Ethernet1", "Ethernet2", "Ethernet10", "Management1"),
    "cisco_ios": ("GigabitEthernet1/0/1", "GigabitEthernet1/0/2"),
    "juniper_junos": ("ge-0/0/0",),
}


def spec(platform: str, initial: str = "") -> TargetSpec:
    return TargetSpec("sw1", platform, "sw1", os_version=VERSIONS[platform], interfaces=INTERFACES[platform], initial=initial)


def clock() -> Clock:
    return Clock(source=lambda: 1_800_000_000.0)


def make_ios(initial: str = "") -> IosDevice:
    return IosDevice(spec("cisco_ios", initial), clock())


def make_eos(initial: str = "") -> EosDevice:
    return EosDevice(spec("arista_eos", initial), clock())


def make_junos(initial: str = "") -> JunosDevice:
    return JunosDevice(spec("juniper_junos", initial), clock())


def test_ios_prints_in_its_own_order_and_form() -> None:
    device = make_ios(
        "ntp server 10.0.0.1\n"
        "int gi1/0/2\n desc to  core\n no shut\n switchport mode access\n switchport access vlan 20\n"
        "vlan 20\n name b\nvlan 3\n name a\n"
        "ip domain-name example.org\nno ip domain-lookup\n"
        "snmp-server community c ro\n"
        "ipv6 route 2001:db8::/32 2001:db8::1\n"
        "hostname r1\n"
    )
    assert device.text(device.running) == (
        "version 17.9\n!\nhostname r1\n!\nno ip domain lookup\n!\nip domain name example.org\n!\n"
        "vlan 3\n name a\n!\nvlan 20\n name b\n!\n"
        "interface GigabitEthernet1/0/1\n!\n"
        "interface GigabitEthernet1/0/2\n description to  core\n switchport access vlan 20\n switchport mode access\n!\n"
        "ipv6 route 2001:DB8::/32 2001:DB8::1\n!\nsnmp-server community c RO\n!\nntp server 10.0.0.1\n!\nend\n"
    )


def test_eos_takes_lines_without_indentation() -> None:
    device = make_eos(
        "router bgp 65000\nneighbor 10.0.0.1 remote-as 65001\naddress-family ipv6\nneighbor 10.0.0.1 activate\n"
        "interface Ethernet2\nno switchport\nip address 10.0.0.0/31\nip routing\nmanagement api http-commands\nno shutdown\n"
    )
    assert device.text(device.running) == (
        "interface Ethernet1\n!\ninterface Ethernet2\n   no switchport\n   ip address 10.0.0.0/31\n!\ninterface Ethernet10\n!\n"
        "interface Management1\n!\nip routing\n!\n"
        "router bgp 65000\n   neighbor 10.0.0.1 remote-as 65001\n   !\n   address-family ipv6\n      neighbor 10.0.0.1 activate\n!\n"
        "management api http-commands\n   no shutdown\n!\nend\n"
    )


def test_junos_prints_in_its_own_order_and_form() -> None:
    device = make_junos(
        'interfaces { ge-0/0/0 { unit 0 { family inet { address 10.0.0.1/24; } } description "to core"; } }\n'
        "routing-options { static { route 0.0.0.0/0 { next-hop 10.0.0.2; } } }\n"
        'system { ntp { server 10.0.0.9 { prefer; } } host-name "r1"; services { netconf { ssh; } } login { } }\n'
    )
    assert device.text().splitlines()[1:] == [
        "version 22.4R1.10;",
        "system {",
        "    host-name r1;",
        "    services {",
        "        netconf {",
        "            ssh;",
        "        }",
        "    }",
        "    ntp {",
        "        server 10.0.0.9 prefer;",
        "    }",
        "}",
        "interfaces {",
        "    ge-0/0/0 {",
        '        description "to core";',
        "        unit 0 {",
        "            family inet {",
        "                address 10.0.0.1/24;",
        "            }",
        "        }",
        "    }",
        "}",
        "routing-options {",
        "    static {",
        "        route 0.0.0.0/0 next-hop 10.0.0.2;",
        "    }",
        "}",
    ]


IOS_REFUSED = {
    "bogus": f"{' ' * 12}^\n% Invalid input detected at '^' marker.\n",
    "ntp serverr 1.2.3.4": f"{' ' * 16}^\n% Invalid input detected at '^' marker.\n",
    "mtu 9000": f"{' ' * 12}^\n% Invalid input detected at '^' marker.\n",
    "hostname": "% Incomplete command.",
    "interface": "% Incomplete command.",
    "no interface gi1/0/1": "% Removal of physical interfaces is not permitted",
}
"""The mark stands below the word at fault, after the prompt `sw1(config)#`."""


@pytest.mark.parametrize("line", IOS_REFUSED)
def test_ios_refuses_in_its_own_words(line: str) -> None:
    device = make_ios()
    before = device.text(device.running)
    answer = execute(IosCli(device, "console"), ["conf t", line])
    entered = "Enter configuration commands, one per line.  End with CNTL/Z."
    assert (answer.ok, answer.output) == (False, f"{entered}\nsw1(config)#{line}\n{IOS_REFUSED[line]}")
    assert device.text(device.running) == before


EOS_REFUSED = {
    "bogus": "% Invalid input (at token 0: 'bogus')",
    "ntp serverr 1.2.3.4": "% Invalid input (at token 1: 'serverr')",
    "hostname": "% Incomplete command (at token 1: 'hostname')",
    "router bgp abc": "% Invalid input (at token 2: 'abc')",
    "no bogus": "% Invalid input (at token 1: 'bogus')",
}


@pytest.mark.parametrize("line", EOS_REFUSED)
def test_eos_refuses_in_its_own_words(line: str) -> None:
    answer = eos(make_eos(), ["configure", line])
    assert (answer.ok, answer.output) == (False, EOS_REFUSED[line])


JUNOS_REFUSED = {
    "set system bogus x": "error: syntax error: bogus",
    "set system ntp serverr 1.2.3.4": "error: syntax error: serverr",
    "set system host-name": "error: missing argument: host-name",
    "delete sistem ntp": "error: syntax error: sistem",
}


@pytest.mark.parametrize("line", JUNOS_REFUSED)
def test_junos_refuses_in_its_own_words(line: str) -> None:
    answer = junos(make_junos(), [line])
    assert (answer.ok, answer.output.splitlines()[-1]) == (False, JUNOS_REFUSED[line])


def test_negation_takes_away_what_a_line_begins_with() -> None:
    device = make_ios("ntp server 10.0.0.1 prefer\nntp server 10.0.0.2\ninterface Vlan5\n ip address 10.0.0.1 255.255.255.0\n")
    execute(IosCli(device, "console"), ["conf t", "no ntp server 10.0.0.1", "int vlan5", "no ip address", "no vlan 99"])
    text = device.text(device.running)
    assert "10.0.0.1" not in text
    assert "ntp server 10.0.0.2\n" in text
    assert "interface Vlan5\n no ip address\n" in text


def test_a_filter_entry_without_a_number_gets_the_next_one() -> None:
    device = make_ios("ip access-list extended X\n 10 remark first\n 10 permit ip any any\n")
    assert execute(IosCli(device, "console"), ["conf t", "ip access-list extended X", "deny udp any any", "no 10 permit ip any any"]).ok
    assert "ip access-list extended X\n 10 remark first\n 20 deny udp any any\n" in device.text(device.running)


def test_ios_without_quiet_prompts_asks_for_the_file_name() -> None:
    device = make_ios()
    assert execute(IosCli(device, "console"), ["copy running-config flash:x", ""]).output.endswith("bytes/sec)")
    assert device.read("flash:/x") == device.text(device.running)


def test_a_console_edit_stays_in_the_junos_candidate_until_committed() -> None:
    device = make_junos("system { host-name r1; }")
    junos(device, ["configure", "set system domain-name example.org"])
    assert device.dirty
    assert "example.org" not in device.text()
    assert junos(device, ["configure", "commit"]).output.endswith("commit complete")
    assert "domain-name example.org;" in device.text()


NTP = {
    "arista_eos": "ntp server 10.0.0.9\n",
    "cisco_ios": "ntp server 10.0.0.9\n",
    "juniper_junos": "system { ntp { server 10.0.0.9; } }\n",
}


@pytest.mark.parametrize("platform", CORES)
def test_the_verbs_work_without_sockets(platform: str) -> None:
    time = clock()
    driver = CORES[platform](spec(platform, "" if platform != "juniper_junos" else "system { host-name r1; }"), time)
    before = driver.get_config()["running"].splitlines()[1:]
    driver.load_merge_candidate(NTP[platform])
    assert "10.0.0.9" in driver.compare_config()
    driver.commit_config(revert_in=60)
    time.advance(59)
    assert driver.has_pending_commit()
    time.advance(1)
    assert not driver.has_pending_commit()
    assert driver.get_config()["running"].splitlines()[1:] == before
    with pytest.raises(LookupError):
        driver.confirm_commit()
    driver.load_merge_candidate(NTP[platform])
    driver.commit_config()
    assert "10.0.0.9" in driver.get_config()["running"]
    driver.rollback()
    assert driver.get_config()["running"].splitlines()[1:] == before
    with pytest.raises(LinesRefused):
        driver.load_replace_candidate(NTP[platform].replace("server", "serverr"))


WORDS = st.text("abcdefghij0123456789-", min_size=1, max_size=12)
FREE = st.text("abc XYZ,.()/-_0123456789", min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
IOS_LINES: st.SearchStrategy[Any] = st.one_of(
    st.builds("hostname {}".format, WORDS),
    st.builds("ntp server 10.0.0.{}{}".format, st.integers(1, 9), st.sampled_from(["", " prefer"])),
    st.builds("vlan {}\n name {}".format, st.integers(2, 40), WORDS),
    st.builds("interface {}\n description {}".format, st.sampled_from(["gi1/0/1", "Vlan7", "Loopback0"]), FREE),
    st.builds("interface Vlan{}\n ip address 10.1.{}.1 255.255.255.0\n shutdown".format, st.integers(1, 9), st.integers(1, 9)),
    st.builds("ip access-list extended {}\n {} permit ip any host 10.0.0.{}".format, WORDS, st.integers(1, 90), st.integers(1, 9)),
    st.builds("banner login ^C\n{}\n^C".format, FREE),
)


@given(st.lists(IOS_LINES, max_size=12))
def test_what_a_device_prints_it_takes_back_unchanged(blocks: list[str]) -> None:
    device = make_ios("\n".join(blocks))
    text = device.text(device.running)
    assert device.text(device.parse(text)) == text


JUNOS_LINES: st.SearchStrategy[Any] = st.one_of(
    st.builds("system {{ host-name {}; }}".format, WORDS),
    st.builds("system {{ ntp {{ server 10.0.0.{}{}; }} }}".format, st.integers(1, 9), st.sampled_from(["", " prefer"])),
    st.builds('interfaces {{ ge-0/0/{} {{ description "{}"; }} }}'.format, st.integers(0, 9), FREE),
    st.builds("vlans {{ {} {{ vlan-id {}; }} }}".format, WORDS, st.integers(1, 4000)),
    st.builds("policy-options {{ prefix-list {} {{ 10.{}.0.0/16; }} }}".format, WORDS, st.integers(0, 9)),
)


@given(st.lists(JUNOS_LINES, max_size=12))
def test_what_junos_prints_it_takes_back_unchanged_also_as_set_commands(blocks: list[str]) -> None:
    device = make_junos("\n".join(blocks))
    text = device.text()
    other = make_junos(text)
    assert other.text() == text
    commands = junos(device, ["show configuration | display set"]).output
    again = make_junos()
    again.load(commands, "set")
    again.commit("x")
    assert again.text().splitlines()[1:] == text.splitlines()[1:]
