"""What `redact` hides, and what it leaves."""

from __future__ import annotations

import pytest

from netops import config
from netops.secrets import REDACTED

HIDDEN = [
    ("cisco_ios", "enable secret 9 $9$abc", "enable secret ⟦secret⟧"),
    ("cisco_ios", "enable secret ⟦secret:enable⟧", "enable secret ⟦secret⟧"),
    ("cisco_ios", "username netops privilege 15 secret 9 $9$abc", "username netops privilege 15 secret ⟦secret⟧"),
    ("cisco_ios", "username netops privilege 15 password 7 0822455D0A16", "username netops privilege 15 password ⟦secret⟧"),
    ("cisco_ios", "snmp-server community public RO 10", "snmp-server community ⟦secret⟧ RO 10"),
    ("cisco_ios", "snmp-server host 10.0.0.1 version 2c public", "snmp-server host 10.0.0.1 version 2c ⟦secret⟧"),
    (
        "cisco_ios",
        "snmp-server host 10.0.0.1 vrf M informs version 2c public  tty",
        "snmp-server host 10.0.0.1 vrf M informs version 2c ⟦secret⟧  tty",
    ),
    ("cisco_ios", "snmp-server host 10.0.0.1 public", "snmp-server host 10.0.0.1 ⟦secret⟧"),
    (
        "cisco_ios",
        "snmp-server user u g v3 auth sha pass1 priv aes 128 pass2",
        "snmp-server user u g v3 auth sha ⟦secret⟧ priv aes 128 ⟦secret⟧",
    ),
    ("cisco_ios", "tacacs-server key 7 0822455D0A16", "tacacs-server key ⟦secret⟧"),
    ("cisco_ios", "tacacs server T\n key 7 0822455D0A16", "tacacs server T\n key ⟦secret⟧"),
    ("cisco_ios", "radius server R\n key plainword", "radius server R\n key ⟦secret⟧"),
    ("cisco_ios", " client 10.1.1.1 server-key 7 0822", " client 10.1.1.1 server-key ⟦secret⟧"),
    ("cisco_ios", "router bgp 1\n neighbor 10.0.0.1 password 7 0822", "router bgp 1\n neighbor 10.0.0.1 password ⟦secret⟧"),
    ("cisco_ios", "ntp authentication-key 1 md5 0822455D 7", "ntp authentication-key 1 md5 ⟦secret⟧"),
    ("cisco_ios", "key chain K\n key 1\n  key-string 7 0822", "key chain K\n key 1\n  key-string ⟦secret⟧"),
    ("cisco_ios", " wpa-psk ascii 0 correcthorse", " wpa-psk ⟦secret⟧"),
    ("cisco_ios", " ip ospf message-digest-key 1 md5 7 0822", " ip ospf message-digest-key 1 md5 ⟦secret⟧"),
    ("cisco_ios", " ip ospf authentication-key 7 0822", " ip ospf authentication-key ⟦secret⟧"),
    ("cisco_ios", "crypto isakmp key s3cret address 1.2.3.4", "crypto isakmp key ⟦secret⟧ address 1.2.3.4"),
    ("cisco_ios", " pre-shared-key address 1.2.3.4 key s3cret", " pre-shared-key address 1.2.3.4 key ⟦secret⟧"),
    ("cisco_ios", " standby 1 authentication md5 key-string 7 0822", " standby 1 authentication md5 key-string ⟦secret⟧"),
    ("cisco_ios", "line vty 0 4\n password s3cret", "line vty 0 4\n password ⟦secret⟧"),
    (
        "arista_eos",
        "username netops privilege 15 role network-admin secret sha512 $6$abc",
        "username netops privilege 15 role network-admin secret ⟦secret⟧",
    ),
    ("arista_eos", "tacacs-server host 10.0.0.1 key 7 0822", "tacacs-server host 10.0.0.1 key ⟦secret⟧"),
    ("arista_eos", "router bgp 1\n   neighbor 10.0.0.1 password 7 0822==", "router bgp 1\n   neighbor 10.0.0.1 password ⟦secret⟧"),
    ("frr", "password zebra", "password ⟦secret⟧"),
    ("frr", " neighbor 10.0.0.1 password hunter2", " neighbor 10.0.0.1 password ⟦secret⟧"),
    ("frr", " ip ospf message-digest-key 1 md5 hunter2", " ip ospf message-digest-key 1 md5 ⟦secret⟧"),
    (
        "juniper_junos",
        'set system root-authentication encrypted-password "$6$abc"',
        "set system root-authentication encrypted-password ⟦secret⟧",
    ),
    ("juniper_junos", '    secret "$9$abc"; ## SECRET-DATA', "    secret ⟦secret⟧; ## SECRET-DATA"),
    ("juniper_junos", "snmp {\n    community public {", "snmp {\n    community ⟦secret⟧ {"),
    ("juniper_junos", "set snmp community public authorization read-only", "set snmp community ⟦secret⟧ authorization read-only"),
    ("juniper_junos", '"ftp://demo:horse@203.0.113.1/x";', '"ftp://demo:⟦secret⟧@203.0.113.1/x";'),
    (
        "juniper_junos",
        'set system ntp authentication-key 1 type md5 value "$9$x"',
        "set system ntp authentication-key 1 type md5 value ⟦secret⟧",
    ),
    (
        "linux",
        "### file /etc/snmp/snmpd.conf root:root 0600\nrocommunity public 10.0.0.0/8",
        "### file /etc/snmp/snmpd.conf root:root 0600\nrocommunity ⟦secret⟧ 10.0.0.0/8",
    ),
    ("linux", "smtp_password = hunter2", "smtp_password = ⟦secret⟧"),
    ("linux", '  secret "aGVsbG8=";', "  secret ⟦secret⟧;"),
    ("linux", "root:$6$salt$hash:19000:0:99999:7:::", "root:⟦secret⟧:19000:0:99999:7:::"),
    ("linux", "-----BEGIN PRIVATE KEY-----\nMIIE\nabcd==\n-----END PRIVATE KEY-----\nnext", "⟦secret⟧\nnext"),
    ("linux", "-----BEGIN OPENSSH PRIVATE KEY-----\nMIIE\n### file /x a:b 0644", "⟦secret⟧\n### file /x a:b 0644"),
    ("cups", 'queue f uri "ipp://u:hunter2@10.0.0.1/ipp"', 'queue f uri "ipp://u:⟦secret⟧@10.0.0.1/ipp"'),
]

LEFT = [
    ("cisco_ios", "service password-encryption"),
    ("cisco_ios", "key chain PUBLIC"),
    ("cisco_ios", "aaa authentication login default group tacacs+ local"),
    ("cisco_ios", "username netops privilege 15 nopassword"),
    ("cisco_ios", "snmp-server location Berlin"),
    ("cisco_ios", "snmp-server host 10.0.0.1 version 3 priv operator"),
    ("cisco_ios", "security passwords min-length 8"),
    ("cisco_ios", "ip community-list standard LIST permit 1:1"),
    ("cisco_ios", " standby 1 authentication md5 key-chain KEYS"),
    ("arista_eos", "ip community-list standard LIST permit 1:1"),
    ("frr", "bgp community-list standard LIST seq 5 permit 1:1"),
    ("frr", " neighbor 10.0.0.1 send-community"),
    ("juniper_junos", "set policy-options community LIST members 1:1"),
    ("juniper_junos", "policy-options {\n    community LIST {\n        members 1:1;"),
    ("linux", "PasswordAuthentication no"),
    ("linux", "unix password sync = yes"),
    ("linux", "keyfile /etc/chrony/chrony.keys"),
    ("linux", "   passdb backend = tdbsam"),
]


@pytest.mark.parametrize(("platform", "line", "shown"), HIDDEN)
def test_a_secret_is_hidden(platform: str, line: str, shown: str) -> None:
    assert config.redact(platform, line) == shown
    assert config.redact(platform, shown) == shown


@pytest.mark.parametrize(("platform", "line"), LEFT)
def test_what_is_no_secret_is_left(platform: str, line: str) -> None:
    assert config.redact(platform, line) == line


def test_a_secret_is_where_the_other_text_has_its_placeholder() -> None:
    head = "### file /etc/app.conf root:root 0600\n"
    running, intended = head + "login bob hunter2 now\nlogin eve\n", head + "login bob ⟦secret:app⟧ now\nlogin eve\n"
    assert config.redact("linux", running) == running
    assert config.redact("linux", running, like=intended) == config.redact("linux", intended)
    assert config.diff("linux", running, intended) == ()
    assert config.secrets("linux", running, like=intended) == {f"{head.strip()} / login bob {REDACTED} now": "hunter2"}


def test_two_secrets_are_compared_by_value_unless_one_is_not_known() -> None:
    one, other = "snmp-server community a RO\n", "snmp-server community b RO\n"
    assert [(line.sign, line.text) for line in config.diff("cisco_ios", one, other)] == [
        ("-", "snmp-server community ⟦secret⟧ RO"),
        ("+", "snmp-server community ⟦secret⟧ RO"),
    ]
    for unknown in ("snmp-server community ⟦secret:snmp⟧ RO\n", config.redact("cisco_ios", other)):
        assert config.diff("cisco_ios", one, unknown) == ()
        assert config.diff("cisco_ios", unknown, one) == ()


def test_paths_of_secrets_stay_when_values_change() -> None:
    text = "router bgp 1\n neighbor 10.0.0.1 password {}\n neighbor 10.0.0.2 password {}\nenable password {}\n"
    found = config.secrets("frr", text.format("a", "b", "c"))
    assert found == {
        "router bgp 1 / neighbor 10.0.0.1 password ⟦secret⟧": "a",
        "router bgp 1 / neighbor 10.0.0.2 password ⟦secret⟧": "b",
        "enable password ⟦secret⟧": "c",
    }
    assert config.secrets("frr", text.format("x", "y", "z")).keys() == found.keys()
    assert config.secrets("frr", text.format("⟦secret:a⟧", "⟦secret:b⟧", "⟦secret:c⟧")) == {}


def test_two_equal_places_have_two_paths() -> None:
    text = "snmp-server community a RO\nsnmp-server community b RO\n"
    place = "snmp-server community ⟦secret⟧ RO"
    assert config.secrets("cisco_ios", text) == {place: "a", f"{place} #2": "b"}
