"""VRP: which secrets are hidden, and what the book cannot say."""

from __future__ import annotations

import pytest

from netops import config

HIDDEN = [
    "local-user netops password irreversible-cipher {}",
    "local-user netops password simple {}",
    "super password level 15 cipher {}",
    "snmp-agent community read cipher {} acl 2001",
    "snmp-agent community write {}",
    "snmp-agent target-host trap address udp-domain 10.0.0.1 params securityname cipher {} v2c",
    "snmp-agent target-host trap address udp-domain 10.0.0.1 params securityname {} v2c",
    "snmp-agent usm-user v3 u g authentication-mode sha {} privacy-mode aes128 {}",
    "snmp-agent usm-user v3 u authentication-mode sha cipher {}",
    "ntp-service authentication-keyid 1 authentication-mode md5 cipher {}",
    " ospf authentication-mode simple cipher {}",
    " ospf authentication-mode md5 1 plain {}",
    " peer 10.0.0.1 password cipher {}",
    " radius-server shared-key cipher {}",
    " hwtacacs-server shared-key {}",
    " pre-shared-key {}",
    " vrrp vrid 1 authentication-mode md5 {}",
    " set authentication password cipher {}",
    " security wpa2 psk pass-phrase {} aes",
]
LEFT = [
    "ssh server cipher aes256_ctr aes128_ctr",
    "snmp-agent target-host trap address udp-domain 10.0.0.1 params securityname operator v3 privacy",
    "snmp-agent usm-user v3 u authentication-mode sha",
    " description simple cipher for all",
    " authentication-mode aaa",
    " authentication-mode password",
    " peer 10.0.0.1 keychain CORE",
]


@pytest.mark.parametrize("line", HIDDEN)
@pytest.mark.parametrize("value", ["hunter2", "%^%#k3 Yd'~x%^%#", "$1a$salt$hash$"])
def test_a_secret_is_hidden(line: str, value: str) -> None:
    shown = config.redact("huawei_vrp", line.replace("{}", value))
    assert shown == line.replace("{}", "⟦secret⟧")
    assert config.redact("huawei_vrp", shown) == shown


@pytest.mark.parametrize("line", LEFT)
def test_what_is_no_secret_is_left(line: str) -> None:
    assert config.redact("huawei_vrp", line) == line


def test_what_a_device_writes_by_itself_is_left_alone() -> None:
    own = "aaa\n authentication-scheme default\n domain default_admin\n#\nsnmp-agent local-engineid 800007DB03\n"
    assert config.remediate("huawei_vrp", own, "aaa\n") == []


def test_a_route_policy_goes_as_a_whole() -> None:
    running = "route-policy A permit node 10\n#\nroute-policy A deny node 20\n#\n"
    assert config.remediate("huawei_vrp", running, "sysname a\n") == ["sysname a", "undo route-policy A"]


def test_a_line_section_without_lines_is_left_alone() -> None:
    """`user-interface vty 16 20` is in every running config with defaults: no command is sent for it, and no view is left open."""
    running = "sysname A\nuser-interface vty 0 4\n authentication-mode aaa\nuser-interface vty 16 20\n"
    intended = running.replace("sysname A", "sysname B")
    assert config.remediate("huawei_vrp", running, intended) == ["sysname B"]
    emptied = running.replace(" authentication-mode aaa\n", "")
    commands = config.remediate("huawei_vrp", running, emptied)
    assert commands == ["user-interface vty 0 4", " undo authentication-mode", "quit", "user-interface vty 0 4", "quit"]
    assert config.diff("huawei_vrp", config.predict("huawei_vrp", running, commands), emptied) == ()


def test_a_line_section_of_ios_without_lines_is_left_alone() -> None:
    running = "hostname A\nline con 0\nline vty 0 4\n login local\nline vty 5 15\n"
    assert config.remediate("cisco_ios", running, running.replace("hostname A", "hostname B")) == ["hostname B"]


@pytest.mark.parametrize(
    ("section", "line", "command"),
    [
        ("interface GigabitEthernet0/0/1", "storm-control broadcast min-rate 1000 max-rate 2000", "undo storm-control broadcast"),
        ("interface GigabitEthernet0/0/1", "port-security max-mac-num 3", "undo port-security max-mac-num"),
        ("interface GigabitEthernet0/0/1", "poe priority high", "undo poe priority"),
        ("interface GigabitEthernet0/0/1", "authentication-profile users", "undo authentication-profile"),
        ("interface Eth-Trunk1", "load-balance src-dst-mac", "undo load-balance"),
        ("traffic behavior b1", "remark dscp af21", "undo remark dscp"),
        ("traffic behavior b1", "car cir 10000 cbs 1880000", "undo car"),
    ],
)
def test_undo_takes_no_value(section: str, line: str, command: str) -> None:
    """Command Reference of S series: the undo form of these commands ends before the value and refuses one."""
    without = f"{section}\n description x\n"
    assert config.remediate("huawei_vrp", f"{without} {line}\n", without) == [section, f" {command}", "quit"]


def test_classifiers_and_policies_are_undone_by_name() -> None:
    classifier = "traffic classifier c1 operator or precedence 5\n if-match dscp ef\n"
    policy = "traffic policy p1 match-order config\n classifier c1 behavior b\n"
    assert config.remediate("huawei_vrp", classifier + policy, "") == ["undo traffic policy p1", "undo traffic classifier c1"]


def test_the_password_of_a_vrrp_group_is_undone_alone() -> None:
    group = "interface Vlanif10\n vrrp vrid 1 virtual-ip 10.0.0.1\n"
    commands = config.remediate("huawei_vrp", f"{group} vrrp vrid 1 authentication-mode md5 abc\n", group)
    assert commands == ["interface Vlanif10", " undo vrrp vrid 1 authentication-mode", "quit"]
