"""Values of several lines: whole, on every platform, as shown, as typed and as sent; never a line of one as a line of the config."""

from __future__ import annotations

import pytest

from netops import config
from netops.errors import ConfigError

HEX = ("30820330 30820218 A0030201 02020101", "FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF", "FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF", "0A028201")


def chain(lines: tuple[str, ...], pad: str = "  ", end: str = "\t") -> str:
    body = "".join(f"{pad}{line}\n" for line in lines)
    return f"crypto pki certificate chain TP\n certificate self-signed 01\n{body}{pad}{end}quit\n"


BLOCKS = [
    ("cisco_ios", chain(HEX)),
    ("cisco_ios", "crypto key pubkey-chain rsa\n named-key K\n  key-string\n   305C300D 06092A86\n   0D2B55AC 0D2B55AC\n  quit\n"),
    ("cisco_ios", "ip ssh pubkey-chain\n  username bob\n   key-string\n    AAAAB3NzaC1yc2E\n   exit\n"),
    ("cisco_ios", "banner motd ^C\nhostname x\ninterface y\n no shutdown\n^C\n"),
    ("cisco_ios", "banner exec #one\ntwo#\n"),
    ("cisco_ios", "banner login qline one\nline twoq\n"),
    ("cisco_ios", "aaa authentication banner ^C\nhostname x\n^C\n"),
    ("cisco_ios", "aaa authentication fail-message *go\nhome*\n"),
    ("cisco_ios", "menu ADMIN title ^C\nhostname x\n^C\nmenu ADMIN text 1 Show\n"),
    ("cisco_ios", "macro name PORT\nswitchport access vlan 10\nshutdown\n@\n"),
    ("cisco_ios", "ip sla 1\n http raw http://192.0.2.1\n http-raw-request\nGET / HTTP/1.0\nhostname x\nexit\n"),
    ("cisco_ios", "parameter-map type webauth global\n banner text ^C\nhostname x\n^C\n"),
    ("arista_eos", "banner login\nhostname x\ninterface Ethernet1\nEOF\n"),
    ("arista_eos", "interface Ethernet1\n   !! team A\n   !! second floor\n   mtu 9000\n"),
    ("arista_eos", "!! made by hand\nhostname a\n"),
    ("arista_eos", "event-handler E\n   action bash\n   echo hostname x\n   EOF\n"),
    ("arista_eos", "router general\n   control-functions\n      code unit U\nfunction f() {\n  return true;\n}\nEOF\n"),
    ("cisco_nxos", "banner motd #\nhostname x\ninterface Ethernet1/1\n#\n"),
    ("cisco_nxos", "banner exec ^C\nvlan 10\n^C\n"),
    ("cisco_xr", "route-policy P\n  ! a comment\n  if destination in S then\n    pass\n  endif\nend-policy\n!\n"),
    ("cisco_xr", "prefix-set S\n  # all\n  10.0.0.0/8 le 24\nend-set\n!\n"),
    ("cisco_xr", "extcommunity-set rt R\n  65000:1\nend-set\n"),
    ("cisco_xr", "policy-global\n  asn '65000'\nend-global\n"),
    ("cisco_xr", "banner motd ^C\nhostname x\n^C\n"),
    ("huawei_vrp", 'header login information "\nsysname x\nvlan 10\n"\n'),
    ("huawei_vrp", "header shell information %hello\nsysname x%\n"),
    ("huawei_vrp", "rsa peer-public-key K\n public-key-code begin\n  30820107 02820101\n  00A00B\n public-key-code end\n"),
    ("huawei_vrp", "xpl route-filter F\n if ip route-destination in L then\n  approve\n endif\n end-filter\n"),
    (
        "juniper_junos",
        'set security certificates local X "-----BEGIN CERTIFICATE-----\nset system host-name x\n-----END CERTIFICATE-----"\n',
    ),
]


@pytest.mark.parametrize(("platform", "text"), BLOCKS)
def test_a_block_is_whole(platform: str, text: str) -> None:
    """It is made, taken away and read again as one value, and none of its lines acts."""
    other = {"juniper_junos": "set system host-name a\n", "huawei_vrp": "sysname a\n"}.get(platform, "hostname a\n")
    for running, intended in ((other, other + text), (other + text, other)):
        commands = config.remediate(platform, running, intended)
        after = config.predict(platform, running, commands)
        assert commands
        assert config.diff(platform, after, intended) == ()
        assert config.diff(platform, config.predict(platform, after, config.rollback(platform, running, intended)), running) == ()
    assert config.diff(platform, text, text.replace("\n", "\r\n").replace("\r", "")) == ()


def test_every_line_of_a_certificate_is_sent_once_and_as_it_is() -> None:
    commands = config.remediate("cisco_ios", "hostname a\n", "hostname a\n" + chain(HEX))
    assert [line.strip() for line in commands] == [
        "crypto pki certificate chain TP",
        "certificate self-signed 01",
        *HEX,
        "quit",
    ]


SAME = [
    ("cisco_ios", chain(HEX), chain(HEX, "", "")),
    ("cisco_ios", "banner motd #hello#\n", "banner motd ^Chello^C\n"),
    ("cisco_ios", "banner motd ^\nhello\n^\n", "banner motd ^C\nhello\n^C\n"),
    ("cisco_ios", "banner motd $\nhello\n$ and what follows\n", "banner motd ^C\nhello\n^C\n"),
    ("cisco_ios", "banner motd ^Cisco lab^\n", "banner motd #isco lab#\n".replace("#i", "#Ci")),
    ("arista_eos", "interface Ethernet1\n   comment\n   one\n   two\n   EOF\n", "interface Ethernet1\n   !! one\n   !! two\n"),
    ("juniper_junos", "/* one\nset system host-name b\n*/\nset system host-name a\n", "set system host-name a\n"),
    (
        "juniper_junos",
        "/* system {\n */\nsystem {\n    /* host-name b; */\n    ## more\n    host-name a; ## SECRET\n}\n",
        'annotate system "system {"\nannotate system host-name "host-name b;"\nset system host-name a\n',
    ),
]


@pytest.mark.parametrize(("platform", "typed", "shown"), SAME)
def test_a_block_as_typed_is_the_one_shown(platform: str, typed: str, shown: str) -> None:
    assert config.diff(platform, shown, typed) == ()
    assert config.remediate(platform, shown, typed) == []


def test_a_changed_comment_of_eos_takes_the_place_of_the_old_one() -> None:
    old, new = (f"interface Ethernet1\n   !! {team}\n   mtu 9000\n" for team in ("team A", "team B\n   !! floor 2"))
    assert config.remediate("arista_eos", old, new) == ["interface Ethernet1", " no comment", " !! team B", " !! floor 2"]
    assert config.remediate("arista_eos", new, "interface Ethernet1\n   mtu 9000\n") == ["interface Ethernet1", " no comment"]


ENDLESS = [
    ("cisco_ios", "banner motd #\nhello\n", "line 1: 'banner motd #' never ends: expected '#'"),
    ("cisco_ios", "macro name M\nshutdown\n", "line 1: 'macro name M' never ends: expected '@'"),
    (
        "cisco_ios",
        "crypto pki certificate chain T\n certificate ca 01\n  3082\n",
        "line 2: 'certificate ca 01' never ends: expected 'quit'",
    ),
    ("arista_eos", "banner login\nhello\n", "line 1: 'banner login' never ends: expected 'EOF'"),
    ("cisco_xr", "route-policy P\n  pass\n", "line 1: 'route-policy P' never ends: expected 'end-policy'"),
    ("juniper_junos", 'set system login message "hello\nset system host-name a\n', "line 1: a text in quotes never ends"),
]


@pytest.mark.parametrize(("platform", "text", "reason"), ENDLESS)
def test_a_block_without_an_end_is_refused(platform: str, text: str, reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.parse(platform, text)
    assert str(caught.value).splitlines()[0] == reason


def test_a_certificate_that_is_only_named_is_a_line() -> None:
    text = "crypto pki certificate chain TP\n certificate self-signed 01 nvram:IOS-Self-Sig.cer\n certificate ca 0A\nhostname a\n"
    assert [line.text for line in config.diff("cisco_ios", "", text)] == [line.strip() for line in text.splitlines()]


def test_a_banner_is_prose_and_its_secrets_are_hidden_all_the_same() -> None:
    text = "banner login ^C\nenter your password and key here\nenable secret 5 $1$abcd$0123456789012345678901\n^C\n"
    assert config.redact("cisco_ios", text) == text.replace("5 $1$abcd$0123456789012345678901", "⟦secret⟧")


MISPLACED = [
    (
        "edit interfaces ge-0/0/0\nset mtu 9000\n",
        "line 1: expected 'set', 'deactivate' or 'protect' and a path, found 'edit interfaces ge-0/0/0'",
    ),
    ("wildcard range set x\n", "line 1: expected 'set', 'deactivate' or 'protect' and a path, found 'wildcard range set x'"),
    ("set system host-name a\nsystem {\n}\n", "line 2: expected 'set', 'deactivate' or 'protect' and a path, found 'system {'"),
    ("[edit system]\nhost-name b;\n", "line 1: expected 'set', 'deactivate' or 'protect' and a path, found '[edit system]'"),
    ("admin@r1> show\nsystem {\n}\n", "line 1: expected 'set', 'deactivate' or 'protect' and a path, found 'admin@r1> show'"),
    ("configure\nset system host-name a\n", "line 1: expected 'set', 'deactivate' or 'protect' and a path, found 'configure'"),
    ("system {\n    host-name a;\n}\nset snmp name x\n", "line 4: expected a statement in braces, found 'set snmp name'"),
]


@pytest.mark.parametrize(("text", "reason"), MISPLACED)
def test_commands_of_junos_that_are_no_lines_are_refused(text: str, reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.parse("juniper_junos", text)
    assert str(caught.value).splitlines()[0] == reason
    assert "write" in str(caught.value).partition("hint: ")[2]
