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
