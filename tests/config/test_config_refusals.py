"""What cannot be handled is refused, with the place and the reason."""

from __future__ import annotations

import pytest

from netops import config
from netops.errors import ConfigError

TEXTS = [
    ("cisco_ios", "hostname a\nbanner motd ^C\nhello\n", "line 2: 'banner motd ^C' never ends: expected '^C'"),
    ("arista_eos", "banner login\nhello\n", "line 1: 'banner login' never ends: expected 'EOF'"),
    ("cisco_ios", "".join(f"{' ' * n}x\n" for n in range(70)), "line 61: nested deeper than 60 levels"),
    ("juniper_junos", "system {\n    host-name a;\n", "line 1: 'system' never ends"),
    ("juniper_junos", "system {\n}\n}\n", "line 3: a '}' too much"),
    ("juniper_junos", "system {\n    host-name a\n}\n", "line 2: expected ';' after 'a', found '}'"),
    ("juniper_junos", 'system {\n    host-name "a;\n}\n', "line 2: a text in quotes never ends"),
    ("juniper_junos", "/* hello\nsystem {\n", "line 1: a comment never ends: expected '*/'"),
    (
        "juniper_junos",
        "set system host-name a\nhost-name b\n",
        "line 2: expected 'set', 'deactivate' or 'protect' and a path, found 'host-name b'",
    ),
    ("linux", "hello\n", "line 1: content outside of a file: 'hello'"),
    (
        "linux",
        "### file /etc/a root:root\n",
        "line 1: expected '### file PATH owner:group mode' or '### dir ...', found '### file /etc/a root:root'",
    ),
    ("linux", "### file /a a:b 0644\n### file /a a:b 0644\n", "line 2: a second block for /a"),
    ("linux", "### dir /a a:b 0755\nx\n", "line 1: content below '### dir /a a:b 0755': expected none below a directory"),
]


@pytest.mark.parametrize(("platform", "text", "message"), TEXTS)
def test_a_text_is_refused(platform: str, text: str, message: str) -> None:
    for call in (config.parse, config.normalise):
        with pytest.raises(ConfigError) as error:
            call(platform, text)
        assert error.value.message == message


def test_a_command_below_a_line_that_is_gone_is_refused() -> None:
    with pytest.raises(ConfigError) as error:
        config.predict("frr", "interface eth0\n shutdown\n", ["no interface eth0", " description x"])
    assert error.value.message == "command 2: 'description x' stands below a line that was taken back"


def test_commands_for_files_are_blocks() -> None:
    with pytest.raises(ConfigError) as error:
        config.predict("linux", "", ["### gone /etc/a"])
    assert error.value.message == "command 1: expected '### file ...', '### dir ...' or '### absent PATH', found '### gone /etc/a'"


@pytest.mark.parametrize(
    ("running", "wanted", "message"),
    [
        (
            "interface GigabitEthernet0/0/0/1\n vrf A\n ipv4 address 10.0.0.1 255.255.255.0\n!\n",
            "interface GigabitEthernet0/0/0/1\n vrf B\n ipv4 address 10.0.0.1 255.255.255.0\n!\n",
            "cisco_xr: 'vrf B' is refused in one commit with 'ipv4 address 10.0.0.1 255.255.255.0', which is on the device",
        ),
        (
            "router bgp 1\n!\n",
            "router bgp 2\n!\n",
            "cisco_xr: 'router bgp 2' is refused in one commit with 'router bgp 1', which is on the device",
        ),
    ],
    ids=["vrf", "bgp"],
)
def test_a_change_that_takes_two_commits_is_refused(running: str, wanted: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        config.remediate("cisco_xr", running, wanted)
    assert (error.value.message, error.value.hint) == (message, "make it two changes: first take the old lines out, then set the new ones")
