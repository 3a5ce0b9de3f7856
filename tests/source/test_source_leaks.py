"""What looks like a secret is found, by kind and place; what only resembles one is not; the secret itself is never told."""

from __future__ import annotations

import pytest

from netops.source.leaks import find_leaks

LEAKS = {
    "  - enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0": "an MD5 crypt hash (type 5)",
    "  - enable secret 9 $9$2MJBozw/9R3UsU$2lFhcKvpghcyw8deP25GOfyZaagyUOGBymkryvOdfHc": "a type 8 or 9 hash",
    "  - enable secret 8 $8$dsYGNam3K1SIJO$7nv/35M/qr6t.dVc7UY9zrJDWRVqncHub1PE9UlMQFs": "a type 8 or 9 hash",
    "hash: $6$usesomesillystri$D4IrlXatmP7rx3P3InaxBeoomnAihCKRVQAr/36eYx5AABkLhsyNZGbvOBdMCxgSuN9Yc8fCiZYjZV3Ykb0JZ1": "a SHA crypt hash",
    "shadow: $y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7": "a yescrypt hash",
    "web: $2b$12$KIXQ4f0Q9yq2d0eV8mQn0uJp6nD2mT8H0vY3wJYb7b0l5GQ9Qf3Zy": "a bcrypt hash",
    "  - set system root-authentication encrypted-password $9$ClyLtOBIEcyKv8X": "a Junos password ($9$)",
    "  - username admin password 7 094F471A1A0A": "a type 7 password",
    "  - key-string 7 0822455D0A16": "a type 7 password",
    "  - snmp-server community s3cretRO ro": "an SNMP community",
    "  - snmp-server host 10.1.1.1 version 2c s3cretRO": "an SNMP community",
    "rocommunity s3cretRO 10.0.0.0/8": "an SNMP community",
    "  - username bob privilege 15 password Summer2024": "a password",
    "  - enable password Summer2024": "a password",
    "  - tacacs-server key Tac4csKey": "a key of TACACS+ or RADIUS",
    "  - radius-server host 10.1.1.1 auth-port 1812 key R4diusKey": "a key of TACACS+ or RADIUS",
    "  - ip ospf message-digest-key 1 md5 0spfKey": "a key of a routing protocol",
    "  - neighbor 10.0.0.1 password BgpKey99": "a key of a routing protocol",
    "  - pre-shared-key ascii-text Vpn-Key-2024": "a pre-shared key",
    "  - crypto isakmp key Vpn-Key-2024 address 192.0.2.1": "a pre-shared key",
    "  - wpa-psk ascii 0 GuestsWelcome24": "a key of a wireless LAN",
    "wpa_passphrase=GuestsWelcome24": "a key of a wireless LAN",
    "-----BEGIN RSA PRIVATE KEY-----": "a private key",
    "-----BEGIN OPENSSH PRIVATE KEY-----": "a private key",
    "password: Summer2024": "the value of a key that names a secret",
    "  snmp_community: 's3cretRO'": "the value of a key that names a secret",
    "custom: {api_key: abcd1234}": "the value of a key that names a secret",
    "  ftp_password: hunter22  # for the scanner": "the value of a key that names a secret",
    "  - set system tacplus-server 10.0.0.1 port 49 secret MySecret1": "a key of TACACS+ or RADIUS",
    '  - " key MyTacKey1"': "a password or key",
    '  - " password cisco123"': "a password or key",
    "  - snmp-server user bob OPS v3 auth sha AuthPass123 priv aes 128 PrivPass123": "a password of an SNMP user",
    "  - ip ftp password hunter22": "a password",
    "  - enable algorithm-type scrypt secret hunter22": "a password",
    "  - username bob privilege 15 algorithm-type sha256 secret hunter22": "a password",
    "  - ntp authentication-key 1 md5 hunter22": "a key of a routing protocol",
    "  - vrrp 1 authentication text s3cret": "a key of a gateway group",
    "  - wlan passphrase Guests24": "a key of a wireless LAN",
    "wpa_key: GuestsWelcome24": "the value of a key that names a secret",
    "rootPassword: Summer2024": "the value of a key that names a secret",
    "snmpCommunity: s3cretRO": "the value of a key that names a secret",
    "password: !final Summer2024": "the value of a key that names a secret",
    "password: &p Summer2024": "the value of a key that names a secret",
    "portal: https://scott:tiger99@intranet.example/": "Basic Auth Credentials",
    "note: 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": "GitHub Token",
    "note: AKIA2E0A8F3B244C9986": "an AWS access key",
    "note: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U": "JSON Web Token",
    "note: x8Kq2ZpWv7TnR4sLmY6bC9dF3gHj5aQe": "a word that nobody types (high entropy)",
}
CLEAN = (
    "password: !secret device_password",
    "snmp: {community: !secret snmp_ro, clients: [10.0.20.12/32]}",
    "secrets:",
    "  device_password: {env: NETOPS_DEVICE_PASSWORD}",
    "  server_key: {file: keys/server}",
    "  - {match: platform=linux, username: root, key: !secret server_key, transport: ssh}",
    "snmp-server community {{ snmp.community }} ro",
    "username {{ user.name }} secret sha512 {{ user.password_hash }}",
    "{% if snmp.community is defined %}",
    "note: the password is in the safe, ask the service desk",
    "# enable secret: who may set it",
    "community: null",
    "token: ~",
    "description: Key box in the store-room",
    "  - ip http secure-server",
    "  - service password-encryption",
    "  - no snmp-server community public",
    "ssh_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8dD2nQn0lVjQ2ZaBcDeFgHiJkLmNoPqRsTuVwX netops@example",
    "  - ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA8qMSMBZ1kQ2TnR4sLmY6bC9dF3gHj5aQe root@host",
    "commit: 9b6aaa5c0ffee0123456789abcdef0123456789a",
    "uuid: 123e4567-e89b-12d3-a456-426614174000",
    "serial: FOC25310X01AB9Z7QK3LM2N8P4",
    "mac: 02:00:5e:10:00:01",
    "interface: HundredGigabitEthernet1/0/49/1",
    "file: inventory/catalog/device-types/cisco/c9300-48p.yaml",
    "icon: data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
    "contact: it-network@nordwind.example",
    "prefix: 2001:db8:1:20::/64",
    "  - set community 65000:100 additive",
    '  - {name: set-community, community: "65000:100"}',
    "  - neighbor 10.0.0.1 send-community both",
    "send_community: both",
    "  - standby 1 authentication md5 key-chain GATEWAYS",
    "description: Password reset desk in room 2",
    "comments: ask for the password at the desk",
    "key_length: 2048",
    "has_password: true",
    "  - key chain OSPF",
    "  - set snmp location Secret-Garden",
    "host_key: SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
    "iqn: iqn.2001-05.com.example:0-8a0906-a7ddc5f02-b51001b3b6c5f3a8-vol1",
    "name: warehouse-hand-scanners-and-fork-lifts-2",
)


@pytest.mark.parametrize("line", LEAKS)
def test_a_secret_is_found_with_its_kind(line: str) -> None:
    found = list(find_leaks(f"# a comment\n{line}\n"))
    assert [(leak.line, leak.what) for leak in found] == [(2, LEAKS[line])]
    assert found[0].length > 1
    assert 1 <= found[0].column <= len(line)


@pytest.mark.parametrize("line", CLEAN)
def test_what_only_resembles_one_is_let_pass(line: str) -> None:
    assert list(find_leaks(f"{line}\n")) == []


def test_a_public_certificate_passes() -> None:
    body = "\n".join(["MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ"] * 4)
    assert list(find_leaks(f"ca: |\n-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")) == []


def test_places_and_lengths_are_those_of_the_secret() -> None:
    (leak,) = find_leaks("raw_config:\n  - snmp-server community s3cretRO ro\n")
    assert (leak.line, leak.column, leak.length) == (2, 27, 8)


@pytest.mark.parametrize("mark", ["", " |", " >-", " # for the scanner", " !final"])
def test_a_value_below_its_key_is_found(mark: str) -> None:
    (leak,) = find_leaks(f"users:\n  - name: bob\n    password:{mark}\n\n      Summer2024\n")
    assert (leak.line, leak.column, leak.length) == (5, 7, 10)


@pytest.mark.parametrize("below", ["  env: NETOPS_TOKEN", "next: Summer2024", "  !secret token", "  {{ token }}", "  - Summer", ""])
def test_what_is_below_and_no_value_of_the_key_passes(below: str) -> None:
    assert find_leaks(f"token:\n{below}\n") == []


def test_a_token_is_measured_whole() -> None:
    (leak,) = find_leaks("note: 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\n")
    assert (leak.column, leak.length) == (7, 40)


def test_of_very_many_secrets_the_first_are_told() -> None:
    assert [leak.line for leak in find_leaks("password: Summer2024\n" * 5000)] == list(range(1, 101))


def test_a_word_is_looked_at_as_a_whole() -> None:
    """One of more than 240 characters is a picture; its end is not taken for a token."""
    assert list(find_leaks("icon: " + "x8Kq2ZpWv7TnR4sLmY6bC9dF3gHj5aQe" * 20)) == []
